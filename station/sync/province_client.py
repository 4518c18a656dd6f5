"""The centre's end of the province's HTTP interface.

Every call either returns the whole answer or raises; none is retried here, because the
courier's next run is the retry, and every call may be repeated without harm.
"""

import base64
import binascii
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from station.errors.sync import (
    AnswerUnreadable,
    ProvinceRefused,
    ProvinceUnreachable,
    ProvinceUntrusted,
)
from station.ids import Digest

DOCUMENT_BYTES = 512 * 1024 * 1024
"""The largest document taken: a bank with its pictures."""

ANSWER_BYTES = 4 * 1024 * 1024
DIGEST_BYTES = 32

SERVER_NAME = "province"
"""The name in the province's certificate, whatever its address (seal.tls)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One document that the province holds for this centre."""

    kind: str
    digest: Digest


class _Listing(BaseModel):
    kind: str
    digest: str


class _Complaint(BaseModel):
    code: str


_LISTINGS = TypeAdapter(list[_Listing])


class ProvinceClient:
    """Talks to one province over TLS 1.3; use it as a context manager.

    Args:
        url: Such as "https://province.example:8443".
        context: Trusts the province's root and nothing else (seal.tls.client_context).
        token: From the enrolment; empty before it.
        timeout_s: For the connection, and for each silence within an answer.
    """

    def __init__(
        self, url: str, context: ssl.SSLContext, token: str = "", timeout_s: float = 20.0
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=url,
            verify=context,
            headers=headers,
            timeout=timeout_s,
            trust_env=False,  # a proxy of the machine's user has no say in where results go
        )

    def __enter__(self) -> "ProvinceClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def enrol(self, code: str, csr: bytes) -> bytes:
        """Ask for a certificate; the answer is a signed enrolment grant, not yet verified."""
        body = {"code": code, "csr": base64.b64encode(csr).decode()}
        return self._ask("POST", "/v1/enrol", ANSWER_BYTES, json=body)

    def list(self) -> tuple[Listed, ...]:
        """Name the documents that wait for this centre, oldest first."""
        raw = self._ask("GET", "/v1/documents", ANSWER_BYTES)
        try:
            listings = _LISTINGS.validate_json(raw)
            return tuple(Listed(each.kind, _digest(each.digest)) for each in listings)
        except (ValidationError, binascii.Error) as exc:
            raise AnswerUnreadable from exc

    def fetch(self, digest: Digest) -> bytes:
        """Return a document's bytes, not yet verified."""
        return self._ask("GET", f"/v1/documents/{digest.hex()}", DOCUMENT_BYTES)

    def deliver(self, envelope: bytes) -> bytes:
        """Hand in an envelope; the answer is a signed receipt, not yet verified."""
        headers = {"Content-Type": "application/cose"}
        return self._ask("POST", "/v1/envelopes", ANSWER_BYTES, content=envelope, headers=headers)

    def _ask(
        self,
        method: str,
        path: str,
        limit: int,
        *,
        content: bytes | None = None,
        json: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        request = self._http.build_request(
            method,
            path,
            content=content,
            json=json,
            headers=headers,
            extensions={"sni_hostname": SERVER_NAME},
        )
        with _network_errors():
            answer = self._http.send(request, stream=True)
            try:
                raw = _read(answer, limit)
            finally:
                answer.close()
        if answer.status_code != httpx.codes.OK:
            raise ProvinceRefused(reason=_reason(answer.status_code, raw))
        return raw


@contextmanager
def _network_errors() -> Iterator[None]:
    try:
        yield
    except httpx.ConnectError as exc:
        if _is_tls(exc):
            raise ProvinceUntrusted from exc
        raise ProvinceUnreachable from exc
    except httpx.TransportError as exc:
        raise ProvinceUnreachable from exc
    except httpx.DecodingError as exc:
        raise AnswerUnreadable from exc


def _is_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(answer: httpx.Response, limit: int) -> bytes:
    pieces = bytearray()
    for piece in answer.iter_bytes():
        pieces += piece
        if len(pieces) > limit:
            raise AnswerUnreadable(limit=limit)
    return bytes(pieces)


def _reason(status: int, raw: bytes) -> str:
    try:
        return _Complaint.model_validate_json(raw).code
    except ValidationError:
        return f"HTTP {status}"


def _digest(text: str) -> Digest:
    raw = binascii.unhexlify(text)
    if len(raw) != DIGEST_BYTES:
        raise binascii.Error("a digest has 32 bytes")
    return Digest(raw)
