"""Opens one session from the documents a centre has imported."""

from station.credential.built_in import BUILT_IN
from station.credential.catalogue import certificate_of
from station.credential.template import CARD_TEMPLATE, CardTemplate, Certificate
from station.errors import StationError
from station.errors.document import DocumentMissing
from station.exam.compose import Composer
from station.exam.supply_check import check_supply, refuse_short
from station.flow.desk_tools import Elsewhere
from station.flow.papers import OpenSession
from station.ids import CentreId, SessionId, UnixMs
from station.modes.bank_keys import BankKeys
from station.seal.documents import verify
from station.seal.identity import Trust
from station.seal.kinds import DocumentKind
from station.seal.two_keys import join
from station.store.documents import DocumentShelf
from station.sync.bank_package import open_bank, open_pictures, read_bank
from station.sync.intake_checks import (
    check_belongs,
    check_devices,
    read_rule_pack,
    read_session_package,
)
from station.sync.rule_pack import PackKind
from station.sync.session_package import SessionPackage
from station.sync.session_papers import SessionPapers


def open_session(
    shelf: DocumentShelf,
    trust: Trust,
    centre: CentreId,
    *,
    session: SessionId | None,
    keys: BankKeys | None,
    simulated: bool,
    now: UnixMs,
) -> OpenSession:
    """Check every document of a session, and open its bank if two persons are there.

    Args:
        session: Which one; the newest, if it is not said.
        keys: Without them the session goes on, and no new paper can be composed.
        simulated: Some device is a simulated one.

    Raises:
        DocumentMissing: There is no such session here, or what it refers to was not imported.
        StationError: A document is not what it must be, or a key does not open the bank.
    """
    package = session_package(shelf, trust, centre, session, now)
    raw_rules, raw_bank = shelf.get(package.rule_pack), shelf.get(package.bank)
    if raw_rules is None:
        raise DocumentMissing(kind=DocumentKind.RULE_PACK)
    if raw_bank is None:
        raise DocumentMissing(kind=DocumentKind.BANK)
    rules, rules_digest = read_rule_pack(raw_rules, trust, now)
    bank, signed = read_bank(raw_bank, trust, now)
    check_belongs(package, rules_digest, signed.digest)
    check_devices(rules, simulated=simulated)
    papers, media = None, {}
    if keys is not None:
        key = join(keys.first, keys.first_passphrase, keys.second, keys.second_passphrase)
        composer = Composer(open_bank(raw_bank, key, trust, now), package.bank)
        drill = rules.kind is PackKind.DRILL
        refuse_short(check_supply(composer, package.blueprint, practice=drill))
        papers = SessionPapers(composer, package)
        media = open_pictures(raw_bank, key, trust, now)
    return OpenSession(
        package=package,
        rules=rules,
        raw_rule_pack=raw_rules,
        papers=papers,
        topics=bank.topics,
        media=media,
        template=card_template(shelf, trust, certificate_of(package.blueprint.trade), now),
    )


def card_template(
    shelf: DocumentShelf, trust: Trust, certificate: Certificate, now: UnixMs
) -> CardTemplate:
    """Return the look in force of a kind of certificate: the province's, or the built-in one."""
    newest = BUILT_IN[certificate]
    for raw in shelf.all(DocumentKind.CARD_TEMPLATE):
        try:
            signed = verify(raw, DocumentKind.CARD_TEMPLATE, trust, now)
            template = CARD_TEMPLATE.unpack(signed.payload)
        except StationError:
            continue  # what nobody may vouch for draws no card
        in_force = template.certificate is certificate and template.valid_from <= now
        newest = template if in_force and template.version > newest.version else newest
    return newest


def sessions_elsewhere(
    shelf: DocumentShelf, trust: Trust, open_now: SessionPackage, now: UnixMs
) -> dict[str, Elsewhere]:
    """Return for whom another session at this centre is imported, by ID number.

    So that whoever comes at the wrong time is told the right one.
    """
    found: dict[str, Elsewhere] = {}
    for raw in shelf.all(DocumentKind.SESSION_PACKAGE):
        try:
            package, _ = read_session_package(raw, trust, now, open_now.centre)
        except StationError:
            continue  # it may not be held, so nobody is sent there
        if package.session != open_now.session:
            where = Elsewhere(session=package.title, starts_at=package.starts_at)
            found |= {entry.number: where for entry in package.roster}
    return found


def session_package(
    shelf: DocumentShelf,
    trust: Trust,
    centre: CentreId,
    session: SessionId | None,
    now: UnixMs,
) -> SessionPackage:
    """Return the newest package that may be used; one that may not hides no other."""
    usable: SessionPackage | None = None
    problem: StationError = DocumentMissing(kind=DocumentKind.SESSION_PACKAGE)
    for raw in shelf.all(DocumentKind.SESSION_PACKAGE):
        try:
            package, _ = read_session_package(raw, trust, now, centre)
        except StationError as error:
            problem = error
        else:
            usable = package if session in (None, package.session) else usable
    if usable is None:
        raise problem
    return usable
