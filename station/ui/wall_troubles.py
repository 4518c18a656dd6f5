"""What is wrong in the room, in a few words for the line above the wall."""

from collections import Counter
from collections.abc import Iterator, Sequence

from station.errors import StationError
from station.flow.room_view import SeatTile
from station.flow.seat_limits import CLOCK_OFF_MS, LEAST_DISK_MB
from station.lan.messages import SeatDoing
from station.messages import Translate
from station.ui.seat_tile import lost
from station.ui.words import DOING, OFFLINE


def wall_troubles(
    tiles: Sequence[SeatTile],
    strangers: Sequence[tuple[str, StationError]],
    translate: Translate,
) -> str:
    """Return one text; empty if all is well."""
    if strangers:
        who = ", ".join(f"{address} ({why.code})" for address, why in strangers)
        words = [f"{translate('Turned away')}: {who}"]
    else:
        words = []
    for what, seats in _by_trouble(tiles, translate):
        if seats:
            words.append(f"{what}: {', '.join(seats)}")
    return "    ".join(words)


def _by_trouble(tiles: Sequence[SeatTile], translate: Translate) -> Iterator[tuple[str, list[str]]]:
    there = [tile for tile in tiles if tile.online]
    yield (
        translate("Clock wrong"),
        [
            f"{tile.seat} ({tile.off_ms / 1_000:+.0f} s)"
            for tile in there
            if abs(tile.off_ms) > CLOCK_OFF_MS
        ],
    )
    yield (
        translate("Disk full"),
        [
            str(tile.seat)
            for tile in tiles
            if tile.free_disk_mb is not None and tile.free_disk_mb < LEAST_DISK_MB
        ],
    )
    yield translate("On battery"), [_battery(tile) for tile in there if tile.low_power]
    yield translate("No camera"), [str(tile.seat) for tile in there if not tile.camera]
    yield (
        translate("Pictures not deleted"),
        [f"{tile.seat} ({tile.keeping})" for tile in there if tile.keeping],
    )
    yield translate("Other version"), _of_other_version(there)
    yield f"× {translate(OFFLINE)}", [str(tile.seat) for tile in tiles if lost(tile)]
    yield (
        f"! {translate(DOING[SeatDoing.FAULT])}",
        [str(tile.seat) for tile in there if tile.doing is SeatDoing.FAULT],
    )


def _battery(tile: SeatTile) -> str:
    left = tile.battery_percent
    return str(tile.seat) if left is None else f"{tile.seat} ({left} %)"


def _of_other_version(tiles: Sequence[SeatTile]) -> list[str]:
    """The seats that have another version than most have."""
    versions = Counter(tile.software for tile in tiles if tile.software)
    if len(versions) < 2:
        return []
    usual = versions.most_common(1)[0][0]
    others = (tile for tile in tiles if tile.software not in ("", usual))
    return [f"{tile.seat} ({tile.software})" for tile in others]
