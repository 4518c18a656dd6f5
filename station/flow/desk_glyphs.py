"""Chooses characters that no keyboard gives, for a name that no roster could hold whole (F25).

Whoever stands at the desk shows the document; the staff find the character by its radical and
strokes, its sound or its code, and choose it by its picture. It is the two who let the person in
that put it into the name.
"""

from dataclasses import replace

from station.flow.desk_tools import Visitor
from station.flow.desk_view import (
    ChooseGlyph,
    FindByStrokes,
    FindByWords,
    GlyphFound,
    GlyphIntent,
    GlyphPage,
    LeaveGlyphs,
    OpenGlyphs,
    TurnGlyphs,
)
from station.identity.names import Glyph, stand_ins, with_glyphs
from station.printer.fonts import svg
from station.printer.hanzi_index import by_strokes, by_words

ON_A_PAGE = 24


class DeskGlyphs:
    """The page on which characters are chosen; of one visitor at a time.

    Attributes:
        page: What it shows; None while it is shut.
    """

    def __init__(self) -> None:
        self._found = ""
        self.page: GlyphPage | None = None

    def intent(self, intent: GlyphIntent, visitor: Visitor) -> None:
        """Hear what the staff wish."""
        match intent:
            case OpenGlyphs():
                self._open(visitor)
            case FindByStrokes(radical, strokes):
                self._show(by_strokes(radical, strokes))
            case FindByWords(words):
                self._show(by_words(words))
            case TurnGlyphs(page):
                self._turn(page)
            case ChooseGlyph(character):
                self._choose(character, visitor)
            case LeaveGlyphs():
                self.close()

    def close(self) -> None:
        """Shut the page; what was chosen stays with the visitor."""
        self.page, self._found = None, ""

    def _open(self, visitor: Visitor) -> None:
        places = stand_ins(visitor.entry.name)
        if places:
            visitor.glyphs = {}  # chosen anew
            self.page = GlyphPage(name=visitor.entry.name, places=places, place=places[0])

    def _show(self, found: str) -> None:
        self._found = found
        self._turn(0)
        if self.page is not None:
            self.page = replace(self.page, asked=True)

    def _turn(self, page: int) -> None:
        pages = -(-len(self._found) // ON_A_PAGE)
        if self.page is None or not 0 <= page < max(1, pages):
            return
        shown = self._found[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        found = tuple(GlyphFound(character=each, picture=svg(each)) for each in shown)
        self.page = replace(self.page, found=found, page=page, pages=pages)

    def _choose(self, character: str, visitor: Visitor) -> None:
        page = self.page
        if page is None or character not in self._found:
            return
        visitor.glyphs[page.place] = Glyph(place=page.place, character=character)
        left = [place for place in page.places if place not in visitor.glyphs]
        if not left:
            self.close()
            return
        name = with_glyphs(visitor.entry.name, visitor.glyphs.values())
        self._found = ""
        self.page = GlyphPage(name=name, places=page.places, place=left[0])
