"""Failures of files in the forms in which questions travel: QTI, Moodle XML, GIFT."""

from station.errors import StationError


class FormatUnknown(StationError):
    """The bytes are in no form of questions that we read; nothing was imported."""

    code = "EXM-20"


class QuestionFileBroken(StationError):
    """The file is damaged or says a wrong encoding; nothing was imported."""

    code = "EXM-21"


class QuestionFileUnsafe(StationError):
    """The file is made so that reading it could do harm, or is larger than any bank."""

    code = "EXM-22"


class QuestionNotExportable(StationError):
    """A question holds what the form cannot hold; nothing was written."""

    code = "EXM-23"
