"""Whether two persons who were let in to one session look alike: twins, or one person twice.

Only those of one session, on one coordinator, in memory: it is no search over a face database.
"""

from station.camera.port import Embedding, FaceEngine
from station.ids import CandidateId


class LookAlikes:
    """The faces of one session's check-ins, on the camera's lane; gone with the process.

    Args:
        alike: The similarity from which on two persons look alike; from the rule pack.
    """

    def __init__(self, faces: FaceEngine, alike: float) -> None:
        self._faces = faces
        self._alike = alike
        self._known: dict[CandidateId, Embedding] = {}

    def of(self, candidate: CandidateId, face: Embedding) -> tuple[tuple[CandidateId, float], ...]:
        """Return the others who look like this person and how much, the likest first."""
        found = [
            (other, self._faces.similarity(face, known))
            for other, known in self._known.items()
            if other != candidate
        ]
        alike = [(other, similarity) for other, similarity in found if similarity >= self._alike]
        return tuple(sorted(alike, key=lambda pair: -pair[1]))

    def keep(self, candidate: CandidateId, face: Embedding) -> None:
        """Remember the face of somebody who was let in."""
        self._known[candidate] = face

    def __len__(self) -> int:
        return len(self._known)
