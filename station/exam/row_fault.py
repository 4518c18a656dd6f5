"""Why a row of a question sheet is refused. Nothing is guessed: a fault is a reason to look."""

from enum import StrEnum


class RowFault(StrEnum):
    """What is wrong with a row; its text is in messages.exam."""

    HIDDEN_SHEET = "hidden-sheet"
    NO_HEADER = "no-header"
    HEADER_UNCLEAR = "header-unclear"
    DATE_CELL = "date-cell"
    NUMBER_CELL = "number-cell"
    ERROR_CELL = "error-cell"
    BAD_CHARACTERS = "bad-characters"
    KIND_UNKNOWN = "kind-unknown"
    STEM_EMPTY = "stem-empty"
    HEADER_REPEATED = "header-repeated"
    HEADING = "heading"
    STEM_NUMBER_UNCLEAR = "stem-number-unclear"
    OPTIONS_EMPTY = "options-empty"
    OPTION_EMPTY = "option-empty"
    OPTION_LETTERS = "option-letters"
    OPTION_HIDDEN = "option-hidden"
    OPTIONS_TOO_FEW = "options-too-few"
    OPTIONS_TOO_MANY = "options-too-many"
    OPTIONS_EQUAL = "options-equal"
    SEPARATORS_MIXED = "separators-mixed"
    JUDGE_OPTIONS = "judge-options"
    KEY_EMPTY = "key-empty"
    KEY_UNCLEAR = "key-unclear"
    KEY_LOOK_ALIKE = "key-look-alike"
    KEY_OUTSIDE = "key-outside"
    KEY_REPEATED = "key-repeated"
    KEY_TOO_MANY = "key-too-many"
    KEY_TOO_FEW = "key-too-few"
    PICTURE_MISSING = "picture-missing"
    POOL_UNKNOWN = "pool-unknown"
    DUPLICATE = "duplicate"
    DUPLICATE_DISAGREES = "duplicate-disagrees"


class RowDoubt(StrEnum):
    """What a person should look at on a row that can be read in one way only."""

    SEPARATOR_LEFT_OVER = "separator-left-over"
    SEPARATOR_MISSING = "separator-missing"
    LINE_BREAK = "line-break"
    LOOK_ALIKE = "look-alike"
    INVISIBLE = "invisible"
    NUMBER_FORM = "number-form"
    PICTURE_UNASKED = "picture-unasked"
    ORDER_KEPT = "order-kept"
    KEY_BY_NUMBER = "key-by-number"
    OPTIONS_JUDGE = "options-judge"
    JUDGE_BY_LETTER = "judge-by-letter"
    KIND_BY_SHAPE = "kind-by-shape"
    DIFFICULTY_UNKNOWN = "difficulty-unknown"
    SHUFFLE_UNHEARD = "shuffle-unheard"
    HIDDEN_ROW = "hidden-row"
    ID_REPEATED = "id-repeated"
    QUOTES_LOOSE = "quotes-loose"
    STRESS_LOST = "stress-lost"
    TEX = "tex"


class RowRefused(Exception):
    """Raised while one row is read, and caught by the reader of the sheet."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault)
        self.fault = fault
