"""How far a bank goes, as lines to read."""

from station.exam.blueprint import SectionKind
from station.exam.pools import Supply
from station.exam.room_parts import COLOURS
from station.exam.supply_check import REFUSE_BELOW, CellSupply, Enough, RoomSupply
from station.modes.output import line


def supply_text(found: RoomSupply) -> str:
    """Return a line for each cell, then what neighbours, pictures and retakes ask for."""
    lines = [cell_text(cell) for cell in found.cells]
    lines += _neighbours(found)
    lines += _pictures(found)
    lines += [
        line(
            "a retake lacks {count} of {kind} {topic}",
            count=2 * cell.need - cell.have,
            kind=_kind(cell.kind),
            topic=cell.topic,
        )
        for cell in found.retake
    ]
    lines += _to_add(found)
    return "\n".join((*lines, line("in all: {enough}", enough=_enough(found.enough))))


def cell_text(cell: CellSupply) -> str:
    """Return what a cell has and needs."""
    return line(
        "{kind} {topic}: {have} for {need}, {enough}",
        kind=_kind(cell.supply.kind),
        topic=cell.supply.topic,
        have=cell.supply.have,
        need=cell.supply.need,
        enough=_enough(cell.enough),
    )


def _neighbours(found: RoomSupply) -> list[str]:
    if found.may_be_common is None:
        return [line("neighbours share at most {count}", count=found.common)]
    told = line(
        "neighbours share at most {count}, {most} allowed",
        count=found.common,
        most=found.may_be_common,
    )
    if not found.alike:
        return [told]
    return [
        told,
        *(
            line(
                "neighbours lack {count} of {kind} {topic}: {want} keep them apart",
                count=COLOURS * cell.need - cell.have,
                kind=_kind(cell.kind),
                topic=cell.topic,
                want=COLOURS * cell.need,
            )
            for cell in found.crowded
        ),
    ]


def _pictures(found: RoomSupply) -> list[str]:
    if found.may_be_pictured is None:
        return [line("pictures at least {count}", count=found.pictured)]
    return [
        line(
            "pictures at least {count}, {most} allowed",
            count=found.pictured,
            most=found.may_be_pictured,
        )
    ]


def _to_add(found: RoomSupply) -> list[str]:
    """Say what is to be written before the blueprint can be used at all."""
    least = 1 if found.practice else REFUSE_BELOW
    lacking = [cell.supply for cell in found.cells if cell.enough is Enough.NO]
    if not lacking:
        return []
    each = [
        line(
            "add {count} of {kind} {topic}",
            count=least * cell.need - cell.have,
            kind=_kind(cell.kind),
            topic=cell.topic,
        )
        for cell in lacking
    ]
    total = sum(_lacks(cell, least) for cell in lacking)
    return [*each, line("{count} questions are to be added before this can be drawn", count=total)]


def _lacks(cell: Supply, least: int) -> int:
    return least * cell.need - cell.have


def _kind(kind: SectionKind) -> str:
    match kind:
        case SectionKind.JUDGE:
            return line("judge")
        case SectionKind.SINGLE:
            return line("single choice")
        case SectionKind.MULTIPLE:
            return line("multiple choice")
        case SectionKind.CASE:
            return line("case")


def _enough(enough: Enough) -> str:
    match enough:
        case Enough.YES:
            return line("enough")
        case Enough.THIN:
            return line("thin")
        case Enough.NO:
            return line("TOO FEW")
