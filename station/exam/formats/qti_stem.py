"""What a candidate reads of a QTI item before its options."""

from station.errors.formats import QuestionFileBroken, QuestionFileUnsafe
from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.gather import Beside
from station.exam.formats.qti_names import attribute, children, find, name_of
from station.exam.formats.readable import Readable, Visit, Walk, read_html
from station.exam.formats.xml_tree import Element, local, parse_xml

FEEDBACK = frozenset({"feedback-block", "feedback-inline", "modal-feedback"})
_FOR_OTHERS = frozenset({"catalog-info", "companion-materials-info", "apip-accessibility"})
"""Translations, braille and tools that stand beside the text."""

_PAGES = ("text/html", "application/xhtml+xml")


def read_stem(item: Element, body: Element, beside: Beside) -> Readable:
    """Read what stands in an item's body and prompt, after the texts that several items share.

    Raises:
        ItemRefused: Something of it cannot be read.
    """
    walk = Walk(_visit(beside))
    for reference in children(item, "assessment-stimulus-ref"):
        _stimulus(reference, beside, walk)
    walk.inside(body)
    return walk.readable()


def without_feedback(element: Element, _: Walk) -> bool:
    """Pass over feedback."""
    return name_of(element) in FEEDBACK


def _visit(beside: Beside) -> Visit:
    def visit(element: Element, walk: Walk) -> bool:
        name = name_of(element)
        if name == "choice-interaction":
            prompt = find(element, "prompt")
            walk.line()
            if prompt is not None:
                walk.inside(prompt)
            walk.line()
            return True
        if name == "rubric-block":
            return _is_for_others(element)
        if local(element).lower() == "object" and element.get("type", "") in _PAGES:
            _page(element.get("data", ""), beside, walk)
            return True
        hidden = "qti-visually-hidden" in (element.get("class") or "").split()
        return hidden or name in _FOR_OTHERS or without_feedback(element, walk)

    return visit


def _is_for_others(rubric: Element) -> bool:
    readers = (attribute(rubric, "view") or "candidate").split()
    return "candidate" not in readers or attribute(rubric, "use") == "scoring"


def _stimulus(reference: Element, beside: Beside, walk: Walk) -> None:
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
    inner = Walk(_visit(beside))
    inner.inside(body)
    _set_in(walk, inner.readable(), path)


def _page(path: str, beside: Beside, walk: Walk) -> None:
    """Set a page of HTML that the item shows where it shows it."""
    raw = beside(path)
    if raw is None:
        raise ItemRefused(ItemFault.STIMULUS_MISSING, path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise ItemRefused(ItemFault.MARKUP_WRONG, path) from exc
    _set_in(walk, read_html(text), path)


def _set_in(walk: Walk, shown: Readable, path: str) -> None:
    """Add what another file shows; its pictures lie beside that file."""
    folder = f"{path.rpartition('/')[0]}/" if "/" in path else ""
    walk.pictures += [
        f"{folder}{each}" if isinstance(each, str) else each for each in shown.pictures
    ]
    walk.line()
    for line in shown.text.split("\n"):
        walk.text(line)
        walk.line()
