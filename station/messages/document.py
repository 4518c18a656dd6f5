"""Texts for failures of packages, banks, rule packs and envelopes."""

TEXTS = {
    "DOC-01": "This file is not what was expected. Nothing was imported; get it again.",
    "DOC-02": "This file was changed after it was signed. Nothing was imported; get it again.",
    "DOC-03": "This is not signed by our province for today. Nothing was imported; call them.",
    "DOC-04": "The signer may not sign this kind of file. Nothing was imported; call the province.",
    "DOC-05": "This file is not valid at this time. Check the clock, then ask the province.",
    "DOC-06": "This file is from a newer version. Install the newer version of the program.",
    "DOC-07": "This file does not open with this key. Check that both belong together.",
    "DOC-08": "The passphrase does not open this key. Type it again.",
    "DOC-09": "Two different persons must enter their keys of this bank. Ask the second person.",
    "DOC-10": "A file that belongs to this one is missing. Import it first, then try again.",
    "DOC-11": "Training material and real exams do not mix. Choose the right session.",
    "DOC-12": "Question {question} is there twice. Give one of them another id, then try again.",
    "DOC-13": "Question {question} is secure, but the practice pool shows it. Remove one of them.",
    "DOC-14": "Topic {topic} of question {question} has no title. Add the title, then try again.",
    "DOC-15": "{name} cannot be written there. Choose a folder with room that you may write to.",
    "DOC-16": "{name} holds a bank and its keys already. Choose a new folder.",
    "DOC-17": "{name} is not a station's folder. Give the one in which it was set up.",
}
