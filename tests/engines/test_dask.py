"""The same batch on a real Dask cluster of this machine, also when a worker is killed in the middle."""

import json
import os
import signal

import pytest

from grader import batch, intake, pipeline
from grader.engines import Work, open_engine
from grader.engines.dask import scheduler_of
from grader.errors import RequestError
from grader.model import Limits
from tests import courses

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Dask warns of ports and of tornado; none of it is ours
]

HAND_INS = 40
WORK = Work(asks=(), answers=(), limits=Limits(), seed=0)


@pytest.fixture(scope="module")
def cluster():
    settings = {"distributed.scheduler.worker-saturation": 1.0, "distributed.admin.tick.interval": "1s"}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def course(tmp_path):
    root = courses.lay(tmp_path)
    for number in range(HAND_INS):
        courses.hand_in(root, f"s{number:02}", courses.RIGHT if number % 4 else courses.SQUARED)
    return root


def run(root, address, on_row=lambda _: None):
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    arrivals = intake.find([root / "submissions" / "tiny"])
    options = batch.Options(
        out=root / "reports" / "tiny", marks=root / "marks" / "tiny", engine=address, jobs=2, trusted=True
    )
    rows = []
    for row in batch.run(plan, arrivals, options):
        rows.append(row)
        on_row(rows)
    return rows


def address_of(cluster) -> str:
    return cluster.scheduler_address.replace("tcp://", "dask://")


def test_a_cluster_gives_the_marks_that_this_machine_gives(course, cluster):
    rows = run(course, address_of(cluster))

    assert {f"s{n:02}": 4 if n % 4 else 2 for n in range(HAND_INS)} == {row.id: row.line.score for row in rows}


def test_a_killed_worker_loses_and_doubles_nothing(course, cluster):
    """A worker dies hard after the fifth result; every hand-in is in the results exactly once."""
    pids = list(cluster.scheduler.workers)

    def kill(rows):
        if len(rows) == 5:
            victim = next(iter(cluster.workers.values())).process.pid
            os.kill(victim, signal.SIGKILL)

    rows = run(course, address_of(cluster), kill)

    assert pids
    assert [f"s{n:02}" for n in range(HAND_INS)] == sorted(row.id for row in rows)
    assert all(row.line.score == (4 if int(row.id[1:]) % 4 else 2) for row in rows)
    written = sorted(path.parent.name for path in (course / "reports" / "tiny").glob("*/report.json"))
    assert [f"s{n:02}" for n in range(HAND_INS)] == written
    document = json.loads((course / "reports" / "tiny" / "s01" / "report.json").read_text())
    assert 4 == document["score"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("dask://", "an address looks like dask://host:8786 or tls://host:8786"),
        ("dask://host", "an address looks like dask://host:8786 or tls://host:8786"),
        ("dask://lab-3:8786", "without TLS anyone on the network could run code on the workers; use tls://"),
        ("tcp://10.0.0.7:8786", "without TLS anyone on the network could run code on the workers; use tls://"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_before_anything_runs(address, sentence):
    with pytest.raises(RequestError) as caught:
        scheduler_of(address)

    assert f"--engine {address}: {sentence}" == str(caught.value)


@pytest.mark.parametrize("address", ["dask://127.0.0.1:8786", "dask://localhost:8786", "dask://[::1]:8786"])
def test_loopback_may_do_without_tls(address):
    assert address.replace("dask", "tcp") == scheduler_of(address)


def test_an_unknown_engine_gets_a_suggestion():
    with pytest.raises(RequestError, match="there is no engine called 'dusk'; did you mean 'dask'"):
        open_engine("dusk://127.0.0.1:1", WORK)


def test_a_scheduler_that_is_not_there_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr("grader.engines.dask.CONNECT_SECONDS", 0.2)

    with pytest.raises(RequestError, match="no scheduler answers there"), open_engine("dask://127.0.0.1:9", WORK):
        pass
