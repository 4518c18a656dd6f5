"""What Chinese texts mean, as far as a table of words tells: near words have near vectors.

A bank says little about words that it uses once, so what the words of trades mean comes with the
program: meanings.npz, a vector for each of some 38,000 words of one to four characters
(installer/meanings says how it was made). A text's vector is the sum of its longest words', the
rare ones weighing more.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.exam.doctor.words import Matrix, Places, distinct

TABLE = files("station.exam.doctor") / "meanings.npz"
LONGEST = 4
_BITS = np.uint64(16)
_END = "\x03"


@dataclass(frozen=True, slots=True)
class _Table:
    """Words as numbers (16 bits a character), ascending, and the vector of each."""

    words: NDArray[np.uint64]
    vectors: Matrix

    def find(self, words: NDArray[np.uint64]) -> Places:
        """Return the place of each word; -1 of those that are not in the table."""
        places = np.searchsorted(self.words, words).clip(max=len(self.words) - 1)
        found: Places = np.where(self.words[places] == words, places, -1)
        return found


@functools.cache
def _table() -> _Table:
    with TABLE.open("rb") as file:
        table: Any = np.load(file, allow_pickle=False)
        return _Table(table["words"], table["vectors"].astype(np.float32))


def meanings(texts: Sequence[str]) -> Matrix:
    """Return a vector of length one for each text; of zeros if no word of it is known."""
    table = _table()
    words, rows = _words_in(texts, table)
    pairs = distinct(rows * len(table.words) + words)
    said = np.bincount(pairs % len(table.words), minlength=len(table.words))
    weights = np.log((len(texts) + 1) / (said + 0.5)).clip(0.05)
    vectors = table.vectors[words] * weights[words, None].astype(np.float32)
    sums = np.zeros((len(texts), table.vectors.shape[1]), np.float32)
    if len(rows):
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        sums[rows[starts]] = np.add.reduceat(vectors, starts)
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    means: Matrix = sums / np.maximum(lengths, 1e-6)[:, None]
    return means


def _words_in(texts: Sequence[str], table: _Table) -> tuple[Places, Places]:
    """Return the words of texts that are part of no longer one, and the row of each; in order."""
    parts = [_END * LONGEST, *(text + _END * LONGEST for text in texts)]
    signs = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), "<u4")
    signs = np.where(signs < 1 << 16, signs, 0).astype(np.uint64)
    code = np.zeros(len(signs), np.uint64)
    word = np.full(len(signs), -1)
    length = np.zeros(len(signs), np.intp)
    for size in range(LONGEST):
        code = (code << _BITS) | np.concatenate((signs[size:], np.zeros(size, np.uint64)))
        found = table.find(code)
        word = np.where(found >= 0, found, word)
        length[found >= 0] = size + 1
    ends = np.arange(len(signs)) + length
    furthest = np.maximum.accumulate(ends)
    whole = (word >= 0) & (ends > np.concatenate(([0], furthest[:-1])))
    rows = np.arange(-1, len(texts)).repeat([len(part) for part in parts])
    return word[whole], rows[whole]
