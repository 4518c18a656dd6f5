"""Runs of options that slipped, in figures made by hand."""

import numpy as np
import pytest

from station.exam.doctor.slips import gains_of_moving, slipped


def belongs(rows, run=(), step=1, own=1.5, other=-1.5):
    """Stems that like their own options, and those of a run the options a row beside."""
    figures = np.full((rows, rows), other, np.float32)
    for stem in range(rows):
        figures[stem, stem + step if stem in run else stem] = own
    return figures


def found(figures):
    return {row for step in (-1, 1) for row in slipped(gains_of_moving(figures, step), step)}


def test_rows_in_their_place_are_no_run():
    assert found(belongs(30)) == set()


@pytest.mark.parametrize("step", [-1, 1])
def test_a_run_is_found_with_the_row_at_its_end(step):
    run = range(10, 16)
    assert found(belongs(30, run, step)) == {*run, 16 if step > 0 else 9}


def test_a_run_goes_on_over_a_row_that_says_nothing():
    figures = belongs(30, range(10, 16))
    figures[13, 13] = figures[13, 14]
    assert found(figures) == set(range(10, 17))


def test_one_row_is_no_run_however_much_it_would_gain():
    figures = belongs(30, {10})
    figures[10, 11] = 1_000
    assert found(figures) == set()


@pytest.mark.parametrize(("run", "step"), [(range(4), 1), (range(26, 30), -1)])
def test_a_run_at_the_end_of_a_sheet_stays_within_it(run, step):
    assert found(belongs(30, run, step)) <= set(range(30))
