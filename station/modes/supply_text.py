"""How far a bank goes, as lines to read."""

from station.exam.room_parts import COLOURS
from station.exam.supply_check import Enough, RoomSupply

_WORDS = {Enough.YES: "enough", Enough.THIN: "thin", Enough.NO: "TOO FEW"}


def supply_text(found: RoomSupply) -> str:
    """Return a line for each cell, then what neighbours, pictures and retakes ask for."""
    lines = [
        f"{cell.supply.kind.value:8} {cell.supply.topic:8} "
        f"{cell.supply.have:6} for {cell.supply.need:3}  {_WORDS[cell.enough]}"
        for cell in found.cells
    ]
    lines.append(_limit("neighbours share at most", found.common, found.may_be_common))
    if found.alike:
        lines += [
            f"neighbours lack {COLOURS * cell.need - cell.have} of {cell.kind.value} {cell.topic}: "
            f"{COLOURS * cell.need} keep them apart"
            for cell in found.crowded
        ]
    lines.append(_limit("pictures at least", found.pictured, found.may_be_pictured))
    lines += [
        f"a retake lacks {2 * cell.need - cell.have} of {cell.kind.value} {cell.topic}"
        for cell in found.retake
    ]
    return "\n".join((*lines, f"in all: {_WORDS[found.enough]}"))


def _limit(what: str, count: int, allowed: int | None) -> str:
    return f"{what} {count}" if allowed is None else f"{what} {count}, {allowed} allowed"
