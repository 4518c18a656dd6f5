"""Laws and standards that no longer hold, by a list that the province supplies.

The list is a text of UTF-8 or GB 18030: one reference a line, such as "GB 5044-1985" or a title in
"《》", and behind a comma or tab what replaces it. Lines that begin with "#" are remarks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station.errors.exam import ListUnreadable
from station.exam.doctor.finding import Doubt, Finding
from station.exam.table_row import TableRow

MAX_BYTES = 8 << 20
_CODE = re.compile(r"[A-Z]+(?:/[A-Z]+)?\d+(?:[.\-－—]\d+)*")


@dataclass(frozen=True, slots=True)
class Repealed:
    """A reference that no longer holds, and what replaces it, if anything does."""

    reference: str
    instead: str


class RepealedLaws:
    """Finds references to repealed laws in texts.

    Args:
        raw: The list.

    Raises:
        ListUnreadable: It is no text, or larger than a list of laws can be.
    """

    def __init__(self, raw: bytes) -> None:
        self._codes: dict[str, Repealed] = {}
        self._titles: dict[str, Repealed] = {}
        for line in _decode(raw).splitlines():
            reference, _, instead = line.replace("\t", ",").replace("，", ",").partition(",")
            law = Repealed(reference.strip().strip('"'), instead.strip())
            key = _plain(law.reference)
            if not key or key.startswith("#"):
                continue
            held = self._codes if _CODE.fullmatch(key) else self._titles
            held[key.strip("《》")] = law
        titles = sorted(self._titles, key=len, reverse=True)
        self._title = re.compile("|".join(map(re.escape, titles)) or r"(?!)")

    def within(self, text: str) -> Repealed | None:
        """Return the first repealed reference of a text; None if all hold, as far as is known."""
        text = _plain(text)
        for code in _CODE.findall(text) if self._codes else ():
            if code in self._codes:
                return self._codes[code]
        for match in self._title.finditer(text):
            before = text[match.start() - 1 : match.start()]
            if not re.match("[\u4e00-\u9fff]", before):  # no part of a longer title
                return self._titles[match.group()]
        return None


def find_repealed(
    rows: Sequence[tuple[TableRow, str]], laws: RepealedLaws | None
) -> Iterator[Finding]:
    """Look for repealed references in stems, options, explanations and references."""
    for row, column in rows if laws else ():
        question = row.question
        texts = [row.stem, row.options]
        if question is not None:
            texts += [*question.options, question.explanation, *question.laws]
        law = laws.within("\n".join(texts)) if laws else None
        if law is not None:
            yield Finding(
                code=Doubt.LAW_REPEALED.value,
                place=row.place,
                column=column,
                excerpt=law.reference,
                about=law.instead or "—",
            )


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise ListUnreadable(why="larger than 8 MiB")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListUnreadable(why="not a text")


def _plain(text: str) -> str:
    return re.sub(r"[ \t\u3000]", "", unicodedata.normalize("NFKC", text).upper())
