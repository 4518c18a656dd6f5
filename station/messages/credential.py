"""Texts for failures of composing a card, and for what keeps a card from being printed."""

TEXTS = {
    "CRD-01": "The photo for card {serial} cannot be printed. Take a new photo.",
    "CRD-02": "A character ({character}) for card {serial} is in no font. Call the administrator.",
    "CRD-03": "A text on card {serial} is too long to print. Call the administrator.",
    "CRD-04": "The QR code of card {serial} is too long to print. Call the province.",
}

OBSTACLE_TEXTS = {
    "failed": "The pass mark was not reached.",
    "practical-missing": "The practical exam is still to come.",
    "practical-too-old": "The practical exam counts no more. It has to be taken again.",
    "identity-not-confirmed": "The identity was not confirmed at the seat.",
    "open-incident": "An incident is not decided yet.",
    "no-grant": "The province has not granted a card. It will be issued later.",
    "grant-expired": "The province's grant has expired. Ask for a new one.",
    "already-issued": "The card was issued before.",
    "quota-used": "This card was printed as often as allowed. Ask the province.",
    "revoked": "The province took this card back. It is not printed.",
}
"""By credential.release.Obstacle value."""
