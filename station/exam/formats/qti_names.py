"""QTI 2 and 3 by one set of names: those of QTI 3 without "qti-".

QTI 2 says choiceInteraction responseIdentifier="R", QTI 3 qti-choice-interaction
response-identifier="R"; here both are "choice-interaction" and "response-identifier".
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.xml_tree import Element, namespace

_NAMESPACE = re.compile(
    r"https?://www\.imsglobal\.org/xsd/(apip/\w+/qtiitem/)?"  # the profile for disabled readers
    r"(imsqti_(item_)?v2p[0-9]\w*|imsqtiasi_v3p0)"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(4096)
def _plain(tag: str) -> str:
    name = tag.rpartition("}")[2]
    return _HUMP.sub("-", name.removeprefix("qti-")).lower()


def name_of(element: Element) -> str:
    """Return an element's name as explained above; "" for comments and other non-elements."""
    tag = element.tag
    return _plain(tag) if isinstance(tag, str) else ""


def is_qti(root: Element) -> bool:
    """Whether this is the root of a QTI 2 or 3 document; files without a namespace pass."""
    known = namespace(root) == "" or _NAMESPACE.fullmatch(namespace(root)) is not None
    return known and name_of(root) in ("assessment-item", "assessment-test", "assessment-section")


def find(element: Element, name: str) -> Element | None:
    """Return the first child of that name."""
    return next(children(element, name), None)


def children(element: Element, name: str) -> Iterator[Element]:
    """Return the children of that name."""
    return (each for each in element if name_of(each) == name)


def within(element: Element, name: str) -> Iterator[Element]:
    """Return everything of that name within an element, in the order of the document."""
    return (each for each in element.iter() if name_of(each) == name)


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute's value without blanks around it; None if it is not there."""
    hump = re.sub(r"-([a-z])", lambda match: match.group(1).upper(), name)
    value = element.get(name, element.get(hump))
    return None if value is None else value.strip()


def truth(element: Element, name: str) -> bool:
    """Return a true or false attribute; false if it is not there.

    Raises:
        ItemRefused: It has another value.
    """
    value = attribute(element, name)
    if value not in (None, "true", "false", "1", "0"):
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, name)
    return value in ("true", "1")


def count(element: Element, name: str, usual: int) -> int:
    """Return an attribute that counts.

    Raises:
        ItemRefused: It is no whole number from 0.
    """
    value = attribute(element, name)
    if value is None:
        return usual
    if not re.fullmatch(r"\+?[0-9]{1,9}", value):
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, name)
    return int(value)


def number(element: Element, name: str, usual: float) -> float:
    """Return an attribute that holds a number.

    Raises:
        ItemRefused: It holds none.
    """
    value = attribute(element, name)
    if value is None:
        return usual
    if not re.fullmatch(
        r"[-+]?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})([eE][-+]?[0-9]{1,2})?", value
    ):
        raise ItemRefused(ItemFault.ATTRIBUTE_WRONG, name)
    return float(value)
