"""Texts that are nearly the same, found in time that grows as their number does.

MinHash with bands: each text is a set of character triples; 30 hash functions keep the least
hash of each set, and texts that agree in all three values of any of ten bands are looked at
together. Two texts that share 80 % of their triples meet with a probability of 0.999.
Source: A. Broder, "On the resemblance and containment of documents", 1997.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

BANDS = 10
ROWS = 3
CHUNK = 20_000
NEIGHBOURS = 3
"""In a full band each text is paired with so many before it, so that the work stays linear."""

_MIX = np.uint64(0x9E3779B97F4A7C15)


def near_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes (earlier, later) of texts that may be nearly the same.

    A pair may come more than once, and some pairs are no near duplicates: look at each.
    """
    if len(texts) < 2:
        return
    signatures = np.concatenate(
        [_signatures(texts[at : at + CHUNK]) for at in range(0, len(texts), CHUNK)]
    )
    for band in range(BANDS):
        values = signatures[:, band * ROWS : (band + 1) * ROWS]
        with np.errstate(over="ignore"):
            keys = (values[:, 0] * _MIX ^ values[:, 1]) * _MIX ^ values[:, 2]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        for step in range(1, NEIGHBOURS + 1):
            meet = np.nonzero(ordered[step:] == ordered[:-step])[0]
            yield from zip(order[meet].tolist(), order[meet + step].tolist(), strict=True)


def _signatures(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Return the least hashes of each text, shape (texts, BANDS * ROWS)."""
    padded = [f"\x02{text}\x03\x03" for text in texts]
    joined = "".join(padded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype="<u4").astype(np.uint64)
    lengths = np.array([len(text) for text in padded])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    with np.errstate(over="ignore"):
        triples = codes * np.uint64(0x100000001B3) * _MIX
        triples[:-1] ^= codes[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
        triples[:-2] ^= codes[2:] * np.uint64(0x165667B19E3779F9)
        triples[starts[1:] - 1] = triples[starts[1:] - 2]  # no triple spans two texts
        signatures = np.empty((len(texts), BANDS * ROWS), dtype=np.uint64)
        for n in range(BANDS * ROWS):
            mixed = (triples ^ np.uint64(n * 0x632BE59BD9B4E019 % 2**64)) * _MIX
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
            signatures[:, n] = np.minimum.reduceat(mixed, starts)
    return signatures
