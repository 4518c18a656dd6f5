"""What a seat remembers of the coordinator that it served last, whatever happens to its program."""

from station.flow.seat_memory import TERM
from station.ids import Digest
from station.lan.messages import UNKNOWN
from station.lan.terms import TermWatch
from station.store.settings import Settings

SERVED = "coordinator"


def watch_of(settings: Settings) -> TermWatch:
    """Return a watch that goes on where the seat's program ended."""
    term, served = int(settings.get(TERM) or 0), UNKNOWN
    of, _, noted = (settings.get(SERVED) or "").partition("/")
    if of == str(term):  # whom it served in a term before says nothing of this one
        served = Digest(bytes.fromhex(noted))
    return TermWatch(term, served)


def note_served(settings: Settings, terms: TermWatch) -> None:
    """Save whom the seat serves; on the store's lane."""
    settings.put(SERVED, f"{terms.term}/{terms.served.hex()}")
