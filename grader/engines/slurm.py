"""slurm: workers as Slurm jobs, started for the batch and gone with it.

How a job looks on your cluster (queue, account, memory) stands in dask-jobqueue's own file,
~/.config/dask/jobqueue.yaml; `--jobs` says how many workers to ask for. A job that ends too early is replaced.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.engines import Engine, Work, refuse
from grader.engines.dask import engine_of

if TYPE_CHECKING:
    from dask_jobqueue import SLURMCluster

SETTINGS = {
    "distributed.scheduler.worker-saturation": 1.0,  # above it, Dask blames a dying worker's neighbours
    "distributed.deploy.lost-worker-timeout": "5s",
}
LOOK_SECONDS = 5.0
HOME = Path.home() / ".cache" / "homework-grader" / "slurm"
FOLDERS = ("shared-temp-directory", "log-directory")  # where jobs find their certificates and leave what they print


@contextmanager
def open_pool(address: str, work: Work) -> Iterator[Engine]:
    """A cluster of `work.jobs` Slurm jobs."""
    try:
        import cryptography  # noqa: F401 - every batch makes certificates of its own
        import dask
        from dask_jobqueue import SLURMCluster
        from distributed import Client
    except ImportError as error:
        advice = "run `pip install distributed dask-jobqueue cryptography`"
        raise refuse(address, f"{error.name} is not installed; {advice}") from None
    if shutil.which("sbatch") is None:
        raise refuse(address, "there is no sbatch on this machine; log in where Slurm jobs are started")
    with dask.config.set({**SETTINGS, **_folders()}):
        try:
            cluster = SLURMCluster(
                processes=1, security=True
            )  # threads drive sandboxes; Dask replaces no halves of a job
        except (OSError, ValueError, RuntimeError) as error:
            raise refuse(address, f"no Slurm jobs can be started from here: {error}") from None
        with cluster, Client(cluster, set_as_default=False) as client, _kept(cluster, work.jobs):
            yield engine_of(client, work)
        for name in ("ca_file", "key", "cert"):  # files that dask-jobqueue leaves to the garbage collector
            getattr(cluster, f"_job_{name}").close()


@contextmanager
def _kept(cluster: SLURMCluster, jobs: int) -> Iterator[None]:
    """So many jobs, again and again: Dask forgets one that the queue ended, and starts another only when it is told."""
    over = threading.Event()

    def keep() -> None:
        cluster.scale(jobs=jobs)
        while not over.wait(LOOK_SECONDS):
            cluster.scale(jobs=jobs)

    keeper = threading.Thread(target=keep, name="slurm jobs", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _folders() -> dict[str, str]:
    """The folders that the cluster's own file does not name: one in the home folder, which nodes share as a rule."""
    import dask

    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = [f"jobqueue.slurm.{name}" for name in FOLDERS]
    return {key: str(HOME) for key in keys if dask.config.get(key, None) is None}
