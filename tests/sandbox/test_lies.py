"""A layer that says it is on and does nothing is caught by the locked child's own attacks."""

import pytest

from grader.errors import RequestError
from grader.sandbox import open_box, start

# what the zygote is made to believe → the attacks that get through → the level that is left
LIES = {
    "child.filter_calls = nothing": ({"TCP", "fork", "io_uring", "keyrings"}, "none"),
    "child.restrict_files = nothing": ({"read the course"}, "limited"),
    "child.private_files = nothing": ({"fill the disk"}, "confined"),
    "rlimits.apply = nothing": ({"hog memory", "write a large file"}, "none"),
    "capabilities.drop = nothing": ({"keep privileges"}, "none"),
    "namespaces.APART &= ~kernel.CLONE_NEWNET": ({"share the network"}, "confined"),
    "namespaces.APART &= ~kernel.CLONE_NEWIPC": ({"share namespaces"}, "confined"),
    "own = tree.of_one_child; tree.of_one_child = lambda *told: own(*told)[:1]": ({"see processes"}, "confined"),
    "tree.fresh_proc = nothing; own = tree.of_one_child; tree.of_one_child = lambda *told: own(*told)[:1]": (
        {"see processes"},
        "confined",
    ),
}


@pytest.fixture(params=LIES)
def lie(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    change = (
        "from grader.sandbox import capabilities, child, kernel, namespaces, rlimits, tree\n"
        "nothing = lambda *_, **__: None\n" + request.param
    )
    begin_with(change, monkeypatch)
    return str(request.param)


def begin_with(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, begin = start.START.split("; from grader.sandbox.launcher")
    monkeypatch.setattr(start, "START", f"{before}\n{change}\nfrom grader.sandbox.launcher{begin}")


def test_what_comes_through_is_named_and_the_level_is_what_is_left(lie: str) -> None:
    attacks, level = LIES[lie]

    try:
        with open_box() as box:
            found, through = (
                box.isolation.level,
                {name for name, came in box.isolation.attacks.items() if came == "open"},
            )
    except RequestError as error:
        found, through = "none", set(str(error).split("came through: ")[1].split("; ")[0].split(", "))

    assert found == level
    assert attacks <= through


def test_a_level_that_is_not_kept_is_refused(lie: str) -> None:
    attacks, _ = LIES[lie]

    with pytest.raises(RequestError, match="the locked child's own attack came through: ") as caught:
        open_box("isolated")

    assert all(attack in str(caught.value) for attack in attacks)


def test_a_filter_that_lets_modes_be_changed_is_no_confinement(monkeypatch: pytest.MonkeyPatch) -> None:
    change = (
        "from grader.sandbox import seccomp\n"
        "plain = seccomp.student_filter\nseccomp.student_filter = lambda **_: plain(alone=True)"
    )
    begin_with(change, monkeypatch)

    with pytest.raises(RequestError, match="own attack came through: change outside;"):
        open_box("confined")
