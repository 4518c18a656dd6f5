"""Texts for failures at the province."""

TEXTS = {
    "PRV-01": "This upload is too large. Send one envelope at a time.",
    "PRV-02": "This centre is not enrolled here. Enrol it, then try again.",
    "PRV-03": "This enrolment code is wrong, too old or already used. Ask for a new code.",
    "PRV-04": "This result was signed at another centre. It was refused; call the province.",
    "PRV-05": "The province issued no such session to this centre. Call the province.",
    "PRV-06": "This candidate was not expected in this session. Call the province.",
    "PRV-07": "This paper was not drawn from the issued bank. It was refused; call the province.",
    "PRV-08": "Record {seq} of this exam breaks the rules. It was refused; call the province.",
    "PRV-09": "This exam was not handed in. Finish it at the seat, then send it again.",
    "PRV-10": "Another result is held for this exam. Both are kept; an officer decides.",
    "PRV-11": "The province's database does not answer. Try again in a minute.",
    "PRV-12": "The province has no such document for this centre. List the documents again.",
    "PRV-13": "A session of this name was issued before. Give this one a new name.",
    "PRV-14": "The order is wrong at {field}. Mend the file, then issue it again.",
    "PRV-15": "The check-in of this exam does not hold (record {seq}). Call the province.",
    "PRV-16": "This exam was not held as issued ({field}). It was refused; call the province.",
    "PRV-17": "This folder is a province already. Choose an empty folder.",
    "PRV-18": "The database is from a newer version. Install the newer version.",
    "PRV-19": "This folder holds no province. Run the set-up first.",
    "PRV-20": "The province's archive cannot be read. Call the province's IT staff.",
}
