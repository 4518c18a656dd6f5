"""Asking a person to move, to tell a living face from a photo. Pure: frames and times come in.

Movements are asked for in an order by chance, each after a pause by chance. Each is held against
how this very person's face is at rest, and counts once it was seen to begin, after it was asked
for, and to end: a dip and its return. A photo can be turned in the hand, so that one of them at
least is one of lids or lips; and only what is turned shows whether it is flat, so that one is a
turn. A film that is played moves when nothing is asked for, and answers late or early: each such
doubt asks for one movement more, and after too many of them a person looks. When a movement does
not come, another one is asked for; nobody is told of a failure. What this shows is no proof of
life: where it is not shown, a person looks.
"""

from dataclasses import dataclass, replace
from statistics import median

from station.camera.landmarks import FaceShape
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import LivenessRules

REST_FRAMES = 8
"""Frames of a face at rest before the first movement is asked for."""
REST_YAW_DEG = 15.0
GONE_MS = 700
"""A face out of sight for longer may be another one when it comes back: all begins anew."""

BLINK_DIP, BLINK_BACK = 0.65, 0.85
"""Shares of the eyes' own openness at rest."""
TURN_OUT_DEG, TURN_BACK_DEG = 14.0, 8.0
MOUTH_OUT, MOUTH_BACK = 0.25, 0.12
"""Mouth gap by its width, beyond what it is at rest."""
OUT_FRAMES = {Cue.BLINK: 1, Cue.TURN_LEFT: 2, Cue.TURN_RIGHT: 2, Cue.OPEN_MOUTH: 2}
"""Frames for which a movement must last; a blink is short, and a camera may be slow."""
LONGEST_BLINK_MS = 1_500
"""Eyes shut for longer are not a blink, but a photo exchanged or somebody asleep."""
QUICKEST_MS = 120
"""What begins sooner after it was asked for is no answer to it."""
PROMPT_MS = 3_500
"""What begins later counts, for some are slow; but a film that goes round comes late as well."""
MOST_STRAYS = 1
"""Turns and open mouths that nobody asked for: left and right may be mixed up once."""
MOST_MORE = 2
"""Movements that are asked for beyond those of the rules, one for each stray or late one."""
OF_FLESH = (Cue.BLINK, Cue.OPEN_MOUTH)
"""What a stiff photo cannot do, however it is held."""
OF_BONE = (Cue.TURN_LEFT, Cue.TURN_RIGHT)
"""What shows whether a face is flat."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A face at rest: what its movements are held against."""

    eyes: float
    mouth: float
    yaw_deg: float


@dataclass(frozen=True, slots=True)
class Movement:
    """How far one kind of movement has come: frames that it lasts, and since when."""

    frames: int = 0
    since_ms: int = 0


STILL = Movement()


@dataclass(frozen=True, slots=True)
class Course:
    """What chance has made of one look.

    Attributes:
        order: The movements in the order in which they are asked for, again and again.
        pauses_ms: How long to wait before each of them; again and again.
    """

    order: tuple[Cue, ...]
    pauses_ms: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessWatch:
    """What has been asked for and shown so far.

    Attributes:
        step: Which movement of the course is asked for now.
        turns: How many movements were asked for so far.
        shown: How many were shown.
        kinds: Which movements they were.
        missed: How many did not come.
        strays: How many came that nobody asked for.
        late: How many came, but not promptly.
        eased: Any movement counts, for somebody who cannot do what is asked.
        asked_at: When the present movement is, or was, first asked for; None before.
        asking: It is asked for now; False in the pause before it.
        began_at: When a face was first seen; None before.
        outcome: What it came to; None while it goes on.
    """

    course: Course
    step: int = 0
    turns: int = 0
    shown: int = 0
    kinds: frozenset[Cue] = frozenset()
    missed: int = 0
    strays: int = 0
    late: int = 0
    eased: bool = False
    asking: bool = False
    at_rest: tuple[FaceShape, ...] = ()
    rest: Rest | None = None
    asked_at: int | None = None
    began_at: int | None = None
    seen_at: int | None = None
    movements: tuple[tuple[Cue, Movement], ...] = ()
    outcome: Liveness | None = None

    @property
    def cue(self) -> Cue | None:
        """What the person is asked to do now; None while nothing is asked for."""
        if self.outcome is not None or not self.asking:
            return None
        return self.course.order[self.step % len(self.course.order)]


def begin(rules: LivenessRules, course: Course) -> LivenessWatch:
    """Begin with one person."""
    outcome = Liveness.NOT_ASKED if rules.cues == 0 else None
    return LivenessWatch(course=course, outcome=outcome)


def ease(watch: LivenessWatch, rules: LivenessRules, now_ms: int) -> LivenessWatch:
    """Take the easier way: any movement counts; or two persons decide, if the rules say so."""
    if watch.outcome not in (None, Liveness.NOT_SHOWN):
        return watch
    if rules.eased_cues == 0:
        return replace(watch, eased=True, outcome=Liveness.NOT_SHOWN)
    eased = replace(watch, eased=True, outcome=None, missed=0, shown=0, strays=0, late=0)
    return _ask(eased, now_ms) if watch.rest else eased


def see(
    watch: LivenessWatch, shape: FaceShape | None, now_ms: int, rules: LivenessRules
) -> LivenessWatch:
    """Take in one frame.

    Args:
        shape: Of the face; None if none was seen.
        now_ms: When it was taken, on any clock that does not run back.
    """
    if watch.outcome is not None:
        return watch
    if shape is None:
        gone = watch.seen_at is not None and now_ms - watch.seen_at > GONE_MS
        return _anew(watch) if gone else _in_time(watch, now_ms, rules)
    began = now_ms if watch.began_at is None else watch.began_at
    watch = replace(watch, seen_at=now_ms, began_at=began)
    rest = watch.rest
    if rest is None:
        if now_ms - began > rules.tries * rules.cue_ms:  # a head that is never held straight
            return replace(watch, outcome=Liveness.NOT_SHOWN)
        return _rest(watch, shape, now_ms)
    if watch.asked_at is not None and now_ms >= watch.asked_at:
        watch = replace(watch, asking=True)
    known = dict(watch.movements)
    movements = {cue: _moved(cue, known[cue], shape, rest, now_ms) for cue in known}
    complete = {cue: known[cue] for cue, movement in movements.items() if movement is None}
    kept = tuple((cue, movement or STILL) for cue, movement in movements.items())
    watch = replace(watch, movements=kept)
    answer = next((cue for cue in complete if _answers(watch, cue, complete[cue])), None)
    if answer is not None:
        prompt = complete[answer].since_ms <= (watch.asked_at or 0) + PROMPT_MS
        return _shown(watch, answer, now_ms, rules, late=not prompt)
    strays = watch.strays + sum(cue is not Cue.BLINK for cue in complete) * (not watch.eased)
    if strays > MOST_STRAYS:
        return replace(watch, strays=strays, outcome=Liveness.NOT_SHOWN)
    return _in_time(replace(watch, strays=strays), now_ms, rules)


def _answers(watch: LivenessWatch, cue: Cue, movement: Movement) -> bool:
    """Whether a movement is the one that was asked for, and began because it was."""
    if watch.asked_at is None or movement.since_ms < watch.asked_at + QUICKEST_MS:
        return False
    return watch.eased or cue is watch.cue


def _anew(watch: LivenessWatch) -> LivenessWatch:
    return LivenessWatch(
        course=watch.course,
        began_at=watch.began_at,
        step=watch.step,
        turns=watch.turns,
        missed=watch.missed,
        strays=watch.strays,
        late=watch.late,
        eased=watch.eased,
    )


def _ask(watch: LivenessWatch, now_ms: int) -> LivenessWatch:
    """Ask for the next movement, after its pause."""
    pauses = watch.course.pauses_ms
    return replace(
        watch,
        turns=watch.turns + 1,
        asked_at=now_ms + pauses[watch.turns % len(pauses)],
        asking=False,
    )


def _rest(watch: LivenessWatch, shape: FaceShape, now_ms: int) -> LivenessWatch:
    if abs(shape.yaw_deg) > REST_YAW_DEG:
        return watch
    frames = (*watch.at_rest, shape)
    if len(frames) < REST_FRAMES:
        return replace(watch, at_rest=frames)
    rest = Rest(
        eyes=median(_eyes(each) for each in frames),
        mouth=median(each.mouth for each in frames),
        yaw_deg=median(each.yaw_deg for each in frames),
    )
    still = tuple((cue, STILL) for cue in Cue)
    return _ask(replace(watch, at_rest=(), rest=rest, movements=still), now_ms)


def _moved(
    cue: Cue, movement: Movement, shape: FaceShape, rest: Rest, now_ms: int
) -> Movement | None:
    """Return how far a movement has come with this frame; None once it is complete."""
    out, back = _out_and_back(cue, shape, rest)
    if out:
        since = movement.since_ms if movement.frames else now_ms
        return Movement(movement.frames + 1, since)
    if not movement.frames or not back:
        return movement
    too_long = cue is Cue.BLINK and now_ms - movement.since_ms > LONGEST_BLINK_MS
    return STILL if too_long or movement.frames < OUT_FRAMES[cue] else None


def _out_and_back(cue: Cue, shape: FaceShape, rest: Rest) -> tuple[bool, bool]:
    turn = shape.yaw_deg - rest.yaw_deg
    match cue:
        case Cue.BLINK:
            eyes = _eyes(shape)
            return eyes < BLINK_DIP * rest.eyes, eyes > BLINK_BACK * rest.eyes
        case Cue.TURN_LEFT:
            return turn > TURN_OUT_DEG, turn < TURN_BACK_DEG
        case Cue.TURN_RIGHT:
            return turn < -TURN_OUT_DEG, turn > -TURN_BACK_DEG
        case Cue.OPEN_MOUTH:
            gap = shape.mouth - rest.mouth
            return gap > MOUTH_OUT, gap < MOUTH_BACK


def _shown(
    watch: LivenessWatch, cue: Cue, now_ms: int, rules: LivenessRules, *, late: bool
) -> LivenessWatch:
    watch = replace(watch, shown=watch.shown + 1, kinds=watch.kinds | {cue}, late=watch.late + late)
    if watch.eased:
        done = watch.shown >= rules.eased_cues
        outcome = Liveness.EASED if done else None
    else:
        done = watch.shown >= _wanted(watch, rules) and not _missing(watch, rules)
        outcome = Liveness.SHOWN if done else None
    return _ask(replace(watch, step=_next_step(watch, rules), outcome=outcome), now_ms)


def _wanted(watch: LivenessWatch, rules: LivenessRules) -> int:
    """Return how many movements are to be shown: those of the rules, and one for each doubt."""
    return rules.cues + min(watch.strays + watch.late, MOST_MORE)


def _missing(watch: LivenessWatch, rules: LivenessRules) -> tuple[tuple[Cue, ...], ...]:
    """Return of which sorts of movement none was shown yet."""
    sorts = (OF_FLESH, OF_BONE) if rules.cues > 1 else (OF_FLESH,)
    return tuple(sort for sort in sorts if not watch.kinds & set(sort))


def _next_step(watch: LivenessWatch, rules: LivenessRules) -> int:
    """Return which movement is asked for next: of a sort that is missing, if it is time for it."""
    order, step = watch.course.order, watch.step + 1
    missing = _missing(watch, rules)
    if watch.eased or not missing or _wanted(watch, rules) - watch.shown > len(missing):
        return step
    of_use = {cue for sort in missing for cue in sort}
    wanted = (n for n in range(step, step + len(order)) if order[n % len(order)] in of_use)
    return next(wanted, step)


def _in_time(watch: LivenessWatch, now_ms: int, rules: LivenessRules) -> LivenessWatch:
    if watch.asked_at is None or now_ms - watch.asked_at < rules.cue_ms:
        return watch
    under_way = dict(watch.movements)
    wanted = tuple(under_way) if watch.eased or watch.cue is None else (watch.cue,)
    if any(under_way[cue].frames for cue in wanted if cue in under_way):
        late = now_ms - watch.asked_at < 2 * rules.cue_ms
        if late:
            return watch  # somebody slow is at it: let them finish
    missed = watch.missed + 1
    outcome = Liveness.NOT_SHOWN if missed >= rules.tries else None
    next_one = replace(watch, missed=missed, step=_next_step(watch, rules), outcome=outcome)
    return _ask(next_one, now_ms)


def _eyes(shape: FaceShape) -> float:
    return (shape.right_eye + shape.left_eye) / 2
