"""Who comes in a morning: places on the roster, and what is special about them."""

CANDIDATES, IMPOSTORS = 88, 10
GREY = frozenset({4, 21, 38, 55, 72})
UNREADABLE = frozenset({9, 33, 60})
DECLINES = 47
VICTIMS = tuple(range(2, 2 + 8 * IMPOSTORS, 8))
"""With these candidates' cards, impostors come before the candidates do."""
