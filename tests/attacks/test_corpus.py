"""The corpus, graded end to end in every room: what each attack must come to, and that it touched nobody else."""

import csv
import json
import re

import pytest

from grader.model import Observation, Raised, Returned, Stopped, Unreadable
from tests.attacks.attack import CRITERIA, WORTH, Attack
from tests.attacks.conftest import Graded
from tests.attacks.corpus import ATTACKS
from tests.reports import pages

pytestmark = pytest.mark.slow
by_id = pytest.mark.parametrize("attack", ATTACKS, ids=[attack.id for attack in ATTACKS])


def scores(graded: Graded, name: str) -> tuple[float, ...]:
    found = criteria(graded, name)
    return tuple(float(found[criterion]["score"]) for criterion in CRITERIA)


def criteria(graded: Graded, name: str) -> dict[str, dict[str, str]]:
    report = graded.report(name)
    return {one["id"]: one for question in report["questions"] for one in question["criteria"]}


def told(seen: Observation) -> str:
    match seen:
        case Stopped(limit, _):
            return f"stopped: {limit}"
        case Raised(type=kind):
            return f"raised {kind}"
        case Unreadable(kind, _):
            return f"unreadable {kind}"
    return type(seen).__name__.lower()


def of_criterion(graded: Graded, name: str, criterion: str) -> list[Observation]:
    seen = graded.evidence(name).observations
    return [one for case, one in seen.items() if case.partition("/")[0] == criterion]


@by_id
def test_the_attack_gets_the_points_it_deserves(graded: Graded, attack: Attack) -> None:
    name = graded.of(attack)

    assert tuple(map(float, attack.points)) == scores(graded, name), criteria(graded, name)
    assert "undecided" not in {one["status"] for one in criteria(graded, name).values()}


@by_id
def test_the_attack_was_really_tried(graded: Graded, attack: Attack) -> None:
    """What it says it tried is in its evidence; an escape that came back would say so, a thief would hold the word."""
    name = graded.of(attack)
    words = [str(seen.value) for seen in of_criterion(graded, name, "secret") if isinstance(seen, Returned)]

    if attack.category in ("stolen answers", "escape"):
        assert [f"tried {attack.id}"] == [word.partition(":")[0] for word in words]
    assert not [word for word in words if graded.scene.word in word or "ESCAPED" in word or "NameError" in word]
    if attack.seen not in ("", "any"):
        outcomes = {told(seen) for seen in of_criterion(graded, name, attack.at)}
        assert [one for one in outcomes if one.startswith(attack.seen)], outcomes


@by_id
def test_the_attack_is_named_in_its_own_report_and_in_no_other(graded: Graded, attack: Attack) -> None:
    own = graded.of(attack)

    assert attack.says in json.dumps(graded.report(own), ensure_ascii=False)
    mark = f"tried {attack.id}:"
    assert not [name for name in graded.ids.values() if name != own and mark in graded.text(name)]


@by_id
def test_its_page_is_whole(graded: Graded, attack: Attack) -> None:
    """No element, attribute or structure that is not ours, and nothing that acts."""
    page = (graded.scene.out / graded.of(attack) / "report.html").read_text("utf-8")

    assert [] == pages.problems(page)
    assert "\x1b" not in page
    assert graded.scene.word not in page


def test_honest_work_keeps_full_marks(graded: Graded) -> None:
    for place in graded.honest:
        name = next(known for file, known in graded.ids.items() if file.partition(".")[0] == place)

        assert tuple(map(float, WORTH)) == scores(graded, name), (place, criteria(graded, name))


def test_the_batch_finishes_and_is_sure_of_every_mark(graded: Graded) -> None:
    assert graded.status == 0, graded.said[-4000:]
    document = json.loads(graded.said)
    assert sorted(graded.ids.values()) == sorted(one["id"] for one in document["submissions"])


def test_the_level_is_the_one_asked_for_in_every_report(graded: Graded, request: pytest.FixtureRequest) -> None:
    level = request.node.callspec.params["graded"][1]

    levels = {name: graded.report(name)["conditions"]["isolation"]["level"] for name in graded.ids.values()}
    assert {level} == {found for name, found in levels.items() if graded.report(name)["submission"].get("files")}


def test_nothing_is_left_and_nothing_is_changed(graded: Graded) -> None:
    """Files of the course and the canary byte for byte, mounts, processes, and the folders that everybody shares."""
    assert graded.before == graded.after
    assert [] == graded.orphans


def test_no_cell_of_the_tables_is_a_formula(graded: Graded) -> None:
    for table in ("gradebook.csv", "items.csv"):
        with (graded.scene.out / table).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))

        assert len(rows) > len(ATTACKS)
        assert {len(rows[0])} == {len(row) for row in rows}
        cells = [cell for row in rows for cell in row if not re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell)]
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@\t\r＝]", cell)]
        assert not [cell for cell in cells if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", cell)]


def test_the_page_of_the_class_is_whole(graded: Graded) -> None:
    assert [] == pages.problems((graded.scene.out / "class.html").read_text("utf-8"))


def test_what_is_said_in_the_terminal_cannot_steer_it(graded: Graded) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", graded.said)
