"""The calls into a vendor's libraries; runs in a child process alone.

The reader's library is sdtapi: its functions return the SAM's status byte, its USB ports are
numbered from 1001. The photo's library has one function, `unpack`. Both are their customers' own.
"""

import ctypes
from collections.abc import Callable
from multiprocessing.connection import Connection

READ = b"read"
DOCUMENT, REFUSED, NO_LIBRARY, NO_READER = b"D", b"R", b"L", b"A"

USB_PORTS = range(1001, 1017)
TEXT_SIZE, PHOTO_SIZE = 256, 1024
PIXELS = 102 * 126 * 3

_OK, _FOUND = 0x90, 0x9F
_DO_NOT_OPEN = 0


def serve_reader(pipe: Connection, library: str) -> None:
    """Answer each READ with a document's bytes, or with why there is none."""
    try:
        api = ctypes.CDLL(library)
    except OSError:
        _serve(pipe, lambda _: NO_LIBRARY)
        return
    _serve(pipe, lambda _: _read(api))


def serve_decoder(pipe: Connection, library: str) -> None:
    """Answer each compressed photo with its pixels, or with nothing if it cannot be unpacked."""
    try:
        unpack = ctypes.CDLL(library).unpack
    except (OSError, AttributeError):
        _serve(pipe, lambda _: NO_LIBRARY)
        return

    def answer(raw_photo: bytes) -> bytes:
        pixels = ctypes.create_string_buffer(PIXELS + 4_096)  # some write a little more
        done = unpack(ctypes.create_string_buffer(raw_photo, len(raw_photo)), pixels, 0)
        return DOCUMENT + pixels.raw[:PIXELS] if done == 1 else REFUSED

    _serve(pipe, answer)


def _serve(pipe: Connection, answer: Callable[[bytes], bytes]) -> None:
    while True:
        try:
            pipe.send_bytes(answer(pipe.recv_bytes()))
        except (EOFError, OSError):
            return


def _read(api: ctypes.CDLL) -> bytes:
    for port in USB_PORTS:
        if api.SDT_OpenPort(port) == _OK:
            try:
                return _read_at(api, port)
            finally:
                api.SDT_ClosePort(port)
    return NO_READER


def _read_at(api: ctypes.CDLL, port: int) -> bytes:
    scratch = ctypes.create_string_buffer(64)
    status = api.SDT_StartFindIDCard(port, scratch, _DO_NOT_OPEN)
    if status != _FOUND:
        return _refused(status)
    status = api.SDT_SelectIDCard(port, scratch, _DO_NOT_OPEN)
    if status != _OK:
        return _refused(status)
    text, photo = (ctypes.create_string_buffer(size) for size in (TEXT_SIZE, PHOTO_SIZE))
    sizes = ctypes.c_uint(0), ctypes.c_uint(0)
    status = api.SDT_ReadBaseMsg(
        port, text, ctypes.byref(sizes[0]), photo, ctypes.byref(sizes[1]), _DO_NOT_OPEN
    )
    return DOCUMENT + text.raw + photo.raw if status == _OK else _refused(status)


def _refused(status: int) -> bytes:
    return REFUSED + bytes([status & 0xFF])
