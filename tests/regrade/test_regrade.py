"""A regrade says who moves and why, runs only what must run, and leaves what a fresh grade would leave."""

import json
import shutil
from fractions import Fraction

import pytest

from grader import history, marks, runners, shelf
from grader.errors import RequestError
from grader.marks import Mark
from grader.model import Status
from grader.regrade import applying, desk
from tests import courses
from tests.regrade.again import aside, books, contents, edit, grade, marked, moved, regrade, ways

WRONG = "def double(x):\n    return 3 * x\n"
ENDLESS = "def double(x):\n    while True:\n        pass\n"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Ada is right, bob squares, cyd is wrong and leaves the number out."""
    course = courses.lay(tmp_path_factory.mktemp("once"))
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", courses.SQUARED)
    courses.hand_in(course, "cyd", WRONG, "")
    grade(course)
    return course


@pytest.fixture
def graded(once, tmp_path):
    """A class of its own for every test; grading one takes longer than most of them."""
    return shutil.copytree(once, tmp_path, dirs_exist_ok=True)


def test_nothing_changed_means_nothing_to_do(graded):
    diff = regrade(graded, engine="nowhere")

    assert ((), {"unchanged": 3}, {"same": 3}, ()) == (diff.moves, diff.tally.how, diff.tally.kinds, diff.lines)


def test_a_new_price_is_judged_from_evidence_and_shown_before_it_counts(graded):
    before = contents(graded / "reports")
    edit(graded, "credit: 1/3", "credit: 2/3")

    diff = regrade(graded, engine="nowhere")

    assert {"bob": ("up", 1.0)} == moved(diff)
    (change,) = diff.moves[0].changes
    assert ("double", 1, 2) == (change.criterion, change.before.score, change.after.score)
    assert {("judged", "the assignment changed"): ["ada", "bob", "cyd"]} == ways(diff)
    assert {"double": [1, 0, 0]} == diff.tally.criteria
    assert [line[:2] for line in diff.lines] == ["- ", "+ "]
    assert "(line " in diff.lines[1]
    assert before == contents(graded / "reports")


CHANGES = {
    "price": ("credit: 1/3", "credit: 2/3"),
    "tolerance": ("rtol: 1e-6", "rtol: 0.6"),
    "points": ("points: 3", "points: 5"),
    "weights": ("weight: 1/3", "weight: 1/2"),
    "an input": ("[1.0, 2.0]", "[1.0, 2.5]"),
    "a case more": ("times: 3", "times: 4"),
    "a case less": ("times: 3", "times: 2"),
    "no mistakes": (
        "        mistakes:\n"
        "          - {expect: {reference: twice.squared}, credit: 1/3, say: Squaring is not doubling.}\n",
        "",
    ),
    "another answer": ("value: 42", "value: 41"),
    "renamed": ("- id: double\n", "- id: twofold\n"),
    "a criterion less": (
        "      - id: answer\n        points: 1\n        answer: typed\n        expect: {value: 42}\n"
        "        judge: {kind: number, atol: 0}\n",
        "",
    ),
    "a criterion more": (
        "      - id: answer\n",
        "      - id: again\n        points: 2\n        call: double\n        cases: [{x: [4.0]}]\n"
        "        expect: {reference: twice.double}\n        judge: {kind: close, rtol: 1e-6, atol: 0}\n"
        "      - id: answer\n",
    ),
    "a typed criterion more": (
        "      - id: answer\n",
        "      - id: name\n        points: 2\n        answer: typed\n        expect: {value: 7}\n"
        "        judge: {kind: number, atol: 0}\n      - id: answer\n",
    ),
    "the seed": ("seed: 7", "seed: 8"),
    "more time": ("seconds: 2,", "seconds: 3,"),
    "less time": ("total_seconds: 10", "total_seconds: 9"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_applied_is_what_grading_gives(graded, tmp_path, name):
    copy = aside(graded)
    edit(graded, *CHANGES[name])

    shown = regrade(graded)
    applied = regrade(graded, apply=True)

    grade(graded, copy)
    assert marked(copy) == marked(graded / "reports" / "tiny")
    grade(graded, tmp_path / "fresh", smallest=False)
    assert books(tmp_path / "fresh") == books(graded / "reports" / "tiny")
    assert moved(shown) == moved(applied)
    assert shown.tally == applied.tally
    assert {"unchanged": 3} == regrade(graded, engine="nowhere").tally.how
    assert {"kept"} == {row.how for row in grade(graded).values()}, "a later grade has nothing to do, too"


RUN = {
    "an input": "case double/core/1 changed",
    "a case more": "case double/core/5 is new",
    "a criterion more": "criterion again is new",
    "a typed criterion more": "criterion name is new",
    "renamed": "criterion twofold is new; cases double/core/1, double/core/2, double/core/3 and 2 more "
    "are no longer asked",
    "less time": "a limit is tighter (total_seconds 10 → 9)",
    "the seed": "the seed changed from 7 to 8",
}
JUDGED = {
    "a case less": "case double/core/4 is no longer asked; the assignment changed",
    "a criterion less": "case answer/1 is no longer asked; the assignment changed",
    "points": "the assignment changed",
    "more time": "the assignment changed",
    "another answer": "the assignment changed",
}


@pytest.mark.parametrize("name", RUN)
def test_what_runs_again_says_why(graded, name):
    edit(graded, *CHANGES[name])

    assert {("run", RUN[name]): ["ada", "bob", "cyd"]} == ways(regrade(graded))


@pytest.mark.parametrize("name", JUDGED)
def test_what_need_not_run_does_not(graded, name):
    edit(graded, *CHANGES[name])

    assert {("judged", JUDGED[name]): ["ada", "bob", "cyd"]} == ways(regrade(graded, engine="nowhere"))


def test_a_changed_reference_is_judged_from_evidence(graded):
    (graded / "reference" / "twice.py").write_text(courses.REFERENCE.replace("2 * x", "3 * x"))

    diff = regrade(graded, engine="nowhere")

    assert {"ada": ("down", -2.0), "cyd": ("up", 2.0)} == moved(diff)  # the edge (zero) is right for both
    assert [("judged", "reference/ changed")] == list(ways(diff))


def test_the_largest_move_stands_first(graded):
    edit(graded, "rtol: 1e-6", "rtol: 0.6")  # 3x is near enough to 2x now

    edit(graded, "credit: 1/3", "credit: 2/3")
    assert ["cyd", "bob"] == [one.id for one in regrade(graded, engine="nowhere").moves]


def test_a_changed_file_is_run_again_and_no_other(graded):
    courses.hand_in(graded, "bob")
    (graded / "submissions" / "tiny" / "bob" / "more.py").write_text("x = 1\n")

    diff = regrade(graded)

    assert {"unchanged": 2, "run": 1} == diff.tally.how
    assert {("run", "more.py is new, solution.py changed"): ["bob"]} == ways(diff)
    assert {"bob": ("up", 2.0)} == moved(diff)


def test_other_versions_of_what_it_ran_on_run_it_again(graded, monkeypatch):
    monkeypatch.setattr("grader.versions.software", lambda: "3.11.7 numpy 99.1 torch absent sympy absent")

    (way,) = ways(regrade(graded, "ada"))

    assert "run" == way[0]
    assert way[1].startswith("it ran with other versions (")
    assert "→ 99.1" in way[1]


def test_an_updated_grader_judges_again_and_runs_only_for_what_observes(graded, monkeypatch):
    monkeypatch.setattr("grader.versions.ours", lambda: "another")
    assert [("judged", "the grader was updated")] == list(ways(regrade(graded, engine="nowhere")))

    monkeypatch.setattr("grader.versions.observing", lambda: "another")
    assert [("run", "the part of the grader that runs student code was updated")] == list(ways(regrade(graded, "ada")))


def test_a_wider_limit_runs_only_those_who_were_stopped(graded):
    courses.hand_in(graded, "eve", ENDLESS)
    grade(graded)
    edit(graded, "seconds: 2,", "seconds: 3,")

    diff = regrade(graded)

    assert {"judged": 3, "run": 1} == diff.tally.how
    assert {"eve"} == set(ways(diff)["run", "it was stopped, and a limit is wider now (seconds 2 → 3)"])


# ---- only some cases ----

COUNTING = "calls = 0\n\n\ndef double(x):\n    global calls\n    calls += 1\n    return 2 * x + calls\n"


def put(root, monkeypatch):
    """The cases that are put to student code from now on, hand-in by hand-in."""
    noted = []
    observe = runners.observe

    def observing(submission, asks, *rest, **more):
        noted.append((submission.id, [ask.id for ask in asks]))
        return observe(submission, asks, *rest, **more)

    monkeypatch.setattr(runners, "observe", observing)
    return noted


def test_a_smallest_example_stays_while_it_is_wrong_and_nothing_runs_for_it(graded):
    before = smallest(graded, "cyd")
    assert before
    edit(graded, "credit: 1/3", "credit: 2/3")
    regrade(graded, apply=True, engine="nowhere")
    assert before == smallest(graded, "cyd")

    edit(graded, "rtol: 1e-6", "rtol: 0.6")  # 3x is near enough to 2x now
    regrade(graded, apply=True, engine="nowhere")

    assert [] == smallest(graded, "cyd")


def smallest(root, name):
    document = json.loads((root / "reports" / "tiny" / name / "report.json").read_text())
    return [case for row in document["questions"][0]["criteria"] for case in row["smallest"]]


def test_partly_puts_only_criteria_with_something_new_and_one_probe(graded, monkeypatch, tmp_path):
    edit(graded, *CHANGES["a criterion more"])
    noted = put(graded, monkeypatch)

    regrade(graded, "ada", "bob", "cyd", partly=True, apply=True, smallest=False)

    assert [["double/edge/1", "again/1"]] * 3 == [asks for _, asks in sorted(noted)]
    monkeypatch.undo()
    grade(graded, tmp_path / "fresh", smallest=False)
    assert books(tmp_path / "fresh") == books(graded / "reports" / "tiny")


@pytest.mark.parametrize(
    ("name", "calls"), [("a criterion more", [2, 7]), ("a case more", [7, 7]), ("a typed criterion more", [1, 6])]
)
def test_code_that_counts_its_calls_is_found_out_and_run_whole(course, tmp_path, monkeypatch, name, calls):
    courses.hand_in(course, "ada", COUNTING)
    edit(course, *CHANGES["a criterion more"])
    edit(course, "- id: again", "- id: before")
    grade(course)
    edit(course, *CHANGES[name])
    noted = put(course, monkeypatch)

    diff = regrade(course, partly=True, apply=True, smallest=False)

    ((_, why),) = ways(diff)
    assert why.endswith("; " + desk.UNSTEADY)
    assert calls == [len(asks) for _, asks in noted]
    monkeypatch.undo()
    grade(course, tmp_path / "fresh", smallest=False)
    assert books(tmp_path / "fresh") == books(course / "reports" / "tiny")


def test_partly_runs_whole_who_was_stopped(graded, monkeypatch):
    courses.hand_in(graded, "eve", ENDLESS)
    grade(graded)
    edit(graded, *CHANGES["a criterion more"])
    noted = put(graded, monkeypatch)

    regrade(graded, "eve", "ada", partly=True)

    assert {"ada": 2, "eve": 6} == {name: len(asks) for name, asks in noted}


def test_without_partly_everything_of_a_hand_in_is_put(graded, monkeypatch):
    edit(graded, *CHANGES["a criterion more"])
    noted = put(graded, monkeypatch)

    regrade(graded, "ada")

    assert [("ada", 6)] == [(name, len(asks)) for name, asks in noted]


# ---- who is regraded ----


def test_who_was_never_graded_is_new(graded):
    courses.hand_in(graded, "dee")

    diff = regrade(graded)

    assert {"dee": ("new", 4.0)} == moved(diff)
    assert {("run", "it was not graded before"): ["dee"]} == ways(diff)


def test_whose_files_are_gone_is_judged_from_evidence_and_stays(graded):
    shutil.rmtree(graded / "submissions" / "tiny" / "bob")
    edit(graded, "credit: 1/3", "credit: 2/3")

    diff = regrade(graded, engine="nowhere", apply=True)

    assert {"bob": ("up", 1.0)} == moved(diff)
    assert "bob" in (graded / "reports" / "tiny" / "gradebook.csv").read_text("utf-8-sig")


def test_a_whole_class_can_be_judged_without_its_files(graded):
    shutil.rmtree(graded / "submissions")
    edit(graded, "credit: 1/3", "credit: 2/3")

    assert {"judged": 3} == regrade(graded, engine="nowhere").tally.how


def test_what_cannot_be_asked_any_more_waits_and_what_was_seen_counts(graded):
    shutil.rmtree(graded / "submissions" / "tiny" / "bob")
    edit(graded, *CHANGES["a criterion more"])

    diff = regrade(graded, "bob", engine="nowhere", apply=True)

    (one,) = diff.moves
    assert "waits" == one.kind
    assert {"again": Status.UNDECIDED} == {change.criterion: change.after.status for change in one.changes}
    assert {("judged", "criterion again is new; " + desk.GONE): ["bob"]} == ways(diff)
    courses.hand_in(graded, "bob", courses.SQUARED)
    assert {("run", "criterion again is new"): ["bob"]} == ways(regrade(graded, "bob")), "nothing of it was lost"


def test_with_no_run_nothing_runs_and_the_rest_waits(graded):
    edit(graded, *CHANGES["an input"])

    diff = regrade(graded, engine="nowhere", run=False)

    assert {"ada": "waits", "bob": "waits", "cyd": "waits"} == {one.id: one.kind for one in diff.moves}
    assert {"double"} == {change.criterion for one in diff.moves for change in one.changes}
    assert {("judged", "case double/core/1 changed; " + desk.FORBIDDEN): ["ada", "bob", "cyd"]} == ways(diff)


def test_a_hand_in_that_cannot_be_opened_stays_so(graded):
    (graded / "submissions" / "tiny" / "bad.zip").write_bytes(b"not a zip at all")
    grade(graded)
    edit(graded, "points: 3", "points: 5")

    diff = regrade(graded, "bad", engine="nowhere", apply=True)

    assert {"judged": 1} == diff.tally.how
    assert (0, 6) == (diff.moves[0].after.score, diff.moves[0].after.points)
    assert {"unchanged": 1} == regrade(graded, "bad", engine="nowhere").tally.how


def test_hand_ins_are_named_by_id_by_pattern_or_by_path(graded, tmp_path):
    elsewhere = courses.hand_in(graded, "dee").rename(tmp_path / "dee")

    assert {"unchanged": 2} == regrade(graded, "a*", "bob").tally.how
    assert {"run": 1} == regrade(graded, str(elsewhere)).tally.how
    with pytest.raises(RequestError, match=r"no hand-in in .* is called 'adda'.*did you mean 'ada'\?"):
        regrade(graded, "adda")


def test_without_reports_there_is_nothing_to_regrade(course):
    with pytest.raises(RequestError, match=r"nothing was graded in .*tiny; run `grader grade tiny` first"):
        regrade(course)


def test_a_few_can_be_applied_and_the_others_are_not_mixed_in(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")

    regrade(graded, "bob", apply=True)

    assert ["bob"] == booked(graded)
    regrade(graded, apply=True)
    assert ["ada", "bob", "cyd"] == booked(graded)


def booked(root):
    lines = (root / "reports" / "tiny" / "gradebook.csv").read_text("utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


# ---- evidence ----


def damaged(root, change):
    path = root / "reports" / "tiny" / "bob" / "evidence" / "evidence.json"
    path.write_text(change(path.read_text()))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("grader.evidence/1", "grader.evidence/0"), "it is of the format"),
        (lambda text: text[:200], "its evidence cannot be read: "),
        (lambda text: "[]", "its evidence cannot be read: "),
    ],
)
def test_evidence_that_cannot_be_used_is_made_again(graded, change, why):
    damaged(graded, change)

    diff = regrade(graded)

    (said,) = [said for (how, said), _ in ways(diff).items() if how == "run"]
    assert why in said
    assert () == diff.moves


def test_evidence_that_is_gone_is_made_again(graded):
    (graded / "reports" / "tiny" / "bob" / "evidence" / "evidence.json").unlink()

    assert {("run", "no evidence was kept"): ["bob"]} == ways(regrade(graded))


def test_an_unfinished_folder_is_run_again(graded):
    (graded / "reports" / "tiny" / "bob" / shelf.KEY).unlink()

    assert {("run", "its last run was not finished"): ["bob"]} == ways(regrade(graded))


def test_a_key_from_before_versions_were_kept_runs_only_if_something_is_asked(graded):
    path = graded / "reports" / "tiny" / "bob" / shelf.KEY
    path.write_text("\n".join(path.read_text().split()[:2]) + "\n")

    assert {("judged", "the assignment, reference/ or the grader changed"): ["bob"]} == ways(
        regrade(graded, engine="nowhere")
    )
    edit(graded, *CHANGES["an input"])
    assert ["bob"] == ways(regrade(graded))["run", "what it was asked was not kept"]


def test_fresh_and_a_better_isolation_run_again(graded):
    assert [("run", "everything is run again, as --fresh asks")] == list(ways(regrade(graded, fresh=True)))


def test_one_broken_line_costs_nobody_a_mark(graded):
    damaged(graded, lambda text: text.replace('"seen": "returned"', '"seen": "dreamt"'))
    edit(graded, "credit: 1/3", "credit: 2/3")

    diff = regrade(graded, engine="nowhere")

    assert {"bob": "waits"} == {one.id: one.kind for one in diff.moves}


# ---- undecided ----


def test_what_waited_is_decided_and_what_was_decided_waits(graded):
    rubric = "judge: {kind: rubric, key_points: [{id: a, say: It is 42.}]}"
    edit(graded, "judge: {kind: number, atol: 0}", rubric)

    diff = regrade(graded, engine="nowhere", apply=True, smallest=False)

    assert {"ada": ("waits", -1.0), "bob": ("waits", -1.0)} == moved(diff)  # cyd wrote nothing
    edit(graded, rubric, "judge: {kind: number, atol: 0}")
    assert {"ada": ("decided", 1.0), "bob": ("decided", 1.0)} == moved(regrade(graded, engine="nowhere"))


# ---- marks by hand ----


@pytest.fixture
def by_hand(course):
    """A rubric, and Ann who gave one of its two points to ada."""
    spec = courses.SPEC.replace(
        "judge: {kind: number, atol: 0}",
        "judge: {kind: rubric, key_points: [{id: a, say: It is 42.}, {id: b, say: Because.}]}",
    ).replace("expect: {value: 42}", "expect: {value: it is 42}")
    (course / "assignments" / "tiny" / "assignment.yaml").write_text(spec)
    courses.hand_in(course, "ada")
    give(course, "ada", Mark(answer=marks.digest("42"), met=("a",), by="Ann", when="2026-11-20T09:00:00"))
    grade(course)
    return course


def give(root, submission, mark, criterion="answer"):
    marks.write(root / "marks" / "tiny", submission, {criterion: mark})


def test_a_mark_by_hand_survives(by_hand):
    edit(by_hand, "points: 3", "points: 5")

    diff = regrade(by_hand, engine="nowhere", apply=True)

    (one,) = diff.moves
    assert (Fraction(7, 2), Fraction(11, 2)) == (one.before.score, one.after.score)
    assert ["double"] == [change.criterion for change in one.changes]
    assert () == diff.conflicts


def test_a_new_mark_by_hand_is_the_reason(by_hand):
    give(by_hand, "ada", Mark(answer=marks.digest("42"), met=("a", "b"), by="Ann"))

    diff = regrade(by_hand, engine="nowhere")

    assert {"ada": ("up", 0.5)} == moved(diff)
    assert [("judged", "a mark by hand or a deadline changed")] == list(ways(diff))


CONFLICTS = {
    "another answer": (None, "answer: Ann marked it on 2026-11-20, and another answer was handed in since"),
    "no answer": (None, "answer: Ann marked it on 2026-11-20, and no answer is there now"),
    "no criterion": (("- id: answer\n", "- id: reason\n"), "and the assignment has no such criterion now"),
    "fewer points": (
        ("points: 1\n", "points: 1/4\n"),
        "with 0.5 of 1; it is worth 0.25 now, so the same share is 0.13",
    ),
    "a key point less": (("{id: a, say: It is 42.}, ", ""), "and its key points a are no longer in the rubric"),
    "no rubric": (
        (
            "judge: {kind: rubric, key_points: [{id: a, say: It is 42.}, {id: b, say: Because.}]}",
            "judge: {kind: number, atol: 0}",
        ),
        "by key points, and it is judged by number now; the mark does not count for it",
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_mark_by_hand_that_no_longer_fits_is_named(by_hand, name):
    change, sentence = CONFLICTS[name]
    if name == "no rubric":
        edit(by_hand, "value: it is 42", "value: 42")
    if change:
        edit(by_hand, *change)
    else:
        courses.hand_in(by_hand, "ada", sheet="# answer\n43\n" if name == "another answer" else "")
    diff = regrade(by_hand)

    ((who, said),) = diff.conflicts
    assert "ada" == who
    assert sentence in said
    kept = json.loads((by_hand / "marks" / "tiny" / "ada.json").read_text())
    assert "Ann" == kept["criteria"]["answer"]["by"], "and it is never taken away"


def test_a_share_above_one_is_named(by_hand):
    give(by_hand, "ada", Mark(answer=marks.digest("42"), credit=Fraction(3, 2), by="Ann"))

    ((_, said),) = regrade(by_hand, engine="nowhere").conflicts

    assert "answer: Ann marked it, and its share is 3/2, which is more than the maximum" == said


# ---- history, and a kill in between ----


def test_every_mark_and_its_reason_is_noted_once(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")
    regrade(graded, apply=True, because="the price was too high")
    regrade(graded, apply=True, because="again")

    first, second = history.of(graded / "reports" / "tiny" / "history.jsonl", "bob")

    assert ("2", "3") == (first["score"], second["score"])
    assert ("regrade", "judged", ["the assignment changed"], "the price was too high") == tuple(
        second[key] for key in ("with", "how", "why", "because")
    )


def test_a_mark_from_before_the_history_is_noted_before_it_is_replaced(graded):
    path = graded / "reports" / "tiny" / "history.jsonl"
    path.unlink()
    edit(graded, "credit: 1/3", "credit: 2/3")

    regrade(graded, apply=True)

    assert [("found", "2"), ("judged", "3")] == [(entry["how"], entry["score"]) for entry in history.of(path, "bob")]


class Killed(BaseException):
    """Nobody catches it."""


@pytest.mark.parametrize("after", range(4))
def test_a_regrade_that_was_cut_short_is_finished_by_the_next(graded, after):
    copy = aside(graded)
    edit(graded, "credit: 1/3", "credit: 2/3")
    edit(graded, "[0.0]", "[1.0]")
    whole = regrade(graded)
    left = [after]

    def dies(move):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    if after < 3:
        with pytest.raises(Killed):
            regrade(graded, apply=True, because="first", seen=dies)
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("grader.classroom.write_books", _die)
            with pytest.raises(Killed):
                regrade(graded, apply=True, because="first")
    assert applying.begun(graded / "reports" / "tiny").because == "first"

    shown, done = regrade(graded), regrade(graded, apply=True)

    assert moved(whole) == moved(shown) == moved(done)
    assert applying.begun(graded / "reports" / "tiny") is None
    grade(graded, copy)
    assert marked(copy) == marked(graded / "reports" / "tiny")
    noted = history.of(graded / "reports" / "tiny" / "history.jsonl", "bob")
    assert 2 == len(noted), "once before, once after"


def _die(*_):
    raise Killed


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_kill_between_any_two_files_of_a_hand_in_is_mended(graded, cut):
    """The writer dies when it is about to write its n-th file; the next run does the rest without running code."""
    copy = aside(graded)
    edit(graded, "credit: 1/3", "credit: 2/3")
    write, done = applying.write_bytes_atomically, []

    def dying(path, data):
        done.append(path)
        if len(done) == cut:
            raise Killed
        write(path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(applying, "write_bytes_atomically", dying)
        with pytest.raises(Killed):
            regrade(graded, apply=True, engine="nowhere")

    again = regrade(graded, apply=True, engine="nowhere")

    assert {"bob": ("up", 1.0)} == moved(again)
    grade(graded, copy)
    assert marked(copy) == marked(graded / "reports" / "tiny")


@pytest.mark.parametrize("torn", [b"", b'{"schema": "grader.history/1", "subm'], ids=["gone", "torn"])
def test_a_mark_whose_line_was_lost_is_noted_by_the_next_regrade(graded, torn):
    """Killed after the key and before the line: the hand-in looks finished, and its mark stands nowhere."""
    edit(graded, "credit: 1/3", "credit: 2/3")
    regrade(graded, apply=True, because="the price was too high")
    path = graded / "reports" / "tiny" / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lost = next(number for number in range(len(lines)) if b'"bob"' in lines[number] and b'"regrade"' in lines[number])
    path.write_bytes(b"".join(lines[:lost] + lines[lost + 1 :]) + torn)

    regrade(graded, apply=True, because="again")
    regrade(graded, apply=True, because="and again")

    first, second = history.of(path, "bob")
    assert ("2", "3") == (first["score"], second["score"])
    assert ("kept", ["the run that gave it was cut off before it was noted"], "again") == tuple(
        second[key] for key in ("how", "why", "because")
    )
    assert all(len(history.of(path, name)) <= 2 for name in ("ada", "bob", "cy"))


def test_a_file_that_says_nothing_is_no_unfinished_regrade(graded):
    (graded / "reports" / "tiny" / "regrade.json").write_text("{}")

    assert applying.begun(graded / "reports" / "tiny") is None
