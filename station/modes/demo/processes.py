"""The demo's other processes: commands that end, servers, and windows with a robot."""

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from station.modes.demo.timeline import StepFailed

PATIENCE_S = 40.0


def free_port() -> int:
    """Return a port of the loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(words: Sequence[str | Path], secrets: dict[str, str], *, fails: bool = False) -> str:
    """Run `station WORDS` to its end.

    Args:
        secrets: Passphrases, by the variables that the commands read.
        fails: It is meant to fail: return what it complains about, or what it answered.

    Returns:
        The last line that it printed.

    Raises:
        StepFailed: It failed and should not, or the other way round.
    """
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "station", *map(str, words)],
        env=_environment(secrets),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if (done.returncode != 0) is not fails:
        raise StepFailed(f"station {words[0]} {words[1]}: {done.stderr or done.stdout}")
    lines = ((fails and done.stderr) or done.stdout).strip().splitlines()
    return lines[-1] if lines else ""


class Server:
    """A process that serves until it is stopped."""

    def __init__(
        self, words: Sequence[str | Path], secrets: dict[str, str], port: int, log: Path
    ) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "station", *map(str, words)],
            env=_environment(secrets),
            stdout=self._log,
            stderr=self._log,
        )
        wait_until(lambda: self._answers(port), f"{words[0]} does not answer; see {log}")

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._process.terminate()
        self._process.wait(PATIENCE_S)
        self._log.close()

    def _answers(self, port: int) -> bool:
        if self._process.poll() is not None:
            raise StepFailed(f"ended with status {self._process.returncode}; see {self._log.name}")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            return probe.connect_ex(("127.0.0.1", port)) == 0


class RobotWindow:
    """A mode in a process of its own, with a robot at its window.

    Attributes:
        shown: Each picture of a question that was on the screen, oldest first.
    """

    def __init__(
        self, mode: str, choices: dict[str, Any], secrets: dict[str, str], log: Path
    ) -> None:
        self.shown: list[dict[str, Any]] = []
        self._log = log.open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "station.modes.robot", mode, json.dumps(choices)],
            env=_environment(secrets),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            encoding="utf-8",
        )
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def do(self, **order: Any) -> dict[str, Any]:
        """Have the robot do something; return what it answers.

        Raises:
            StepFailed: The process is gone, or does not answer.
        """
        if self._process.stdin is None or self._process.poll() is not None:
            raise StepFailed(f"the window is gone; see {self._log.name}")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        try:
            return self._answers.get(timeout=PATIENCE_S)
        except queue.Empty as exc:
            raise StepFailed(f"no answer to {order}; see {self._log.name}") from exc

    def press(self, name: str) -> None:
        """Click a widget, as soon as it can be clicked."""
        wait_until(lambda: bool(self.do(do="press", name=name)["pressed"]), f"cannot press {name}")

    def look(self) -> dict[str, Any]:
        """Return what the window shows."""
        found: dict[str, Any] = self.do(do="look")["look"] or {"is": ""}
        return found

    def wait(self, holds: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Look until something holds, and return that look."""
        last: dict[str, Any] = {}

        def looked() -> bool:
            nonlocal last
            last = self.look()
            return holds(last)

        wait_until(looked, what)
        return last

    def shoot(self, file: Path) -> None:
        """Take a picture of the window."""
        self.do(do="shot", file=str(file))

    def kill(self) -> None:
        """Cut the power: SIGKILL, and nothing is said."""
        self._process.kill()  # SIGKILL; on Windows TerminateProcess
        self._gone()

    def stop(self) -> None:
        """Close the window in good order."""
        if self._process.poll() is None and self._process.stdin is not None:
            self._process.stdin.write('{"do": "quit"}\n')
            self._process.stdin.flush()
        self._gone()

    def _gone(self) -> None:
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        for line in self._process.stdout:
            said = json.loads(line)
            if "shown" in said:
                self.shown.append(said["shown"])
            else:
                self._answers.put(said)


def wait_until(holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Ask again and again until something holds.

    Raises:
        StepFailed: It does not within `patience_s`.
    """
    until = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > until:
            raise StepFailed(what)
        time.sleep(0.02)


def _environment(secrets: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **secrets, "PYTHONUTF8": "1"}
