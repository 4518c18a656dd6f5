"""One QTI item: a choice becomes a question, anything else is refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.errors.formats import QuestionFileBroken, QuestionFileUnsafe
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Beside, Draft, picture
from station.exam.formats.qti_key import is_interaction, key_of
from station.exam.formats.qti_names import attribute, children, find, name_of, truth, within
from station.exam.formats.readable import Readable, Walk, plain_markup
from station.exam.formats.xml_tree import Element, local, parse_xml

_FEEDBACK = {"feedback-block", "feedback-inline", "modal-feedback"}
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
    stem = _stem(item, body, beside)
    pictures = tuple(picture(source, beside) for source in stem.pictures)
    return Draft(
        stem=stem.text,
        options=tuple(choice.text for choice in choices),
        key=key.key,
        several=key.several,
        shuffle=shuffle,
        explanation=_explanation(item, body, choices, key.key),
        pictures=pictures,
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
    if any(name_of(above) in _FEEDBACK for above in found[0].iterancestors()):
        raise ItemRefused(ItemFault.ADAPTIVE)
    return found[0]


def _choice(element: Element) -> _Choice:
    identifier = attribute(element, "identifier")
    if not identifier:
        raise ItemRefused(ItemFault.IDENTIFIER_MISSING)
    walk = Walk(_without_feedback)
    walk.inside(element)
    shown = walk.readable()
    if shown.pictures:
        raise ItemRefused(ItemFault.OPTION_PICTURE, identifier)
    feedback = [_read(each).text for each in element.iter() if name_of(each) in _FEEDBACK]
    return _Choice(identifier, truth(element, "fixed"), shown.text, " ".join(feedback))


def _stem(item: Element, body: Element, beside: Beside) -> Readable:
    walk = Walk(_stem_visit)
    for reference in children(item, "assessment-stimulus-ref"):
        _stimulus(reference, beside, walk)
    walk.inside(body)
    return walk.readable()


def _stimulus(reference: Element, beside: Beside, walk: Walk) -> None:
    """Set the text that several items speak of before the item's own."""
    path = attribute(reference, "href") or ""
    raw = beside(path)
    if raw is None:
        raise ItemRefused(ItemFault.STIMULUS_MISSING, path)
    try:
        body = find(parse_xml(raw, path), "stimulus-body")
    except (QuestionFileBroken, QuestionFileUnsafe) as exc:
        raise ItemRefused(ItemFault.XML_UNREADABLE, path) from exc
    if body is None:
        raise ItemRefused(ItemFault.STIMULUS_MISSING, path)
    inner = Walk(_stem_visit)
    inner.inside(body)
    shown = inner.readable()
    if shown.pictures and "/" in path:
        folder = path.rpartition("/")[0]
        walk.pictures += [
            f"{folder}/{each}" if isinstance(each, str) else each for each in shown.pictures
        ]
    else:
        walk.pictures += shown.pictures
    for line in shown.text.split("\n"):
        walk.text(line)
        walk.line()


def _stem_visit(element: Element, walk: Walk) -> bool:
    name = name_of(element)
    if name == "choice-interaction":
        prompt = find(element, "prompt")
        walk.line()
        if prompt is not None:
            walk.inside(prompt)
        walk.line()
        return True
    if name == "rubric-block":
        return "candidate" not in (attribute(element, "view") or "candidate").split()
    hidden = "qti-visually-hidden" in (element.get("class") or "").split()
    return hidden or _without_feedback(element, walk)


def _without_feedback(element: Element, _: Walk) -> bool:
    return name_of(element) in _FEEDBACK


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
        if name_of(each) in _FEEDBACK
        and not any(
            name_of(above) in {*_FEEDBACK, "simple-choice"} for above in each.iterancestors()
        )
    ]
    lines += [_read(each).text for each in (*blocks, *within(item, "modal-feedback"))]
    return "\n".join(dict.fromkeys(line for line in lines if line))
