"""What a blueprint file says beside what a paper is drawn from (RULES 5.3)."""

import re
from dataclasses import dataclass
from typing import Any

from station.errors.exam import BlueprintReviewPractical
from station.exam.blueprint import Blueprint, Stage
from station.exam.rules import PartialMarks


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintRules:
    """Rules that belong to a blueprint.

    Attributes:
        late_minutes: Entry is refused later than this after the start.
        early_minutes: The paper cannot be handed in before this.
        retakes: Further attempts for one application.
        retake_gap_minutes: Least time between two attempts on one day.
        exclude_seen: A retaker gets no question that the first paper had.
        neighbour_percent: Most questions that the papers of neighbours may share.
        validity_months: How long a passed result counts.
        needs_practical: A card needs a passed practical exam too.
        practice_only: Draws on practice pools alone; no result counts.
        rule_pack: SHA-256 of the rule pack that it was made for, hex; empty for any.
    """

    late_minutes: int = 30
    early_minutes: int = 30
    retakes: int = 1
    retake_same_day: bool = False
    retake_gap_minutes: int = 0
    exclude_seen: bool = True
    neighbour_percent: int = 15
    partial_marks: PartialMarks = PartialMarks.NONE
    validity_months: int = 12
    needs_theory: bool = True
    needs_practical: bool = False
    practice_only: bool = False
    rule_pack: str = ""


FIELDS = (
    "total late_limit early_leave retake multi_scoring validity_months card_gate rule_pack_hash "
    "neighbour_percent practice_only"
)
"""Names of these rules in a blueprint file, all of them optional."""


def read_rules(fields: dict[str, Any], blueprint: Blueprint) -> BlueprintRules:
    """Read the rules of a blueprint and hold them against it.

    Raises:
        BlueprintReviewPractical: A review asks for a practical exam.
        ValueError, TypeError, KeyError: They are wrong, or contradict the blueprint.
    """
    retake = _object(fields.get("retake", {}), {"max", "same_day", "gap_min", "exclude_seen"})
    gate = _object(fields.get("card_gate", {}), {"theory", "practical"})
    practical = _truth(gate.get("practical", False))
    if practical and blueprint.stage is Stage.REVIEW:
        raise BlueprintReviewPractical
    rule_pack = fields.get("rule_pack_hash", "")
    if not isinstance(rule_pack, str) or not re.fullmatch("([0-9a-f]{64})?", rule_pack):
        raise ValueError("a rule pack is named by its SHA-256")
    usual = BlueprintRules()
    early = min(usual.early_minutes, blueprint.minutes)
    return BlueprintRules(
        late_minutes=_number(fields.get("late_limit", usual.late_minutes), 600),
        early_minutes=_number(fields.get("early_leave", early), blueprint.minutes),
        retakes=_number(retake.get("max", usual.retakes), 100),
        retake_same_day=_truth(retake.get("same_day", usual.retake_same_day)),
        retake_gap_minutes=_number(retake.get("gap_min", usual.retake_gap_minutes), 100_000),
        exclude_seen=_truth(retake.get("exclude_seen", usual.exclude_seen)),
        neighbour_percent=_number(fields.get("neighbour_percent", usual.neighbour_percent), 100),
        partial_marks=PartialMarks(fields.get("multi_scoring", usual.partial_marks)),
        validity_months=_number(fields.get("validity_months", usual.validity_months), 1200),
        needs_theory=_truth(gate.get("theory", usual.needs_theory)),
        needs_practical=practical,
        practice_only=_truth(fields.get("practice_only", usual.practice_only)),
        rule_pack=rule_pack,
    )


def _object(plain: Any, known: set[str]) -> dict[str, Any]:
    if not isinstance(plain, dict) or set(plain) - known:
        raise TypeError(f"an object with {sorted(known)} was expected")
    return plain


def _number(plain: Any, most: int) -> int:
    if type(plain) is not int or not 0 <= plain <= most:
        raise ValueError(f"a number from 0 to {most} was expected, not {plain!r}")
    return plain


def _truth(plain: Any) -> bool:
    if type(plain) is not bool:
        raise TypeError("true or false was expected")
    return plain
