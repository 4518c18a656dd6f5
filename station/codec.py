"""Frozen dataclasses to CBOR and back: the one form in which we save, send and sign.

CBOR is deterministic (RFC 8949, 4.2), so that equal values have equal bytes on every
machine and version. Reading is strict: a map must have exactly a record's fields, in their only
order and each of its own type, and the bytes must be what the plain values are written as, so that
another form of a number or a length is refused too. A member of a union is named by its class
under the key "is".

A field that joins a document which travels already is declared with `later`: it is not written
while it holds its default, so that older bytes stay the only form of what they say.
"""

import io
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from itertools import pairwise
from operator import attrgetter
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import cbor2
from cattrs import Converter

from station.errors.document import DocumentMalformed

T = TypeVar("T")

TAG = "is"
LATER = "left out while it holds its default"


def later(default: T) -> T:
    """Declare a field that joins a document which travels already; its default is not written."""
    declared: Any = field(default=default, metadata={LATER: True})
    return declared  # type: ignore[no-any-return]


def filled(kind: type[T], columns: Mapping[str, Sequence[Any]]) -> tuple[T, ...]:
    """Make many records of a class with slots, column by column, and let it check each.

    Args:
        columns: A value of each field for each record, already of the field's own type.
    """
    count = len(next(iter(columns.values())))
    made = tuple(map(object.__new__, [kind] * count))
    for name, column in columns.items():
        _run(getattr(kind, name).__set__, made, column)
    if check := getattr(kind, "__post_init__", None):
        _run(check, made)
    return made


def _run(task: Callable[..., None], *columns: Sequence[Any]) -> None:
    deque(map(task, *columns), maxlen=0)


class Codec(Generic[T]):
    """Packs and unpacks values of one type.

    Args:
        kind: A frozen dataclass, or a union of frozen dataclasses.
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def pack(self, value: T) -> bytes:
        """Return the value's only CBOR form."""
        return cbor2.dumps(self._take_apart(value), canonical=self._has_float)

    def pack_each(self, values: Iterable[T]) -> list[bytes]:
        """Return each value's only CBOR form; for many it is a third of the work."""
        written, ends = io.BytesIO(), [0]
        encoder = cbor2.CBOREncoder(written, canonical=self._has_float)
        for value in values:
            encoder.encode(self._take_apart(value))
            ends.append(written.tell())
        raw = written.getvalue()
        return [raw[start:end] for start, end in pairwise(ends)]

    def unpack(self, raw: bytes) -> T:
        """Read a value back.

        Raises:
            DocumentMalformed: The bytes are not one whole value of this type, in its only form.
        """
        try:
            plain = cbor2.loads(raw)
            same = cbor2.dumps(plain, canonical=self._has_float) == raw
            value: T = self._put_together(plain, self._kind)
        except (cbor2.CBORError, *WRONG_VALUE) as exc:
            raise DocumentMalformed(kind=_name(self._kind)) from exc
        if not same:  # bytes left over, or another form of a number or a length
            raise DocumentMalformed(kind=_name(self._kind))
        return value

    @cached_property
    def _has_float(self) -> bool:
        """Whether numbers must be made as short as they can be, which takes long."""
        return _holds(float, self._kind, set())

    @cached_property
    def _take_apart(self) -> Any:
        return _CONVERTER.get_unstructure_hook(self._kind)

    @cached_property
    def _put_together(self) -> Any:
        return _CONVERTER.get_structure_hook(self._kind)


WRONG_VALUE = (ValueError, TypeError, KeyError, EOFError, OverflowError, RecursionError)
"""What reading a value raises, beside CBOR's own errors, if it is not of its type."""


PRIMITIVES = (bool, int, float, str, bytes)


def _name(kind: Any) -> str:
    return " | ".join(member.__name__ for member in get_args(kind)) or str(kind.__name__)


def _is_union(kind: Any) -> bool:
    members = get_args(kind)
    return get_origin(kind) in (Union, UnionType) and all(is_dataclass(m) for m in members)


def _is_row(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _is_fixed_row(kind: Any) -> bool:
    return get_origin(kind) is tuple and not _is_row(kind)


def _holds(wanted: type, kind: Any, seen: set[Any]) -> bool:
    """Whether a value of this kind can have one of another kind in it."""
    kind = without_new_type(kind)
    if kind is wanted or kind in seen:
        return kind is wanted
    seen.add(kind)
    inner: Iterable[Any] = get_args(kind)
    if is_dataclass(kind):
        inner = get_type_hints(kind).values()
    return any(_holds(wanted, each, seen) for each in inner)


def without_new_type(kind: Any) -> Any:
    """Return the type that a chain of NewTypes stands for."""
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    return kind


class _Form:
    """A record's only form: which keys its map has, in which order, and what lies under each.

    Args:
        tagged: It is a member of a union, and its class stands under TAG.
    """

    def __init__(self, kind: Any, *, tagged: bool = False) -> None:
        kinds = get_type_hints(kind)
        self._kind = kind
        self._names = _in_order([each.name for each in fields(kind)])
        self._keys = _in_order([*self._names, TAG]) if tagged else self._names
        self._tag = kind.__name__ if tagged else None
        self._later = {e.name: e.default for e in fields(kind) if LATER in e.metadata}
        self._exact = {
            name: wanted
            for name in self._names
            if (wanted := without_new_type(kinds[name])) in PRIMITIVES and name not in self._later
        }
        self._deep = [
            (
                name,
                kinds[name],
                _CONVERTER.get_structure_hook(kinds[name]),
                _CONVERTER.get_unstructure_hook(kinds[name]),
            )
            for name in self._names
            if name not in self._exact
        ]
        self._is_flat = not self._deep and not tagged
        self._values = attrgetter(*self._names) if len(self._names) > 1 else None
        self.is_row_of_columns = self._is_flat and hasattr(kind, "__slots__") and bool(self._names)

    def put_together(self, plain: Any, _: Any) -> Any:
        """Make the record of its map."""
        if type(plain) is not dict:
            raise TypeError("no map")
        if tuple(plain) != self._keys:
            self._check_left_out(plain)
        for name, wanted in self._exact.items():
            if type(plain[name]) is not wanted:
                raise TypeError(f"{name} is no {wanted.__name__}")
        if self._is_flat:
            return self._kind(**plain)
        values = dict(plain)
        if self._tag is not None:
            del values[TAG]
        for name, kind, read, _write in self._deep:
            if name in values:
                values[name] = read(values[name], kind)
        for name, default in self._later.items():
            if name in values and values[name] == default:
                raise ValueError(f"{name} says nothing but its default")
        return self._kind(**values)

    def put_together_each(self, plain: Any, _: Any) -> tuple[Any, ...]:
        """Make the records of a list of maps: of many alike, at a fifth of the time."""
        rows = _a_list(plain)
        if not rows:
            return ()
        if set(map(type, rows)) != {dict} or any(tuple(row) != self._keys for row in rows):
            raise TypeError("no maps, or with other fields than their own")
        columns = dict(
            zip(self._keys, zip(*[row.values() for row in rows], strict=True), strict=True)
        )
        for name, column in columns.items():
            if set(map(type, column)) != {self._exact[name]}:
                raise TypeError(f"{name} is no {self._exact[name].__name__}")
        return filled(self._kind, columns)

    def take_apart(self, record: Any) -> dict[str, Any]:
        """Make the map of a record."""
        if self._is_flat and self._values is not None:
            return dict(zip(self._keys, self._values(record), strict=True))
        if self._tag is None:
            plain = {name: getattr(record, name) for name in self._keys}
        else:
            plain = {n: self._tag if n == TAG else getattr(record, n) for n in self._keys}
        for name, _kind, _read, write in self._deep:
            if name in self._later and plain[name] == self._later[name]:
                del plain[name]
            else:
                plain[name] = write(plain[name])
        return plain

    def _check_left_out(self, plain: dict[Any, Any]) -> None:
        there = [name for name in self._keys if name in plain]
        if tuple(plain) != tuple(there) or set(self._keys) - set(there) - self._later.keys():
            raise KeyError("other fields than its own, or in another order")


def _in_order(names: list[str]) -> tuple[str, ...]:
    """Return keys as RFC 8949 4.2.3 orders them: the shortest first."""
    return tuple(cbor2.loads(cbor2.dumps(dict.fromkeys(names), canonical=True)))


def _structure_union(kind: Any) -> Any:
    members = {m.__name__: _Form(m, tagged=True).put_together for m in get_args(kind)}
    return lambda plain, _: members[plain[TAG]](plain, None)


def _unstructure_union(kind: Any) -> Any:
    members = {member: _Form(member, tagged=True).take_apart for member in get_args(kind)}
    return lambda value: members[type(value)](value)


def _structure_row(kind: Any) -> Any:
    (item, _) = get_args(kind)
    if (wanted := without_new_type(item)) in PRIMITIVES:
        return partial(_primitives, wanted)
    if is_dataclass(item) and (form := _Form(item)).is_row_of_columns:
        return form.put_together_each
    read = _CONVERTER.get_structure_hook(item)
    return lambda plain, _: tuple([read(each, item) for each in _a_list(plain)])


def _primitives(wanted: type, plain: Any, _: Any) -> tuple[Any, ...]:
    values = tuple(_a_list(plain))
    if not set(map(type, values)) <= {wanted}:
        raise TypeError(f"expected {wanted.__name__} only")
    return values


def _structure_fixed_row(kind: Any) -> Any:
    items = get_args(kind)
    reads = [_CONVERTER.get_structure_hook(item) for item in items]

    def structure(plain: Any, _: Any) -> Any:
        values = zip(reads, _a_list(plain), items, strict=True)
        return tuple([read(value, item) for read, value, item in values])

    return structure


def _a_list(plain: Any) -> list[Any]:
    if type(plain) is not list:
        raise TypeError("no list")
    return plain


def _date(plain: Any, _: Any) -> date:
    found = date.fromisoformat(plain)
    if found.isoformat() != plain:
        raise ValueError("a date of another form")
    return found


def _exactly(wanted: type) -> Any:
    def structure(plain: Any, _: Any) -> Any:
        if type(plain) is not wanted:
            raise TypeError(f"expected {wanted.__name__}, got {type(plain).__name__}")
        return plain

    return structure


def _build() -> Converter:
    converter = Converter(detailed_validation=False)
    for wanted in PRIMITIVES:
        converter.register_structure_hook(wanted, _exactly(wanted))
    converter.register_structure_hook(date, _date)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(StrEnum, lambda plain, kind: kind(plain))
    converter.register_structure_hook_factory(_is_row, _structure_row)
    converter.register_structure_hook_factory(_is_fixed_row, _structure_fixed_row)
    converter.register_structure_hook_factory(is_dataclass, lambda k: _Form(k).put_together)
    converter.register_unstructure_hook_factory(is_dataclass, lambda k: _Form(k).take_apart)
    converter.register_structure_hook_factory(_is_union, _structure_union)
    converter.register_unstructure_hook_factory(_is_union, _unstructure_union)
    return converter


_CONVERTER = _build()
