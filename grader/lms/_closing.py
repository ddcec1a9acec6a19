"""In a container everything lies under one roof: what student code must not read is closed before it runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def close(paths: Iterable[Path]) -> list[str]:
    """Take files and folders away from everybody but ourselves; what could not be closed, as sentences.

    The locks of the sandbox do not lean on this. It matters at level limited, where student code is another user.
    """
    left = []
    for path in paths:
        try:
            path.chmod(0o700 if path.is_dir() else 0o600)
        except FileNotFoundError:
            continue
        except OSError as error:
            left.append(f"{path} could not be closed to others ({error.strerror})")
    return left
