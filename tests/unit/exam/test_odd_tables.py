"""What odd but legal tables must be read as; the tables are written without the reader's help."""

import pytest

from station.exam.excel import read_table
from tests.unit.exam.odd_tables import FORMS


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_an_odd_table_is_read_word_for_word(form, seed):
    table = form(seed)
    rows = read_table(table.raw, table.name).rows
    assert len(rows) == len(table.rows), "every row is accounted for"
    refused = {}
    for row, known in zip(rows, table.rows, strict=True):
        if row.question is None:
            if known is not None:
                refused[row.place.row] = (str(row.fault), row.options, row.key)
            continue
        got = (row.question.kind.value, row.question.stem, row.question.options, row.question.key)
        if known is not None and known.kind == "judge":
            got = (*got[:2], ("正确", "错误"), got[3])
        assert known is not None
        assert got == (known.kind, known.stem, known.options, known.key), row.options
    assert not refused
