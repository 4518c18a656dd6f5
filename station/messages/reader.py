"""Texts for failures of the ID card reader."""

TEXTS = {
    "RDR-01": "No ID card reader answers. Connect the reader and press Read card.",
    "RDR-02": "The card could not be read. Lift it, lay it flat on the reader, and keep it there.",
    "RDR-03": "The ID card reader reports a fault. Use another reader.",
    "RDR-04": "The chip's photo cannot be shown here. Compare with the enrolment photo.",
    "RDR-05": "The card was lifted too early. Lay it on the reader again and keep it there.",
    "RDR-06": "The reader does not accept this card. Check the card by hand, two persons together.",
    "RDR-07": "This is not an ID card that can be used here. Ask the candidate for the ID card.",
    "RDR-08": "The card's data do not fit together. Check the card by hand, two persons together.",
    "RDR-09": "This reader needs the internet. Connect a reader that works without it.",
    "RDR-10": "This reader needs its maker's software. Connect a reader of another model.",
    "RDR-11": "Another program holds the ID card reader. Close that program and try again.",
    "RDR-12": "The reader's own software failed. Lift the card and lay it down again.",
    "RDR-13": "The reader's own software is not installed here. Call the technician.",
}
