"""What a centre gets when it enrols."""

from dataclasses import dataclass

from station.codec import Codec
from station.ids import CentreId


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EnrolmentGrant:
    """The province's signed answer to an enrolment.

    Attributes:
        chain: The centre's certificates, DER, leaf first, without the root.
        root: The province's root certificate, DER.
        token: What the centre shows with each later request; kept as a secret.
    """

    centre: CentreId
    name: str
    chain: tuple[bytes, ...]
    root: bytes
    token: str

    def __repr__(self) -> str:
        return f"EnrolmentGrant({self.centre})"


ENROLMENT_GRANT: Codec[EnrolmentGrant] = Codec(EnrolmentGrant)
