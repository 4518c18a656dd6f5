"""Where a seat looks for its coordinator."""

from station.errors.lan import CoordinatorUnfound
from station.ids import CentreId
from station.lan.discovery import HUB, look_for
from station.store.settings import Settings

PLACES = "hub-places"


def hub_places(typed: str, centre: CentreId, settings: Settings) -> str:
    """Return where the hub may be, as SeatLink tries it: HOST:PORT, parted by commas.

    A seat that starts again while the network is gone goes by where it was found last: its
    candidate can go on at once.

    Args:
        typed: What a person typed; empty to look on the network.

    Raises:
        CoordinatorUnfound: Nobody announces it, and it was never found before.
    """
    if typed:
        return typed
    known = settings.get(PLACES) or ""
    try:
        found = look_for(HUB, centre)
    except CoordinatorUnfound:
        if not known:
            raise
        return known
    places = ",".join(dict.fromkeys(f"{host}:{port}" for one in found for host, port in one.places))
    if places != known:
        settings.put(PLACES, places)
    return places
