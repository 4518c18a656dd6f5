"""What the real coordinator holds in memory: window, hub and 88 seats' worth of program, no model.

It is set up as the demo does it: a province, a centre, a session of today, one card on the reader.
"""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from station.modes.demo.cast import CANDIDATE, Props
from station.modes.demo.processes import RobotWindow
from station.modes.demo.stage import Stage
from station.modes.demo.timeline import StepFailed

MIB = 1 << 20
LOOKS_S = 20
"""The desk looks at its candidate for this long before the process is weighed."""


def coordinator_mb() -> dict[str, object]:
    """Start a coordinator, let it look at a candidate, and weigh it; null if it does not start."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as name:
        folder = Path(name)
        stage = Stage.new(folder, folder)
        stage.run("province", "init", stage.province)
        province = stage.serve_province()
        try:
            props = Props(folder)
            stage.issue_documents(props)
            stage.enrol(stage.run("province", "invite", stage.province, "demo-centre", "bench"))
            return {"coordinator_process_mb": _weighed(stage.open_coordinator(props), props)}
        finally:
            province.stop()


def _weighed(console: RobotWindow, props: Props) -> int | None:
    try:
        console.wait(lambda look: look["is"] == "ConsoleState", "the console")
        props.lay_card(CANDIDATE)
        console.press("read-card")
        console.wait(lambda look: look["desk"]["step"] == "consent", "the consent page")
        console.press("consent-agree")
        console.wait(lambda look: look["desk"]["live"], "the live picture")
        ends = time.monotonic() + LOOKS_S
        heaviest = 0
        while time.monotonic() < ends:
            console.look()
            heaviest = max(heaviest, psutil.Process(console.pid).memory_info().rss)
    except StepFailed:
        return None
    else:
        return heaviest // MIB
    finally:
        console.stop()
