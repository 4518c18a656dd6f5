"""Makes station/printer/rare_hanzi.zip out of HanaMinB.ttf (Debian's package fonts-hanazono).

Once, when the font changes:

    python installer/fonts/rare_hanzi.py HanaMinB.ttf station/printer/rare_hanzi.zip

The zip holds a small font for each 1,024 code points, named by its first one, so that drawing one
rare character reads one small file. Characters that the Noto fonts have are left out. The Hanazono
font licence grants unlimited use, copying and distribution, with or without modification.
"""

import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont

from station.printer.fonts import CHUNK, has_of_its_own

STAMP = (2017, 9, 4, 0, 0, 0)
"""The font's own date: the same font gives the same zip."""


def main(source: Path, target: Path) -> None:
    """Write the zip."""
    font = TTFont(source, lazy=True)
    chunks: dict[int, dict[int, str]] = defaultdict(dict)
    for code, name in font.getBestCmap().items():
        if code >= 0x20000 and not has_of_its_own(chr(code)):
            chunks[code // CHUNK * CHUNK][code] = name
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for first, names in sorted(chunks.items()):
            file = zipfile.ZipInfo(f"{first:x}.ttf", STAMP)
            file.compress_type = zipfile.ZIP_LZMA
            archive.writestr(file, _small_font(font, names))


def _small_font(font: TTFont, names: dict[int, str]) -> bytes:
    glyf, widths = font["glyf"], font["hmtx"]
    order = [".notdef", *names.values()]
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    glyphs = {name: glyf[name] for name in order}
    for glyph in glyphs.values():
        glyph.removeHinting()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: widths[name] for name in order})
    builder.setupHorizontalHeader()
    builder.setupMaxp()
    raw = io.BytesIO()
    builder.font.save(raw)
    return raw.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
