"""Lists of labelled pairs of pictures, and the faces in them."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from bench._face_rates import LOST, Scores, Truth
from station.camera.pictures import chip_quality, picture
from station.camera.port import Embedding, Face, FaceEngine, Frame
from station.camera.sface import face_of_photo
from station.errors.camera import PictureTooLarge, PictureUnreadable

COLUMNS = {"left", "right", "same"}
YES = {"1", "1.0", "true", "t", "yes", "y", "same", "match"}
NO = {"0", "0.0", "-1", "-1.0", "false", "f", "no", "n", "different", "diff", "mismatch"}
SUFFIXES = (".jpg", ".jpeg", ".png")
_NUMBERED = re.compile(r"(.+)_\d+")

Pair = tuple[str, str, bool]
Embeddings = dict[str, Embedding | None]


def read_pairs(table: Path) -> tuple[list[Pair], int]:
    """Read the pairs, and count the lines that are none.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not UTF-8, or has not the columns left, right and same.
    """
    text = table.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = csv.DictReader(text.splitlines(), delimiter=between)
    names = {name: (name or "").strip().lower() for name in rows.fieldnames or ()}
    if not set(names.values()) >= COLUMNS:
        raise ValueError("the first line must name the columns left, right and same")
    listed, skipped = [], 0
    for row in rows:
        known = {names[key]: (row[key] or "").strip() for key in names}
        left, right = (known[side].replace("\\", "/") for side in ("left", "right"))
        same = known["same"].lower()
        if left and right and same in YES | NO:
            listed.append((left, right, same in YES))
        else:
            skipped += 1
    return listed, skipped


@dataclass(frozen=True)
class Pictures:
    """Where pictures are looked for: below these folders, by path, by name, by name alone.

    Attributes:
        missing, unreadable: Names for which there is no picture, or one that cannot be read.
    """

    folders: tuple[Path, ...]
    missing: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)

    def frame(self, name: str) -> Frame | None:
        """Return a picture; None, and noted, if there is none."""
        try:
            return picture(self._place(name).read_bytes())
        except (PictureUnreadable, PictureTooLarge, IsADirectoryError, PermissionError):
            self.unreadable.add(name)
        except OSError:
            self.missing.add(name)
        return None

    def _place(self, name: str) -> Path:
        places = [folder / each for folder in self.folders for each in (name, Path(name).name)]
        there = next((place for place in places if place.is_file()), None)
        return there or self._below.get(Path(name).name) or places[0]

    @cached_property
    def _below(self) -> dict[str, Path]:
        """The pictures in all folders below, by their names with and without the suffix."""
        found = [
            path
            for folder in self.folders
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in SUFFIXES
        ]
        return {path.stem: path for path in found} | {path.name: path for path in found}


@dataclass(frozen=True)
class Seen:
    """The faces of a list's pictures.

    Attributes:
        plain: As they are; None where a picture is there and no face is found.
        chips: The left ones, degraded to the quality of an ID chip's photo.
    """

    listed: list[Pair]
    plain: Embeddings
    chips: Embeddings

    def scores(self, *, chip: bool = False) -> tuple[Scores, Truth]:
        """Return similarity and truth of each pair; LOST where there is nothing to compare."""
        lefts = self.chips if chip else self.plain
        scores = [
            _similarity(lefts.get(left), self.plain.get(right)) for left, right, _ in self.listed
        ]
        truth = [same for _, _, same in self.listed]
        return np.array(scores, np.float64), np.array(truth, np.bool_)

    def faceless(self, *, chip: bool = False) -> int:
        """Count the pairs whose pictures are both there, and in one of which no face is found."""
        lefts = self.chips if chip else self.plain
        there = [
            (left, right) for left, right, _ in self.listed if {left, right} <= set(self.plain)
        ]
        return sum(lefts.get(left) is None or self.plain[right] is None for left, right in there)

    def persons(self) -> dict[str, str] | None:
        """Return whose picture each is; None unless names such as Ann_0002.jpg tell it.

        They do if not one labelled pair contradicts them.
        """
        told = {name: _NUMBERED.fullmatch(Path(name).stem) for name in self.plain}
        whose = {name: found[1] for name, found in told.items() if found}
        if len(whose) < len(told) or not told:
            return None
        there = [each for each in self.listed if each[0] in whose and each[1] in whose]
        agree = all((whose[left] == whose[right]) is same for left, right, same in there)
        return whose if agree else None


def look_at(listed: list[Pair], pictures: Pictures, engine: FaceEngine) -> Seen:
    """Find and embed the face of each picture, once."""
    seen = Seen(listed, {}, {})
    lefts = {left for left, _, _ in listed}
    for name, frame in _frames(listed, pictures):
        face = face_of_photo(engine, frame)
        seen.plain[name] = None if face is None else engine.embed(frame, face)
        if name in lefts:
            seen.chips[name] = None if face is None else _chip(engine, frame, face)
    return seen


def _chip(engine: FaceEngine, frame: Frame, face: Face) -> Embedding | None:
    chip = picture(chip_quality(frame, face))
    found = face_of_photo(engine, chip)
    return None if found is None else engine.embed(chip, found)


def crossed(seen: Seen, whose: dict[str, str], *, chip: bool) -> tuple[Scores, Scores]:
    """Return the similarities of every two pictures, of one person and of two; each sorted.

    A face that was not found is LOST against every other.
    """
    lefts = seen.chips if chip else seen.plain
    names = list(seen.plain)
    place = {name: index for index, name in enumerate(names)}
    others = np.stack([_point(seen.plain, name) for name in names])
    who = np.array([whose[name] for name in names])
    kin, strangers = [np.empty(0, np.float32)], [np.empty(0, np.float32)]
    for name in lefts:
        found = np.nan_to_num(others @ _point(lefts, name), nan=LOST)
        own = who == whose[name]
        taken = np.arange(len(names)) != place[name]
        if not chip:  # each two once
            taken[: place[name]] = False
        kin.append(found[own & taken])
        strangers.append(found[~own & taken])
    return np.sort(np.concatenate(kin)), np.sort(np.concatenate(strangers))


def _point(seen: Embeddings, name: str) -> Embedding:
    point = seen[name]
    return np.full(128, np.nan, np.float32) if point is None else point


def _frames(listed: Iterable[Pair], pictures: Pictures) -> Iterator[tuple[str, Frame]]:
    for name in dict.fromkeys(name for left, right, _ in listed for name in (left, right)):
        frame = pictures.frame(name)
        if frame is not None:
            yield name, frame


def _similarity(one: Embedding | None, other: Embedding | None) -> float:
    return LOST if one is None or other is None else float(np.clip(np.dot(one, other), -1, 1))
