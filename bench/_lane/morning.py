"""A morning at one lane: 88 candidates, and those who make it long."""

from dataclasses import dataclass

from bench._lane.lane import Lane, name_of, number_of
from bench._lane.roles import CANDIDATES, DECLINES, GREY, UNREADABLE, VICTIMS
from station.flow import desk_view as view
from station.flow.desk_view import Verdict
from station.identity.admission_rules import Paper
from station.identity.check_in import CheckInPhase
from station.identity.check_in_events import Refused
from station.reader.sam_v import Command
from station.reader.simulated import Says

AGREE = view.AnswerConsent(True)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the morning came to, counted from what is saved.

    Attributes:
        silent_passes: Impostors who were let in, or let in without two persons' decision.
        lost: Candidates who came and were not let in.
        passed_alone: Candidates whom the program let in without two persons.
        impostors_stopped: Impostors whom the camera refused and two persons sent away; those of
            whom it was not sure as well, where the likeness is not made up.
        pictures_of_decliner: Of the one who did not agree.
        waiting: Still beside the desk at the end.
    """

    silent_passes: int
    lost: int
    passed_alone: int
    impostors_stopped: int
    greys_waited: int
    pictures_of_decliner: int
    waiting: int


def spend(lane: Lane) -> Outcome:
    """Let everybody come, one after the other."""
    silent = stopped = waited = alone = 0
    for person in range(CANDIDATES):
        if person in VICTIMS:
            stranger = CANDIDATES + VICTIMS.index(person)
            refused = _impostor(lane, person, stranger)
            stopped += refused
            silent += not refused
        if person in UNREADABLE:
            _typed(lane, person)
        elif person == DECLINES:
            _declines(lane, person)
        else:
            alone += _comes(lane, person)
        if person and lane.phase(person - 1) is not CheckInPhase.ADMITTED:
            # the next one was served while this one waited for two persons
            waited += any(each.seat == person for each in lane.desk.state().waiting)
            lane.decide(person - 1, admit=True)
    pictures = sum(
        lane.pictures.get(lane.desk._live(entry).name, role) is not None  # noqa: SLF001
        for entry in lane.session.package.roster
        if entry.candidate == f"c-{DECLINES}"
        for role in ("door", "head", "front", "back")
    )
    phases = [lane.phase(person) for person in range(CANDIDATES)]
    return Outcome(
        silent_passes=silent,
        passed_alone=alone,
        lost=sum(phase is not CheckInPhase.ADMITTED for phase in phases),
        impostors_stopped=stopped,
        greys_waited=waited,
        pictures_of_decliner=pictures,
        waiting=len(lane.desk.state().waiting),
    )


def _comes(lane: Lane, person: int) -> bool:
    """A candidate comes; tell whether the program let them in without two persons."""
    lane.lay(person)
    lane.stand(person, grey=person in GREY)
    state = lane.wish(person, view.ReadCard(), AGREE)
    if state.to_decide and person in VICTIMS:  # somebody came before with this card
        lane.decide(person, admit=True)
    return state.admitted


def _impostor(lane: Lane, person: int, stranger: int) -> bool:
    """Somebody comes with a genuine card of another; tell whether nothing let them in."""
    lane.lay(person)
    lane.stand(stranger)
    before = len(lane.let_in)
    again = () if lane.alive else (view.CompareAgain(),)
    state = lane.wish(person, view.ReadCard(), AGREE, *again)
    stopped = (Verdict.REFUSE, Verdict.GREY) if lane.alive else (Verdict.REFUSE,)
    refused = state.verdict in stopped and not state.admitted
    lane.decide(person, admit=False, why=Refused.ANOTHER_PERSON)
    return refused and len(lane.let_in) == before


def _typed(lane: Lane, person: int) -> None:
    lane.lay(person)
    lane.stand(person)
    lane.device.story = [Says(Command.READ, 0x41)]
    typed = view.TypeDocument(
        kind=None,
        paper=Paper.UNREADABLE_CARD,
        number=number_of(person),
        name=name_of(person),
    )
    sides = (view.PictureSide(), view.PictureSide())
    lane.wish(person, view.ReadCard(), view.StartTyping(), typed, AGREE, *sides)
    lane.decide(person, admit=True)


def _declines(lane: Lane, person: int) -> None:
    lane.lay(person)
    lane.stand(person)
    lane.wish(person, view.ReadCard(), view.AnswerConsent(False))
    lane.decide(person, admit=True)
