"""Texts for failures of banks and blueprints, and for rows that an import refuses."""

TEXTS = {
    "EXM-01": "{file} is no table that can be read ({why}). Save it again as .xlsx.",
    "EXM-02": "{file} is larger than a question bank can be ({why}). Split it and try again.",
    "EXM-03": "Line {line} of this questions file is not a question. Mend it and try again.",
    "EXM-04": "This blueprint cannot be used: {why}. Ask its author for a corrected one.",
    "EXM-05": "Topic {topic} has {have} questions but the paper needs {need}. Add questions first.",
    "EXM-06": "The list of repealed laws cannot be read: {why}. Save it as a text, one a line.",
    "EXM-11": "A picture cannot be used: {why}. Save it again as a plain SVG or PNG.",
    "EXM-12": "The picture of question {question} is missing. Ask the province for a whole bank.",
    "EXM-13": "The pictures of one paper are larger than {most} MiB. Make them smaller.",
    "EXM-15": (
        "Neighbours would share {common} questions, and {most} are allowed. Topic {topic} has "
        "{have} of the {want} questions that keep them apart. Add questions."
    ),
    "EXM-16": "There is no blueprint {code}. Name one that comes with the program, or a file.",
    "EXM-17": (
        "Seats {one} and {other} would share {common} questions, and {most} are allowed: somebody "
        "there comes again. Seat them apart, or add questions."
    ),
    "EXM-31": "The cells of section {section} are {cells} questions, not {count}. Correct them.",
    "EXM-32": "The sections bring {marks} marks, not {total}. Correct the blueprint.",
    "EXM-33": "The pass mark {pass_marks} is above the {marks} marks of the paper. Lower it.",
    "EXM-34": "A review has no practical exam. Take it out of the blueprint.",
}

WHY_TEXTS = {
    why: why
    for why in (
        "damaged, or no workbook",
        "locked with a password",
        "no rows",
        "no columns",
        "a document type in its XML",
        "the encoding",
        "no text",
        "the file",
        "its parts",
        "packed too tightly",
        "too many rows",
        "rows too long",
        "too many cells",
        "cells too far apart",
    )
}
"""Why a table cannot be read, or is too large."""

ROW_TEXTS = {
    "hidden-sheet": "The sheet is hidden. Show it in Excel if it is to be imported.",
    "no-header": "The sheet has no header with a stem and an answer. Add a header row.",
    "header-unclear": "Two columns have the same meaning. Leave only one of them.",
    "date-cell": "Excel turned this text into a date. Type it again as text.",
    "number-cell": "This number is not stored as it is shown. Type it again as text.",
    "error-cell": "The cell shows an error of Excel. Type its text.",
    "bad-characters": "The text has characters that cannot be shown. Type it again.",
    "kind-unknown": "This kind of question is not known. Write judge, single or multiple choice.",
    "stem-empty": "There is no question. Add it or delete the row.",
    "header-repeated": "The header stands here again. Delete this row.",
    "stem-number-unclear": (
        "The stem begins with a number that may not belong to it. Number it in brackets: (12)."
    ),
    "heading": "This line is a heading for the rows below. Nothing to do.",
    "options-empty": "There are no options. Add them.",
    "option-empty": "An option is empty. Complete it or take out its separator.",
    "option-letters": "The letters before the options are not A, B, C in order. Mend them.",
    "option-hidden": "Two options stand in one. Put the separator between them.",
    "options-too-few": "There is only one option. Add the others.",
    "options-too-many": "There are more than 26 options. Check the separators.",
    "options-equal": "Two options are the same. Change one of them.",
    "separators-mixed": "The options are separated in two ways. Use one separator.",
    "judge-options": (
        "A judge question has other options than right and wrong. "
        "Write these two, or change the kind."
    ),
    "key-empty": "There is no answer. Add it.",
    "key-unclear": "The answer names no option clearly. Give its letter.",
    "key-look-alike": "The answer has a foreign letter that looks like a Latin one. Type it again.",
    "key-outside": (
        "The answer names an option that is not there. Correct the answer or add the option."
    ),
    "key-repeated": "The answer names an option twice. Write each letter once.",
    "key-too-many": (
        "Several options are named, but one can be right. Leave one letter, or change the kind."
    ),
    "key-too-few": (
        "Multiple choice needs two letters or more. Add what is missing, or change the kind."
    ),
    "picture-missing": "The question needs a picture that was not found. Add it.",
    "pool-unknown": "The pool is neither secure nor practice. Name one of them.",
    "duplicate": "The same question stands further up. Delete one of them.",
    "duplicate-disagrees": "The same question stands twice with different answers. Decide.",
}
"""By RowFault value."""
