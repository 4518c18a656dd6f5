"""The document of findings says each code with the report's own text."""

from pathlib import Path

import pytest

from station.exam.doctor.finding import Doubt
from station.exam.formats.fault import ItemFault
from station.exam.row_fault import RowDoubt, RowFault
from station.messages.bank import mend_text

DOCUMENT = (Path(__file__).parents[4] / "docs" / "FINDINGS.md").read_text("utf-8")
CODES = sorted({code.value for codes in (RowFault, RowDoubt, Doubt, ItemFault) for code in codes})


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_documented(code):
    assert f"| `{code}` | {mend_text(code).replace('{about}', '…')} |" in DOCUMENT


def test_nothing_else_is():
    assert DOCUMENT.count("| `") == len(CODES)
