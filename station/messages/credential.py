"""Texts for failures of composing a card, and for what keeps a card from being printed."""

TEXTS = {
    "CRD-01": "The photo for card {serial} cannot be printed. Take a new photo.",
    "CRD-02": "A character ({character}) for card {serial} is in no font. Call the administrator.",
    "CRD-03": "A text on card {serial} is too long to print. Call the administrator.",
    "CRD-04": "The QR code of card {serial} is too long to print. Call the province.",
    "CRD-05": "{name} is no picture that can be read. Take a sharp JPEG or PNG of the card.",
    "CRD-06": "No code was seen. Hold the card flat and near, in good light, and try again.",
}

OBSTACLE_TEXTS = {
    "outcome-unknown": "The result is not here yet. The room tells it again by itself.",
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

CHECK_TEXTS = {
    "issued": "This card was issued here and counts until {valid_until}.",
    "void": "This card was voided here: it does not count. Keep it and ask its centre.",
    "expired": "This card was issued here and has not counted since {valid_until}.",
    "revoked": "The province took this card back: it does not count.",
    "sample": "This is a drill's sample: it never counted.",
    "unknown": "This centre knows no such card. Ask the official register.",
    "forged": "This code is forged: it names this centre, which did not make it.",
    "elsewhere": "This card is of another centre, {centre}: ask there, or the official register.",
    "compare": "Compare with the card: {item}; {name}; number ends in {tail}; "
    "first issued {first_issued}; print {number}.",
    "photo": "The photo that belongs on it: {file}",
    "no-photo": "Its photo is kept here no more.",
    "agree": "Do photo and name agree? If not, the code was copied from another card.",
    "register": "Only the official register says what counts in law.",
}
"""By credential.check.Finding value, and what is said beside it."""
