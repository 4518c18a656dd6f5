"""Why an item of a question file is left out. Nothing is guessed and nothing is half-imported."""

from enum import StrEnum


class ItemFault(StrEnum):
    """What keeps an item from becoming a question; its text is in messages.formats."""

    NOT_DELIVERED = "interaction-not-delivered"
    NO_INTERACTION = "no-interaction"
    SEVERAL = "several-interactions"
    ADAPTIVE = "adaptive"
    TEMPLATE = "template"
    PROCESSING_UNKNOWN = "processing-unknown"
    LINE_UNREADABLE = "line-unreadable"
    XML_UNREADABLE = "xml-unreadable"
    ITEM_MISSING = "item-missing"
    NOT_LISTED = "not-listed"
    IDENTIFIER_MISSING = "identifier-missing"
    IDENTIFIER_REPEATED = "identifier-repeated"
    ATTRIBUTE_WRONG = "attribute-wrong"
    RESPONSE_UNDECLARED = "response-undeclared"
    RESPONSE_WRONG = "response-wrong"
    KEY_MISSING = "key-missing"
    KEY_UNCLEAR = "key-unclear"
    KEY_OUTSIDE = "key-outside"
    KEY_REPEATED = "key-repeated"
    KEY_TOO_MANY = "key-too-many"
    KEY_DISAGREES = "key-disagrees"
    OPTIONS_TOO_FEW = "options-too-few"
    OPTIONS_TOO_MANY = "options-too-many"
    OPTIONS_EQUAL = "options-equal"
    OPTION_EMPTY = "option-empty"
    OPTION_PICTURE = "option-picture"
    STEM_EMPTY = "stem-empty"
    STIMULUS_MISSING = "stimulus-missing"
    PICTURE_MISSING = "picture-missing"
    PICTURE_UNREADABLE = "picture-unreadable"
    MEDIA_UNKNOWN = "media-unknown"
    FORMULA_UNKNOWN = "formula-unknown"
    BAD_CHARACTERS = "bad-characters"
    MARKUP_WRONG = "markup-wrong"
    DUPLICATE = "duplicate"
    DUPLICATE_DISAGREES = "duplicate-disagrees"


class ItemRefused(Exception):
    """Raised while one item is read, and caught by the reader of its file.

    Args:
        what: Which part of the item, such as the name of its interaction.
    """

    def __init__(self, fault: ItemFault, what: str = "") -> None:
        super().__init__(fault, what)
        self.fault = fault
        self.what = what
