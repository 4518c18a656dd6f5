"""Texts for failures of cameras, pictures and the face model."""

TEXTS = {
    "CAM-01": "The camera does not answer. Connect it and try again.",
    "CAM-02": "A file of the face check is damaged ({file}). Install the program again.",
    "CAM-03": "This photo cannot be read. Ask the province for it again.",
    "CAM-04": "This photo is too large. Ask the province for a smaller one.",
    "CAM-05": "No face was found in the photo. Two persons look and decide.",
    "CAM-06": "The training pictures are missing. Choose another folder or video.",
    "CAM-07": "The measurement of eyes and mouth does not start. A person checks instead.",
    "CAM-08": "The camera check stopped and begins again by itself. If not, two persons decide.",
}
