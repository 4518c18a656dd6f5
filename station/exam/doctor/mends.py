"""Mends that change no meaning: white space, full-width letters and digits, number prefixes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from station.exam.excel import Table
from station.exam.imported import Place

_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_BLANKS = re.compile(r"[ \t\xa0\u3000]{2,}|[\t\xa0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One cell as it stood and as it should stand."""

    place: Place
    column: str
    before: str
    after: str


def safe_mends(table: Table) -> Iterator[Mend]:
    """Yield what can be mended without asking, cell by cell."""
    for sheet in table.sheets:
        for row in sheet.rows:
            stem = row.question.stem if row.question is not None else row.stem
            cells = (("stem", row.stem, stem), ("options", row.options, row.options))
            for meaning, before, start in (*cells, ("key", row.key, row.key)):
                after = tidy(start)
                if after != before and meaning in sheet.columns and " / " not in before:
                    column = sheet.columns[meaning]
                    yield Mend(place=row.place, column=column, before=before, after=after)


def tidy(text: str) -> str:
    """Return a text with single blanks, and letters and digits of common width."""
    text = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return _BLANKS.sub(" ", text).strip()
