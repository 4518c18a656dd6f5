"""What a program asks the disk to do, call by call, and what is left of it when the power goes.

`record` runs a program under ptrace and notes each write, cut and sync of the files below one
folder, and each line that the program says. `Disk` plays the notes again up to any of them: what
was synced is there; of what was not, any part may be, in any order, down to single sectors. Names
are no different: a file that was made, renamed or deleted may be as before until its folder is
synced, only that names change in order, as they do in a journal.
"""

import ctypes
import os
import platform
import random
import signal
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = {
    "x86_64": {
        1: "write",
        18: "pwrite",
        74: "fsync",
        75: "fsync",
        77: "truncate",
        257: "open",
        3: "close",
        87: "unlink",
        263: "unlinkat",
        82: "rename",
        264: "renameat",
    },
    "aarch64": {
        64: "write",
        68: "pwrite",
        82: "fsync",
        83: "fsync",
        46: "truncate",
        56: "open",
        57: "close",
        35: "unlinkat",
        38: "renameat",
        276: "renameat",
    },
}.get(platform.machine(), {})
SUPPORTED = sys.platform == "linux" and bool(CALLS)

TRACEME = 0
CONTINUE_TO_CALL = 24
SET_OPTIONS, GOOD_STOPS = 0x4200, 1
CALL_INFO = 0x420E
ENTRY, EXIT = 1, 2
START = f"""
import ctypes, os, signal
ctypes.CDLL(None).ptrace({TRACEME}, 0, 0, 0)
os.kill(os.getpid(), signal.SIGSTOP)
"""


@dataclass(frozen=True)
class Note:
    """One call: `what` is write, truncate, sync, make, unlink, rename or said.

    Attributes:
        file: Below the folder; a folder itself ends in a slash.
        to: What it is renamed to.
    """

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""
    to: str = ""


@dataclass
class _Recorder:
    pid: int
    folder: str
    files: dict[int, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def entered(self, call: str, args: tuple[int, ...]) -> None:
        fd = args[0]
        if call == "write" and fd == 1:
            self.notes.append(Note("said", data=self._memory(args[1], args[2])))
        elif call in ("unlink", "unlinkat"):
            self._named("unlink", args[0] if call == "unlink" else args[1])
        elif call == "rename":
            self._named("rename", args[0], args[1])
        elif call == "renameat":
            self._named("rename", args[1], args[3])
        elif call == "close":
            self.files.pop(fd, None)
        elif fd in self.files:
            self._of_a_file(call, self.files[fd], args)

    def _of_a_file(self, call: str, name: str, args: tuple[int, ...]) -> None:
        match call:
            case "pwrite":
                self.notes.append(Note("write", name, args[3], self._memory(args[1], args[2])))
            case "write":
                at = int(Path(f"/proc/{self.pid}/fdinfo/{args[0]}").read_text().split()[1])
                self.notes.append(Note("write", name, at, self._memory(args[1], args[2])))
            case "truncate":
                self.notes.append(Note("truncate", name, args[1]))
            case "fsync":
                self.notes.append(Note("sync", name))

    def opened(self, args: tuple[int, ...], fd: int) -> None:
        name = self._name(args[1])
        if fd >= 0 and name is not None:
            self.files[fd] = name
            if args[2] & os.O_CREAT:
                self.notes.append(Note("make", name))

    def _named(self, what: str, at: int, to: int = 0) -> None:
        name = self._name(at)
        if name is not None:
            self.notes.append(Note(what, name, to=(self._name(to) or "") if to else ""))

    def _name(self, at: int) -> str | None:
        """Return what is called so below the folder; None if it is elsewhere."""
        path = Path(self._text(at))
        if not path.is_relative_to(self.folder):
            return None
        name = str(path.relative_to(self.folder))
        return f"{name}/" if path.is_dir() else name

    def _memory(self, at: int, size: int) -> bytes:
        with Path(f"/proc/{self.pid}/mem").open("rb", 0) as memory:
            memory.seek(at)
            return memory.read(size)

    def _text(self, at: int) -> str:
        return self._memory(at, 256).split(b"\0", 1)[0].decode(errors="replace")


def record(script: str, folder: Path) -> list[Note]:
    """Run a Python program and return what it asked of the files in a folder, and what it said."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
    root = Path(__file__).parents[3]
    child = subprocess.Popen(
        [sys.executable, "-c", START + script, str(folder)], cwd=root, stdout=subprocess.DEVNULL
    )
    recorder = _Recorder(child.pid, str(folder))
    os.waitpid(child.pid, 0)
    libc.ptrace(SET_OPTIONS, child.pid, None, GOOD_STOPS)
    opening: tuple[int, ...] | None = None
    passed_on = 0
    info = ctypes.create_string_buffer(88)
    while True:
        libc.ptrace(CONTINUE_TO_CALL, child.pid, None, passed_on)
        _, status = os.waitpid(child.pid, 0)
        if not os.WIFSTOPPED(status):
            break
        stopped_by, passed_on = os.WSTOPSIG(status), 0
        if stopped_by != signal.SIGTRAP | 0x80:
            passed_on = stopped_by
            continue
        libc.ptrace(CALL_INFO, child.pid, len(info), ctypes.addressof(info))
        if info.raw[0] == ENTRY:
            number, *args = struct.unpack_from("<7Q", info.raw, 24)
            call = CALLS.get(number, "")
            opening = tuple(args) if call == "open" else None
            if call and not opening:
                recorder.entered(call, tuple(args))
        elif info.raw[0] == EXIT and opening:
            recorder.opened(opening, struct.unpack_from("<q", info.raw, 24)[0])
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"the recorded program ended with {child.returncode}")
    return recorder.notes


class Disk:
    """A disk that has done so many of the notes. A file is a number; names lead to them."""

    def __init__(self) -> None:
        self._durable: dict[int, bytearray] = {}
        self._durable_names: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._unsure_names: list[dict[str, int]] = []
        self._pending: list[tuple[int, Note]] = []
        self._made = 0
        self.said: list[bytes] = []

    def start(self, files: dict[str, bytes]) -> None:
        """Begin with these files, safe on disk."""
        for name, raw in files.items():
            self._durable[self._new(name)] = bytearray(raw)
        self._durable_names = dict(self._names)

    def do(self, note: Note) -> None:
        """Do what the program asked next."""
        match note.what:
            case "said":
                self.said += note.data.split()
            case "make":
                if note.file not in self._names:
                    self._new(note.file)
                    self._unsure_names.append(dict(self._names))
            case "unlink" | "rename":
                file = self._names.pop(note.file, None)
                if file is not None and note.to:
                    self._names[note.to] = file
                self._unsure_names.append(dict(self._names))
            case "sync" if note.file.endswith("/"):
                self._names_are_safe()
            case "sync":
                self._sync(self._names[note.file])
            case _:
                self._pending.append((self._names[note.file], note))

    @property
    def unsure(self) -> int:
        """How many writes a power cut may still take back."""
        return len(self._pending) + len(self._unsure_names)

    def after_a_cut(self, dice: random.Random, share: float) -> dict[str, bytes]:
        """Return the files as they may be if the power goes now.

        Args:
            share: How likely each sector that was not synced is there; 0 is none, 1 is all.
        """
        raws = {file: bytearray(raw) for file, raw in self._durable.items()}
        pieces = [(file, piece) for file, note in self._pending for piece in _sectors(note)]
        if 0 < share < 1:
            pieces = [piece for piece in pieces if dice.random() < share]
            dice.shuffle(pieces)
        for file, piece in pieces if share else ():
            _apply(raws.setdefault(file, bytearray()), piece)
        names = [self._durable_names, *self._unsure_names]
        kept = {0: 0, 1: len(names) - 1}.get(share, dice.randrange(len(names)))
        return {name: bytes(raws.get(file, b"")) for name, file in names[kept].items()}

    def _new(self, name: str) -> int:
        self._made += 1
        self._names[name] = self._made
        return self._made

    def _sync(self, file: int) -> None:
        for each, note in self._pending:
            if each == file:
                _apply(self._durable.setdefault(file, bytearray()), note)
        self._pending = [(each, note) for each, note in self._pending if each != file]

    def _names_are_safe(self) -> None:
        """A folder is synced; the journal takes the names of the others along."""
        self._durable_names, self._unsure_names = dict(self._names), []


def _sectors(note: Note) -> list[Note]:
    if note.what != "write":
        return [note]
    pieces, at = [], 0
    while at < len(note.data):
        room = SECTOR - (note.at + at) % SECTOR
        pieces.append(Note("write", note.file, note.at + at, note.data[at : at + room]))
        at += room
    return pieces


def _apply(raw: bytearray, note: Note) -> None:
    match note.what:
        case "write":
            raw.extend(bytes(max(0, note.at + len(note.data) - len(raw))))
            raw[note.at : note.at + len(note.data)] = note.data
        case "truncate":
            raw.extend(bytes(max(0, note.at - len(raw))))
            del raw[note.at :]
