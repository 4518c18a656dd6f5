"""Prints one card through Qt, as Windows does, and says what came of it."""

import json
import sys

from PySide6.QtGui import QGuiApplication

from station.errors import StationError
from station.modes.qt_spooler import QtSpooledPrinter
from tests.unit.printer.rasters import JOBS

application = QGuiApplication([])
try:
    printer = QtSpooledPrinter(sys.argv[1])
    printer.print_card(JOBS[sys.argv[2]])
except StationError as error:
    print(json.dumps(error.code))
