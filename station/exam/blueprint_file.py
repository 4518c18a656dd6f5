"""Blueprints as files: JSON, as in question_banks/."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from station.errors.exam import (
    BlueprintCountWrong,
    BlueprintPassTooHigh,
    BlueprintTotalWrong,
    BlueprintUnreadable,
)
from station.exam.blueprint import Blueprint, Cell, DrawLimits, Section, SectionKind, Stage
from station.exam.blueprint_rules import FIELDS, BlueprintRules, read_rules
from station.ids import BlueprintCode, ItemCode, TopicId

MAX_BYTES = 1 << 20

LIMITS = "difficulty_mix national_percent pictures_max"
_NAMES = {"pass": "pass_marks"}
_SECTION_NAMES = {"type": "kind", "score": "marks_each"}
_CELL_NAMES = {"knowledge": "topic", "count": "questions"}
_KINDS = {"multi": "multiple"}

Topics = tuple[tuple[TopicId, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintFile:
    """A blueprint with the names of its topics, in the file's order, and its rules."""

    blueprint: Blueprint
    topics: Topics
    rules: BlueprintRules


def read_blueprint(raw: bytes) -> Blueprint:
    """Read a blueprint.

    Raises:
        BlueprintUnreadable: Not a blueprint, an unknown field, or numbers that contradict.
    """
    return read_blueprint_file(raw).blueprint


def read_blueprint_file(raw: bytes) -> BlueprintFile:
    """Read a blueprint with the names of its topics and its rules.

    Raises:
        BlueprintUnreadable: Not a blueprint, an unknown field, or numbers that contradict.
    """
    if len(raw) > MAX_BYTES:
        raise BlueprintUnreadable(why="larger than 1 MiB")
    try:
        return _file(json.loads(raw, object_pairs_hook=_each_key_once, parse_constant=_refuse))
    except (ValueError, TypeError, KeyError, RecursionError) as exc:
        raise BlueprintUnreadable(why=str(exc)[:200]) from exc


def _file(plain: Any) -> BlueprintFile:
    needed = "code version title trade stage minutes pass_marks sections"
    fields = _fields(_renamed(plain, _NAMES), needed, optional=f"topics {LIMITS} {FIELDS}")
    sections = tuple(_section(section) for section in _list(fields["sections"]))
    marks, pass_marks = sum(each.marks for each in sections), _count(fields["pass_marks"])
    if fields.get("total", marks) != marks:
        raise BlueprintTotalWrong(total=str(fields["total"])[:20], marks=marks)
    if pass_marks > marks:
        raise BlueprintPassTooHigh(pass_marks=pass_marks, marks=marks)
    blueprint = Blueprint(
        code=BlueprintCode(_text(fields["code"])),
        version=_count(fields["version"]),
        title=_text(fields["title"]),
        trade=ItemCode(_text(fields["trade"])),
        stage=Stage(_text(fields["stage"])),
        minutes=_count(fields["minutes"]),
        pass_marks=pass_marks,
        sections=sections,
        limits=_limits(fields),
    )
    topics = tuple(
        (TopicId(topic), _text(title)) for topic, title in dict(fields.get("topics", {})).items()
    )
    if topics:
        drawn = {cell.topic for section in blueprint.sections for cell in section.cells}
        unnamed = drawn - {topic for topic, _ in topics}
        if unnamed:
            raise ValueError(f"topics without a name: {sorted(unnamed)}")
    rules = read_rules(fields, blueprint)
    return BlueprintFile(blueprint=blueprint, topics=topics, rules=rules)


def _section(plain: Any) -> Section:
    fields = _fields(_renamed(plain, _SECTION_NAMES), "kind marks_each cells", optional="count")
    kind = _text(fields["kind"])
    section = Section(
        kind=SectionKind(_KINDS.get(kind, kind)),
        marks_each=_count(fields["marks_each"]),
        cells=tuple(_cell(cell) for cell in _list(fields["cells"])),
    )
    if fields.get("count", section.questions) != section.questions:
        raise BlueprintCountWrong(
            section=section.kind, cells=section.questions, count=str(fields["count"])[:20]
        )
    return section


def _cell(plain: Any) -> Cell:
    fields = _fields(_renamed(plain, _CELL_NAMES), "topic questions")
    return Cell(topic=TopicId(_text(fields["topic"])), questions=_count(fields["questions"]))


def _limits(fields: dict[str, Any]) -> DrawLimits:
    mix = _list(fields.get("difficulty_mix", []))
    if any(type(part) is not int or not 0 <= part <= 100 for part in mix):
        raise ValueError("a mix of difficulties is three whole numbers, such as 5, 4, 1")
    return DrawLimits(
        difficulty=tuple(mix),
        national_percent=_maybe(fields, "national_percent"),
        pictures=_maybe(fields, "pictures_max"),
        neighbour_percent=_maybe(fields, "neighbour_percent"),
    )


def _maybe(fields: dict[str, Any], name: str) -> int | None:
    plain = fields.get(name)
    if plain is not None and (type(plain) is not int or not 0 <= plain <= 100_000):
        raise ValueError(f"{name} is a whole number, not {plain!r}")
    return plain


def _renamed(plain: Any, names: dict[str, str]) -> Any:
    """Take the field names of RULES 5.3 for ours; a field that stands under both is refused."""
    if not isinstance(plain, dict):
        return plain
    both = [name for name, ours in names.items() if name in plain and ours in plain]
    if both:
        raise ValueError(f"fields that stand twice: {both}")
    return {names.get(name, name): value for name, value in plain.items()}


def _fields(plain: Any, needed: str, optional: str = "") -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise TypeError("an object was expected")
    missing = set(needed.split()) - set(plain)
    unknown = set(plain) - set(needed.split()) - set(optional.split())
    if missing or unknown:
        raise ValueError(f"fields missing {sorted(missing)}, unknown {sorted(unknown)}")
    return plain


def _text(plain: Any) -> str:
    if not isinstance(plain, str) or not plain.strip():
        raise ValueError("a text was expected")
    return plain


def _count(plain: Any) -> int:
    if type(plain) is not int or not 0 < plain <= 100_000:
        raise ValueError(f"a number from 1 to 100000 was expected, not {plain!r}")
    return plain


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError("a list was expected")
    return plain


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) != len(pairs):
        raise ValueError("a field stands twice")
    return plain


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")
