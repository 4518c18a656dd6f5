"""Texts for failures of the day's work."""

TEXTS = {
    "FLO-01": "No card lies on the reader. Lay the ID card down and press Read card.",
    "FLO-02": "The face was not seen well. Look straight into the camera and compare again.",
    "FLO-03": "This exam does not belong to this seat. Call the administrator.",
    "FLO-04": "A seat delivered a result that is not its own; it was not taken. Look at that seat.",
    "FLO-05": "The card's picture must be made again; nothing was printed. Press Print again.",
    "FLO-06": "It is too late to be let in to this session. Send the candidate to the manager.",
    "FLO-08": "This incident is not of this session. Nothing was decided.",
    "FLO-09": "Each of the two persons writes a short reason. Nothing was decided yet.",
    "FLO-10": "This entry makes no sense and was not noted. Look at the number and the box again.",
    "FLO-11": "The day cannot be closed yet. Count again, and answer every card that waits.",
    "FLO-12": "Pictures of {count} persons are kept here. Tell the person in charge: "
    "from 100,000 on the centre must register.",
    "FLO-13": "The slip could not be opened. Print {name} from the folder of the reports.",
    "FLO-14": "This computer's date is far ahead. No pictures were deleted. Check the date.",
}
