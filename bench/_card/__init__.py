"""The parts of the card bench."""
