"""Texts for failures of the card printer."""

TEXTS = {
    "PRN-01": "No card printer answers. Connect it, switch it on, and press Print again.",
    "PRN-02": "The printer has no cards. Load cards and print again; {serial} is not printed.",
    "PRN-03": "Look into the printer's tray: is card {serial} there? Answer before you go on.",
    "PRN-04": "The printer reports a fault. Look at its display; card {serial} is not printed.",
    "PRN-05": "The printer's cover is open. Close it and print again; {serial} is not printed.",
    "PRN-06": "The ribbon is missing or used up. Put one in; card {serial} is not printed.",
    "PRN-07": "A card is stuck in the printer. Take it out; card {serial} is not printed.",
    "PRN-08": "The printer is busy. Wait, then print again; card {serial} is not printed.",
    "PRN-09": "The printer's tray is full. Empty it and print again; {serial} is not printed.",
    "PRN-10": "Another program holds the card printer. Close that program and try again.",
    "PRN-11": "This ribbon is of the wrong kind. Put in the right one; {serial} is not printed.",
    "PRN-12": "The box of rejected cards is full. Empty it; card {serial} is not printed.",
    "PRN-13": "The print head is too hot. Wait a minute and print again; {serial} is not printed.",
    "PRN-14": "The printer must be cleaned first. Use a cleaning card; {serial} is not printed.",
    "PRN-15": "{model} prints no colour. Use another printer; card {serial} is not printed.",
    "PRN-16": "The print queue refused card {serial}: it is not printed. Look at the queue.",
    "PRN-17": "The printer maker's library is missing. Install it, or name the printer otherwise.",
    "PRN-18": "No printer is called {name}. Try usb, evolis, magicard or spooler:NAME.",
    "PRN-19": "{model} prints one side, card {serial} has two: not printed. Use another printer.",
}
