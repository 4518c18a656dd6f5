"""One QTI item: a choice becomes a question, anything else is refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Beside, Draft, picture, with_picture
from station.exam.formats.qti_key import is_interaction, key_of
from station.exam.formats.qti_names import attribute, children, find, name_of, truth, within
from station.exam.formats.qti_stem import FEEDBACK, read_stem, without_feedback
from station.exam.formats.readable import Readable, Walk, plain_markup
from station.exam.formats.xml_tree import Element, local
from station.exam.row_fault import RowDoubt

_DRAWN = {
    "template-declaration",
    "template-processing",
    "template-block",
    "template-inline",
    "printed-variable",
}


@dataclass(frozen=True, slots=True)
class _Choice:
    identifier: str
    fixed: bool
    text: str
    feedback: str
    picture: str | bytes = ""
    stressed: bool = False


def read_item(item: Element, beside: Beside) -> Draft:
    """Read a whole item, or nothing of it.

    Raises:
        ItemRefused: It is not one choice of texts, or it is wrong.
    """
    if not attribute(item, "identifier"):
        raise ItemRefused(ItemFault.IDENTIFIER_MISSING)
    body = find(item, "item-body")
    if body is None:
        raise ItemRefused(ItemFault.NO_INTERACTION)
    interaction = _interaction(body)
    if truth(item, "adaptive"):
        raise ItemRefused(ItemFault.ADAPTIVE)
    if any(name_of(each) in _DRAWN for each in item.iter()):
        raise ItemRefused(ItemFault.TEMPLATE)
    choices = [_choice(each) for each in children(interaction, "simple-choice")]
    identifiers = [choice.identifier for choice in choices]
    if len(set(identifiers)) < len(identifiers):
        raise ItemRefused(ItemFault.IDENTIFIER_REPEATED)
    if len(choices) < 2:
        raise ItemRefused(ItemFault.OPTIONS_TOO_FEW)
    key = key_of(item, interaction, identifiers)
    shuffle = truth(interaction, "shuffle") and not any(choice.fixed for choice in choices)
    stem = read_stem(item, body, beside)
    shown = [*stem.pictures, *(choice.picture for choice in choices if choice.picture)]
    pictures = tuple(picture(source, beside) for source in shown)
    stressed = stem.stressed or any(choice.stressed for choice in choices)
    return Draft(
        stem=stem.text,
        options=_options(choices, len(stem.pictures)),
        key=key.key,
        several=key.several,
        shuffle=shuffle and not any(choice.picture for choice in choices),
        explanation=_explanation(item, body, choices, key.key),
        pictures=pictures,
        doubts=[RowDoubt.STRESS_LOST] if stressed else (),
    )


def title_of(item: Element) -> str:
    """Return what an item is called."""
    return attribute(item, "title") or attribute(item, "identifier") or local(item)


def _interaction(body: Element) -> Element:
    found = [each for each in body.iter() if is_interaction(each)]
    others = [local(each) for each in found if name_of(each) != "choice-interaction"]
    if others:
        raise ItemRefused(ItemFault.NOT_DELIVERED, ", ".join(dict.fromkeys(others)))
    if not found:
        raise ItemRefused(ItemFault.NO_INTERACTION)
    if len(found) > 1:
        raise ItemRefused(ItemFault.SEVERAL)
    if any(name_of(above) in FEEDBACK for above in found[0].iterancestors()):
        raise ItemRefused(ItemFault.ADAPTIVE)
    return found[0]


def _choice(element: Element) -> _Choice:
    identifier = attribute(element, "identifier")
    if not identifier:
        raise ItemRefused(ItemFault.IDENTIFIER_MISSING)
    walk = Walk(without_feedback)
    walk.inside(element)
    shown = walk.readable()
    if len(shown.pictures) > 1:
        raise ItemRefused(ItemFault.OPTION_PICTURE, identifier)
    feedback = [_read(each).text for each in element.iter() if name_of(each) in FEEDBACK]
    return _Choice(
        identifier,
        truth(element, "fixed"),
        shown.text,
        " ".join(feedback),
        next(iter(shown.pictures), ""),
        shown.stressed,
    )


def _options(choices: Sequence[_Choice], before: int) -> tuple[str, ...]:
    """Return the texts of options; a picture in one is called by its number beside the question.

    Args:
        before: Pictures of the stem, which come first.
    """
    texts = []
    for choice in choices:
        before += bool(choice.picture)
        texts.append(with_picture(choice.text, before if choice.picture else 0))
    return tuple(texts)


def _read(element: Element) -> Readable:
    walk = Walk(plain_markup)
    walk.inside(element)
    return walk.readable()


def _explanation(
    item: Element, body: Element, choices: Sequence[_Choice], key: Sequence[int]
) -> str:
    """Join the item's feedback; what belongs to an option is named by it, right ones first."""
    order = sorted(range(len(choices)), key=lambda index: (index not in key, index))
    lines = [f"{choices[i].text}：{choices[i].feedback}" for i in order if choices[i].feedback]
    blocks = [
        each
        for each in body.iter()
        if name_of(each) in FEEDBACK
        and not any(
            name_of(above) in {*FEEDBACK, "simple-choice"} for above in each.iterancestors()
        )
    ]
    lines += [_read(each).text for each in (*blocks, *within(item, "modal-feedback"))]
    return "\n".join(dict.fromkeys(line for line in lines if line))
