"""dask://host:port or tls://host:port: the workers of a Dask cluster, each with its own warm sandboxes.

A worker gets the asks once, through a plugin, and then one hand-in per task; what comes back is evidence. A task that
was lost with its worker runs again elsewhere, and running a hand-in twice gives the same evidence, so nothing is
counted twice. Anyone who can connect to an unencrypted scheduler can run code on it: only loopback may do without TLS.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.engines import Engine, Work, refuse

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 20
STARTING = 120.0  # seconds a worker may take to import what it needs, or to be replaced
QUEUED = 4  # hand-ins that may stand in front of one, at their full time
RETRIES = 3  # workers that may die under one hand-in before it is given up


@contextmanager
def open_pool(address: str, work: Work) -> Iterator[Engine]:
    """The cluster's workers as a pool."""
    try:
        from distributed import Client
    except ImportError:
        raise refuse(address, "Dask is not installed; run `pip install distributed dask-jobqueue`") from None
    scheduler = scheduler_of(address)
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise refuse(address, f"no scheduler answers there ({error}); start one with `dask scheduler`") from None
    with client:
        yield engine_of(client, work)


def engine_of(client: Client, work: Work) -> Engine:
    """The engine behind a client that is connected already."""
    from grader.engines._worker import Grading, ask, see

    client.register_plugin(Grading(work))
    pool = client.get_executor(pure=False, retries=RETRIES)
    return Engine(pool=pool, see=see, ask=ask, patience=QUEUED * work.limits.total_seconds + STARTING)


def scheduler_of(address: str) -> str:
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if not host or not port.isdigit():
        raise refuse(address, "an address looks like dask://host:8786 or tls://host:8786")
    if scheme == "tls":
        return address
    if not _loopback(host.strip("[]")):
        raise refuse(address, "without TLS anyone on the network could run code on the workers; use tls://")
    return f"tcp://{place}"


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
