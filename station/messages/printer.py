"""Texts for failures of the card printer."""

TEXTS = {
    "PRN-01": "No card printer answers. Connect it, switch it on, and press Print again.",
    "PRN-02": "The printer has no cards. Load cards and print again; {serial} is not printed.",
    "PRN-03": "Look into the printer's tray: is card {serial} there? Answer before you go on.",
    "PRN-04": "The printer reports a fault. Look at its display; card {serial} is not printed.",
    "PRN-05": "The printer's cover is open. Close it and print again; {serial} is not printed.",
    "PRN-06": "The ribbon is missing, used up, or wrong. Put one in; card {serial} is not printed.",
    "PRN-07": "A card is stuck in the printer. Take it out; card {serial} is not printed.",
    "PRN-08": "The printer is busy. Wait, then print again; card {serial} is not printed.",
    "PRN-09": "The printer's tray is full. Empty it and print again; {serial} is not printed.",
    "PRN-10": "Another program holds the card printer. Close that program and try again.",
}
