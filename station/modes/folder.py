"""A station's folder: its identity, the province it trusts, and its database."""

import json
from dataclasses import dataclass
from pathlib import Path

from station.errors.document import DocumentMissing, StationFolderMissing
from station.seal.derive import store_key
from station.seal.identity import Identity, Trust, load_identity, save_identity
from station.store.database import Database, open_database


@dataclass(frozen=True, slots=True)
class StationFolder:
    """Where one station keeps everything; nothing of it lies elsewhere."""

    path: Path

    @property
    def _identity(self) -> Path:
        return self.path / "identity.key"

    @property
    def _root(self) -> Path:
        return self.path / "province-root.der"

    @property
    def _facts(self) -> Path:
        return self.path / "station.json"

    @property
    def _standby(self) -> Path:
        return self.path / "standby"

    def create(
        self, identity: Identity, root: bytes, passphrase: str, facts: dict[str, str]
    ) -> None:
        """Set a station up with its identity.

        Args:
            root: The province's root certificate, DER.
            facts: What this station is told once, such as where its coordinator is. Nothing secret.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        save_identity(self._identity, identity, passphrase)
        self._root.write_bytes(root)
        self._facts.write_text(json.dumps(facts, indent=2), encoding="utf-8")

    @property
    def is_set_up(self) -> bool:
        """Whether this station has an identity; `create` writes it first, the root after it."""
        return self._identity.is_file() and self._root.is_file()

    def need(self) -> None:
        """Hold that this is a station's folder, before anybody is asked for its passphrase.

        Raises:
            StationFolderMissing: There is no such folder, or it was never set up.
        """
        if not self.is_set_up:
            raise StationFolderMissing(name=self.path.name)

    def identity(self, passphrase: str) -> Identity:
        """Unlock this station's identity.

        Raises:
            DocumentMissing: This folder was never set up.
            KeyLocked: The passphrase is wrong.
        """
        if not self._identity.is_file():
            raise DocumentMissing
        return load_identity(self._identity, passphrase)

    def desk_identity(self, passphrase: str) -> Identity:
        """Unlock the identity that a coordinator shows to its seats; its centre made it.

        Raises:
            DocumentMissing: This folder is not a coordinator's.
            KeyLocked: The passphrase is wrong.
        """
        path = self.path / "desk.key"
        if not path.is_file():
            raise DocumentMissing
        return load_identity(path, passphrase)

    def keep_desk_identity(self, identity: Identity, passphrase: str) -> None:
        """Save the identity that a coordinator shows to its seats."""
        save_identity(self.path / "desk.key", identity, passphrase)

    def trust(self) -> Trust:
        """Return the province that this station believes."""
        return Trust(self.root())

    def root(self) -> bytes:
        """Return the province's root certificate, DER.

        Raises:
            DocumentMissing: This folder was never set up.
        """
        if not self._root.is_file():
            raise DocumentMissing
        return self._root.read_bytes()

    @property
    def database_file(self) -> Path:
        """The encrypted database."""
        return self.path / "station.db"

    def small_files(self) -> tuple[Path, ...]:
        """Everything beside the database: keys under their passphrase, the root, plain facts."""
        files = (self._identity, self.path / "desk.key", self._root, self._facts)
        return tuple(file for file in files if file.is_file())

    @property
    def stands_by(self) -> bool:
        """Whether this is the copy of a coordinator, which nobody has taken over with."""
        return self._standby.is_file()

    def mark_standby(self) -> None:
        """Say that this folder is a copy, before anything of the other is in it."""
        self._standby.write_text("take over before this is started\n", encoding="utf-8")

    def raise_standby(self) -> None:
        """Say that this folder is a coordinator of its own from now on."""
        self._standby.unlink(missing_ok=True)

    def database(self, identity: Identity) -> Database:
        """Open the encrypted database; its key comes from the identity."""
        return open_database(self.database_file, store_key(identity))

    def fact(self, name: str) -> str:
        """Return what this station was told; empty if it was not."""
        if not self._facts.is_file():
            return ""
        return str(json.loads(self._facts.read_text(encoding="utf-8")).get(name, ""))

    @property
    def reports(self) -> Path:
        """Where reports lie."""
        return self.path / "reports"

    @property
    def slips(self) -> Path:
        """Where slips lie while they are printed."""
        return self.path / "slips"

    def keep_report(self, name: str, content: bytes) -> None:
        """Keep a day's report as a file, whole or not at all."""
        reports = self.reports
        reports.mkdir(exist_ok=True)
        half = reports / f"{name}.part"
        half.write_bytes(content)
        half.replace(reports / name)
