"""How strongly student code is held: four levels, what each must stop, and which one was really in force."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["isolated", "confined", "limited", "none"]
LEVELS: tuple[Level, ...] = ("isolated", "confined", "limited", "none")  # strongest first

_PROCESS = frozenset(
    [
        "read a secret",
        "signal the grader",
        "trace the grader",
        "TCP",
        "UDP",
        "local sockets",
        "fork",
        "run a program",
        "make namespaces",
        "io_uring",
        "keyrings",
        "mount",
        "keep privileges",
        "hog memory",
        "hog shared memory",
        "hog growing memory",
        "write a large file",
    ]
)
_FILES = frozenset(["read the course", "write outside", "change outside", "read /proc of others"])
_WORLD = frozenset(
    ["be root", "find files outside", "see processes", "share the network", "share namespaces", "fill the disk"]
)

_MEMORY = frozenset(["be inspected"])  # in confined Landlock stands between two children, and the grader has to look

# the attacks that must be stopped before a level may be called by its name
REQUIRED: dict[Level, frozenset[str]] = {
    "isolated": _PROCESS | _FILES | _WORLD | _MEMORY,
    "confined": _PROCESS | _FILES,
    "limited": _PROCESS | _MEMORY | {"be root"},
    "none": frozenset(),
}


def in_force(planned: Level, attacks: Mapping[str, str]) -> Level:
    """The strongest level, up to the planned one, all of whose attacks were tried and stopped.

    >>> in_force("isolated", {name: "stopped" for name in REQUIRED["isolated"]})
    'isolated'
    >>> in_force("isolated", {})
    'none'
    """
    for level in LEVELS[LEVELS.index(planned) :]:
        if all(attacks.get(name) == "stopped" for name in REQUIRED[level]):
            return level
    return "none"


def reaches(level: Level, wanted: Level) -> bool:
    """Whether one level is at least as strong as another.

    >>> reaches("isolated", "confined"), reaches("none", "confined")
    (True, False)
    """
    return LEVELS.index(level) <= LEVELS.index(wanted)


def came_through(level: Level, attacks: Mapping[str, str]) -> list[str]:
    """The attacks that keep a run from being called by this level."""
    return sorted(name for name in REQUIRED[level] if attacks.get(name) != "stopped")
