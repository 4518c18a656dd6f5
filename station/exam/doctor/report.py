"""The doctor's report as plain data."""

from collections.abc import Iterable, Mapping
from typing import Any

from station.exam.doctor.examine import Examined
from station.exam.doctor.excerpt import excerpt
from station.exam.doctor.finding import Finding, Outcome
from station.exam.doctor.mends import Mend
from station.exam.imported import Place
from station.messages import Translate
from station.messages.bank import mend_text


def as_data(examined: Examined, mends: Iterable[Mend], translate: Translate) -> dict[str, Any]:
    """Return what `station bank check --json` writes: all rows in are rows out."""
    stems = stems_of(examined)
    return {
        "rows_in": len(examined.outcomes),
        **{outcome.value: examined.count(outcome) for outcome in Outcome},
        "files": [table.file for table in examined.tables],
        "findings": [
            {
                "code": finding.code,
                **_place(finding),
                "excerpt": finding.excerpt,
                "stem": excerpt(stems.get(finding.place, "")),
                "mend": mend_of(finding, translate),
                "outcome": (Outcome.REFUSED if finding.refusing else Outcome.WARNED).value,
            }
            for finding in examined.findings
        ],
        "mends": [{**_place(mend), "before": mend.before, "after": mend.after} for mend in mends],
    }


def stems_of(examined: Examined) -> Mapping[Place, str]:
    """Return the stem of each row, as it stood."""
    return {row.place: row.stem for table in examined.tables for row in table.rows}


def mend_of(finding: Finding, translate: Translate) -> str:
    """Return the proposed mend in the user's language."""
    return translate(mend_text(finding.code)).format(about=finding.about)


def _place(what: Finding | Mend) -> dict[str, str | int]:
    place = what.place
    return {"file": place.file, "sheet": place.part, "row": place.row, "column": what.column}
