"""How a print fails."""

import pytest

from station.errors.printer import (
    PrinterAbsent,
    PrinterNeedsCare,
    PrinterOutOfCards,
    PrintUnconfirmed,
)
from station.messages import explain

NOT_PRINTED_OR_UNKNOWN = (PrinterAbsent, PrinterOutOfCards, PrintUnconfirmed, PrinterNeedsCare)


def failure_of(printer, card_job):
    """Print a card that will not come, and return the kind of error."""
    with pytest.raises(NOT_PRINTED_OR_UNKNOWN) as it:
        printer.print_card(card_job)
    assert explain(it.value, str)  # its text asks for no fact that it has not
    return type(it.value)
