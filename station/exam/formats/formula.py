"""MathML as one line of text, where that keeps its sense."""

from station.exam.formats.fault import ItemFault, ItemRefused
from station.exam.formats.xml_tree import Element, local

_LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
_ROWS = {"math", "mrow", "mstyle", "mpadded", "mfenced", "semantics"}
_SILENT = {"mspace", "annotation", "annotation-xml", "mphantom"}


def formula(element: Element) -> str:
    """Write a formula as people type it: (a)/(b), x^2, √(x).

    Raises:
        ItemRefused: It holds a matrix or another thing that does not fit on one line.
    """
    name = local(element)
    if name in _LEAVES:
        return " ".join("".join(str(text) for text in element.itertext()).split())
    parts = [formula(part) for part in element if local(part) and local(part) not in _SILENT]
    match name, parts:
        case "mfenced", _:
            opening, closing = element.get("open", "("), element.get("close", ")")
            return f"{opening}{','.join(parts)}{closing}"
        case _, _ if name in _ROWS:
            return "".join(parts)
        case "mfrac", [above, below]:
            return f"{_one(above)}/{_one(below)}"
        case "msup", [base, power]:
            return f"{_one(base)}^{_one(power)}"
        case "msub", [base, index]:
            return f"{base}_{_one(index)}"
        case "msubsup", [base, index, power]:
            return f"{base}_{_one(index)}^{_one(power)}"
        case "msqrt", _:
            return f"√({''.join(parts)})"
        case "mroot", [base, index]:
            return f"{_one(index)}√({base})"
    raise ItemRefused(ItemFault.FORMULA_UNKNOWN, name)


def _one(part: str) -> str:
    plain = part.replace(".", "")
    return part if len(part) == 1 or plain.isalnum() else f"({part})"
