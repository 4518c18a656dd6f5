"""Texts for failures of question files, and for items that an import leaves out."""

TEXTS = {
    "EXM-20": "{file} is not in a form of questions that is read here. Export it as QTI.",
    "EXM-21": "{file} cannot be read: {why}. Export it again from the program that made it.",
    "EXM-22": "{file} was not opened; it could harm this computer ({why}). Ask who sent it.",
    "EXM-23": "Question {question} cannot be written in this form: {why}. Mend it first.",
}

ITEM_TEXTS = {
    "interaction-not-delivered": (
        "Questions of this kind are not delivered here. Ask it as a choice, or leave it out."
    ),
    "no-interaction": "There is nothing to answer in this item. Add options, or leave it out.",
    "several-interactions": "The item asks several questions at once. Split it.",
    "adaptive": (
        "The item changes while it is answered. Write it as plain questions, or leave it out."
    ),
    "template": (
        "The item is made by drawing numbers. Write it with fixed numbers, or leave it out."
    ),
    "processing-unknown": (
        "The way in which the item is marked is not known. Name its right options instead."
    ),
    "line-unreadable": "This line is no question of our form. Compare it with one that is.",
    "xml-unreadable": "The file of this item is damaged. Export it again.",
    "item-missing": (
        "The package names this item but does not hold it. Export the whole package again."
    ),
    "not-listed": "The package holds this item but does not list it. List it, or leave it out.",
    "identifier-missing": "The item or one of its options has no identifier. Give it one.",
    "identifier-repeated": "Two options have the same identifier. Change one of them.",
    "attribute-wrong": (
        "An attribute has a value that the format does not allow. Export the item again."
    ),
    "response-undeclared": (
        "The item does not declare the answer that it asks for. Add its declaration."
    ),
    "response-wrong": (
        "The answer is declared in a way that does not fit options. Name the right options."
    ),
    "key-missing": "There is no answer. Add it.",
    "key-unclear": "The marks do not say which options are right. Give only the right ones marks.",
    "key-outside": (
        "The answer names an option that is not there. Correct the answer or add the option."
    ),
    "key-repeated": "The answer names an option twice. Write each letter once.",
    "key-too-many": (
        "The answer names more options than may be chosen. Correct the answer or the number."
    ),
    "key-disagrees": "The answer and the marks disagree. Decide which is right.",
    "options-too-few": "There are fewer than two options. Add the others.",
    "options-too-many": "There are more than 26 options. Split the question.",
    "options-equal": "Two options are the same. Change one of them.",
    "option-empty": "An option is empty. Complete it or take it out.",
    "option-picture": (
        "An option is or holds a picture. Put the picture into the stem, and letters for options."
    ),
    "stem-empty": "There is no question. Add it.",
    "stimulus-missing": "The text that the item speaks of was not found. Add it.",
    "picture-missing": "The question needs a picture that was not found. Add it.",
    "picture-unreadable": (
        "A picture is damaged or of a kind that is not shown here. Save it again as PNG."
    ),
    "media-unknown": (
        "The item holds sound, film or a program. Use a picture, or leave the item out."
    ),
    "formula-unknown": "A formula cannot be written as a line of text. Write it by hand.",
    "bad-characters": "The text has characters that cannot be shown. Type it again.",
    "markup-wrong": (
        "The text is not closed or escaped as its form asks. Mend its brackets and signs."
    ),
    "duplicate": "The same question stands further up. Delete one of them.",
    "duplicate-disagrees": "The same question stands twice with different answers. Decide.",
}
"""By ItemFault value."""
