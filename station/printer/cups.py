"""The way to CUPS: over its socket or a port, as its own programs find it."""

import getpass
import os
import ssl
from pathlib import Path

import httpx

from station.errors.printer import PrinterAbsent
from station.printer.ipp import (
    Answer,
    Given,
    IppMalformed,
    Operation,
    keyword,
    parse_answer,
    request,
)
from station.printer.queue_status import one

SOCKET = Path("/run/cups/cups.sock")
TIMEOUT_S = 10
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing is encrypted on the way to this machine's own CUPS; reading all roots takes a while."""


class Cups:
    """A connection to CUPS, made when it is first needed.

    Args:
        server: Host and port, or the socket; None for where CUPS's own programs look.

    Attributes:
        user: Who we are to CUPS.
    """

    def __init__(self, server: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server or os.environ.get("CUPS_SERVER") or _usual_server()
        self._timeout_s = timeout_s
        self._http: httpx.Client | None = None
        self.user = getpass.getuser()

    def post(self, path: str, body: bytes) -> Answer:
        """Send a request and read the answer.

        Raises:
            httpx.HTTPError: Nothing answers, or it would not hear us.
            IppMalformed: What came back is no answer.
        """
        if self._http is None:
            self._http = self._connect()
        response = self._http.post(path, content=body, headers={"Content-Type": "application/ipp"})
        response.raise_for_status()
        return parse_answer(response.content)

    def close(self) -> None:
        """Close the connection; the next request makes another."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def _connect(self) -> httpx.Client:
        """Begin to talk; over the socket, the system says who we are."""
        if not self._server.startswith("/"):
            address = f"http://{self._server}"
            return httpx.Client(
                base_url=address, timeout=self._timeout_s, trust_env=False, verify=NO_TLS
            )
        return httpx.Client(
            base_url="http://localhost",
            transport=httpx.HTTPTransport(uds=self._server, verify=NO_TLS),
            headers={"Authorization": f"PeerCred {self.user}"},
            timeout=self._timeout_s,
            trust_env=False,
        )


def queue_names(server: str | None = None) -> tuple[str, ...]:
    """Name the print queues of this machine.

    Raises:
        PrinterAbsent: No CUPS answers.
    """
    cups = Cups(server)
    asked: dict[str, Given] = {"requested-attributes": keyword("printer-name")}
    try:
        answer = cups.post("/", request(Operation.GET_PRINTERS, asked))
    except (httpx.HTTPError, IppMalformed) as exc:
        raise PrinterAbsent from exc
    finally:
        cups.close()
    names = (one(group, "printer-name") for group in answer.groups)
    return tuple(str(name) for name in names if name)


def _usual_server() -> str:
    return str(SOCKET) if SOCKET.exists() else "localhost:631"
