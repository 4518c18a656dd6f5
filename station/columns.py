"""Many records of one type to CBOR and back, column by column.

A bank is read on the morning of the exam, 26,000 questions at once. Written one after the other
they say every field's name 26,000 times; written as columns each name stands once, the bytes are
two thirds as many, and a whole column is checked in one step. As with a Codec there is one form
only: columns, their types and their lengths are looked at one by one, and what was read is packed
again and must give the same bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import cbor2

from station.codec import LATER, WRONG_VALUE, filled, without_new_type
from station.errors.document import DocumentMalformed

T = TypeVar("T")

_PRIMITIVES = (bool, int, str, bytes)


class Columns(Generic[T]):
    """Packs and unpacks records of one type.

    Args:
        kind: A frozen dataclass with slots, whose fields are primitives, words of an enumeration,
            or rows of primitives.
    """

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind
        kinds = get_type_hints(kind)
        self._read: dict[str, Callable[[Any], list[Any]]] = {}
        self._later: dict[str, Any] = {}
        for each in fields(kind):  # type: ignore[arg-type]
            self._read[each.name] = _reader(without_new_type(kinds[each.name]))
            if LATER in each.metadata:
                self._later[each.name] = each.default

    def pack(self, records: Sequence[T]) -> bytes:
        """Return the only CBOR form of these records."""
        columns = {name: list(map(attrgetter(name), records)) for name in self._read}
        for name, default in self._later.items():
            if _all_are(columns[name], default):
                del columns[name]
        return cbor2.dumps(columns, canonical=True)

    def unpack(self, raw: bytes) -> tuple[T, ...]:
        """Read records back.

        Raises:
            DocumentMalformed: The bytes are not records of this type, in their only form.
        """
        try:
            plain = cbor2.loads(raw)
            if cbor2.dumps(plain, canonical=True) != raw:
                raise ValueError("another form, or bytes left over")
            return filled(self._kind, self._columns(plain))
        except (cbor2.CBORError, *WRONG_VALUE) as exc:
            raise DocumentMalformed(kind=self._kind.__name__) from exc

    def _columns(self, plain: Any) -> dict[str, list[Any]]:
        if type(plain) is not dict:
            raise TypeError("no columns")
        columns = {name: self._read[name](column) for name, column in plain.items()}
        lengths = {len(column) for column in columns.values()}
        if len(lengths) != 1:
            raise ValueError("columns of several lengths")
        for name, default in self._later.items():
            if name not in columns:
                columns[name] = [default] * min(lengths)
            elif _all_are(columns[name], default):
                raise ValueError(f"{name} holds nothing but its default")
        if columns.keys() != self._read.keys():
            raise KeyError("a column is missing")
        return columns


def _all_are(column: Sequence[Any], value: Any) -> bool:
    return all(each == value for each in column)


def _reader(kind: Any) -> Callable[[Any], list[Any]]:
    """Return what checks a column and gives its values their types."""
    if get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis:
        return _rows(without_new_type(get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        words = {word.value: word for word in kind}
        return lambda column: list(map(words.__getitem__, _only(str, column)))
    if kind not in _PRIMITIVES:
        raise TypeError(f"a column cannot hold {kind}")
    return lambda column: _only(kind, column)


def _rows(kind: type) -> Callable[[Any], list[Any]]:
    if kind not in _PRIMITIVES:
        raise TypeError(f"a row of a column cannot hold {kind}")

    def read(column: Any) -> list[Any]:
        rows = _only(list, column)
        _only(kind, list(chain.from_iterable(rows)))
        return list(map(tuple, rows))

    return read


def _only(kind: type, column: Any) -> list[Any]:
    """Return the column, if all its values are of this very type."""
    if type(column) is not list or not set(map(type, column)) <= {kind}:
        raise TypeError(f"expected {kind.__name__} only")
    return column
