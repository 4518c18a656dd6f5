"""Says what is wrong with a bank, row by row, and how to mend it."""
