"""Everything the demo sets up before the day: province, bank, packages, centre, seats."""

import json
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.clock import CHINA
from station.modes.demo.cast import STAFF, Props, rule_pack_order, session_order
from station.modes.demo.processes import RobotWindow, Server, command, free_port
from station.modes.open_banks import HOME

BANK_FOLDER = HOME / "low_voltage"


@dataclass(slots=True, kw_only=True)
class Stage:
    """Where the demo plays.

    Attributes:
        folder: Everything lies in here, and goes when the demo is over.
        secrets: Passphrases made up for this run, by the variables that the commands read.
    """

    folder: Path
    logs: Path
    secrets: dict[str, str]
    province_port: int
    hub_port: int

    @classmethod
    def new(cls, folder: Path, logs: Path) -> "Stage":
        """Make up the secrets and find two ports."""
        names = ("", "SEAT_", "BANK_", "BANK_")
        variables = [f"STATION_{name}PASSPHRASE" for name in names]
        variables[2:] = [f"{variables[2]}_1", f"{variables[3]}_2"]
        return cls(
            folder=folder,
            logs=logs,
            secrets={variable: secrets.token_urlsafe(12) for variable in variables},
            province_port=free_port(),
            hub_port=free_port(),
        )

    @property
    def province(self) -> Path:
        return self.folder / "province"

    @property
    def centre(self) -> Path:
        return self.folder / "coordinator"

    @property
    def bank(self) -> Path:
        return self.folder / "bank"

    @property
    def tray(self) -> Path:
        """Folder of the simulated card printer."""
        return self.folder / "tray"

    @property
    def bank_keys(self) -> list[Path]:
        return [self.bank / f"bank-key-{number}.share" for number in (1, 2)]

    def seat(self, number: int) -> Path:
        return self.folder / f"seat-{number}"

    def run(self, *words: str | Path, fails: bool = False) -> str:
        """Run a station command to its end."""
        return command(words, self.secrets, fails=fails)

    def serve_province(self) -> Server:
        """Start the province's server."""
        words = ("province", "serve", self.province, "--port", str(self.province_port))
        return Server(words, self.secrets, self.province_port, self.logs / "province.log")

    def open_coordinator(self, props: Props) -> RobotWindow:
        """Start the coordinator's window with its hub and simulated devices."""
        choices = {
            "folder": str(self.centre),
            "listen": f"127.0.0.1:{self.hub_port}",
            "camera": f"simulated:{props.camera}",
            "reader": f"simulated:{props.reader}",
            "printer": f"simulated:{self.tray}",
            "bank_keys": [str(path) for path in self.bank_keys],
        }
        log = self.logs / "coordinator.log"
        return RobotWindow("coordinator", choices, self.secrets, log)

    def open_seat(self, number: int, props: Props) -> RobotWindow:
        """Start a seat's window with its simulated camera."""
        choices = {
            "folder": str(self.seat(number)),
            "hub": f"127.0.0.1:{self.hub_port}",
            "camera": f"simulated:{props.seat_camera}",
        }
        own = {**self.secrets, "STATION_PASSPHRASE": self.secrets["STATION_SEAT_PASSPHRASE"]}
        return RobotWindow("seat", choices, own, self.logs / f"seat-{number}.log")

    def issue_documents(self, props: Props, **rules_changed: object) -> None:
        """Master the bank, sign the rules, order the session: what travels to the centre.

        Args:
            rules_changed: Fields of the rule pack that are other than the demo's.
        """
        pack = rule_pack_order(time.time_ns() // 1_000_000)
        pack["rule_pack"] |= rules_changed
        holders = [word for id_, _, _ in STAFF for word in ("--holder", id_)]
        excel = BANK_FOLDER / "low_voltage_practice.xlsx"
        self.run(
            *("bank", "master", excel, "--province", self.province, "--out", self.bank),
            *("--title", "低压电工作业练习题库", *holders),
        )
        keys = [word for path in self.bank_keys for word in ("--key", str(path))]
        bank = self.run("province", "bank", self.province, self.bank / "bank.cose", *keys)
        rules = self.run(
            "province",
            "rules",
            self.province,
            self._order("rules", pack),
        )
        blueprint = json.loads((BANK_FOLDER / "EL-LV-REVIEW.json").read_text(encoding="utf-8"))
        now = datetime.now(CHINA).isoformat(timespec="seconds")
        order = session_order(props, blueprint, rules=rules, bank=bank, now=now)
        self.run("province", "session", self.province, self._order("session", order))

    def enrol(self, code: str) -> None:
        """Have the centre enrol, make its seats and pull what the province has for it."""
        self.run(
            *("coordinator", "enrol", self.centre, "--code", code),
            *("--province", f"https://localhost:{self.province_port}"),
            *("--root", self.province / "root.der"),
        )
        for number in (1, 2):
            self.run("coordinator", "seat", self.centre, str(number), self.seat(number))
        self.run("sync", "pull", self.centre)

    def _order(self, name: str, order: dict[str, object]) -> Path:
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
        return path
