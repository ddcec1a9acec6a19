"""What a box may cost, in terms that hold on a busy machine: memory, and the shape of the table."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_worker_more_costs_less_than_twenty_mebibytes() -> None:
    from benchmarks.floor import measure

    rows, private = measure(["numpy"], jobs=5, rounds=1)

    assert private < 20
    assert private > 0 or os.geteuid() != 0
    assert 0 < rows["fork and exit"] < rows["isolated"]
