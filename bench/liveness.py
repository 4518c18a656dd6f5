"""Who passes where movements are asked for: `python -m bench liveness [--persons N] [--seconds N]`.

Living people, made from one portrait each, and four ways to hold that same portrait, or a film of
it, before the camera. Detector, face mesh, cues, comparison and decision are the real ones; only
the films are made (bench/_face_films.py). Two portraits ship with the tools; further persons come
from the news photographs beside the project, if they are there. It is no proof against a clever
attacker: a film that is cut to each cue as it is asked for would be let through by the cues, and
has to be seen by the staff at the desk.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, product
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench._face_films import (
    FRAME_MS,
    Film,
    Living,
    MovedPhoto,
    Person,
    PlayedFilm,
    StillPhoto,
    TurnedPhoto,
)
from station.camera.landmarks import LandmarkMeter
from station.camera.live_look import LiveLook
from station.camera.liveness import Course
from station.camera.pictures import picture
from station.camera.port import FaceEngine
from station.camera.portrait import Portrait, demo_portraits
from station.camera.sface import SFaceEngine, embed_photo
from station.errors.camera import NoFaceInPhoto
from station.flow.desk_tools import PAUSES_MS
from station.identity.check_in_events import Against, Band
from station.identity.face_judgement import judge
from station.identity.liveness_facts import Cue, Liveness
from station.identity.rules import FaceRules, LivenessRules

SHARED = Path(__file__).parents[2] / "shared" / "data" / "faces" / "images"
RULES = FaceRules(liveness=LivenessRules(cues=2))
PERSONS = 4
LOOKS = 5
"""Of each person and each film."""
SECONDS = 180
"""After which no further look is begun; each film has had its turn as often as any other."""
LONGEST_FRAMES = 600
GENUINE_BAR = 0.9

FILMS: dict[str, Callable[[Person, int], Film]] = {
    "living": Living,
    "still_photo": StillPhoto,
    "moved_photo": MovedPhoto,
    "turned_photo": TurnedPhoto,
    "film_on_a_screen": partial(PlayedFilm, grid=True),
    "film_without_a_trace": partial(PlayedFilm, grid=False),
}
BARRED = ("still_photo", "moved_photo", "turned_photo", "film_on_a_screen")


@dataclass(frozen=True)
class End:
    """How one look ended.

    Attributes:
        frames: How many it took.
    """

    band: Band
    liveness: Liveness
    doubted: bool
    frames: int


def run(*arguments: str) -> dict[str, Any]:
    """Show every film of every person to the desk's look; tell how many were let through."""
    parser = argparse.ArgumentParser(prog="python -m bench liveness")
    parser.add_argument("--persons", type=int, default=PERSONS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args(arguments)
    ends = time.monotonic() + asked.seconds
    engine = SFaceEngine()
    with closing(LandmarkMeter(film=False)) as single:
        people = list(islice(persons(engine, single), asked.persons))
    seen: dict[str, list[End]] = {name: [] for name in FILMS}
    for seed, who in product(range(LOOKS), people):
        if time.monotonic() >= ends:
            break
        for name, film in FILMS.items():
            seen[name].append(look_at(who, film, seed))
    figures = {name: told(looks) for name, looks in seen.items()}
    stopped = all(figures[name]["passed"] == 0 for name in BARRED)
    return {
        "name": "liveness",
        "figures": {"persons": len(people), **figures},
        "bar": f"living people pass in >= {GENUINE_BAR:.0%} of looks; none of {', '.join(BARRED)}",
        "holds": stopped and figures["living"]["passed"] >= GENUINE_BAR,
    }


def told(ends: list[End]) -> dict[str, Any]:
    """Return what the looks at one kind of film came to, as shares."""

    def share(what: list[bool]) -> float:
        return round(sum(what) / len(what), 4)

    return {
        "looks": len(ends),
        "passed": share([end.band is Band.PASS for end in ends]),
        "cues_shown": share([end.liveness is Liveness.SHOWN for end in ends]),
        "doubted": share([end.doubted for end in ends]),
        "seconds_p50": round(median(end.frames for end in ends) * FRAME_MS / 1_000, 1),
    }


def look_at(
    person: Person,
    film: Callable[[Person, int], Film],
    seed: int,
    rules: FaceRules = RULES,
    by_chance: Course | None = None,
    frame_ms: int = FRAME_MS,
) -> End:
    """Let the desk look once, as it does where the rules ask for movements.

    Args:
        by_chance: What is asked for and when; made of the seed if none is given.
    """
    engine = person.engine
    known = embed_photo(engine, person.portrait.chip_png(engine))
    before = film(person, seed)
    with closing(LandmarkMeter()) as meter:
        look = LiveLook(engine, meter, known, rules, course=by_chance or course(seed))
        seen = None
        for count in range(1, LONGEST_FRAMES):
            seen = look.take(before.frame(seen.cue if seen else None), count * frame_ms)
            if seen.over:
                break
    found = seen.looked if seen else None
    if seen is None or found is None or found.middle.similarity is None:
        return End(Band.GREY, Liveness.NOT_SHOWN, doubted=False, frames=count)
    liveness = seen.liveness or Liveness.NOT_SHOWN
    band = judge(
        found.middle.similarity,
        Against.CHIP,
        rules,
        measures=found.middle.measures,
        liveness=liveness,
        suspicions=found.suspicions,
    )
    return End(band, liveness, doubted=bool(found.suspicions), frames=count)


def course(seed: int) -> Course:
    """Return what chance would make, the same for the same seed."""
    chance = Random(seed)
    order = tuple(chance.sample(tuple(Cue), len(Cue)))
    return Course(order, tuple(chance.randint(*PAUSES_MS) for _ in range(5)))


def persons(engine: FaceEngine, meter: LandmarkMeter) -> Iterator[Person]:
    """Yield the two who ship with the tools, then those of the news photographs."""
    for portrait in chain(demo_portraits(), _news()):
        if len(engine.faces(portrait.frame)) == 1:
            with suppress(NoFaceInPhoto):
                yield Person.of(portrait, engine, meter)


def _news() -> Iterator[Portrait]:
    seen: set[str] = set()
    for path in sorted(SHARED.rglob("*.jpg")) if SHARED.is_dir() else ():
        who = path.stem.rpartition("_")[0]
        if who not in seen:
            seen.add(who)
            yield Portrait(name="news", frame=picture(path.read_bytes()))
