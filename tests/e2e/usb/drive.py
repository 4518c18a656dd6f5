"""Uses one device as the product does, over the system's own USB; prints what came of it."""

import json
import sys

from station.errors import StationError
from station.printer.usb import open_printer
from station.reader.usb import open_reader
from tests.unit.printer.rasters import job, sparse


def print_card():
    printer = open_printer()
    printer.print_card(job(sparse()))
    printer.close()
    return "printed"


def read_card():
    reader = open_reader()
    document = reader.read_card()
    reader.close()
    return document and document.number


try:
    outcome = {"print": print_card, "read": read_card}[sys.argv[1]]()
except StationError as error:
    outcome = error.code
print(json.dumps(outcome))
