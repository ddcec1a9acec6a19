"""What holds for every test."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# what a terminal, a student's editor or a machine that runs tests may have set, and what then looks different
for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
    os.environ.pop(name, None)

# the same examples on every machine, however busy it is
settings.register_profile(
    "gate",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("gate")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are named after their argument: an archive holds the time it was packed, and two workers would disagree."""
    return argname if isinstance(val, bytes | bytearray) else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Twelve thousand tests are held until the end: a collection of garbage need not look at each of them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def users_folder() -> Iterator[Path]:
    """A folder of an ordinary user, who this process is until the test ends: root is refused nothing."""
    folder, user = Path(tempfile.mkdtemp()), os.geteuid()
    os.chown(folder, user or 12345, -1)
    os.seteuid(user or 12345)
    yield folder
    os.seteuid(user)
    for closed in folder.rglob("*"):
        closed.chmod(0o700)
    shutil.rmtree(folder)
