"""Asking a person to move, to tell a living face from a photo. Pure: frames and times come in.

Movements are asked for in an order by chance. Each is held against how this very person's face
is at rest, and counts once it was seen to begin and to end: a dip and its return. When a
movement does not come, another one is asked for; nobody is told of a failure. What this shows
is no proof of life: where it is not shown, a person looks.
"""

from collections.abc import Callable
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LivenessWatch:
    """What has been asked for and shown so far.

    Attributes:
        order: The movements in the order in which they are asked for, again and again.
        step: Which of them is asked for now.
        shown: How many were shown.
        missed: How many did not come.
        eased: Any movement counts, for somebody who cannot do what is asked.
        asked_at: When the present movement was first asked for; None before.
        outcome: What it came to; None while it goes on.
    """

    order: tuple[Cue, ...]
    step: int = 0
    shown: int = 0
    missed: int = 0
    eased: bool = False
    at_rest: tuple[FaceShape, ...] = ()
    rest: Rest | None = None
    asked_at: int | None = None
    seen_at: int | None = None
    movements: tuple[tuple[Cue, Movement], ...] = ()
    outcome: Liveness | None = None

    @property
    def cue(self) -> Cue | None:
        """What the person is asked to do now; None while nothing is asked for."""
        if self.outcome is not None or self.rest is None:
            return None
        return self.order[self.step % len(self.order)]


Shuffle = Callable[[tuple[Cue, ...]], tuple[Cue, ...]]


def begin(rules: LivenessRules, shuffled: Shuffle) -> LivenessWatch:
    """Begin with one person.

    Args:
        shuffled: Puts the movements into an order by chance.
    """
    outcome = Liveness.NOT_ASKED if rules.cues == 0 else None
    return LivenessWatch(order=shuffled(tuple(Cue)), outcome=outcome)


def ease(watch: LivenessWatch, rules: LivenessRules, now_ms: int) -> LivenessWatch:
    """Take the easier way: any movement counts; or two persons decide, if the rules say so."""
    if watch.outcome not in (None, Liveness.NOT_SHOWN):
        return watch
    if rules.eased_cues == 0:
        return replace(watch, eased=True, outcome=Liveness.NOT_SHOWN)
    asked_at = now_ms if watch.rest else None
    return replace(watch, eased=True, outcome=None, missed=0, shown=0, asked_at=asked_at)


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
    watch = replace(watch, seen_at=now_ms)
    if watch.rest is None:
        return _rest(watch, shape, now_ms)
    wanted = tuple(Cue) if watch.eased else (watch.order[watch.step % len(watch.order)],)
    known = dict(watch.movements)
    movements = {
        cue: _moved(cue, known.get(cue, STILL), shape, watch.rest, now_ms) for cue in wanted
    }
    if any(movement is None for movement in movements.values()):
        return _shown(watch, now_ms, rules)
    kept = tuple((cue, movement) for cue, movement in movements.items() if movement is not None)
    return _in_time(replace(watch, movements=kept), now_ms, rules)


def _anew(watch: LivenessWatch) -> LivenessWatch:
    return LivenessWatch(order=watch.order, step=watch.step, missed=watch.missed, eased=watch.eased)


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
    return replace(watch, at_rest=(), rest=rest, asked_at=now_ms)


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


def _shown(watch: LivenessWatch, now_ms: int, rules: LivenessRules) -> LivenessWatch:
    shown = watch.shown + 1
    enough = rules.eased_cues if watch.eased else rules.cues
    done = (Liveness.EASED if watch.eased else Liveness.SHOWN) if shown >= enough else None
    return replace(
        watch, shown=shown, step=watch.step + 1, asked_at=now_ms, movements=(), outcome=done
    )


def _in_time(watch: LivenessWatch, now_ms: int, rules: LivenessRules) -> LivenessWatch:
    if watch.asked_at is None or now_ms - watch.asked_at < rules.cue_ms:
        return watch
    if any(movement.frames for _, movement in watch.movements):
        late = now_ms - watch.asked_at < 2 * rules.cue_ms
        if late:
            return watch  # somebody slow is at it: let them finish
    missed = watch.missed + 1
    return replace(
        watch,
        missed=missed,
        step=watch.step + 1,
        asked_at=now_ms,
        movements=(),
        outcome=Liveness.NOT_SHOWN if missed >= rules.tries else None,
    )


def _eyes(shape: FaceShape) -> float:
    return (shape.right_eye + shape.left_eye) / 2
