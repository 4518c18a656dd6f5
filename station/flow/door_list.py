"""Makes the list for the door; it is not kept, since it can be made again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from station.clock import CHINA
from station.errors import StationError
from station.errors.flow import SlipNotShown
from station.flow.lane import Lane
from station.flow.papers import OpenSession
from station.ids import SeatNumber
from station.printer.door_list import DoorLine, DoorList, door_pdf

NAME = "door-list.pdf"


@dataclass(frozen=True, slots=True)
class ShowDoorList:
    """Open the list of who sits where, to be printed and hung at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorListTools:
    """What the list needs.

    Attributes:
        office: Where it is composed.
        show: Opens a PDF under a name; False if nothing here can.
    """

    office: Lane
    show: Callable[[str, bytes], bool]


def show_door_list(
    tools: DoorListTools,
    session: OpenSession,
    seats: tuple[SeatNumber, ...],
    failed: Callable[[StationError], None],
) -> None:
    """Compose the list and have it opened.

    Args:
        seats: Where each of the roster sits now, in its order.
    """
    package = session.package
    begins = datetime.fromtimestamp(package.starts_at / 1_000, UTC).astimezone(CHINA)
    door = DoorList(
        title=package.title,
        begins=f"{begins:%Y-%m-%d %H:%M}",
        lines=tuple(
            DoorLine(seat=seat, name=entry.name, tail=entry.tail)
            for entry, seat in zip(package.roster, seats, strict=True)
        ),
        sample=session.drill,
    )

    def made(pdf: bytes) -> None:
        if not tools.show(NAME, pdf):
            failed(SlipNotShown(name=NAME))

    tools.office.run(partial(door_pdf, door), made, failed)
