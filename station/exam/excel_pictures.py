"""Which picture belongs to which row of a sheet."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from station.exam.excel_parts import Picture

_REFERS = re.compile(
    r"[如见下上左右附此该]面?图(?![纸样例形表册])|(?<![一-鿿])图(中|\s*\d)|图\s*所?示(?!意)"
    r"|(?:下列|以下|下面|上述)(?:各|几个?)?图(?:中|是|里)|如\s+所示|img:|<img|DISPIMG",
    re.IGNORECASE,
)
"""Words with which a question refers to its picture."""

_SIGNS = ("图", "示", "img", "IMG", "Img")

_NO = frozenset({"", "0", "否", "无", "没有", "N", "NO", "FALSE", "×"})


def refers(text: str) -> bool:
    """Whether a question refers to a picture."""
    return any(sign in text for sign in _SIGNS) and bool(_REFERS.search(text))


def is_yes(cell: str) -> bool:
    """Whether a cell of "has a picture" says that it has."""
    return cell.upper() not in _NO


def tie(
    pictures: Sequence[Picture], wants: Callable[[int], bool]
) -> Mapping[int, tuple[bytes | None, ...]]:
    """Tie each picture to a row, from 1.

    A picture belongs to the row of its upper edge, unless that row asks for none and exactly one
    of those that it lies over does.
    """
    tied: defaultdict[int, list[bytes | None]] = defaultdict(list)
    for picture in pictures:
        row = picture.first
        below = [n for n in range(row + 1, min(picture.last, row + 20) + 1) if wants(n)]
        if not wants(row) and len(below) == 1:
            row = below[0]
        tied[row].append(picture.raw)
    return {row: tuple(raws) for row, raws in tied.items()}
