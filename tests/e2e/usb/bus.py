"""Runs a program of the product with an emulated device under its real libusb."""

import errno
import json
import os
import shutil
import struct
import subprocess
import sys
from array import array
from pathlib import Path

import usb.core

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
NEEDS = "umockdev gir1.2-umockdev-1.0 python3-gi"


def missing():
    """Return what to install before these tests can run; empty if they can."""
    if not sys.platform.startswith("linux"):
        return "umockdev is for Linux only"
    if shutil.which("umockdev-wrapper") is None or not Path(SYSTEM_PYTHON).exists():
        return f"umockdev is missing: apt-get install {NEEDS}"
    asked = "import gi; gi.require_version('UMockdev', '1.0')"
    found = subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True, check=False)
    return "" if found.returncode == 0 else f"umockdev is missing: apt-get install {NEEDS}"


def run_on_bus(device, what, folder):
    """Run drive.py with the device on its bus and return what it says."""
    status, text = run_program(device, [sys.executable, "-m", "tests.e2e.usb.drive", what], folder)
    assert status == 0, text
    return json.loads(text.splitlines()[-1])


def run_program(device, program, folder, **environment):
    """Run any program with the device on its bus; return its status and what it says."""
    record = folder / "device"
    record.write_text(_record(device), encoding="ascii")
    command = ["umockdev-wrapper", SYSTEM_PYTHON, HERE / "umockdev_bridge.py", record, *program]
    with (folder / "said").open("w+b") as said:
        bridge = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        try:
            while head := bridge.stdout.read(6):
                letter, endpoint, size = struct.unpack("<cBI", head)
                data = b"" if letter == b"r" else bridge.stdout.read(size)
                bridge.stdin.write(_answer(device, letter, endpoint, size, data))
                bridge.stdin.flush()
            status = bridge.wait()
        finally:
            bridge.kill()
            bridge.communicate()
        said.seek(0)
        return status, said.read().decode()


def _answer(device, letter, endpoint, size, data):
    try:
        error, raw = 0, _obey(device, letter, endpoint, size, data)
    except usb.core.USBError as exc:
        error, raw = exc.errno, b""
    return struct.pack("<II", error, len(raw)) + raw


def _obey(device, letter, endpoint, size, data):
    match letter:
        case b"w":
            device.bulk_write(device, endpoint, 0, array("B", data), 0)
        case b"r":
            into = array("B", bytes(size))
            count = device.bulk_read(device, endpoint, 0, into, 0)
            return into[:count].tobytes()
        case b"s":
            kind, request, value, index, length = struct.unpack("<BBHHH", data[:8])
            into = array("B", bytes(length))
            count = device.ctrl_transfer(device, kind, request, value, index, into, 0)
            return into[:count].tobytes()
        case b"g":
            if not device.is_kernel_driver_active(device, 0):
                raise usb.core.USBError("no driver", errno=errno.ENODATA)
        case b"d":
            device.detach_kernel_driver(device, 0)
        case b"a":
            device.attach_kernel_driver(device, 0)
        case b"c":
            device.claim_interface(device, 0)
        case b"l":
            device.release_interface(device, 0)
        case b"h":
            device.clear_halt(device, endpoint)
    return b""


def _record(device):
    """Return the device as umockdev wants it, its descriptors as they are on the wire."""
    descriptors = _descriptors(device).hex().upper()
    lines = [
        "P: /devices/pci0000:00/0000:00:14.0/usb1/1-1",
        "N: bus/usb/001/002",
        "E: DEVNAME=/dev/bus/usb/001/002",
        "E: DEVTYPE=usb_device",
        "E: SUBSYSTEM=usb",
        "A: busnum=1\\n",
        "A: devnum=2\\n",
        "A: speed=12\\n",
        "A: bConfigurationValue=1\\n",
        f"H: descriptors={descriptors}",
    ]
    return "\n".join(lines) + "\n"


def _descriptors(device):
    about = device.get_device_descriptor(device)
    face = device.get_interface_descriptor(device, 0, 0, 0)
    kind = [face.bInterfaceClass, face.bInterfaceSubClass, face.bInterfaceProtocol]
    rest = bytes([9, 4, 0, 0, face.bNumEndpoints, *kind, 0])
    for index in range(face.bNumEndpoints):
        end = device.get_endpoint_descriptor(device, index, 0, 0, 0)
        rest += bytes([7, 5, end.bEndpointAddress, end.bmAttributes])
        rest += struct.pack("<HB", end.wMaxPacketSize, 0)
    ids = struct.pack("<HHH", about.idVendor, about.idProduct, 0x0100)
    whole = bytes([18, 1, 0, 2, 0, 0, 0, 64]) + ids + bytes([0, 0, 0, 1])
    return whole + bytes([9, 2]) + struct.pack("<H", 9 + len(rest)) + b"\1\1\0\x80\x32" + rest
