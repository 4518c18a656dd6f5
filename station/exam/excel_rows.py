"""Rows of one sheet as questions: each ends as a question or with a fault; none is guessed."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from station.exam.excel_blocks import Block, carried_down
from station.exam.excel_cells import BadCell, Cell
from station.exam.excel_columns import Meaning
from station.exam.excel_fields import (
    MEANINGS,
    PLAIN,
    names_pools,
    read_extras,
    read_id,
    read_trades,
    says_order,
)
from station.exam.excel_file import Sheet
from station.exam.excel_parts import called_picture
from station.exam.excel_pictures import is_yes, refers, tie
from station.exam.imported import Place
from station.exam.key_cell import (
    RIGHT_AND_WRONG,
    Digits,
    is_right_and_wrong,
    read_key,
    sense_of_judging,
)
from station.exam.kinds import is_any_choice, kind_of, one_will_do
from station.exam.look_alike import looks_alike
from station.exam.option_cell import Options, bare_letters, split_options
from station.exam.option_marks import without_marks
from station.exam.question import Question, QuestionKind, must_keep_order
from station.exam.row_fault import RowDoubt, RowFault, RowRefused
from station.exam.row_fields import MIDDLING, UNSORTED, id_of, read_difficulty, read_topic
from station.exam.sheet_habits import HELPED, Habits, habits_of
from station.exam.stem_number import refuse_if_fault, without_numbers
from station.exam.table_row import TableRow
from station.ids import Digest, QuestionId, TopicId, digest_of

Progress = Callable[[int], None]
"""Hears how many rows more were read."""
ROWS_EACH = 1_000


def silent(_: int) -> None:
    """Hear nothing."""


ROUNDS = 2
"""What the rows of a sheet have in common may be plain only once some more of them are read."""

_PAIR = re.compile(r"[\s/|、,，;；]+")
_BELONGS = (Meaning.KNOWLEDGE, Meaning.TRADE, Meaning.INDUSTRY)
"""Where the topic of a row may stand that names no chapter."""


@dataclass(slots=True)
class BlockReader:
    """Reads the rows of one block of a sheet.

    Attributes:
        media: Pictures of its questions by their digest; grows while rows are read.
        progress: Hears of every thousand rows.
    """

    sheet: Sheet
    block: Block
    file: str
    trade: str
    media: dict[Digest, bytes] = field(default_factory=dict)
    progress: Progress = silent
    _habits: Habits = field(default_factory=Habits)
    _tied: Mapping[int, tuple[bytes | None, ...]] = field(default_factory=dict)
    _wanting: set[int] = field(default_factory=set)
    _kind_words: Mapping[int, str] = field(default_factory=dict)
    _topics: tuple[Mapping[int, str], ...] = ()
    _told: bool = False
    _pooled: bool = False

    def read(self) -> tuple[TableRow, ...]:
        """Read every row."""
        rows = self.block.rows
        self._look_around()
        stems = without_numbers([self._text(cells, Meaning.STEM) for _, cells in rows])
        judged = [
            self._text(cells, Meaning.KEY)
            for number, cells in rows
            if self._kind(number) is QuestionKind.JUDGE
        ]
        numbered = self.block.columns.numbered
        self._habits = Habits(
            judging=sense_of_judging(judged),
            choosing=Digits.NUMBERED if numbered else Digits.UNKNOWN,
        )
        made: list[TableRow] = []
        for (number, cells), stem in zip(rows, stems, strict=True):
            made.append(self._row(number, cells, stem))
            if len(made) % ROWS_EACH == 0:
                self.progress(ROWS_EACH)
        self.progress(len(made) % ROWS_EACH)
        for _ in range(ROUNDS):
            unclear = [n for n, row in enumerate(made) if row.fault in HELPED]
            if not unclear:
                break
            told = [(made[n].key, self._safe_options(rows[n][1])) for n in unclear]
            lettered = self._judges_by_letter()
            before = self._habits
            self._habits = habits_of(made, told, before, judges_by_letter=lettered)
            if self._habits == before:
                break
            for n in unclear:
                made[n] = self._row(*rows[n], stems[n])
        return tuple(made)

    def _look_around(self) -> None:
        """Find out what other cells say of each row."""
        rows, at, merged = self.block.rows, self.block.columns.at, self.sheet.merged
        self._wanting = {number for number, cells in rows if self._wants_picture(cells)}
        self._tied = tie(self.sheet.pictures, self._wanting.__contains__)
        self._kind_words = carried_down(rows, at.get(Meaning.KIND), merged)
        self._topics = (
            carried_down(rows, at.get(Meaning.TOPIC), merged),
            self.block.chapters,
            *(carried_down(rows, at.get(meaning), merged) for meaning in _BELONGS),
        )
        self._told = not MEANINGS.isdisjoint(at)
        self._pooled = Meaning.POOL in at and names_pools(
            {self._text(cells, Meaning.POOL) for _, cells in rows}
        )

    def _row(self, number: int, cells: Sequence[Cell], stem: str | RowFault) -> TableRow:
        doubts: list[RowDoubt] = []
        question, topic, fault, separator, said = None, "", None, "", None
        try:
            topic_id, topic = read_topic(self._topic_text(number))
            question, said, separator = self._question(number, cells, stem, topic_id, doubts)
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
            said=said,
        )

    def _question(
        self,
        number: int,
        cells: Sequence[Cell],
        numbered: str | RowFault,
        topic: TopicId,
        doubts: list[RowDoubt],
    ) -> tuple[Question, QuestionId, str]:
        named, word = self._kind(number), self._kind_words.get(number, "")
        if named is None and Meaning.KIND in self.block.columns.at:
            if not is_any_choice(word):
                raise RowRefused(RowFault.KIND_UNKNOWN)
            doubts.append(RowDoubt.KIND_BY_SHAPE)
        if not self._cell(cells, Meaning.STEM):
            raise RowRefused(RowFault.STEM_EMPTY)
        stem = refuse_if_fault(numbered)
        found = self._options(number, cells, named)
        kind = named or self._kind_by_shape(cells, found.texts)
        if kind is QuestionKind.JUDGE:
            found = self._judge_options(cells, found, doubts)
        if len(found.texts) < 2:
            fault = RowFault.OPTIONS_TOO_FEW if found.texts else RowFault.OPTIONS_EMPTY
            raise RowRefused(fault)
        key = read_key(
            self._cell(cells, Meaning.KEY),
            kind,
            found.texts,
            self._digits(kind, found),
            letters=self._habits.letters,
            one_will_do=one_will_do(word),
        )
        pictures = self._pictures(number, cells, " ".join((stem, *found.texts)), doubts)
        doubts += found.doubts
        said = id_of(kind, stem, found.texts, pictures)
        column = partial(self._cell, cells)
        own_id, revision = read_id(column) if self._told else (None, 1)
        difficulty = read_difficulty(self._cell(cells, Meaning.DIFFICULTY))
        if difficulty is None:
            doubts.append(RowDoubt.DIFFICULTY_UNKNOWN)
        keep_order = self._keeps_order(cells, kind, found.texts, doubts)
        doubts += self._doubts(number, stem, found.texts)
        question = Question(
            id=own_id or said,
            revision=revision,
            kind=kind,
            stem=stem,
            options=found.texts,
            key=key,
            topic=topic,
            difficulty=difficulty or MIDDLING,
            explanation=self._cell(cells, Meaning.EXPLANATION),
            keep_order=keep_order,
            pictures=pictures,
            trades=read_trades(self._text(cells, Meaning.TRADE)),
            **(read_extras(column, pooled=self._pooled) if self._told else PLAIN),
        )
        return question, said, found.separator

    def _keeps_order(
        self,
        cells: Sequence[Cell],
        kind: QuestionKind,
        options: Sequence[str],
        doubts: list[RowDoubt],
    ) -> bool:
        """Whether options keep their order: their words may ask for it, and so may the row."""
        if kind is QuestionKind.JUDGE:
            return True
        says = says_order(partial(self._cell, cells)) if self._told else None
        keeps = must_keep_order(kind, options)
        if keeps and says is False:
            doubts.append(RowDoubt.SHUFFLE_UNHEARD)
        elif keeps and says is None:
            doubts.append(RowDoubt.ORDER_KEPT)
        if is_right_and_wrong(options):
            doubts.append(RowDoubt.OPTIONS_JUDGE)
        return keeps or says is True

    def _digits(self, kind: QuestionKind, found: Options) -> Digits:
        if kind is not QuestionKind.JUDGE:
            return Digits.NUMBERED if found.numbered else self._habits.choosing
        places = found.numbered or self.block.columns.numbered
        known = self._habits.judging
        return Digits.NUMBERED if places and known is not Digits.TRUTH else known

    def _options(self, number: int, cells: Sequence[Cell], kind: QuestionKind | None) -> Options:
        habits = self._habits
        if self.block.columns.letters:
            pieces = [_known(cells, column) for column in self.block.columns.letters]
            while pieces and not pieces[-1]:
                pieces.pop()
            texts, numbered = without_marks(pieces, bare=habits.bare)
            return Options(texts, numbered=numbered)
        text = self._cell(cells, Meaning.OPTIONS)
        if not text:
            return Options(())
        if kind is not QuestionKind.JUDGE and number in self._tied and (bare := bare_letters(text)):
            return Options(bare)
        return split_options(text, self.block.columns.separator or habits.sign, bare=habits.bare)

    def _judge_options(
        self, cells: Sequence[Cell], found: Options, doubts: list[RowDoubt]
    ) -> Options:
        if not found.texts:
            if self._cell(cells, Meaning.KEY).upper() not in ("A", "B"):
                return Options(RIGHT_AND_WRONG)
            if self._habits.judges_by_letter:
                doubts.append(RowDoubt.JUDGE_BY_LETTER)
                return Options(RIGHT_AND_WRONG)
            return Options(())
        if len(found.texts) == 1:
            found = Options(tuple(filter(None, _PAIR.split(found.texts[0]))))
        if not is_right_and_wrong(found.texts):
            raise RowRefused(RowFault.JUDGE_OPTIONS)
        return found

    def _judges_by_letter(self) -> bool:
        """Whether judge questions have no options here, and A and B stand for right and wrong."""
        judged = [
            (self._text(cells, Meaning.KEY).strip().upper(), self._options_text(cells).strip(" /"))
            for number, cells in self.block.rows
            if self._kind(number) is QuestionKind.JUDGE
        ]
        keys = {key for key, _ in judged if key}
        return keys == {"A", "B"} and not any(options for _, options in judged)

    def _kind(self, number: int) -> QuestionKind | None:
        if Meaning.KIND in self.block.columns.at:
            return kind_of(self._kind_words.get(number, "")) or self._kind_above(number)
        return self.block.kinds.get(number)

    def _kind_above(self, number: int) -> QuestionKind | None:
        """Return what a line above says, for a row whose own cell is empty."""
        return None if self._kind_words.get(number) else self.block.kinds.get(number)

    def _kind_by_shape(self, cells: Sequence[Cell], options: Sequence[str]) -> QuestionKind:
        """Return the one kind that such options and answer can have, where no column names it."""
        if not options or is_right_and_wrong(options):
            return QuestionKind.JUDGE
        key = unicodedata.normalize("NFKC", self._text(cells, Meaning.KEY)).upper()
        named = re.findall(r"\d" if self.block.columns.numbered else "[A-Z]", key)
        return QuestionKind.MULTIPLE if len(named) > 1 else QuestionKind.SINGLE

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
        if number in self.sheet.hidden_rows:
            doubts.append(RowDoubt.HIDDEN_ROW)
        if number in self.sheet.quoted:
            doubts.append(RowDoubt.QUOTES_LOOSE)
        return doubts

    def _safe_options(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        try:
            return self._options(0, cells, QuestionKind.SINGLE).texts
        except RowRefused:
            return ()

    def _options_text(self, cells: Sequence[Cell]) -> str:
        if self.block.columns.letters:
            return " / ".join(_shown(cells, column) for column in self.block.columns.letters)
        return self._text(cells, Meaning.OPTIONS)

    def _topic_text(self, number: int) -> str:
        return next(filter(None, (said.get(number) for said in self._topics)), "") or (
            self.trade or UNSORTED
        )

    def _cell(self, cells: Sequence[Cell], meaning: Meaning) -> str:
        return _known(cells, self.block.columns.at.get(meaning))

    def _text(self, cells: Sequence[Cell], meaning: Meaning) -> str:
        return _shown(cells, self.block.columns.at.get(meaning))


def _known(cells: Sequence[Cell], column: int | None) -> str:
    text = cells[column] if column is not None and column < len(cells) else ""
    if isinstance(text, BadCell):
        raise RowRefused(RowFault(text.value))
    return text


def _shown(cells: Sequence[Cell], column: int | None) -> str:
    text = cells[column] if column is not None and column < len(cells) else ""
    return "" if isinstance(text, BadCell) else text
