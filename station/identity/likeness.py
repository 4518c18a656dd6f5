"""How alike the frames of a look are, taken together: a pure function of what is recorded."""

from collections.abc import Sequence
from statistics import median_low


def likeness(similarities: Sequence[float]) -> float:
    """Return the similarity that counts: that of the middle frame, the lower one of two.

    The likest frame would let strangers in by luck, the more so the more frames are taken; the
    middle one does not.

    Args:
        similarities: Of each frame that was fit to compare; at least one.

    Source:
        `python -m bench face --frames`: of twelve frames the likest lets in 3 to 4 times as many
        strangers as one frame does, the middle one fewer than one frame does.
    """
    return median_low(similarities)
