"""Texts for failures of the day's work."""

TEXTS = {
    "FLO-01": "No card lies on the reader. Lay the ID card down and press Read card.",
    "FLO-02": "The face was not seen well. Look straight into the camera and compare again.",
    "FLO-03": "This exam does not belong to this seat. Call the administrator.",
}
