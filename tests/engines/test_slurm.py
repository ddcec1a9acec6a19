"""The same batch as Slurm jobs, where a Slurm answers; what is said where none does."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader import batch, intake, pipeline
from grader.batch import Row
from grader.engines import Work, open_engine
from grader.errors import RequestError
from grader.model import Limits
from tests import courses

dask = pytest.importorskip("dask")
pytest.importorskip("dask_jobqueue")

HAND_INS = 60
WORK = Work(asks=(), answers=(), limits=Limits(), seed=0)


def answers() -> bool:
    """Whether jobs can be started from here."""
    if not shutil.which("sinfo"):
        return False
    try:
        return subprocess.run(["sinfo"], capture_output=True, timeout=10).returncode == 0
    except subprocess.TimeoutExpired:
        return False


@pytest.fixture
def jobs() -> Iterator[None]:
    look = {"jobqueue.slurm.cores": 1, "jobqueue.slurm.memory": "2GB", "jobqueue.slurm.walltime": "00:05:00"}
    with dask.config.set(look):
        yield


def run(root: Path, on_row: Callable[[int], None]) -> list[Row]:
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    out, marks = root / "reports" / "tiny", root / "marks" / "tiny"
    rows: list[Row] = []
    for row in batch.run(
        plan,
        intake.find([root / "submissions" / "tiny"]),
        batch.Options(out=out, marks=marks, engine="slurm", jobs=1, trusted=True),
    ):
        rows.append(row)
        on_row(len(rows))
    return rows


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not answers(), reason="no Slurm answers on this machine")
def test_a_job_that_the_queue_ends_is_replaced_and_nothing_is_lost_or_doubled(tmp_path: Path, jobs: None) -> None:
    root = courses.lay(tmp_path)
    for number in range(HAND_INS):
        slow = "import time\ntime.sleep(0.2)\n"
        courses.hand_in(root, f"s{number:02}", slow + (courses.RIGHT if number % 4 else courses.SQUARED))

    def end_the_job(finished: int) -> None:
        if finished == 5:
            listed = subprocess.run(["squeue", "-h", "-o", "%i", "-n", "dask-worker"], capture_output=True, text=True)
            subprocess.run(["scancel", *listed.stdout.split()], check=True)

    rows = run(root, end_the_job)

    assert {f"s{n:02}": 4 if n % 4 else 2 for n in range(HAND_INS)} == {row.id: row.line.score for row in rows}
    assert HAND_INS == len(rows)


def test_a_machine_without_slurm_is_told_so_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with (
        pytest.raises(
            RequestError, match="--engine slurm: there is no sbatch on this machine; log in where Slurm jobs"
        ),
        open_engine("slurm", WORK),
    ):
        pass
