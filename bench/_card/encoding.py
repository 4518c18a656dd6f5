"""How long the panels of a card take to become a printer's bytes, for each maker."""

import time
from collections.abc import Callable, Mapping

import numpy as np

from bench._card.faces import face, photo
from station.clock import SystemClock
from station.credential.built_in import OPERATION
from station.ids import CardSerial
from station.printer import evolis, magicard
from station.printer.card_layout import compose
from station.printer.job_bytes import EncodedJob
from station.printer.port import CARD_PX, CardJob, CardSide

ROUNDS = 15
SEED = 20260915


def encoding_times() -> dict[str, float]:
    """Return the 95th percentile in ms for each maker and set of panels."""
    clock = SystemClock()
    makers: dict[str, Callable[[CardJob], EncodedJob]] = {
        "evolis": evolis.encode_job,
        "magicard": lambda job: magicard.encode_job(job, clock.wall()),
    }
    return {
        f"encode_{maker}_{name}_p95_ms": _p95_ms(encode, job)
        for maker, encode in makers.items()
        for name, job in _jobs().items()
    }


def _jobs() -> Mapping[str, CardJob]:
    rng = np.random.default_rng(SEED)
    black = compose(face("张三", "https://example.invalid/v?c=1", photo()), OPERATION.front)
    height, width = CARD_PX[1], CARD_PX[0]
    ramp = np.linspace(0, 255, width).astype(np.uint8)
    picture = np.broadcast_to(ramp[:, np.newaxis], (width, 3))[np.newaxis].repeat(height, axis=0)
    noise = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    dots = np.where(noise[:, :, 0] < 128, 0, 255).astype(np.uint8)
    serial = CardSerial("BENCH")
    return {
        "k": CardJob(serial=serial, black=black),
        "k_both_sides": CardJob(serial=serial, black=black, back=CardSide(black=dots)),
        "ymcko": CardJob(serial=serial, black=black, colour=picture.copy(), overlay=True),
        "ymcko_noise": CardJob(serial=serial, black=dots, colour=noise, overlay=True),
    }


def _p95_ms(encode: Callable[[CardJob], EncodedJob], job: CardJob) -> float:
    encode(job)
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        encode(job)
        took.append(time.perf_counter() - began)
    return round(float(np.percentile(took, 95)) * 1_000, 1)
