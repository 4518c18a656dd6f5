"""Two persons, on their cards and before a camera."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station.camera.capture import FileCamera
from station.camera.portrait import Portrait, demo_portraits
from station.camera.sface import SFaceEngine
from station.reader.simulated_card import SimulatedCard

NUMBERS = ("990000197003010011", "990000198202020022")


@dataclass
class People:
    """Two persons, before the camera and on their cards; made once for all tests."""

    engine: SFaceEngine
    films: dict[str, Path]
    cards: dict[str, SimulatedCard]
    portraits: tuple[Portrait, Portrait]

    @classmethod
    def invent(cls, folder: Path) -> "People":
        engine, portraits = SFaceEngine(), demo_portraits()
        films, cards = {}, {}
        for number, portrait, sex in zip(NUMBERS, portraits, "12", strict=True):
            films[number] = folder / number
            portrait.write_live(engine, films[number], 6)
            cards[number] = SimulatedCard(
                number=number,
                name=f"考生{number[-1]}",
                sex=sex,
                birth=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
                valid_from=date(2020, 1, 1),
                valid_until=None,
                photo_png=portrait.chip_png(engine),
            )
        return cls(engine, films, cards, portraits)


class SwitchCamera:
    """A camera before which one person after the other steps."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.stand_here(NUMBERS[0])

    def stand_here(self, number: str) -> None:
        self._film = FileCamera(self._people.films[number])

    def read(self):
        return self._film.read()

    def close(self) -> None:
        self._film.close()
