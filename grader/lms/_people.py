"""The people that a platform names, with their ids; one who appears twice is one person, and names join nobody."""

from __future__ import annotations

from collections.abc import Mapping

from grader.errors import RequestError
from grader.roster import Person, plain


class People:
    """Everybody met so far; of the kinds of ids, the first that somebody has is what they are called by."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._people: dict[str, Person] = {}  # key → person
        self._owners: dict[tuple[str, str], str] = {}  # id → key

    def meet(self, name: str, ids: Mapping[str, str], where: str) -> str:
        """The key of the person with these ids, who may be known; RequestError where they are nobody's or two's."""
        given = {kind: ids[kind].strip() for kind in self._kinds if ids.get(kind, "").strip()}
        if not given:
            raise RequestError(f"{where}: {name or 'a submitter'} has no id; expected {' or '.join(self._kinds)}")
        known = {self._owners[pair] for pair in _pairs(given) if pair in self._owners}
        if len(known) > 1:
            both = " and ".join(str(self._people[key]) for key in sorted(known))
            raise RequestError(f"{where}: the ids of {name or 'a submitter'} belong to {both}; expected one person")
        first = next(iter(given))
        key = known.pop() if known else f"{first}:{plain(first, given[first])}"
        before = self._people.get(key)
        self._people[key] = Person(
            key=key,
            name=before.name if before and before.name else name,
            ids={**{kind: (value,) for kind, value in given.items()}, **_more(before, given)},
        )
        self._owners |= dict.fromkeys(_pairs(given), key)
        return key

    @property
    def all(self) -> tuple[Person, ...]:
        return tuple(self._people.values())


def _pairs(given: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(kind, plain(kind, value)) for kind, value in given.items()]


def _more(before: Person | None, given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What was known of a person, with what came now at the end."""
    if before is None:
        return {}
    return {
        kind: tuple(dict.fromkeys([*values, *([given[kind]] if kind in given else [])]))
        for kind, values in before.ids.items()
    }
