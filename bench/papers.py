"""How evenly papers use a bank, how far neighbours are kept apart, and how long a paper takes.

The bank is a trade's as RULES 2.6 has it for electricians: 4,800 questions in the cells of the
low-voltage blueprint, of the difficulties and sources that the blueprint asks for and of others.
Sessions of 88 seats are drawn as a coordinator draws them, until 10,000 papers are there. Chance
alone uses some question more than its share: what it would come to is told beside the figure.
"""

import gc
import hashlib
import math
import time
from collections import Counter

from station.exam.blueprint import Blueprint
from station.exam.blueprint_file import read_blueprint
from station.exam.compose import Composer
from station.exam.jsonl import read_questions
from station.exam.paper import Paper
from station.exam.pools import supply_of
from station.exam.question import Question, QuestionKind, Source
from station.exam.seating import RoomComposer, SeatPlace, alike
from station.ids import Digest, QuestionId, TopicId
from station.modes.open_banks import BLUEPRINTS, find_blueprint, open_bank_files

BANK = Digest(bytes(32))
QUESTIONS = 4_800
PAPERS = 10_000
SEATS, ACROSS = 88, 8
MOST_USE = 1.5
MOST_COMMON = 15
PAPER_MS = 20.0
LEVELS = (1, 1, 1, 1, 2, 2, 2, 2, 2, 3)
"""Difficulties of ten questions: fewer easy ones than the blueprint asks for."""
PROVINCIAL = 4
"""Every so manieth question is the province's own."""


def run() -> dict[str, object]:
    """Draw 10,000 papers."""
    blueprint = read_blueprint((BLUEPRINTS / "EL-LV-REVIEW.json").read_bytes())
    questions = _bank(blueprint)
    started = time.perf_counter()
    composer = Composer(questions, BANK)
    sorted_s = time.perf_counter() - started
    used: Counter[QuestionId] = Counter()
    mixes: list[int] = []
    opening_s, common, same_order, papers = 0.0, 0, 0, 0
    times: list[float] = []
    worked: list[float] = []
    session = 0
    gc.collect()
    while papers < PAPERS:
        started = time.perf_counter()
        room = RoomComposer(composer, blueprint, _seed("session", session))
        drawn: dict[SeatPlace, Paper] = {}
        for number in range(SEATS):
            place = SeatPlace(*divmod(number, ACROSS))
            one, work = time.perf_counter(), time.process_time()
            drawn[place] = room.compose(place, _seed(session, number))
            times.append(time.perf_counter() - one)
            worked.append(time.process_time() - work)
        opening_s = max(opening_s, time.perf_counter() - started)
        for paper in drawn.values():
            used.update(item.question for item in paper.items)
        beside = alike(drawn, -1)
        common = max([common, *(pair.common for pair in beside)])
        same_order += sum(pair.same_order for pair in beside)
        papers += len(drawn)
        session += 1
        mixes.append(sum(_LEVEL[item.question] == 1 for item in drawn[SeatPlace(0, 0)].items))
    small = _small_bank()
    most, by_chance = _most_use(composer, blueprint, used, papers)
    usual_ms, paper_ms = (_share(times, percent) for percent in (50, 99))
    return {
        "name": "papers",
        "figures": {
            "papers": papers,
            "bank_sorted_ms": round(sorted_s * 1_000, 1),
            "paper_p50_ms": round(usual_ms, 2),
            "paper_p99_ms": round(paper_ms, 2),
            "paper_processor_p99_ms": round(_share(worked, 99), 2),
            "slowest_88_papers_s": round(opening_s, 2),
            "most_use_of_fair_share": round(most, 3),
            "most_use_by_chance_alone": round(by_chance, 3),
            "most_common_of_neighbours": common,
            "most_common_in_a_bank_of_400": small,
            "equal_orders": same_order,
            "easy_of_100": [min(mixes), max(mixes)],
        },
        "bar": (
            "over 10,000 papers no question is used more than 1.5 times its fair share; neighbours "
            "share at most 15 of 100 questions and never an order; a paper takes <= 20 ms (p99)"
        ),
        "holds": (
            most <= MOST_USE
            and max(common, small) <= MOST_COMMON
            and not same_order
            and paper_ms <= PAPER_MS
        ),
    }


def _small_bank() -> int:
    """Return what neighbours share at most in our own bank, in which four papers must share."""
    file = find_blueprint("EL-LV-REVIEW")
    paths = open_bank_files(file)
    composer = Composer([q for path in paths for q in read_questions(path.read_bytes())], BANK)
    rooms = (RoomComposer(composer, file.blueprint, _seed("small", n)) for n in range(20))
    return max(room.most_common() for room in rooms)


def _share(seconds: list[float], percent: int) -> float:
    """Return what so many per cent of these times stay below, in ms."""
    return sorted(seconds)[len(seconds) * percent // 100] * 1_000


_LEVEL: dict[QuestionId, int] = {}


def _bank(blueprint: Blueprint) -> tuple[Question, ...]:
    """Make a bank with as many questions a cell as the cell draws, all in proportion."""
    made = []
    for section in blueprint.sections:
        for cell in section.cells:
            count = QUESTIONS * cell.questions // blueprint.questions
            made += [_question(QuestionKind(section.kind), cell.topic, n) for n in range(count)]
    return tuple(made)


def _question(kind: QuestionKind, topic: TopicId, n: int) -> Question:
    name = QuestionId(f"{kind.value}-{topic}-{n:04}")
    _LEVEL[name] = LEVELS[n % len(LEVELS)]
    judge = kind is QuestionKind.JUDGE
    return Question(
        id=name,
        revision=1,
        kind=kind,
        stem=f"Question {name}",
        options=("right", "wrong") if judge else ("a", "b", "c", "d"),
        key=(n % 2,),
        topic=topic,
        difficulty=_LEVEL[name],
        source=Source.NATIONAL if n % PROVINCIAL else Source.PROVINCE,
    )


def _most_use(
    composer: Composer, blueprint: Blueprint, used: Counter[QuestionId], papers: int
) -> tuple[float, float]:
    """Return the highest use of a question, and what even lots would come to, by fair shares."""
    most = by_chance = 0.0
    for cell in supply_of(composer.pools, blueprint):
        fair = papers * cell.need / cell.have
        most = max(
            most, *(used[unit[0].id] / fair for unit in composer.pools[cell.kind, cell.topic])
        )
        spread = math.sqrt(2 * math.log(QUESTIONS) * fair * (1 - cell.need / cell.have))
        by_chance = max(by_chance, 1 + spread / fair)
    return most, by_chance


def _seed(*words: object) -> bytes:
    return hashlib.sha256(repr(words).encode()).digest()
