"""The province's keys: the root, its own identity, and what envelopes are sealed to.

One folder holds them, each encrypted under the passphrase. The root key signs centres'
certificates only; a province may keep it on a stick and bring it for enrolments.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import cbor2

from station.errors.province import ProvinceFounded, ProvinceMissing
from station.ids import CentreId, UnixMs
from station.seal.derive import store_key
from station.seal.envelope import SealingKey, new_sealing_key
from station.seal.identity import (
    Identity,
    Trust,
    complete,
    issue,
    load_identity,
    new_root,
    request,
    save_identity,
)
from station.seal.kinds import SignerKind
from station.seal.pins import pin_check
from station.seal.shut import shut, unshut

ROOT_KEY = "root.key"
ROOT_CERTIFICATE = "root.der"
PROVINCE_KEY = "province.key"
SEALING_KEY = "sealing.key"
OFFICER_CHECK = "officer.check"
DATABASE = "database"

SEALING_CONTEXT = b"exam-station/province/sealing-key"
PROVINCE_DAYS = 5 * 365
PROVINCE_NAME = "Province"
NO_CENTRE = CentreId("")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProvinceKeys:
    """Everything that the province signs, opens and locks with.

    Attributes:
        officer: What the officer's password is checked against (seal.pins).
    """

    root: Identity
    province: Identity
    sealing: SealingKey
    officer: bytes

    @property
    def trust(self) -> Trust:
        """Trusts the province's root."""
        return Trust(self.root.certificate)

    @property
    def vault(self) -> bytes:
        """The key under which documents lie in the database, 32 bytes."""
        return store_key(self.province)

    def __repr__(self) -> str:
        return "ProvinceKeys()"


def found(folder: Path, passphrase: str, now: UnixMs) -> str:
    """Make a new province's keys in a folder: all of them or none.

    Returns:
        The officer's password for the web page; it is not kept.

    Raises:
        ProvinceFounded: The folder holds a province already.
    """
    if (folder / PROVINCE_KEY).exists():
        raise ProvinceFounded
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / ".half"
    shutil.rmtree(half, ignore_errors=True)  # of a set-up that was cut short
    half.mkdir(mode=0o700)
    password = secrets.token_urlsafe(12)
    _make(half, passphrase, password, now)
    order = (ROOT_KEY, ROOT_CERTIFICATE, SEALING_KEY, OFFICER_CHECK, PROVINCE_KEY)
    for name in order:  # the province's key comes last: with it the province exists
        (half / name).replace(folder / name)
    half.rmdir()
    return password


def load(folder: Path, passphrase: str) -> ProvinceKeys:
    """Open a province's keys.

    Raises:
        ProvinceMissing: The folder holds none.
        KeyLocked: The passphrase is wrong.
    """
    if not (folder / PROVINCE_KEY).exists():
        raise ProvinceMissing
    province = load_identity(folder / PROVINCE_KEY, passphrase)
    raw = unshut((folder / SEALING_KEY).read_bytes(), store_key(province), SEALING_CONTEXT)
    private, public = cbor2.loads(raw)
    return ProvinceKeys(
        root=load_identity(folder / ROOT_KEY, passphrase),
        province=province,
        sealing=SealingKey(private=private, public=public),
        officer=(folder / OFFICER_CHECK).read_bytes(),
    )


def _make(folder: Path, passphrase: str, password: str, now: UnixMs) -> None:
    root = new_root(PROVINCE_NAME, now)
    asked = request(SignerKind.PROVINCE, PROVINCE_NAME)
    chain = issue(
        root, asked.csr, SignerKind.PROVINCE, PROVINCE_NAME, NO_CENTRE, now, PROVINCE_DAYS
    )
    province = complete(asked, chain)
    sealing = new_sealing_key()
    raw = cbor2.dumps([sealing.private, sealing.public])
    save_identity(folder / ROOT_KEY, root, passphrase)
    save_identity(folder / PROVINCE_KEY, province, passphrase)
    _write(folder / ROOT_CERTIFICATE, root.certificate)
    _write(folder / SEALING_KEY, shut(raw, store_key(province), SEALING_CONTEXT))
    _write(folder / OFFICER_CHECK, pin_check(password))


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
