"""Where student code runs: on this machine, or on the workers of a cluster. One file per engine.

Behind every engine stands a `concurrent.futures.Executor`: `open_pool(address, work)` opens it for one batch and closes
it again. A task is one hand-in, its result is evidence. Judging stays where the batch was started, so no
expected value ever travels.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A pool, what it runs, and how long one hand-in may be away before it counts as lost."""

    pool: Executor
    see: Callable[[Submission], Evidence]
    ask: Callable[[Submission, tuple[Ask, ...], Limits], Evidence]  # something else than the batch asks
    patience: float | None = None  # seconds; None: the pool cannot lose anything, its boxes have deadlines of their own

    def submit(self, submission: Submission) -> Future[Evidence]:
        """Have one hand-in run; the future holds its evidence."""
        return self.pool.submit(self.see, submission)

    def question(self, submission: Submission, asks: tuple[Ask, ...], limits: Limits) -> Future[Evidence]:
        """Have one hand-in run again and put other asks to it."""
        return self.pool.submit(self.ask, submission, asks, limits)


def open_engine(address: str, work: Work) -> AbstractContextManager[Engine]:
    """The engine of that address: `local`, `slurm`, or `dask://host:port` and `tls://host:port`."""
    name = address.partition(":")[0]
    module = kinds.find("engines", {"tls": "dask", "tcp": "dask"}.get(name, name))
    opened: AbstractContextManager[Engine] = module.open_pool(address, work)
    return opened


def refuse(address: str, why: str) -> RequestError:
    """The error for an address that an engine cannot use."""
    return RequestError(f"--engine {address}: {why}")
