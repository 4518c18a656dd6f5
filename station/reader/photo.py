"""The chip's photo on a station without its vendor's decoder."""

from typing import NoReturn

from station.errors.reader import PhotoUndecodable


class NoPhotoDecoder:
    """Says that the photo cannot be shown here.

    The compression of the photo is a secret of the state; only a licensed library undoes it.
    """

    def decode(self, raw_photo: bytes) -> NoReturn:  # noqa: ARG002 - the port's signature
        raise PhotoUndecodable
