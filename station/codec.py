"""Frozen dataclasses to CBOR and back: the one form in which we save, send and sign.

CBOR is deterministic (RFC 8949, 4.2), so that equal values have equal bytes on every
machine and version. Reading is strict: an unknown field, a missing one or one of another
type is refused, and a member of a union is named by its class under the key "is".
"""

from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import cbor2
from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from station.errors.document import DocumentMalformed

T = TypeVar("T")

TAG = "is"


class Codec(Generic[T]):
    """Packs and unpacks values of one type.

    Args:
        kind: A frozen dataclass, or a union of frozen dataclasses.
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def pack(self, value: T) -> bytes:
        """Return the value's only CBOR form."""
        return cbor2.dumps(_CONVERTER.unstructure(value, unstructure_as=self._kind), canonical=True)

    def unpack(self, raw: bytes) -> T:
        """Read a value back.

        Raises:
            DocumentMalformed: The bytes are not one whole value of this type, in its only form.
        """
        try:
            plain = cbor2.loads(raw)
            _exactly(dict)(plain, dict)
            value: T = _CONVERTER.structure(plain, self._kind)
            same = self.pack(value) == raw
        except (cbor2.CBORError, BaseValidationError, *_WRONG_VALUE) as exc:
            raise DocumentMalformed(kind=_name(self._kind)) from exc
        if not same:  # bytes left over, or another CBOR form of the same value
            raise DocumentMalformed(kind=_name(self._kind))
        return value


_WRONG_VALUE = (ValueError, TypeError, KeyError, EOFError, OverflowError, RecursionError)


def _name(kind: Any) -> str:
    return " | ".join(member.__name__ for member in get_args(kind)) or str(kind.__name__)


def _is_union(kind: Any) -> bool:
    members = get_args(kind)
    return get_origin(kind) in (Union, UnionType) and all(is_dataclass(m) for m in members)


def _structure_dataclass(kind: Any) -> Any:
    return make_dict_structure_fn(kind, _CONVERTER, _cattrs_forbid_extra_keys=True)


def _structure_union(kind: Any) -> Any:
    members = {member.__name__: member for member in get_args(kind)}

    def structure(plain: Any, _: Any) -> Any:
        rest = dict(plain)
        return _CONVERTER.structure(rest, members[rest.pop(TAG)])

    return structure


def _unstructure_union(_: Any) -> Any:
    def unstructure(value: Any) -> Any:
        return {TAG: type(value).__name__, **_CONVERTER.unstructure(value)}

    return unstructure


def _exactly(wanted: type) -> Any:
    def structure(plain: Any, _: Any) -> Any:
        if type(plain) is not wanted:
            raise TypeError(f"expected {wanted.__name__}, got {type(plain).__name__}")
        return plain

    return structure


def _build() -> Converter:
    converter = Converter()
    for wanted in (bool, int, float, str, bytes):
        converter.register_structure_hook(wanted, _exactly(wanted))
    converter.register_structure_hook(date, lambda plain, _: date.fromisoformat(plain))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook_factory(is_dataclass, _structure_dataclass)
    converter.register_unstructure_hook_factory(
        is_dataclass, lambda kind: make_dict_unstructure_fn(kind, _CONVERTER)
    )
    converter.register_structure_hook_factory(_is_union, _structure_union)
    converter.register_unstructure_hook_factory(_is_union, _unstructure_union)
    converter.register_structure_hook(StrEnum, lambda plain, kind: kind(_exactly(str)(plain, str)))
    return converter


_CONVERTER = _build()
