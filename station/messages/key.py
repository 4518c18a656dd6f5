"""Texts for failures of the files that hold private keys."""

TEXTS = {
    "KEY-01": "The key file {file} is not here. Connect the disk that holds it, then try again.",
    "KEY-02": "The key {file} was not saved. Check the disk, then try again.",
}
