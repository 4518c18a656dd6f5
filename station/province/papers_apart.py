"""The papers of a session before it is signed: drawn, and looked at beside one another.

How the pools are dealt bounds what neighbours share. Who comes again draws from more than that,
because what was seen is gone: so the papers themselves are compared, and if two are too much alike
another secret is tried.
"""

import secrets
from dataclasses import replace

from station.errors.exam import RetakerAlike
from station.exam.compose import Composer
from station.exam.paper import Paper
from station.exam.seating import Alike, alike
from station.exam.supply_check import check_room, refuse_alike
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers, place_of

SECRET_BYTES = 32
TRIES = 8


def drawn_apart(
    composer: Composer, package: SessionPackage, *, practice: bool
) -> tuple[SessionPackage, tuple[Paper, ...]]:
    """Draw the papers of a session, in the order of its roster.

    Args:
        practice: It is a drill, where neighbours may share what they like.

    Returns:
        The package, perhaps with another secret, and its papers.

    Raises:
        NeighboursAlike: The bank is too small to keep neighbours apart.
        RetakerAlike: It is so only beside somebody who comes again.
        PoolTooSmall: The bank is too small for what a candidate has seen.
    """
    for _ in range(TRIES):
        papers = SessionPapers(composer, package)
        drawn = tuple(papers.draw(entry) for entry in package.roster)
        if practice or not package.seats_across:
            return package, drawn
        room = check_room(composer, package.blueprint, package.paper_secret, practice=practice)
        refuse_alike(room)
        pairs = _alike(package, drawn)
        if not pairs:
            return package, drawn
        package = replace(package, paper_secret=secrets.token_bytes(SECRET_BYTES))
    worst = max(pairs, key=lambda pair: pair.common)
    across = package.seats_across
    raise RetakerAlike(
        one=worst.one.row * across + worst.one.column + 1,
        other=worst.other.row * across + worst.other.column + 1,
        common=worst.common,
        most=room.may_be_common or 0,
    )


def _alike(package: SessionPackage, drawn: tuple[Paper, ...]) -> tuple[Alike, ...]:
    share = package.blueprint.limits.neighbour_percent
    places = (place_of(entry.seat, package) for entry in package.roster)
    beside = dict(zip(places, drawn, strict=True))
    return alike(beside, 100 if share is None else share)
