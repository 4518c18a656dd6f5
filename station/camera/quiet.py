"""OpenCV's own words on the error stream, which tell a person at a command nothing."""

import cv2


def quiet() -> None:
    """Let OpenCV say no more from here on: what went wrong is told as an error of ours."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
