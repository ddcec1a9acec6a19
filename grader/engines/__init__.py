"""Where student code runs: on this machine, or on the workers of a cluster. One file per engine.

An engine is anything that takes an Errand and promises its Evidence: `open_pool(address, work)` gives a
`concurrent.futures.Executor` whose tasks are calls of `Work.see`. Judging stays where the batch was started, so no
expected value ever travels.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass

from grader import kinds
from grader.errors import RequestError
from grader.model import Ask, Evidence, Limits, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is the same for every hand-in of a batch: what is asked, and in what kind of box."""

    asks: tuple[Ask, ...]
    answers: tuple[str, ...]
    limits: Limits
    seed: int
    jobs: int = 1
    isolation: str | None = None
    trusted: bool = False
    warm: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Engine:
    """A pool and the work it was opened for."""

    pool: Executor
    see: object

    def submit(self, submission: Submission) -> Future[Evidence]:
        """Have one hand-in run; the future holds its evidence."""
        return self.pool.submit(self.see, submission)  # type: ignore[arg-type]


@contextmanager
def open_engine(address: str, work: Work) -> Iterator[Engine]:
    """The engine of that address: `local`, `slurm`, or `dask://host:port` and `tls://host:port`."""
    name = address.partition(":")[0]
    module = kinds.find("engines", {"tls": "dask", "tcp": "dask"}.get(name, name))
    with module.open_pool(address, work) as (pool, see):
        try:
            yield Engine(pool, see)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def refuse(address: str, why: str) -> RequestError:
    """The error for an address that an engine cannot use."""
    return RequestError(f"--engine {address}: {why}")
