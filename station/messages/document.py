"""Texts for failures of packages, banks, rule packs and envelopes."""

TEXTS = {
    "DOC-01": "This file is not what was expected. Ask the province for it again.",
    "DOC-02": "This file was changed after it was signed. Nothing was imported; get it again.",
    "DOC-03": "This file was not signed by our province. Nothing was imported; call the province.",
    "DOC-04": "The signer may not sign this kind of file. Nothing was imported; call the province.",
    "DOC-05": "This file is not valid today. Check the clock, then ask for a new file.",
    "DOC-06": "This file is from a newer version. Install the newer version of the program.",
    "DOC-07": "This envelope is not for this key. Check which centre it was sent to.",
    "DOC-08": "The passphrase does not open this key. Type it again.",
    "DOC-09": "Two different persons must enter their bank keys.",
    "DOC-10": "A file that belongs to this one is missing. Import it first, then try again.",
    "DOC-11": "Training material and real exams do not mix. Choose the right session.",
}
