"""The QR code on a card, in modules of whole dots."""

from typing import Any

import segno

from station.errors.credential import CardCodeTooLong
from station.printer.dots import DOT, Box

LEAST_MODULE_DOTS = 3
GOOD_MODULE_DOTS = 4


def lay_code(canvas: Any, payload: str, box: Box) -> None:
    """Lay down a code in the lower right corner of its box; without one the box stays empty.

    Raises:
        CardCodeTooLong: Its modules would be too fine to be read.
    """
    if not payload:
        return
    modules, module = fitted(payload, box)
    side = module * len(modules)
    left, quiet = box.left + box.width - side, 2 * module
    canvas.setFillGray(1)
    whole = (side + 2 * quiet) * DOT
    canvas.rect((left - quiet) * DOT, (box.bottom - quiet) * DOT, whole, whole, stroke=0, fill=1)
    canvas.setFillGray(0)
    dark = canvas.beginPath()
    for row, line in enumerate(modules):
        y = box.bottom + side - (row + 1) * module
        for column, is_dark in enumerate(line):
            if is_dark:
                dark.rect((left + column * module) * DOT, y * DOT, module * DOT, module * DOT)
    canvas.drawPath(dark, stroke=0, fill=1)


def fitted(payload: str, box: Box) -> tuple[list[list[int]], int]:
    """Return the modules of a code that fits into a box, and how many dots each has.

    Raises:
        CardCodeTooLong: Its modules would be too fine to be read.
    """
    modules = _modules(payload, "m")
    if box.width // len(modules) < GOOD_MODULE_DOTS:
        # On a scratched card, size reads better than redundancy.
        modules = min(modules, _modules(payload, "l"), key=len)
    module = box.width // len(modules)
    if module < LEAST_MODULE_DOTS:
        raise CardCodeTooLong
    return modules, module


def _modules(payload: str, level: str) -> list[list[int]]:
    try:
        code = segno.make(payload, micro=False, error=level, boost_error=False)
    except segno.DataOverflowError as exc:
        raise CardCodeTooLong from exc
    return [list(row) for row in code.matrix]
