"""The province as a running server."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from station.clock import SystemClock
from station.errors.province import AddressTaken
from station.messages import Translate
from station.province import keys
from station.province.app import create_app
from station.province.office import office_in
from station.seal.tls import server_context


def serve(
    folder: Path,
    passphrase: str,
    database_url: str | None,
    host: str,
    port: int,
    *,
    checkers: int = 0,
    translate: Translate = str,
    ready: Callable[[int], None] = lambda _port: None,
) -> None:
    """Serve until told to stop (SIGINT or SIGTERM); on the process's main thread.

    Args:
        port: 0 takes any free one.
        checkers: Processes that check results; with none of them this one does.
        ready: Is told the port as soon as connections to it wait instead of failing.

    Raises:
        AddressTaken: Another program listens there already.
    """
    with (
        office_in(folder, passphrase, database_url, SystemClock(), checkers=checkers) as office,
        listen(host, port) as listener,
    ):
        ready(listener.getsockname()[1])
        server = http_server(create_app(office, translate), office.keys)
        with _to_the_end():
            server.run(sockets=[listener])


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Let the signal that stops the server not kill us before the database is stopped too.

    uvicorn raises it once more when it is done.
    """
    ends = (signal.SIGINT, signal.SIGTERM)
    before = {end: signal.signal(end, lambda _number, _frame: None) for end in ends}
    try:
        yield
    finally:
        for end, handler in before.items():
            signal.signal(end, handler)


def listen(host: str, port: int) -> socket.socket:
    """Take the address, so that clients may connect from now on."""
    try:
        return socket.create_server((host, port), backlog=512)
    except OSError as exc:
        raise AddressTaken(port=port) from exc


def http_server(app: FastAPI, province: keys.ProvinceKeys) -> uvicorn.Server:
    """Return the server: TLS 1.3 as the province; a centre that enrols has no certificate yet."""
    context = server_context(province.province, province.trust, clients_unknown=True)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses and digests are nobody's business
        server_header=False,
        lifespan="off",
        ws="none",
        ssl_context_factory=lambda _config, _default: context,
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)
