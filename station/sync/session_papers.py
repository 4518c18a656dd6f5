"""The papers of one session, drawn at the desk and, years later, drawn again by the province.

What a paper depends on is all in the session package: the blueprint, the secret, where the seats
stand, which seat the roster names and what the candidate had seen before. It never depends on who
came, or when, or on the seat that the candidate was moved to.
"""

from station.errors.document import DocumentVersionUnknown
from station.errors.province import CandidateNotExpected
from station.exam.compose import Composer
from station.exam.paper import Paper
from station.exam.seating import RoomComposer, RoomForm, SeatPlace
from station.identity.roster import RosterEntry
from station.ids import CandidateId, SeatNumber
from station.seal.derive import paper_seed
from station.seal.kinds import DocumentKind
from station.sync.session_package import SessionPackage


class SessionPapers:
    """Draws the papers of one session; its pools are cut once.

    Args:
        composer: Of the session's bank.

    Raises:
        DocumentVersionUnknown: The package was made for a program that draws in a newer form.
    """

    def __init__(self, composer: Composer, package: SessionPackage) -> None:
        form = _form(package)
        self._composer = Composer((), composer.bank, pools=composer.pools, most_use=form.most_use)
        self._package = package
        self._room = (
            RoomComposer(composer, package.blueprint, package.paper_secret, form)
            if package.seats_across
            else None
        )

    def draw(self, entry: RosterEntry) -> Paper:
        """Draw a candidate's paper.

        Raises:
            PoolTooSmall: The bank cannot fill the blueprint.
        """
        package = self._package
        seed = paper_seed(package.paper_secret, package.session, entry.candidate)
        if self._room is None:
            return self._composer.compose(package.blueprint, seed, seen=entry.seen)
        return self._room.compose(place_of(entry.seat, package), seed, seen=entry.seen)

    def draw_for(self, candidate: CandidateId) -> Paper:
        """Draw the paper of somebody on the roster.

        Raises:
            CandidateNotExpected: Nobody of that name is.
        """
        for entry in self._package.roster:
            if entry.candidate == candidate:
                return self.draw(entry)
        raise CandidateNotExpected


def _form(package: SessionPackage) -> RoomForm:
    try:
        return RoomForm(package.room_form)
    except ValueError as exc:
        raise DocumentVersionUnknown(kind=DocumentKind.SESSION_PACKAGE) from exc


def place_of(seat: SeatNumber, package: SessionPackage) -> SeatPlace:
    """Return where a seat stands; seats are numbered row by row."""
    row, column = divmod(seat - 1, package.seats_across)
    return SeatPlace(row, column)
