"""The pictures of a paper, shut with it at the desk and opened with it at the seat.

Each attempt carries its own pictures in its ticket. So they are there whenever the paper is: after
a restart, on a spare seat, with the coordinator gone. A picture that two questions show goes once.
"""

from collections.abc import Mapping

from station.errors.document import DocumentMalformed
from station.errors.exam import PictureMissing, PicturesTooLarge
from station.exam.paper import Paper
from station.ids import Digest, StreamId, digest_of
from station.lan.ticket import SealedPicture, picture_context
from station.seal.shut import shut, unshut

MOST_MIB = 4
"""Of pictures in one paper: far below what one frame of the room's network may carry."""


def seal_pictures(
    paper: Paper, media: Mapping[Digest, bytes], key: bytes, stream: StreamId
) -> tuple[SealedPicture, ...]:
    """Shut each picture of a paper under the paper's key.

    Raises:
        PictureMissing: The bank did not bring one of them.
        PicturesTooLarge: Together they are more than a ticket carries.
    """
    for item in paper.items:
        if any(digest not in media for digest in item.pictures):
            raise PictureMissing(question=item.question)
    if sum(len(media[digest]) for digest in paper.pictures) > MOST_MIB << 20:
        raise PicturesTooLarge(most=MOST_MIB)
    return tuple(
        SealedPicture(digest, shut(media[digest], key, picture_context(stream, digest)))
        for digest in paper.pictures
    )


def open_pictures(
    paper: Paper, sealed: tuple[SealedPicture, ...], key: bytes, stream: StreamId
) -> dict[Digest, bytes]:
    """Open the pictures of a paper and hold each against its name in the paper.

    Raises:
        EnvelopeSealed: The key does not open one of them.
        DocumentMalformed: One is missing, or is another than the paper names.
    """
    opened = {
        each.digest: unshut(each.sealed, key, picture_context(stream, each.digest))
        for each in sealed
    }
    whole = all(digest_of(raw) == digest for digest, raw in opened.items())
    if not whole or set(opened) != set(paper.pictures):
        raise DocumentMalformed(kind="pictures")
    return opened
