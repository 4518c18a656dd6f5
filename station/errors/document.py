"""Failures of the documents that travel: packages, banks, rule packs, envelopes."""

from station.errors import StationError


class DocumentMalformed(StationError):
    """The bytes are not a document of the kind that was expected."""

    code = "DOC-01"


class DocumentForged(StationError):
    """The signature does not fit the content: the document was changed."""

    code = "DOC-02"


class SignerUntrusted(StationError):
    """The signer is not of our province, or its certificate is out of date."""

    code = "DOC-03"


class SignerOfWrongKind(StationError):
    """A signer of this kind may not sign a document of this kind."""

    code = "DOC-04"


class DocumentOutOfTime(StationError):
    """The document is not valid yet, or no longer."""

    code = "DOC-05"


class DocumentVersionUnknown(StationError):
    """The document's format is newer than this program."""

    code = "DOC-06"


class EnvelopeSealed(StationError):
    """The envelope does not open with this key."""

    code = "DOC-07"


class KeyLocked(StationError):
    """A private key does not open with this passphrase."""

    code = "DOC-08"


class TwoKeysNeeded(StationError):
    """The secure bank opens only with two different persons' keys."""

    code = "DOC-09"


class DocumentMissing(StationError):
    """A document that another one refers to was not imported yet."""

    code = "DOC-10"


class DrillMixedWithProduction(StationError):
    """Simulated devices and drill documents do not go with production ones."""

    code = "DOC-11"


class BankQuestionTwice(StationError):
    """A bank to be mastered has two questions of one id."""

    code = "DOC-12"


class BankPoolsMixed(StationError):
    """A question of the secure pool can be read in the practice pool."""

    code = "DOC-13"


class BankTopicUntitled(StationError):
    """A question's topic has no title."""

    code = "DOC-14"


class OutputUnwritable(StationError):
    """A file that a command was to write cannot be written."""

    code = "DOC-15"


class BankThereAlready(StationError):
    """A folder that a bank was to be mastered into holds one, and the keys to it."""

    code = "DOC-16"


class StationFolderMissing(StationError):
    """A folder that a command was given is not that of a station."""

    code = "DOC-17"
