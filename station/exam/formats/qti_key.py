"""Which options of a QTI choice are right: by its correct response, its marks, or both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.qti_names import attribute, children, count, find, name_of, number, within
from station.exam.formats.qti_processing import rewarded
from station.exam.formats.xml_tree import Element, text_of

_TEMPLATE = re.compile(
    r"(?:.*/)?(?:cc2_)?(match_correct|match|map_response)(?:\.xml)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The right options, and whether several may be chosen."""

    key: tuple[int, ...]
    several: bool


def key_of(item: Element, interaction: Element, choices: Sequence[str]) -> ChoiceKey:
    """Read the key of a choice interaction.

    Args:
        choices: Identifiers of the options, in order.

    Raises:
        ItemRefused: There is no key, or it is in doubt.
    """
    declaration = _declaration(item, attribute(interaction, "response-identifier"))
    cardinality = attribute(declaration, "cardinality")
    most = count(interaction, "max-choices", 1)
    if cardinality not in ("single", "multiple") or (cardinality == "single" and most > 1):
        raise ItemRefused(ItemFault.RESPONSE_WRONG, "cardinality")
    if attribute(declaration, "base-type") != "identifier":
        raise ItemRefused(ItemFault.RESPONSE_WRONG, "base-type")
    several = cardinality == "multiple" and most != 1
    limit = (most or len(choices)) if several else 1
    given = _given(declaration, choices)
    if len(given) > limit:
        raise ItemRefused(ItemFault.KEY_TOO_MANY)
    marks = _marks(declaration, choices)
    by_marks = _is_marked_by_mapping(item, attribute(declaration, "identifier"))
    if marks is not None and (by_marks or not given):
        best = _best(marks, limit)
        if given and not _as_good(given, best, marks):
            raise ItemRefused(ItemFault.KEY_DISAGREES)
        given = given or _only(best, marks, limit)
    given = given or rewarded(item, attribute(declaration, "identifier"), choices)
    if len(given) > limit:
        raise ItemRefused(ItemFault.KEY_TOO_MANY)
    _refuse_if_marked_otherwise(item, declaration, [choices[place] for place in given])
    if not given:
        raise ItemRefused(ItemFault.KEY_MISSING)
    return ChoiceKey(tuple(sorted(given)), several)


def _declaration(item: Element, identifier: str | None) -> Element:
    found = [
        each
        for each in children(item, "response-declaration")
        if identifier and attribute(each, "identifier") == identifier
    ]
    if len(found) != 1:
        raise ItemRefused(ItemFault.RESPONSE_UNDECLARED, identifier or "")
    return found[0]


def _given(declaration: Element, choices: Sequence[str]) -> tuple[int, ...]:
    correct = find(declaration, "correct-response")
    values = (
        [] if correct is None else [text_of(each).strip() for each in children(correct, "value")]
    )
    if attribute(declaration, "cardinality") == "single" and len(values) > 1:
        raise ItemRefused(ItemFault.KEY_TOO_MANY)
    if len(set(values)) < len(values):
        raise ItemRefused(ItemFault.KEY_REPEATED)
    for value in values:
        if value not in choices:
            raise ItemRefused(ItemFault.KEY_OUTSIDE, value)
    return tuple(choices.index(value) for value in values)


def _marks(declaration: Element, choices: Sequence[str]) -> Mapping[int, float] | None:
    mapping = find(declaration, "mapping")
    if mapping is None:
        return None
    usual = number(mapping, "default-value", 0.0)
    marks = dict.fromkeys(range(len(choices)), usual)
    for entry in children(mapping, "map-entry"):
        option = attribute(entry, "map-key")
        if option not in choices:
            raise ItemRefused(ItemFault.KEY_OUTSIDE, option or "")
        if attribute(entry, "mapped-value") is None:
            raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, "mapped-value")
        marks[choices.index(option)] = number(entry, "mapped-value", 0.0)
    return marks


def _is_marked_by_mapping(item: Element, response: str | None) -> bool:
    processing = find(item, "response-processing")
    if processing is None:
        return False
    template = attribute(processing, "template") or attribute(processing, "template-location")
    if template:
        known = _TEMPLATE.fullmatch(template)
        if known is None:
            raise ItemRefused(ItemFault.PROCESSING_UNKNOWN, template)
        return known.group(1).lower() == "map_response"
    marked = [attribute(each, "identifier") for each in within(processing, "map-response")]
    matched = [attribute(each, "identifier") for each in within(processing, "correct")]
    return response in marked and response not in matched


def _refuse_if_marked_otherwise(item: Element, declaration: Element, given: Sequence[str]) -> None:
    """Refuse a key that the item's own processing never asks for.

    Raises:
        ItemRefused: The processing compares the answer with other options only.
    """
    processing = find(item, "response-processing")
    response = attribute(declaration, "identifier")
    compared: set[str] = set()
    for each in () if processing is None else processing.iter():
        name = name_of(each)
        if name in ("correct", "map-response") and attribute(each, "identifier") == response:
            return
        asked = {attribute(one, "identifier") for one in children(each, "variable")}
        if name in ("match", "equal", "member", "contains") and response in asked:
            compared |= {text_of(value).strip() for value in within(each, "base-value")}
    if given and compared and not compared & set(given):
        raise ItemRefused(ItemFault.KEY_DISAGREES)


def _best(marks: Mapping[int, float], limit: int) -> tuple[int, ...]:
    """Return the options that bring most together, at most `limit` of them."""
    worth = sorted((index for index in marks if marks[index] > 0), key=lambda i: (-marks[i], i))
    return tuple(worth[:limit])


def _only(best: Sequence[int], marks: Mapping[int, float], limit: int) -> tuple[int, ...]:
    """Return the best options.

    Raises:
        ItemRefused: Others are as good.
    """
    left = [index for index in marks if marks[index] > 0 and index not in best]
    if len(best) == limit and any(marks[index] == marks[best[-1]] for index in left):
        raise ItemRefused(ItemFault.KEY_UNCLEAR)
    return tuple(best)


def _as_good(given: Sequence[int], best: Sequence[int], marks: Mapping[int, float]) -> bool:
    """Whether the given options bring as much as the best ones."""
    return abs(sum(marks[i] for i in given) - sum(marks[i] for i in best)) < 1e-9


def is_interaction(element: Element) -> bool:
    """Whether a candidate does something here."""
    return name_of(element).endswith("-interaction")
