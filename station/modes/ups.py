"""A UPS that NUT watches, at this computer or another: what it says of the power."""

import asyncio
from dataclasses import dataclass

import typer
from aionut import AIONUTClient, NUTError

from station.errors.session import UpsSilent
from station.lan.messages import Power

PORT = 3493
PATIENCE_S = 2.0
ON_LINE, ON_BATTERY = "OL", "OB"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsWord:
    """What a UPS says of itself.

    Attributes:
        minutes: How long its battery lasts with what hangs on it now.
    """

    power: Power
    percent: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Ups:
    """One UPS by its name at a NUT server. Asking blocks: do it on a lane."""

    name: str
    host: str
    port: int

    @staticmethod
    def named(place: str) -> "Ups":
        """Return what NAME@HOST or NAME@HOST:PORT names.

        Raises:
            typer.BadParameter: It is not of that form.
        """
        name, _, where = place.partition("@")
        host, _, port = where.partition(":")
        if not name or not host or " " in name or not (port or str(PORT)).isdecimal():
            raise typer.BadParameter("give NAME@HOST, such as ups@localhost")
        return Ups(name, host, int(port or PORT))

    def ask(self) -> UpsWord:
        """Return what it says now.

        Raises:
            UpsSilent: Nobody answers there, there is no such UPS, or what it says makes no sense.
        """
        try:
            said = asyncio.run(self._list())
        except (NUTError, OSError, EOFError, ValueError, asyncio.LimitOverrunError) as exc:
            raise UpsSilent from exc
        flags = said.get("ups.status", "").split()
        powers = [Power.BATTERY] * (ON_BATTERY in flags) + [Power.MAINS] * (ON_LINE in flags)
        seconds = _number(said.get("battery.runtime"))
        return UpsWord(
            power=powers[0] if powers else Power.UNKNOWN,
            percent=_number(said.get("battery.charge")),
            minutes=seconds // 60 if seconds is not None else None,
        )

    async def _list(self) -> dict[str, str]:
        client = AIONUTClient(self.host, self.port, timeout=PATIENCE_S, persistent=False)
        return await client.list_vars(self.name)


def _number(said: str | None) -> int | None:
    """Return a whole number of what may be "87", "87.0" or nothing of sense."""
    whole = (said or "").partition(".")[0]
    return int(whole) if whole.isdecimal() and len(whole) < 9 else None
