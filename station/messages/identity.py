"""Texts for failures of an identity check."""

TEXTS = {
    "IDN-01": "This is not the number of a document we accept. Compare it with the document.",
    "IDN-02": "A digit of this number is wrong. Compare it with the document and type it again.",
    "IDN-03": "The birth date in this number cannot be right. Compare it with the document.",
    "IDN-04": "15-digit numbers are no longer in use. Ask for the current ID card.",
    "IDN-05": "This ID card has expired. Ask for a valid one, or call the person in charge.",
    "IDN-06": "This ID card is not valid yet. Ask for the current one.",
    "IDN-07": "This person is not on today's list. Check the session and the admission ticket.",
    "IDN-08": "This person may not sit this exam. Call the person in charge.",
    "IDN-09": "This person is too young for this exam. Call the person in charge.",
    "IDN-11": "Two different persons must sign. Ask a second person.",
    "IDN-12": "The PIN does not fit. Type it again.",
    "IDN-13": "The name on the card differs from the list. Two persons look and decide.",
    "IDN-16": "The birth date on this card does not fit its number. Call the person in charge.",
    "IDN-17": "The name holds a rare character. Two persons compare it with the card.",
    "IDN-18": "The number was typed by hand. Two persons compare the document and decide.",
    "IDN-19": "Too many wrong PINs. Wait {seconds} seconds, or let another person sign.",
}
