"""Texts for failures on the way between a centre and its province."""

TEXTS = {
    "SYN-01": "The province does not answer. All results are kept here. Try again later.",
    "SYN-02": "The province did not accept this request ({reason}). Call the province.",
    "SYN-03": "The province's answer cannot be read. Nothing was changed. Try again.",
    "SYN-04": "This is not our province's server. Nothing was sent. Check the address.",
    "SYN-05": "This session package is for another centre. Ask the province for yours.",
    "SYN-06": "The receipt belongs to another envelope. The result is kept here. Try again.",
}
