"""Kernel features denied one at a time, by a filter on this machine: what is found, and the level that is left."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.conformance.conftest import ACCOUNTS, ROOT

# denied calls → the feature that fails and what it says, and the level then in force: for root, for a user
POORER: dict[str, tuple[str, str, str, str]] = {
    "": ("", "", "isolated", "isolated"),
    "unshare": ("namespaces", "unshare: Operation not permitted", "confined", "confined"),
    "mount": ("namespaces", "mount: Operation not permitted", "confined", "confined"),
    "setresuid": ("namespaces", "setresuid: Operation not permitted", "confined", "confined"),
    "pivot_root": ("", "", "confined", "confined"),
    "mount_setattr": ("", "", "confined", "confined"),
    "landlock_create_ruleset": ("landlock", "landlock_create_ruleset: Function not implemented", "limited", "none"),
    "landlock_restrict_self": ("landlock", "landlock_restrict_self: Function not implemented", "limited", "none"),
    "unshare,landlock_create_ruleset": ("namespaces", "unshare: Operation not permitted", "limited", "none"),
    "seccomp": ("seccomp", "seccomp: Operation not permitted", "none", "none"),
    "unshare,landlock_create_ruleset,seccomp": ("seccomp", "seccomp: Operation not permitted", "none", "none"),
}


def survey(denied: str, account: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.conformance.host", "--survey", f"--deny={denied}", *ACCOUNTS[account][0]]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    return found


@pytest.mark.parametrize("denied", POORER)
def test_root_gets_the_level_that_is_left(denied: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")
    feature, answer, level, _ = POORER[denied]

    found = survey(denied, "root, reachable Python")

    assert found["level"] == level
    assert not feature or found["features"][feature] == answer


@pytest.mark.parametrize("denied", POORER)
def test_a_user_gets_the_level_that_is_left(denied: str) -> None:
    feature, answer, _, level = POORER[denied]

    found = survey(denied, "user")

    assert found["level"] == level
    assert not feature or found["features"][feature] == answer
    assert found["features"]["setuid"] == "only root may become another user"


def test_a_closed_python_is_named() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")
    found = survey("", "root")

    closed = "is closed to other users, and this Python is inside it"
    assert found["features"]["setuid"] == "works" or found["features"]["setuid"].endswith(closed)


def test_a_refusal_says_what_is_missing_and_how_to_go_on() -> None:
    problem = survey("seccomp", "user")["problem"]

    assert problem.startswith("this machine does not hold student code at level 'limited': ")
    assert "seccomp: seccomp: Operation not permitted" in problem
    assert problem.endswith('unless you say "I trust these files": pass --trust')
