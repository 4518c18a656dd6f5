"""Which pictures show the failures of RULES 4.2 at the desk and at the seat's check.

By the failure's number there, the names of states in the console's and the seat's gallery.
"""

ON_THE_CONSOLE = {
    "F03": ("desk-unreadable", "desk-typing", "desk-sides", "desk-typed"),
    "F04": ("desk-paper-refused", "desk-card-expired"),
    "F05": ("console-grey", "desk-advice-closer", "desk-waiting", "desk-waiting-grey"),
    "F06": ("desk-twins",),
    "F07": ("console-refused", "desk-sent-away", "console-impostor", "console-incident"),
    "F08": ("console-unsure",),
    "F22": ("desk-namesakes", "console-unsure"),
    "F25": ("desk-rare-glyph", "desk-glyph-missing", "desk-glyphs", "desk-glyphs-none"),
}
AT_THE_SEAT = {
    "F05": ("check-mask", "check-unsure"),
    "F08": ("finder", "finder-found", "finder-two", "finder-nobody"),
    "F22": ("check-good", "ready-begin"),
}
