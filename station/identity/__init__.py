"""Documents, ID numbers, names, the check-in decision: pure."""
