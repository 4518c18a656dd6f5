"""Failures of the room's network."""

from station.errors import StationError


class PortTaken(StationError):
    """The hub cannot listen where it should; most likely another coordinator is running."""

    code = "LAN-01"


class VersionUnknown(StationError):
    """Seat and coordinator are of versions that do not speak to each other."""

    code = "LAN-02"


class MessageMalformed(StationError):
    """What arrived is not a message, or not one that belongs here; it was not acted on."""

    code = "LAN-03"


class SeatReplaced(StationError):
    """Another computer, or a newer connection, has come in with this seat's number."""

    code = "LAN-04"


class PeerTooSlow(StationError):
    """The other side does not take what is sent to it; it was hung up on."""

    code = "LAN-05"


class MessageTooLarge(StationError):
    """A message is larger than the other side may accept; it was not sent."""

    code = "LAN-06"


class EnrolmentBroken(StationError):
    """The other side of a seat's enrolment is gone, or is none; nothing was given or taken."""

    code = "LAN-07"


class EnrolmentRefused(StationError):
    """A person did not see the same digits on both screens, or said no; nothing was given."""

    code = "LAN-08"


class CoordinatorUnfound(StationError):
    """Nobody announces a coordinator on this network, or this machine cannot listen for one."""

    code = "LAN-09"


class CoordinatorsSeveral(StationError):
    """More than one coordinator is announced; a person must say which."""

    code = "LAN-10"


class CertificateMissing(StationError):
    """Somebody came to the hub's door and showed no certificate."""

    code = "LAN-11"


class CertificateExpired(StationError):
    """Somebody came to the hub's door with a certificate that is out of date, or not valid yet."""

    code = "LAN-12"


class CertificateForeign(StationError):
    """Somebody came to the hub's door with a certificate that our province did not give."""

    code = "LAN-13"


class NoSeatSpeaks(StationError):
    """Somebody came to the hub's door who does not speak as our seats do."""

    code = "LAN-14"


class ClockUnbelievable(StationError):
    """By a seat's clock the coordinator's certificate is not valid: one of them is far off."""

    code = "LAN-15"


class CoordinatorForeign(StationError):
    """A coordinator answers a seat, and the two are not of one centre."""

    code = "LAN-16"


class CoordinatorEarlier(StationError):
    """A coordinator answers a seat that has served a later one since."""

    code = "LAN-17"
