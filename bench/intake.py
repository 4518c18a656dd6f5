"""How many sealed results a province takes in, beside the least that a result must cost.

The least is one Ed25519 check and one HPKE opening of as many bytes, and one PostgreSQL commit
of them, in the same run, process and database.
"""

import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from bench._session import MadeSession
from station.clock import SystemClock
from station.ids import UnixMs
from station.province import keys
from station.province.database import Database
from station.province.embedded import EmbeddedServer
from station.province.office import Office, open_office
from station.seal.documents import verify
from station.seal.kinds import DocumentKind
from station.sync.receipt import RECEIPT, Outcome

ROUND = 200
WARM_UP = 20
PASSPHRASE = "correct horse"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def run() -> dict[str, object]:
    """Take distinct envelopes in, on one thread and on two, with the least in between."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        keys.found(folder / "keys", PASSPHRASE, clock.wall())
        server = EmbeddedServer(folder / "database")
        database = Database(server.url)
        office = open_office(keys.load(folder / "keys", PASSPHRASE), database, clock)
        now = clock.wall()
        made = MadeSession(office, 2 * ROUND + WARM_UP, now)
        envelopes = [made.envelope(n) for n in range(2 * ROUND + WARM_UP)]
        for raw in envelopes[2 * ROUND :]:
            _take_in(office, raw, now)
        one_s, one_cpu = _measured(lambda: _all(office, envelopes[:ROUND], now, threads=1))
        least_s, least_cpu = _measured(_least(server.url, envelopes[0]))
        two_s, _ = _measured(lambda: _all(office, envelopes[ROUND : 2 * ROUND], now, threads=2))
        database.close()
        server.stop()
    best = ROUND / min(one_s, two_s)
    return {
        "name": "intake",
        "figures": {
            "results": 2 * ROUND,
            "envelope_bytes": len(envelopes[0]),
            "results_per_s_1_thread": round(ROUND / one_s, 1),
            "results_per_s_2_threads": round(ROUND / two_s, 1),
            "cpu_ms_per_result": round(one_cpu / ROUND * 1000, 2),
            "least_per_s": round(ROUND / least_s, 1),
            "least_cpu_ms": round(least_cpu / ROUND * 1000, 2),
            "cost_ratio": round(one_s / least_s, 1),
        },
        "bar": ">= 1,000 sealed results/s on 2 cores with PostgreSQL",
        "holds": best >= 1_000,
    }


def _all(office: Office, envelopes: Iterable[bytes], now: UnixMs, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda raw: _take_in(office, raw, now), envelopes):
            pass


def _take_in(office: Office, raw: bytes, now: UnixMs) -> None:
    receipt = verify(office.intake.take_in(raw, now), DocumentKind.RECEIPT, office.keys.trust, now)
    if RECEIPT.unpack(receipt.payload).outcome is not Outcome.ACCEPTED:
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
    """Return the seconds that work takes, by the clock and of this process's processor time."""
    begun, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - processor
