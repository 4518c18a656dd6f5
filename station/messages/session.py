"""Texts for failures in the running of a session."""

TEXTS = {
    "SES-01": "This computer has nothing of the exam yet. Wait: the coordinator sends it.",
    "SES-02": "This computer's disk is nearly full. Change seats; tell the administrator.",
    "SES-03": "Somebody else's exam is at that seat. Choose another seat.",
    "SES-04": "That seat is not ready. Choose another seat, or see to its computer.",
    "SES-05": "That seat holds other answers of this exam. Choose another seat.",
    "SES-06": "This exam is over and its result is safe. Nothing needs to be done.",
    "SES-07": "Say why, in a few words; then try again.",
    "SES-08": "Another coordinator has taken over this room. Use that one; close this window.",
    "SES-09": "This seat's certificate was withdrawn. Enrol the computer again.",
    "SES-10": "The exam has not been started. Start it on the console, then try again.",
    "SES-11": "Nothing on this stick is for this seat. Bring one that was written after the start.",
    "SES-12": "Nobody is signed in here. Sign in at the top with your PIN, then press again.",
    "SES-13": "This folder stands by. If the coordinator is dead: 'take-over', then start it.",
    "SES-14": "Two coordinators are on. Switch one off; take over once more with the other.",
    "SES-15": "That folder is a coordinator's own. Choose another one for the copy.",
    "SES-16": "The stick took nothing. Plug in another one, then press again.",
    "SES-17": "No stick is found, or nothing of ours is on it. Plug it in, then press again.",
    "SES-18": "The UPS is not heard. Look at its cable, and at the program that watches it.",
}
