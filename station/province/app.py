"""The province's HTTP interface: a thin shell over the office's desks.

Every failure is JSON with a code to read out: {"code": "PRV-02", "text": "..."}.
"""

import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from pydantic import Base64Bytes, BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from station.errors import StationError
from station.errors.document import DocumentMalformed
from station.errors.province import (
    ArchiveDamaged,
    BodyTooLarge,
    CheckerLost,
    DatabaseAway,
    DocumentUnknown,
    InvitationUnknown,
    TokenUnknown,
)
from station.ids import CentreId, Digest, SessionId
from station.messages import Translate, explain
from station.province.card_page import cards_page, stocks_page
from station.province.incident_page import incidents_page
from station.province.intake import ENVELOPE_BYTES
from station.province.office import Office
from station.province.page import results_page, sessions_page
from station.seal.pins import pin_fits

BODY_SECONDS = 60
ENROL_BYTES = 64 * 1024
OFFICER = "officer"

STATUS = {
    BodyTooLarge.code: 413,
    TokenUnknown.code: 401,
    InvitationUnknown.code: 403,
    DocumentUnknown.code: 404,
    DatabaseAway.code: 503,
    ArchiveDamaged.code: 503,
    CheckerLost.code: 503,
}
BAD_REQUEST = 400

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class Enrolment(BaseModel):
    """What a centre sends to enrol."""

    code: str = Field(max_length=200)
    csr: Base64Bytes = Field(max_length=8192)


def create_app(office: Office, translate: Translate = str) -> FastAPI:
    """Return the application.

    Args:
        translate: The language of pages and error texts; English unless told.
    """
    app = FastAPI(title="Exam Station: province", docs_url=None, redoc_url=None, openapi_url=None)
    _add_errors(app, translate)
    _add_interface(app, office)
    _add_pages(app, office, translate)
    return app


def _add_interface(app: FastAPI, office: Office) -> None:
    bearer = HTTPBearer(auto_error=False)

    def centre(
        shown: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
    ) -> CentreId:
        if shown is None:
            raise TokenUnknown
        return office.enrolment.centre_of(shown.credentials)

    @app.get("/v1/health")
    def health() -> dict[str, str]:
        office.ledger.check()
        return {"status": "ok"}

    @app.post("/v1/enrol")
    async def enrol(request: Request) -> Response:
        asked = _read_enrolment(await read_body(request, ENROL_BYTES))
        now = office.clock.wall()
        grant = await run_in_threadpool(office.enrolment.enrol, asked.code, asked.csr, now)
        return _cose(grant)

    @app.get("/v1/documents")
    def documents(asking: Annotated[CentreId, Depends(centre)]) -> list[dict[str, str]]:
        listing = office.archive.listing(asking)
        return [{"kind": kind, "digest": digest.hex()} for kind, digest in listing]

    @app.get("/v1/documents/{name}")
    def document(name: str, asking: Annotated[CentreId, Depends(centre)]) -> Response:
        try:
            digest = Digest(bytes.fromhex(name))
        except ValueError as exc:
            raise DocumentUnknown from exc
        return _cose(office.archive.document(digest, asking).raw)

    @app.post("/v1/envelopes", dependencies=[Depends(centre)])
    async def envelopes(request: Request) -> Response:
        raw = await read_body(request, ENVELOPE_BYTES)
        return _cose(await run_in_threadpool(office.intake.take_in, raw, office.clock.wall()))


def _add_pages(app: FastAPI, office: Office, translate: Translate) -> None:
    basic = HTTPBasic(realm="Exam Station")

    def officer(shown: Annotated[HTTPBasicCredentials, Depends(basic)]) -> None:
        fits = pin_fits(shown.password, office.keys.officer)
        if shown.username != OFFICER or not fits:
            raise HTTPException(401, headers={"WWW-Authenticate": 'Basic realm="Exam Station"'})

    @app.get("/", dependencies=[Depends(officer)])
    def sessions() -> HTMLResponse:
        counts, troubles = office.ledger.sessions(), office.ledger.troubles()
        page = sessions_page(counts, troubles, translate, office.review.passed_with(counts))
        return HTMLResponse(page, headers=PAGE_HEADERS)

    @app.get("/sessions/{session}/incidents", dependencies=[Depends(officer)])
    def incidents(session: str) -> HTMLResponse:
        found = office.incidents.incidents(SessionId(session))
        page = incidents_page(SessionId(session), found, translate)
        return HTMLResponse(page, headers=PAGE_HEADERS)

    @app.get("/sessions/{session}/cards", dependencies=[Depends(officer)])
    def cards(session: str) -> HTMLResponse:
        found = office.cards.cards(SessionId(session))
        page = cards_page(SessionId(session), found, translate)
        return HTMLResponse(page, headers=PAGE_HEADERS)

    @app.get("/blanks", dependencies=[Depends(officer)])
    def blanks() -> HTMLResponse:
        page = stocks_page(office.cards.stocks(), translate)
        return HTMLResponse(page, headers=PAGE_HEADERS)

    @app.get("/sessions/{session}", dependencies=[Depends(officer)])
    def results(session: str) -> HTMLResponse:
        name = SessionId(session)
        lines, review = office.ledger.results(name), office.review.of_session(name)
        page = results_page(name, lines, translate, review)
        return HTMLResponse(page, headers=PAGE_HEADERS)


def _add_errors(app: FastAPI, translate: Translate) -> None:
    def answer(error: StationError) -> JSONResponse:
        status = STATUS.get(error.code, BAD_REQUEST)
        content = {"code": error.code, "text": explain(error, translate)}
        return JSONResponse(content, status, headers={"Cache-Control": "no-store"})

    async def station_error(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, StationError):
            raise error
        return answer(error)

    async def wrong_shape(_: Request, __: Exception) -> JSONResponse:
        return answer(DocumentMalformed(kind="request"))

    app.add_exception_handler(StationError, station_error)
    app.add_exception_handler(RequestValidationError, wrong_shape)


async def read_body(request: Request, limit: int) -> bytes:
    """Read a request's body, but never more than the limit, however it is declared.

    Raises:
        BodyTooLarge: It is larger; the rest is not read.
        DocumentMalformed: It did not come within a minute.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise BodyTooLarge(limit=limit)
    except TimeoutError as exc:
        raise DocumentMalformed(kind="request") from exc
    return bytes(body)


def _read_enrolment(raw: bytes) -> Enrolment:
    try:
        return Enrolment.model_validate_json(raw)
    except ValidationError as exc:
        raise DocumentMalformed(kind="enrolment") from exc


def _cose(raw: bytes) -> Response:
    return Response(raw, media_type="application/cose", headers={"Cache-Control": "no-store"})
