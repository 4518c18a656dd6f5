"""Make the next set of seal's frozen samples: python -m tests.samples.seal.make FOLDER.

Everything in them is invented. A set that is committed is never made again: a new form of
a document gets a new folder beside it.
"""

import sys
from pathlib import Path

from station.exam.question import Pool, Question, QuestionKind
from station.ids import CentreId, QuestionId, StaffId, TopicId, UnixMs
from station.seal.documents import sign
from station.seal.envelope import new_sealing_key, seal
from station.seal.identity import Identity, complete, issue, new_root, request, save_identity
from station.seal.kinds import DocumentKind, SignerKind
from station.seal.pins import pin_check
from station.seal.shut import shut
from station.seal.two_keys import lock_share, new_shares
from station.sync.bank_package import BankTitle, master

NOW = UnixMs(1_790_000_000_000)
DAYS = 3650
CENTRE = CentreId("centre-a")
PASSPHRASE = "an invented passphrase"
TOPIC = TopicId("t1")
BY_PROVINCE = [
    DocumentKind.RULE_PACK,
    DocumentKind.SESSION_PACKAGE,
    DocumentKind.RECEIPT,
    DocumentKind.ENROLMENT,
]


def enrol(issuer: Identity, kind: SignerKind, name: str, centre: CentreId) -> Identity:
    asked = request(kind, name)
    return complete(asked, issue(issuer, asked.csr, kind, name, centre, NOW, DAYS))


def question(name: str, pool: Pool) -> Question:
    return Question(
        id=QuestionId(name),
        revision=1,
        kind=QuestionKind.JUDGE,
        stem=f"An invented question, {name}.",
        options=("对", "错"),
        key=(0,),
        topic=TOPIC,
        difficulty=1,
        keep_order=True,
        pool=pool,
    )


def make(folder: Path) -> None:
    """Write one sample of each form into a new folder."""
    folder.mkdir()
    root = new_root("Invented Province", NOW)
    province = enrol(root, SignerKind.PROVINCE, "Invented Province", CentreId(""))
    centre = enrol(root, SignerKind.CENTRE, "示范考试中心", CENTRE)
    seat = enrol(centre, SignerKind.SEAT, "seat-07", CENTRE)
    desk = enrol(centre, SignerKind.COORDINATOR, "coordinator", CENTRE)
    sealing = new_sealing_key()
    bank, bank_key = master(
        (question("q1", Pool.SECURE), question("q2", Pool.PRACTICE)),
        BankTitle(title="Invented bank", version=1, trade="1.1", opens_at=NOW),
        topics=((TOPIC, "Invented topic"),),
        signer=province,
    )
    shares = new_shares(bank_key)
    samples = {
        "root.der": root.certificate,
        "seat-chain-0.der": seat.chain[0],
        "seat-chain-1.der": seat.chain[1],
        "bank.cose": bank,
        "bank.key": bank_key,
        "share-1.cbor": lock_share(shares[0], StaffId("staff-1"), PASSPHRASE),
        "share-2.cbor": lock_share(shares[1], StaffId("staff-2"), PASSPHRASE),
        "envelope.cose": seal(b"an invented result", sealing.public, b"attempt/1", seat),
        "sealing.key": sealing.private,
        "paper.cose": shut(b"an invented paper", bank_key, b"candidate/1"),
        "pin.cbor": pin_check("990001"),
    }
    for kind in BY_PROVINCE:
        samples[f"{kind}.cose"] = sign(kind, f"an invented {kind}".encode(), province)
    deletion = DocumentKind.DELETION
    samples[f"{deletion}.cose"] = sign(deletion, f"an invented {deletion}".encode(), desk)
    on_seat = DocumentKind.SEAT_DELETION
    samples[f"{on_seat}.cose"] = sign(on_seat, f"an invented {on_seat}".encode(), seat)
    kept = DocumentKind.KEPT_SESSION
    samples[f"{kept}.cose"] = sign(kept, f"an invented {kept}".encode(), desk)
    carried = DocumentKind.CARRIED_ATTEMPT
    samples[f"{carried}.cose"] = sign(carried, f"an invented {carried}".encode(), seat)
    for name, raw in samples.items():
        (folder / name).write_bytes(raw)
    save_identity(folder / "seat.identity", seat, PASSPHRASE)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
