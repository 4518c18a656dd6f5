"""What is wrong with a row of a bank and how to mend it, by the code of the finding."""

from station.messages.exam import ROW_TEXTS
from station.messages.formats import ITEM_TEXTS

DOUBT_TEXTS = {
    "separator-left-over": "A separator without an option was left out. Delete it.",
    "separator-missing": "The options were parted by their letters. Put separators between them.",
    "line-break": "An option goes over two lines; they were joined. Delete the line break.",
    "look-alike": "A character looks like another but is not it. Type it again.",
    "invisible": "Characters that cannot be seen were taken out. Delete them.",
    "number-form": "A number may be shown otherwise in Excel. Compare it with the sheet.",
    "picture-unasked": (
        "A picture lies here, but the question does not speak of it. "
        "Name it in the stem or delete it."
    ),
    "order-kept": "An option speaks of others: the options will not be shuffled. Is that right?",
    "key-by-number": (
        "The answer is a number; it was taken for the place of an option. Write its letter."
    ),
    "judge-by-letter": "No options: A was read as right, B as wrong. If not meant, write words.",
    "kind-by-shape": "The kind was told by the answer alone. Write single or multiple choice.",
    "difficulty-unknown": "The difficulty is not known; middling was taken. Write 1, 2 or 3.",
    "shuffle-unheard": "An option speaks of others: the order is kept. Word it anew to shuffle.",
    "quotes-loose": "The quotes of this line do not pair; they were read as text. Compare it.",
    "stress-lost": "Bold or struck words are shown plain. Say in words what they stress.",
    "tex": "A formula is shown as it is typed. Write it as it is read, such as x², 1/2.",
    "hidden-row": "This row is hidden in Excel, and was read. Delete it or show it.",
    "id-repeated": "Other questions have the same number; it was not used. Give each its own.",
    "options-judge": "Right and wrong stand below a question of choice. Is it to be judged?",
    "duplicate-below": "Row {about} says the same again. This row is kept; delete the other.",
    "same-stem": "Row {about} has the same stem and some of these options. Keep one of them.",
    "same-stem-disagrees": "Row {about} has the same stem and another answer. Compare the two.",
    "near-duplicate": "Row {about} says nearly the same. Keep one of them.",
    "near-duplicate-disagrees": "Row {about} says nearly the same with another answer. Compare.",
    "separator-unlike": "The options are separated otherwise than on this sheet: {about}.",
    "separator-unlike-header": "The header names another separator than the rows use: {about}.",
    "options-strange": "The stem asks for a number, but no option has one. Find its own options.",
    "options-of-another": "These options stand in the same order under other stems. Compare both.",
    "options-misfit": "These options fit other stems better, such as row {about}. Compare them.",
    "options-shifted": "Here options seem to have slipped by a row. Compare the rows around.",
    "letters-skewed": "The right answer is too often the same: {about}. Move some options.",
    "law-repealed": "This reference no longer holds. Instead of it: {about}.",
    "shuffle-conflict": "An option speaks of others, but may be shuffled. Keep their order.",
}
"""By the values of RowDoubt and Doubt."""

REPORT_TEXTS = {
    "title": "Question bank report",
    "rows_in": "Rows",
    "clean": "Clean",
    "warned": "To look at",
    "refused": "Not imported",
    "how": "Start with the rows that are not imported. Mend them in the Excel file, check again.",
    "kinds": "What was found",
    "all": "Row by row",
    "count": "Rows found",
    "what": "What to do",
    "file": "File",
    "sheet": "Sheet",
    "row": "Row",
    "column": "Column",
    "excerpt": "What stands there",
    "mends": "Mended without asking",
    "before": "Before",
    "after": "After",
    "none": "Nothing was found.",
    "outcome": "How it ended",
}
"""Headings of the report."""


def mend_text(code: str) -> str:
    """Return the English text of a finding; `{about}` stands for what it speaks of."""
    return DOUBT_TEXTS.get(code) or ROW_TEXTS.get(code) or ITEM_TEXTS.get(code) or code
