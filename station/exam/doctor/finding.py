"""What the doctor finds, and how each row ends."""

from dataclasses import dataclass
from enum import StrEnum

from station.exam.imported import Place


class Outcome(StrEnum):
    """How a row ends; each row ends in one way."""

    CLEAN = "clean"
    WARNED = "warned"
    REFUSED = "refused"


class Doubt(StrEnum):
    """What only a look at several rows, or at a list from outside, can tell."""

    DUPLICATE_BELOW = "duplicate-below"
    SAME_STEM = "same-stem"
    SAME_STEM_DISAGREES = "same-stem-disagrees"
    NEAR_DUPLICATE = "near-duplicate"
    NEAR_DUPLICATE_DISAGREES = "near-duplicate-disagrees"
    SEPARATOR_UNLIKE = "separator-unlike"
    SEPARATOR_UNLIKE_HEADER = "separator-unlike-header"
    OPTIONS_STRANGE = "options-strange"
    OPTIONS_OF_ANOTHER = "options-of-another"
    OPTIONS_MISFIT = "options-misfit"
    OPTIONS_SHIFTED = "options-shifted"
    LETTERS_SKEWED = "letters-skewed"
    LAW_REPEALED = "law-repealed"
    SHUFFLE_CONFLICT = "shuffle-conflict"


OF_THE_SHEET = frozenset({Doubt.SEPARATOR_UNLIKE_HEADER.value, Doubt.LETTERS_SKEWED.value})
"""Findings about a whole sheet; no row ends otherwise because of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: A fault's or doubt's value, such as "key-outside".
        place: Its row is that of the header for what is wrong with a whole sheet, 0 if none.
        column: Letters of the column, such as "E"; empty if no column is to blame.
        about: What the mend's text speaks of: another row, a share, a law.
        refusing: The row is not imported because of it.
    """

    code: str
    place: Place
    column: str
    excerpt: str
    about: str = ""
    refusing: bool = False
