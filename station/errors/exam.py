"""Failures of banks, blueprints and the files they are read from."""

from station.errors import StationError


class WorkbookUnreadable(StationError):
    """The bytes are not an Excel workbook, or it is broken; nothing was imported."""

    code = "EXM-01"


class WorkbookTooLarge(StationError):
    """The workbook unpacks to more than a question bank can be; it was not opened."""

    code = "EXM-02"


class QuestionsUnreadable(StationError):
    """A line of a questions file is not a question; nothing was imported."""

    code = "EXM-03"


class BlueprintUnreadable(StationError):
    """The bytes are not a blueprint, or its numbers contradict each other."""

    code = "EXM-04"


class PoolTooSmall(StationError):
    """The bank holds fewer questions of a topic and kind than a paper needs."""

    code = "EXM-05"


class ListUnreadable(StationError):
    """The list of repealed laws is not a text; nothing was checked against it."""

    code = "EXM-06"


class PictureRefused(StationError):
    """A picture is too large, is none, or could do more than be looked at."""

    code = "EXM-11"


class PictureMissing(StationError):
    """The bank has a question whose picture did not come with it."""

    code = "EXM-12"


class PicturesTooLarge(StationError):
    """The pictures of one paper are more than a seat is sent."""

    code = "EXM-13"


class NeighboursAlike(StationError):
    """The bank is too small to give neighbours papers that differ as much as the blueprint asks."""

    code = "EXM-15"


class BlueprintMissing(StationError):
    """No blueprint of ours has this code, and no file this name."""

    code = "EXM-16"


class RetakerAlike(StationError):
    """The papers of two neighbours, one of whom comes again, would be too much alike."""

    code = "EXM-17"


class BlueprintCountWrong(BlueprintUnreadable):
    """The cells of a section are not as many questions as the section says."""

    code = "EXM-31"


class BlueprintTotalWrong(BlueprintUnreadable):
    """The sections do not bring the marks that the blueprint says."""

    code = "EXM-32"


class BlueprintPassTooHigh(BlueprintUnreadable):
    """Nobody could pass: the pass mark is above the marks of the paper."""

    code = "EXM-33"


class BlueprintReviewPractical(BlueprintUnreadable):
    """A review asks for a practical exam, which a review does not have."""

    code = "EXM-34"
