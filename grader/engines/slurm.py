"""slurm: workers as Slurm jobs, started for the batch and gone with it.

How a job looks on your cluster (queue, account, memory) stands in dask-jobqueue's own file,
~/.config/dask/jobqueue.yaml; `--jobs` says how many workers to ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.engines import Engine, Work, refuse
from grader.engines.dask import engine_of

SATURATION = {"distributed.scheduler.worker-saturation": 1.0}  # above it, Dask blames a dying worker's neighbours


@contextmanager
def open_pool(address: str, work: Work) -> Iterator[Engine]:
    """A cluster of `work.jobs` Slurm jobs."""
    try:
        import dask
        from dask_jobqueue import SLURMCluster
        from distributed import Client
    except ImportError:
        raise refuse(address, "Dask is not installed; run `pip install distributed dask-jobqueue`") from None
    with dask.config.set(SATURATION):
        try:
            cluster = SLURMCluster(security=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise refuse(address, f"no Slurm jobs can be started from here: {error}") from None
        with cluster, Client(cluster, set_as_default=False) as client:
            cluster.scale(jobs=work.jobs)
            yield engine_of(client, work)
