"""Reads one file as the doctor does, within the memory and processor time it is given.

python -m tests.e2e.hostile_read FILE: prints the code of the error, or how many rows ended how.
"""

import resource
import sys
from pathlib import Path

from station.errors import StationError
from station.exam.doctor.examine import examine
from station.exam.doctor.finding import Outcome
from station.exam.doctor.intake import read_file

MEMORY_BYTES = 1_500 << 20
PROCESSOR_SECONDS = 60


def main(path: Path) -> None:
    """Read and examine it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    try:
        examined = examine([read_file(path.name, path.read_bytes())])
    except StationError as error:
        print(error.code)
    else:
        rows = len(examined.outcomes)
        print(f"{rows} rows, {examined.count(Outcome.REFUSED)} refused")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
