"""Every attack has exactly one outcome per level, whoever runs the grader."""

import platform
from typing import Any

import pytest

from tests.conformance.attacks import ATTACKS, WASTING, Attack, by_name
from tests.conformance.conftest import ROOT, Grader

COURSE = str(ROOT / "tests/conformance/attacks.py")
PATIENCE = 200.0  # seconds, for what ends by itself


def outcome(room: Grader, attack: Attack) -> str:
    """What an attack comes to; one that never ends is given a moment, and more where it did not get that far."""
    never_ends = (
        attack in WASTING or "sleep(1000)" in attack.body or "announce(1" in attack.body or "announce(2" in attack.body
    )
    expected = getattr(attack, room.greeting["level"])
    for seconds in (0.15, 3.0, 30.0) if never_ends else ():
        told = tried(room, attack, seconds)
        if told["at"] == "f" and expected in ("stopped: seconds", f"stopped: {told['limit']}"):
            return f"stopped: {told['limit']}"
    told = tried(room, attack, PATIENCE)
    if told["ended"] == "stopped":
        assert told["at"] == "f", told
        return f"stopped: {told['limit']}"
    assert told["ended"] == "finished", told
    seen = told["seen"]["f"]
    return str(seen[1]).strip("'")


def tried(room: Grader, attack: Attack, seconds: float) -> dict[str, Any]:
    source = attack.source(COURSE, room.greeting["pid"])
    return room.run({"solution.py": source}, ["f"], seconds=seconds, total_seconds=PATIENCE + 40)


@by_name(ATTACKS)
def test_the_attack_ends_as_its_level_says(room: Grader, attack: Attack) -> None:
    if "call(" in attack.body and platform.machine() != "x86_64":
        pytest.skip("the attack is written with the system call numbers of x86-64")
    expected = getattr(attack, room.greeting["level"])

    assert outcome(room, attack) == expected


def test_the_level_is_the_one_asked_for(room: Grader, request: pytest.FixtureRequest) -> None:
    assert room.greeting["level"] == request.node.callspec.params["room"][1]
