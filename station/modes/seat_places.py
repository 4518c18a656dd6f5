"""Where a seat looks for its coordinator, at its start and whenever it has lost it."""

from collections.abc import Callable

from station.errors.lan import CoordinatorUnfound
from station.ids import CentreId
from station.lan.discovery import HUB, look_for
from station.store.settings import Settings

PLACES = "hub-places"
Places = str
"""As SeatLink tries them: wss://HOST:PORT, parted by commas."""


class SeatPlaces:
    """What a person typed, else where the coordinator was last; and what is announced since.

    An announcement proves nothing: whoever is found there must show the certificate of our own
    centre's coordinator, and no earlier term.

    Args:
        typed: HOST:PORT, or several, parted by commas; empty to look on the network.
        found: Hears where it was found, to be remembered; called on the link's thread.
    """

    def __init__(
        self, typed: str, remembered: str, centre: CentreId, found: Callable[[str], None]
    ) -> None:
        self.first: Places = _urls(typed or remembered)
        self._centre = centre
        self._found = found
        self._remembered = remembered

    def look(self) -> Places:
        """Look on the network, for some seconds; nothing if nobody announces it."""
        try:
            found = look_for(HUB, self._centre)
        except CoordinatorUnfound:
            return ""
        all_places = (f"{host}:{port}" for one in found for host, port in one.places)
        places = ",".join(dict.fromkeys(all_places))
        if places != self._remembered:
            self._remembered = places
            self._found(places)
        return _urls(places)


def remembered(settings: Settings) -> str:
    """Return where the coordinator was found last; a seat that starts alone goes there first."""
    return settings.get(PLACES) or ""


def _urls(places: str) -> Places:
    return ",".join(f"wss://{each.strip()}" for each in places.split(",") if each.strip())
