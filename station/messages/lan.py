"""Texts for failures of the room's network."""

TEXTS = {
    "LAN-01": "The coordinator is already running on this computer. Use the window that is open.",
    "LAN-02": "This seat and the coordinator have different versions. Install the same version.",
    "LAN-03": "Seat and coordinator did not understand each other. Restart this seat.",
    "LAN-04": "Another computer is using this seat's number. Check the seat numbers.",
    "LAN-05": "The connection to this seat is too slow. Check its network cable.",
    "LAN-06": "There is too much data to send at once. Call the centre's IT staff.",
    "LAN-07": "The other computer does not answer. Check its address, then enrol again.",
    "LAN-08": "The seat was not enrolled. If the digits differ, call the centre's IT staff.",
    "LAN-09": "No coordinator was found on this network. Type its address.",
    "LAN-10": "More than one coordinator was found. Type the address of yours.",
    "LAN-11": "This computer has no certificate. If it is a seat, enrol it.",
    "LAN-12": "This computer's certificate is out of date. Check its clock, or enrol it again.",
    "LAN-13": "This computer's certificate is not from our province. Enrol it, or unplug it.",
    "LAN-14": "This computer does not speak as a seat does. Find it, and unplug it.",
    "LAN-15": "The date on this computer or on the coordinator is wrong. Set both right.",
    "LAN-16": "For the staff: the coordinator that answers is of another centre than this seat.",
    "LAN-17": "For the staff: an old coordinator answers. Switch it off; another has taken over.",
}
