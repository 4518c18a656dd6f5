"""How many sealed results a province takes in, beside the least that a result must cost.

The least is one Ed25519 check and one HPKE opening of as many bytes, and one PostgreSQL commit
of them, in the same run, process and database. Results come from as many threads as centres send
at once; each waits for its receipt. Receipts are checked when the clock stands: that is the
centres' work, on their own machines.
"""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from bench._session import MadeSession
from station.clock import SystemClock
from station.ids import UnixMs, digest_of
from station.province import keys
from station.province.checkers import Checkers
from station.province.database import Database
from station.province.embedded import EmbeddedServer
from station.province.office import Office, open_office
from station.sync.courier import read_receipt
from station.sync.receipt import Outcome

ROUND = 400
WARM_UP = 200
AT_ONCE = 32
"""Centres that send at the same time."""
CORES = 2
PASSPHRASE = "correct horse"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def run() -> dict[str, object]:
    """Take distinct envelopes in: checked by this process, and by one process a core."""
    clock = SystemClock()
    with (
        ThreadPoolExecutor(AT_ONCE) as centres,
        tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name,
    ):
        folder = Path(name)
        keys.found(folder / "keys", PASSPHRASE, clock.wall())
        server = EmbeddedServer(folder / "database")
        database = Database(server.url)
        held = keys.load(folder / "keys", PASSPHRASE)
        office = open_office(held, database, clock)
        checkers = Checkers(folder / "keys", PASSPHRASE, server.url, CORES)
        apart = open_office(held, database, clock, checkers.check)
        now = clock.wall()
        count = 2 * (WARM_UP + ROUND)
        made = MadeSession(office, count, now)
        envelopes = [made.envelope(n) for n in range(count)]
        warm_one, one, warm_all, all_ = _cut(envelopes, (WARM_UP, ROUND, WARM_UP, ROUND))
        receipts = _take_in(centres, office, warm_one, now)
        one_s, one_cpu = _measured(lambda: receipts.extend(_take_in(centres, office, one, now)))
        least_s, least_cpu = _measured(_least(server.url, envelopes[0]))
        receipts += _take_in(centres, apart, warm_all, now)
        all_s, all_cpu = _measured(lambda: receipts.extend(_take_in(centres, apart, all_, now)))
        for envelope, receipt in zip(envelopes, receipts, strict=True):
            _check(office, envelope, receipt, now)
        checkers.close()
        database.close()
        server.stop()
    return {
        "name": "intake",
        "figures": {
            "results": 2 * ROUND,
            "cores": os.cpu_count(),
            "envelope_bytes": len(envelopes[0]),
            "results_per_s": round(ROUND / all_s, 1),
            "cpu_ms_per_result": round(all_cpu / ROUND * 1000, 2),
            "results_per_s_in_one_process": round(ROUND / one_s, 1),
            "cpu_ms_per_result_in_one_process": round(one_cpu / ROUND * 1000, 2),
            "least_per_s": round(ROUND / least_s, 1),
            "least_cpu_ms": round(least_cpu / ROUND * 1000, 2),
            "cost_ratio": round(all_s / least_s, 1),
        },
        "bar": ">= 1,000 sealed results/s on 2 cores with PostgreSQL",
        "holds": ROUND / all_s >= 1_000,
    }


def _cut(envelopes: Sequence[bytes], counts: Sequence[int]) -> list[Sequence[bytes]]:
    parts, start = [], 0
    for count in counts:
        parts.append(envelopes[start : start + count])
        start += count
    return parts


def _take_in(
    centres: ThreadPoolExecutor, office: Office, envelopes: Sequence[bytes], now: UnixMs
) -> list[bytes]:
    return list(centres.map(lambda raw: office.intake.take_in(raw, now), envelopes))


def _check(office: Office, envelope: bytes, raw: bytes, now: UnixMs) -> None:
    receipt = read_receipt(raw, digest_of(envelope), office.keys.trust, now)
    if receipt.outcome is not Outcome.ACCEPTED:
        raise ValueError("the bench made a result that is not accepted")


def _least(url: str, envelope: bytes) -> Callable[[], None]:
    """Return the work that no intake can do without, once for each result of a round."""
    signer, private = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    signature, public = signer.sign(envelope), signer.public_key()
    sealed = SUITE.encrypt(envelope, private.public_key(), b"")

    def work() -> None:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("CREATE TABLE least (raw bytea)")
            for _ in range(ROUND):
                public.verify(signature, envelope)
                SUITE.decrypt(sealed, private, b"")
                db.execute("INSERT INTO least VALUES (%s)", (envelope,))

    return work


def _measured(work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that work takes, by the clock and of the processors, checkers' as well.

    The database's own processes are not counted.
    """
    begun, processor = time.perf_counter(), _processor_s()
    work()
    return time.perf_counter() - begun, _processor_s() - processor


def _processor_s() -> float:
    own = psutil.Process()
    checkers = [each for each in own.children() if "spawn_main" in " ".join(each.cmdline())]
    return sum(sum(each.cpu_times()[:2]) for each in (own, *checkers))
