"""Who plays in the demo. Every number and name is invented; the region 990000 does not exist."""

import base64
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from station.camera.acting import movement
from station.camera.landmarks import LandmarkMeter
from station.camera.portrait import Portrait, demo_portraits
from station.camera.sface import SFaceEngine
from station.identity.liveness_facts import Cue

FRAMES = 8
MOVING_FRAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on the roster.

    Attributes:
        film: Name of the folder of pictures that a camera sees when this person stands there.
    """

    candidate: str
    name: str
    number: str
    birth: str
    sex: str
    seat: int
    film: str


CANDIDATE = Person(
    candidate="c-01",
    name="高工甲",
    number="990000197003010011",
    birth="1970-03-01",
    sex="1",
    seat=1,
    film="first",
)
HOLDER = Person(
    candidate="c-02",
    name="艾演示·练习",
    number="990000198202020022",
    birth="1982-02-02",
    sex="2",
    seat=2,
    film="second",
)
STAFF = (("s-1", "监考员一", "24681"), ("s-2", "监考员二", "13579"))


class Props:
    """The things on the stage: photos, cards and films, in a folder.

    Attributes:
        camera: Folder of the coordinator's simulated camera, and of the seat's.
        reader: Folder of the simulated ID card reader.
    """

    def __init__(self, folder: Path) -> None:
        self.camera = folder / "camera"
        self.seat_camera = folder / "seat-camera"
        self.reader = folder / "reader"
        self.reader.mkdir(parents=True)
        engine = self._engine = SFaceEngine()
        self._portraits = dict(zip((CANDIDATE, HOLDER), demo_portraits(), strict=True))
        for seed, (person, portrait) in enumerate(self._portraits.items()):
            portrait.write_live(engine, self.camera / person.film, FRAMES, seed=seed)
            (self.reader / f"{person.candidate}.png").write_bytes(portrait.chip_png(engine))
        self._write_movements(CANDIDATE)
        film = self.seat_camera / CANDIDATE.film
        self._portraits[CANDIDATE].write_live(engine, film, FRAMES, seed=7)
        self.stand_before(self.camera, CANDIDATE)
        self.stand_before(self.seat_camera, CANDIDATE)

    def _write_movements(self, person: Person) -> None:
        with closing(LandmarkMeter(film=False)) as meter:
            actor = self._portraits[person].actor(meter)
        for cue in Cue:
            poses = movement(cue, MOVING_FRAMES)
            self._portraits[person].write_live(
                self._engine,
                self.camera / _moving(person, cue),
                MOVING_FRAMES,
                face=lambda index, poses=poses: actor.frame(poses[index]),  # type: ignore[misc]
            )

    def stand_before(self, camera: Path, person: Person, doing: Cue | None = None) -> None:
        """Let somebody step before a camera, and do what is asked once."""
        now = f"{_moving(person, doing)} {person.film}" if doing else person.film
        whole = camera / "now.txt.new"  # a camera that reads it meanwhile sees the old or the new
        whole.write_text(now, encoding="utf-8")
        whole.replace(camera / "now.txt")

    def lay_card(self, person: Person) -> None:
        """Lay somebody's ID card on the reader."""
        today = date.today()  # noqa: DTZ011 - a card from last year, valid for years
        card = {
            "number": person.number,
            "name": person.name,
            "sex": person.sex,
            "birth": person.birth,
            "valid_from": (today - timedelta(days=365)).isoformat(),
            "valid_until": (today + timedelta(days=3650)).isoformat(),
            "photo": f"{person.candidate}.png",
        }
        (self.reader / "card.json").write_text(json.dumps(card), encoding="utf-8")

    def enrolment_photo(self, person: Person) -> str:
        """Return the photo as the province has it, base64."""
        portrait: Portrait = self._portraits[person]
        return base64.b64encode(portrait.enrolment_jpeg()).decode()


def _moving(person: Person, cue: Cue) -> str:
    return f"{person.film}-{cue}"


def session_order(
    props: Props, blueprint: dict[str, Any], *, rules: str, bank: str, now: str
) -> dict[str, Any]:
    """Return the order for the demo's session: two candidates of a review, a card each.

    Args:
        rules: Digest of the rule pack, hex; likewise `bank`.
        now: When it starts, ISO 8601 with the zone.
    """
    today = date.fromisoformat(now[:10])
    tomorrow = (today + timedelta(days=30)).isoformat()
    return {
        "session": "drill-1",
        "centre": "demo-centre",
        "title": "低压电工作业复审考试（演练）",
        "issuer": "演示省应急管理厅",
        "starts_at": now,
        "valid_until": f"{tomorrow}T00:00:00+08:00",
        "rule_pack": rules,
        "bank": bank,
        "blueprint": blueprint,
        "roster": [
            {
                "candidate": person.candidate,
                "number": person.number,
                "name": person.name,
                "seat": person.seat,
                "photo": props.enrolment_photo(person),
            }
            for person in (CANDIDATE, HOLDER)
        ],
        "staff": [{"id": id_, "name": name, "pin": pin} for id_, name, pin in STAFF],
        "grants": [
            {
                "serial": f"DRILL-{person.candidate}",
                "candidate": person.candidate,
                "item": "1.2",
                "qr": f"https://example.invalid/drill/{person.candidate}",
                "first_issued": f"{today.year - 6}-{today:%m}-01",
                "valid_from": today.isoformat(),
                "expires": tomorrow,
            }
            for person in (CANDIDATE, HOLDER)
        ],
    }


def rule_pack_order(now_ms: int) -> dict[str, Any]:
    """Return the demo's rules: a drill, in which a paper may be handed in at any time."""
    day_ms = 86_400_000
    return {
        "rule_pack": {
            "name": "演示规则包",
            "version": 1,
            "kind": "drill",
            "valid_from": now_ms - day_ms,
            "valid_until": now_ms + 365 * day_ms,
            "exam": {"earliest_submit_minutes": 0},
            "face": {"liveness": {"cues": 2}},
            "card": {},
            "consent_text": "演练：不采集真实个人信息。",
        }
    }
