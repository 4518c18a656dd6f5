"""Makes station/printer/hanzi_index.xz out of Unihan (Debian's package unicode-data).

Once, when the fonts or Unicode change:

    python installer/fonts/hanzi_index.py Unihan_IRGSources.txt Unihan_Readings.txt OUT

One line for each radical and number of further strokes, "30.3 characters", and one for each
syllable, "ji characters". Only characters that one of our fonts has are in it.
"""

import lzma
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from station.printer.fonts import missing


def main(sources: Path, readings: Path, target: Path) -> None:
    """Write the index."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    drawn: set[str] = set()
    for character, field, value in _entries(sources):
        if field == "kRSUnicode" and not missing(character):
            drawn.add(character)
            for each in dict.fromkeys(value.replace("'", "").split()):  # simplified ones as well
                lines[each].append(character)
    for character, field, value in _entries(readings):
        if field == "kMandarin" and character in drawn:
            lines[_plain(value.split()[0])].append(character)
    text = "\n".join(f"{key} {''.join(found)}" for key, found in lines.items())
    target.write_bytes(lzma.compress(text.encode(), preset=9))


def _entries(file: Path) -> list[tuple[str, str, str]]:
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return [
        (chr(int(row[0].removeprefix("U+"), 16)), row[1], row[2]) for row in rows if len(row) == 3
    ]


def _plain(syllable: str) -> str:
    """Return a syllable without its tone; ü is typed v."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
