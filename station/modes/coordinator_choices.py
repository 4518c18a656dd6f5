"""What the coordinator is started with."""

from dataclasses import dataclass
from pathlib import Path

from station.ids import SessionId
from station.modes.bank_keys import BankKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorChoices:
    """What the coordinator is started with.

    Attributes:
        listen: Host and port of the hub.
        enrol_listen: Host and port where new seats ask, while the console lets them.
        session: Which session; the newest, if it is not said.
        feed: Host and port where a second PC may follow; None if none shall.
        replica: A folder on a second disk that a standby can take over from.
        ups: A UPS that NUT watches, as NAME@HOST; empty to go by this computer's own battery.
        bank_keys: Two persons' keys; without them, no new paper can be composed.
    """

    folder: Path
    listen: tuple[str, int]
    camera: str
    readers: tuple[str, ...]
    printers: tuple[str, ...]
    language: str
    bank_keys: BankKeys | None
    session: SessionId | None
    photo_library: Path | None = None
    enrol_listen: tuple[str, int] = ("0.0.0.0", 8766)  # noqa: S104 - the whole room
    replica: Path | None = None
    feed: tuple[str, int] | None = None
    ups: str = ""
