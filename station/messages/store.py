"""Texts for failures of the encrypted database."""

TEXTS = {
    "STO-01": "This computer's disk is full. The last entry is not saved. Call the staff.",
    "STO-02": "The saved data does not open with this key. Call the centre's IT staff.",
    "STO-03": "The saved data is from a newer version. Install the newer version.",
    "STO-04": "The records do not continue what is saved here. Call the administrator.",
    "STO-05": "This exam goes on at another seat. This seat is closed for it.",
    "STO-06": "This computer's disk has a fault. Raise your hand and change seats.",
    "STO-07": "Another program is using the saved data. Close it, then try again.",
    "STO-08": "The disk is nearly full: this picture is not kept. Make room on this computer.",
}
