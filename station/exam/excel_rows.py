"""Rows of one sheet as questions: each ends as a question or with a fault; none is guessed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from station.exam.excel_cells import BadCell, Cell
from station.exam.excel_columns import Columns, Meaning
from station.exam.excel_file import Sheet
from station.exam.excel_parts import called_picture
from station.exam.excel_pictures import is_yes, refers, tie
from station.exam.imported import Place
from station.exam.key_cell import (
    RIGHT_AND_WRONG,
    is_right_and_wrong,
    read_key,
    sense_of_judging,
)
from station.exam.kinds import kind_of, kind_of_sheet
from station.exam.look_alike import looks_alike
from station.exam.option_cell import Options, bare_letters, split_options, without_letters
from station.exam.question import Question, QuestionKind, must_keep_order
from station.exam.row_fault import RowDoubt, RowFault, RowRefused
from station.exam.row_fields import UNSORTED, id_of, read_difficulty, read_topic
from station.exam.sheet_habits import HELPED, Habits, habits_of
from station.exam.stem_number import refuse_if_fault, without_numbers
from station.exam.table_row import TableRow
from station.ids import Digest, TopicId, digest_of


@dataclass(slots=True)
class SheetReader:
    """Reads the rows of one sheet.

    Attributes:
        media: Pictures of its questions by their digest; grows while rows are read.
    """

    sheet: Sheet
    columns: Columns
    file: str
    trade: str
    media: dict[Digest, bytes] = field(default_factory=dict)
    _habits: Habits = field(default_factory=Habits)
    _tied: Mapping[int, tuple[bytes | None, ...]] = field(default_factory=dict)
    _wanting: set[int] = field(default_factory=set)
    _titles: tuple[Cell, ...] = ()

    def read(self) -> tuple[TableRow, ...]:
        """Read every row below the header."""
        rows = self.sheet.rows[self.columns.header + 1 :]
        if self.columns.header >= 0:
            self._titles = _filled(self.sheet.rows[self.columns.header][1])
        self._wanting = {number for number, cells in rows if self._wants_picture(cells)}
        self._tied = tie(self.sheet.pictures, self._wanting.__contains__)
        stems = without_numbers([self._text(cells, Meaning.STEM) for _, cells in rows])
        self._habits = Habits(
            judging=sense_of_judging(
                self._text(cells, Meaning.KEY)
                for _, cells in rows
                if self._kind(cells) is QuestionKind.JUDGE
            )
        )
        made = [
            self._row(number, cells, stem)
            for (number, cells), stem in zip(rows, stems, strict=True)
        ]
        unclear = [n for n, row in enumerate(made) if row.fault in HELPED]
        if unclear:
            told = [(made[n].key, self._safe_options(rows[n][1])) for n in unclear]
            self._habits = habits_of(made, told, self._habits.judging)
            for n in unclear:
                made[n] = self._row(*rows[n], stems[n])
        return tuple(made)

    def _row(self, number: int, cells: Sequence[Cell], stem: str | RowFault) -> TableRow:
        doubts: list[RowDoubt] = []
        question, topic, fault, separator = None, "", None, ""
        try:
            topic_id, topic = read_topic(self._topic_cell(number, cells))
            question, separator = self._question(number, cells, stem, topic_id, doubts)
        except RowRefused as refusal:
            fault = refusal.fault
        return TableRow(
            place=Place(file=self.file, part=self.sheet.title, row=number),
            question=question,
            topic=topic,
            fault=fault,
            doubts=tuple(dict.fromkeys(doubts)),
            stem=self._text(cells, Meaning.STEM),
            options=self._options_text(cells),
            key=self._text(cells, Meaning.KEY),
            separator=separator,
        )

    def _question(
        self,
        number: int,
        cells: Sequence[Cell],
        numbered: str | RowFault,
        topic: TopicId,
        doubts: list[RowDoubt],
    ) -> tuple[Question, str]:
        if (
            self._titles
            and cells[0] == self._titles[0]
            and tuple(filter(None, cells)) == tuple(filter(None, self._titles))
        ):
            raise RowRefused(RowFault.HEADER_REPEATED)
        named = self._kind(cells)
        if named is None and Meaning.KIND in self.columns.at:
            raise RowRefused(RowFault.KIND_UNKNOWN)
        if not self._cell(cells, Meaning.STEM):
            raise RowRefused(RowFault.STEM_EMPTY)
        stem = refuse_if_fault(numbered)
        found = self._options(number, cells, named)
        kind = named or self._kind_by_shape(cells, found.texts)
        if kind is QuestionKind.JUDGE:
            found = self._judge_options(cells, found)
        if len(found.texts) < 2:
            fault = RowFault.OPTIONS_TOO_FEW if found.texts else RowFault.OPTIONS_EMPTY
            raise RowRefused(fault)
        habits = self._habits
        digits = habits.judging if kind is QuestionKind.JUDGE else habits.choosing
        answer = self._cell(cells, Meaning.KEY)
        key = read_key(answer, kind, found.texts, digits, letters=habits.letters)
        pictures = self._pictures(number, cells, " ".join((stem, *found.texts)), doubts)
        doubts += found.doubts
        keep_order = must_keep_order(kind, found.texts)
        if keep_order and kind is not QuestionKind.JUDGE:
            doubts.append(RowDoubt.ORDER_KEPT)
        if kind is not QuestionKind.JUDGE and is_right_and_wrong(found.texts):
            doubts.append(RowDoubt.OPTIONS_JUDGE)
        doubts += self._doubts(number, stem, found.texts)
        question = Question(
            id=id_of(kind, stem, found.texts, pictures),
            revision=1,
            kind=kind,
            stem=stem,
            options=found.texts,
            key=key,
            topic=topic,
            difficulty=read_difficulty(self._cell(cells, Meaning.DIFFICULTY)),
            explanation=self._cell(cells, Meaning.EXPLANATION),
            keep_order=keep_order,
            pictures=pictures,
        )
        return question, found.separator

    def _options(self, number: int, cells: Sequence[Cell], kind: QuestionKind | None) -> Options:
        if self.columns.letters:
            pieces = [_known(cells, column) for column in self.columns.letters]
            while pieces and not pieces[-1]:
                pieces.pop()
            return Options(without_letters(pieces, bare=self._habits.bare))
        text = self._cell(cells, Meaning.OPTIONS)
        if not text:
            return Options(())
        if kind is not QuestionKind.JUDGE and number in self._tied and (bare := bare_letters(text)):
            return Options(bare)
        return split_options(text, self.columns.separator, bare=self._habits.bare)

    def _judge_options(self, cells: Sequence[Cell], found: Options) -> Options:
        if not found.texts:
            sure = self._cell(cells, Meaning.KEY).upper() not in ("A", "B")
            return Options(RIGHT_AND_WRONG if sure else ())
        if not is_right_and_wrong(found.texts):
            raise RowRefused(RowFault.JUDGE_OPTIONS)
        return found

    def _kind(self, cells: Sequence[Cell]) -> QuestionKind | None:
        if Meaning.KIND in self.columns.at:
            return kind_of(self._text(cells, Meaning.KIND))
        return kind_of_sheet(self.sheet.title)

    def _kind_by_shape(self, cells: Sequence[Cell], options: Sequence[str]) -> QuestionKind:
        """Return the one kind that such options and answer can have, where no column names it."""
        if not options or is_right_and_wrong(options):
            return QuestionKind.JUDGE
        letters = re.findall("[A-Z]", unicodedata.normalize("NFKC", self._text(cells, Meaning.KEY)))
        return QuestionKind.MULTIPLE if len(letters) > 1 else QuestionKind.SINGLE

    def _pictures(
        self, number: int, cells: Sequence[Cell], shown: str, doubts: list[RowDoubt]
    ) -> tuple[Digest, ...]:
        raws = list(self._tied.get(number, ()))
        if self.sheet.named:
            names = (called_picture(cell) for cell in cells if isinstance(cell, str))
            raws += [self.sheet.named.get(name) for name in names if name]
        wanted = number in self._wanting or refers(shown)
        if (wanted and not raws) or None in raws:
            raise RowRefused(RowFault.PICTURE_MISSING)
        if raws and not wanted:
            doubts.append(RowDoubt.PICTURE_UNASKED)
        digests = []
        for raw in filter(None, raws):
            self.media[digest_of(raw)] = raw
            digests.append(digest_of(raw))
        return tuple(dict.fromkeys(digests))

    def _wants_picture(self, cells: Sequence[Cell]) -> bool:
        flagged = is_yes(self._text(cells, Meaning.HAS_PICTURE))
        named = bool(self._text(cells, Meaning.PICTURE))
        return flagged or named or refers(self._text(cells, Meaning.STEM))

    def _doubts(
        self,
        number: int,
        stem: str,
        options: Sequence[str],
    ) -> list[RowDoubt]:
        doubts = []
        if looks_alike(" ".join((stem, *options))):
            doubts.append(RowDoubt.LOOK_ALIKE)
        if number in self.sheet.invisible:
            doubts.append(RowDoubt.INVISIBLE)
        if number in self.sheet.unsure:
            doubts.append(RowDoubt.NUMBER_FORM)
        return doubts

    def _safe_options(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        try:
            return self._options(0, cells, QuestionKind.SINGLE).texts
        except RowRefused:
            return ()

    def _options_text(self, cells: Sequence[Cell]) -> str:
        if self.columns.letters:
            return " / ".join(_shown(cells, column) for column in self.columns.letters)
        return self._text(cells, Meaning.OPTIONS)

    def _topic_cell(self, number: int, cells: Sequence[Cell]) -> str:
        for meaning in (Meaning.TOPIC, Meaning.TRADE):
            if text := self._cell(cells, meaning) or self._merged(number, meaning):
                return text
        return self.trade or UNSORTED

    def _merged(self, number: int, meaning: Meaning) -> str:
        """Return what a merged cell shows on the rows below its first."""
        column = self.columns.at.get(meaning)
        for top, left, bottom, right in self.sheet.merged if column is not None else ():
            if top < number - 1 <= bottom and column is not None and left <= column <= right:
                first = next((cells for n, cells in self.sheet.rows if n == top + 1), ())
                return _shown(first, left)
        return ""

    def _cell(self, cells: Sequence[Cell], meaning: Meaning) -> str:
        return _known(cells, self.columns.at.get(meaning))

    def _text(self, cells: Sequence[Cell], meaning: Meaning) -> str:
        return _shown(cells, self.columns.at.get(meaning))


def _filled(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(filter(None, cells))


def _known(cells: Sequence[Cell], column: int | None) -> str:
    text = cells[column] if column is not None and column < len(cells) else ""
    if isinstance(text, BadCell):
        raise RowRefused(RowFault(text.value))
    return text


def _shown(cells: Sequence[Cell], column: int | None) -> str:
    text = cells[column] if column is not None and column < len(cells) else ""
    return "" if isinstance(text, BadCell) else text
