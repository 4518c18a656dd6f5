"""Frozen dataclasses to CBOR and back: the one form in which we save, send and sign.

CBOR is deterministic (RFC 8949, 4.2), so that equal values have equal bytes on every
machine and version. Reading is strict: what was read is packed again and must give the same
bytes, so that an unknown field, a missing one or another form is refused; types are looked at
one by one. A member of a union is named by its class under the key "is".

A field that joins a document which travels already is declared with `later`: it is not written
while it holds its default, so that older bytes stay the only form of what they say.
"""

from dataclasses import field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import cbor2
from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_unstructure_fn, override

from station.errors.document import DocumentMalformed

T = TypeVar("T")

TAG = "is"
LATER = "left out while it holds its default"


def later(default: T) -> T:
    """Declare a field that joins a document which travels already; its default is not written."""
    declared: Any = field(default=default, metadata={LATER: True})
    return declared  # type: ignore[no-any-return]


class Codec(Generic[T]):
    """Packs and unpacks values of one type.

    Args:
        kind: A frozen dataclass, or a union of frozen dataclasses.
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def pack(self, value: T) -> bytes:
        """Return the value's only CBOR form."""
        return cbor2.dumps(self._take_apart(value), canonical=True)

    def unpack(self, raw: bytes) -> T:
        """Read a value back.

        Raises:
            DocumentMalformed: The bytes are not one whole value of this type, in its only form.
        """
        try:
            value: T = self._put_together(cbor2.loads(raw), self._kind)
            same = self.pack(value) == raw
        except (cbor2.CBORError, *WRONG_VALUE) as exc:
            raise DocumentMalformed(kind=_name(self._kind)) from exc
        if not same:  # a field too many or too few, bytes left over, or another form
            raise DocumentMalformed(kind=_name(self._kind))
        return value

    @cached_property
    def _take_apart(self) -> Any:
        return _CONVERTER.get_unstructure_hook(self._kind)

    @cached_property
    def _put_together(self) -> Any:
        return _CONVERTER.get_structure_hook(self._kind)


WRONG_VALUE = (ValueError, TypeError, KeyError, EOFError, OverflowError, RecursionError)
"""What reading a value raises, beside CBOR's own errors, if it is not of its type."""


def _name(kind: Any) -> str:
    return " | ".join(member.__name__ for member in get_args(kind)) or str(kind.__name__)


def _is_union(kind: Any) -> bool:
    members = get_args(kind)
    return get_origin(kind) in (Union, UnionType) and all(is_dataclass(m) for m in members)


def _is_row(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis


def _has_later(kind: Any) -> bool:
    return is_dataclass(kind) and any(LATER in each.metadata for each in fields(kind))


def _unstructure_later(kind: Any) -> Any:
    names = [each.name for each in fields(kind) if LATER in each.metadata]
    left_out = {name: override(omit_if_default=True) for name in names}
    return make_dict_unstructure_fn(kind, _CONVERTER, **left_out)  # type: ignore[arg-type]


def _structure_union(kind: Any) -> Any:
    members = {m.__name__: (m, _CONVERTER.get_structure_hook(m)) for m in get_args(kind)}

    def structure(plain: Any, _: Any) -> Any:
        member, put_together = members[plain[TAG]]
        return put_together(plain, member)

    return structure


def _unstructure_union(kind: Any) -> Any:
    members = {member: _CONVERTER.get_unstructure_hook(member) for member in get_args(kind)}

    def unstructure(value: Any) -> Any:
        member = type(value)
        return {TAG: member.__name__, **members[member](value)}

    return unstructure


def _exactly(wanted: type) -> Any:
    def structure(plain: Any, _: Any) -> Any:
        if type(plain) is not wanted:
            raise TypeError(f"expected {wanted.__name__}, got {type(plain).__name__}")
        return plain

    return structure


def _build() -> Converter:
    converter = Converter(detailed_validation=False)
    for wanted in (bool, int, float, str, bytes):
        converter.register_structure_hook(wanted, _exactly(wanted))
    converter.register_structure_hook(date, lambda plain, _: date.fromisoformat(plain))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(StrEnum, lambda plain, kind: kind(plain))
    converter.register_structure_hook_factory(_is_row, homogenous_tuple_structure_factory)
    converter.register_unstructure_hook_factory(_has_later, _unstructure_later)
    converter.register_structure_hook_factory(_is_union, _structure_union)
    converter.register_unstructure_hook_factory(_is_union, _unstructure_union)
    return converter


_CONVERTER = _build()
