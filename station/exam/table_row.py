"""One row of a question table, as it was read."""

from dataclasses import dataclass

from station.exam.imported import Place
from station.exam.question import Question
from station.exam.row_fault import RowDoubt, RowFault
from station.ids import QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row that is not blank: it is a question, or a fault says why not.

    Attributes:
        fault: Why it is no question; another reader's code for its files.
        stem: The cell as it stood.
        options: The cell or cells of the options as they stood.
        key: The cell of the answer as it stood.
        separator: What stands between its options; "" if letters or columns part them.
        said: Id made from its words, where the row has an id of its own as well.
    """

    place: Place
    question: Question | None
    topic: str
    fault: RowFault | str | None
    doubts: tuple[RowDoubt, ...]
    stem: str
    options: str
    key: str
    separator: str
    said: QuestionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """A sheet's rows and where its columns are.

    Attributes:
        header: Row of the header; 0 if it has none.
        columns: Letters of each meaning's column, such as {"stem": "D"}.
        header_separator: What the header says to stand between options; "" if it does not say.
    """

    title: str
    header: int
    columns: dict[str, str]
    header_separator: str
    rows: tuple[TableRow, ...]
