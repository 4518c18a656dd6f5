"""Puts a USB device under the real libusb; run by the system's Python, which has umockdev.

Usage: umockdev_bridge.py DEVICE-RECORD COMMAND...

COMMAND runs with the device on its bus. What its libusb asks of the kernel (usbfs requests) is
passed on, on standard output, to whoever started this program, and answered on standard input:

    question  letter, endpoint, size (4 bytes), then the bytes to write, if any
    answer    errno (4 bytes), size (4 bytes), then the bytes read, if any
"""

import errno
import os
import struct
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

NODE = "/dev/bus/usb/001/002"

GET_CAPABILITIES = 0x8004551A
CLAIM = 0x8004550F
RELEASE = 0x80045510
GET_DRIVER = 0x41045508
IOCTL = 0xC0105512
SUBMIT_URB = 0x8038550A
REAP_URB_NO_DELAY = 0x4008550D
DISCARD_URB = 0x550B
CLEAR_HALT = 0x80045515
DISCONNECT, CONNECT = 0x5516, 0x5517

URB_SIZE, URB_STATUS, URB_BUFFER, URB_LENGTH, URB_ACTUAL = 56, 4, 16, 24, 28
CONTROL_URB = 2
SETUP_SIZE = 8
CANCELLED = -errno.ENOENT


def ask(letter, endpoint=0, data=b"", size=None):
    """Ask the emulator; return (errno, bytes)."""
    size = len(data) if size is None else size
    sys.stdout.buffer.write(struct.pack("<cBI", letter, endpoint, size) + data)
    sys.stdout.buffer.flush()
    error, count = struct.unpack("<II", sys.stdin.buffer.read(8))
    return error, sys.stdin.buffer.read(count)


def number(data, offset, kind="i"):
    return struct.unpack_from(f"<{kind}", bytes(data.retrieve()), offset)[0]


class Usbfs(UMockdev.IoctlBase):
    """Answers the requests that libusb makes on the device's node."""

    def __init__(self):
        super().__init__()
        self.waiting = []
        self.done = []

    def do_handle_ioctl(self, client):
        result, error = self.handle(client.get_request(), client.get_arg())
        client.complete(-1 if error else result, error)
        return True

    def handle(self, request, arg):
        request &= 0xFFFFFFFF
        if request == SUBMIT_URB:
            return self.submit(arg.resolve(0, URB_SIZE))
        if request == REAP_URB_NO_DELAY:
            return self.reap(arg)
        if request == DISCARD_URB:  # the driver waits for one answer at a time
            return self.discard()
        if request == GET_CAPABILITIES:
            arg.resolve(0, 4).update(0, bytes(4))
            return 0, 0
        if request == GET_DRIVER:
            error, _ = ask(b"g")
            if not error:
                arg.resolve(0, 260).update(4, b"usblp\0")
            return 0, error
        if request == IOCTL:
            code = number(arg.resolve(0, 16), 4, "I")
            return 0, ask(b"d" if code == DISCONNECT else b"a")[0]
        letters = {CLAIM: b"c", RELEASE: b"l", CLEAR_HALT: b"h"}
        if request in letters:
            return 0, ask(letters[request])[0]
        return 0, errno.ENOTTY

    def submit(self, urb):
        kind, endpoint = bytes(urb.retrieve())[:2]
        length = number(urb, URB_LENGTH)
        buffer = urb.resolve(URB_BUFFER, length)
        if kind == CONTROL_URB:
            raw = bytes(buffer.retrieve())
            error, data = ask(b"s", 0, raw)
            if raw[0] & 0x80:
                buffer.update(SETUP_SIZE, data)
            self.finish(urb, error, len(data))
        elif endpoint & 0x80:
            self.waiting.append((urb, endpoint, buffer, length))
        else:
            error, _ = ask(b"w", endpoint, bytes(buffer.retrieve()))
            self.finish(urb, error, 0 if error else length)
        return 0, 0

    def finish(self, urb, error, actual):
        urb.update(URB_STATUS, struct.pack("<i", -error))
        urb.update(URB_ACTUAL, struct.pack("<i", actual))
        self.done.append(urb)

    def reap(self, arg):
        for entry in list(self.waiting):
            urb, endpoint, buffer, length = entry
            error, data = ask(b"r", endpoint, size=length)
            if error == errno.ETIMEDOUT:
                continue
            self.waiting.remove(entry)
            if data:
                buffer.update(0, data)
            self.finish(urb, error, len(data))
        if not self.done:
            return 0, errno.EAGAIN
        arg.resolve(0, 8).set_ptr(0, self.done.pop(0))
        return 0, 0

    def discard(self):
        if not self.waiting:
            return 0, errno.EINVAL
        urb = self.waiting.pop(0)[0]
        self.finish(urb, -CANCELLED, 0)
        return 0, 0


def crash(kind, error, trace):
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)


def main():
    sys.excepthook = crash
    threading.excepthook = lambda failed: crash(failed.exc_type, failed.exc_value, None)
    testbed = UMockdev.Testbed.new()
    testbed.add_from_string(Path(sys.argv[1]).read_text(encoding="ascii"))
    handler = Usbfs()
    testbed.attach_ioctl(NODE, handler)
    loop = GLib.MainLoop()
    status = []

    def run():
        status.append(subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=sys.stderr))
        loop.quit()

    threading.Thread(target=run).start()
    loop.run()
    os._exit(status[0])


main()
