"""Observations become marks in one place; each rule of that place is a test here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest

from grader.checkers import random
from grader.judging import judge
from grader.model import (
    Asking,
    Case,
    Criterion,
    Given,
    Missing,
    Mistake,
    Part,
    Raised,
    Reference,
    Relation,
    Returned,
    Status,
    Stopped,
    Unreadable,
    Verdict,
    Visibility,
    Written,
)

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Equal:
    """The simplest honest checker."""

    def judge(self, got: Any, want: Any) -> Verdict:
        return Verdict.passed() if got == want else Verdict.failed(f"you have {got}", f"expected {want}")


class Exploding:
    def judge(self, got: Any, want: Any) -> Verdict:
        raise ZeroDivisionError("the checker's own fault")


class Generous:
    """Half of the credit for anything."""

    def judge(self, got: Any, want: Any) -> Verdict:
        return Verdict.partial(HALF, "half of it")


class Unsure:
    def judge(self, got: Any, want: Any) -> Verdict:
        return Verdict.undecided("who knows")


@dataclass
class Expected:
    """What the trusted side expects, from two plain dictionaries."""

    wants: Mapping[str, Any]
    mistakes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def want(self, criterion: str, part: str, case: str) -> Any:
        return self.wants[case]

    def mistaken(self, criterion: str, mistake: str, part: str, case: str) -> Any:
        return self.mistakes[mistake][case]


@dataclass(frozen=True)
class Failure:
    """How an oracle says that a mistake raises on a case."""

    raises: str


def part(name: str, cases: int = 1, **more: Any) -> Part:
    written = tuple(Written(inputs={"x": n}) for n in range(cases))
    return Part(id=name, cases=written, **{"weight": Fraction(1), **more})


def criterion(*parts: Part, checker: Any = None, mistakes: tuple[Mistake, ...] = ()) -> Criterion:
    return Criterion(
        id="c",
        points=Fraction(4),
        ask=Asking(kind="call", name="f"),
        kind="close",
        judge=checker or Equal(),
        expect=Reference("topic.f"),
        parts=parts,
        mistakes=mistakes,
    )


def cases(*parts: Part, visible: bool = False) -> tuple[Case, ...]:
    return tuple(
        Case(id=f"c/{p.id}/{n}", criterion="c", part=p.id, inputs={"x": n}, visible=visible)
        for p in parts
        for n in range(1, len(p.cases) + 1)
    )


def judged(*parts: Part, seen: Mapping[str, Any], wants: Mapping[str, Any], mistaken: Any = None, **more: Any) -> Any:
    visible = more.pop("visible", False)
    return judge(criterion(*parts, **more), cases(*parts, visible=visible), seen, Expected(wants, mistaken or {}))


def test_a_criterion_passes_when_every_case_of_every_part_does():
    core = part("core", 2)

    report = judged(core, seen={"c/core/1": Returned(1), "c/core/2": Returned(2)}, wants={"c/core/1": 1, "c/core/2": 2})

    assert (Status.PASSED, Fraction(4), "") == (report.status, report.score, report.finding)
    assert (2, 2) == (report.parts[0].passed, report.parts[0].total)


def test_one_wrong_case_costs_its_part_and_no_other():
    core, edge = part("core", 2, weight=Fraction(3, 4)), part("edge", weight=Fraction(1, 4))
    wants = {"c/core/1": 1, "c/core/2": 2, "c/edge/1": 3}

    report = judged(
        core, edge, seen={key: Returned(value) for key, value in (wants | {"c/core/2": 9}).items()}, wants=wants
    )

    assert (Status.PARTIAL, Fraction(1)) == (report.status, report.score)
    assert [Status.FAILED, Status.PASSED] == [p.status for p in report.parts]
    assert report.finding == "you have 9"


@pytest.mark.parametrize(
    ("seen", "status", "finding"),
    [
        (
            Raised("ValueError", "no", "solution.py, line 3"),
            Status.FAILED,
            "`f` raised ValueError: no (solution.py, line 3)",
        ),
        (Raised("KeyError", ""), Status.FAILED, "`f` raised KeyError"),
        (Missing("f"), Status.MISSING, "no function `f` was found in your files"),
        (
            Missing("f", ("g",), "solution.py has a syntax error"),
            Status.MISSING,
            "no function `f` was found in your files; your files have `g` (solution.py has a syntax error)",
        ),
        (
            Stopped("seconds"),
            Status.FAILED,
            "`f` took longer than allowed and was stopped; look for a loop that never ends or takes many turns",
        ),
        (
            Stopped("crash"),
            Status.FAILED,
            "`f` ended the whole Python process (a crash, or a call such as `os._exit`)",
        ),
        (
            Stopped("total_seconds", loading=True),
            Status.FAILED,
            "`f` was never asked: running your files from top to bottom took longer than allowed and was stopped; "
            "look for a loop that never ends or takes many turns",
        ),
        (
            Stopped("memory", loading=True),
            Status.FAILED,
            "`f` was never asked: running your files from top to bottom needed more memory than allowed "
            "and was stopped",
        ),
        (Stopped("total_seconds"), Status.FAILED, "`f` was not reached in the time allowed for the whole hand-in"),
        (Stopped("memory"), Status.FAILED, "`f` needed more memory than allowed and was stopped"),
        (Stopped("output"), Status.FAILED, "`f` printed more than allowed and was stopped"),
        (Stopped("files"), Status.FAILED, "`f` wrote more to disk than allowed and was stopped"),
        (Stopped("threads"), Status.FAILED, "`f` started more threads than allowed and was stopped"),
        (
            Stopped("reply"),
            Status.FAILED,
            "`f` gave an answer that cannot be read; return plain numbers, lists or arrays of a reasonable size",
        ),
        (
            Unreadable("generator", "wrap it in list(...)"),
            Status.FAILED,
            "`f` gave back a generator; wrap it in list(...)",
        ),
        (Unreadable("object"), Status.FAILED, "`f` gave back an object"),
        (
            Unreadable("ndarray", "larger than a reply may be"),
            Status.FAILED,
            "`f` gave back an ndarray; larger than a reply may be",
        ),
    ],
)
def test_what_did_not_return_is_said_in_the_students_words(seen, status, finding):
    report = judged(part("core"), seen={"c/core/1": seen}, wants={"c/core/1": 1})

    assert (status, Fraction(0), finding) == (report.status, report.score, report.finding)


def test_an_answer_that_was_read_twice_is_told_so():
    asked = Criterion(
        id="c",
        points=Fraction(1),
        ask=Asking(kind="answer"),
        kind="number",
        judge=Equal(),
        expect=Given(1),
        parts=(Part(id="core", weight=Fraction(1)),),
    )
    laid = (Case(id="c/1", criterion="c", part=None, inputs={}),)

    twice = judge(asked, laid, {"c/1": Unreadable("two answers", "keep one")}, Expected({"c/1": 1}))
    none = judge(asked, laid, {"c/1": Missing("c")}, Expected({"c/1": 1}))

    assert twice.finding == "the answer cannot be read (two answers); keep one"
    assert none.finding == "no answer was found; write it under the heading 'c' of answers.md"


def test_a_checker_that_fails_leaves_the_mark_undecided():
    report = judged(part("core"), seen={"c/core/1": Returned(1)}, wants={"c/core/1": 1}, checker=Exploding())

    assert report.status is Status.UNDECIDED
    assert "ZeroDivisionError: the checker's own fault" in report.detail
    assert report.finding == "This answer waits for a person; no mark was lost."


def test_what_was_never_observed_is_undecided():
    report = judged(part("core"), seen={}, wants={"c/core/1": 1})

    assert report.status is Status.UNDECIDED
    assert report.detail == "c/core/1: c/core/1: nothing was observed; grade this hand-in again"


def test_a_wrong_case_outweighs_an_undecided_one():
    core = part("core", 2)

    report = judged(core, seen={"c/core/1": Returned(9)}, wants={"c/core/1": 1, "c/core/2": 2})

    assert (Status.FAILED, "you have 9") == (report.status, report.finding)


def test_a_part_earns_nothing_before_the_one_it_needs():
    edge = part("edge", weight=HALF, needs="core")  # written before the part it needs, on purpose
    core = part("core", weight=HALF)
    wants = {"c/core/1": 1, "c/edge/1": 2}

    report = judged(edge, core, seen={"c/core/1": Returned(9), "c/edge/1": Returned(2)}, wants=wants)

    assert (Status.FAILED, Fraction(0)) == (report.status, report.score)
    assert report.parts[0].finding == "is right so far, but counts only once `core` passes"


def test_changing_an_argument_costs_the_part_that_asks_for_care():
    core, edge = part("core", weight=Fraction(3, 4)), part("edge", weight=Fraction(1, 4), arguments_unchanged=True)
    wants = {"c/core/1": 1, "c/edge/1": 2}

    report = judged(core, edge, seen={"c/core/1": Returned(1, changed=("w",)), "c/edge/1": Returned(2)}, wants=wants)

    assert (Status.PARTIAL, Fraction(3)) == (report.status, report.score)
    assert report.finding == "changes its argument `w`; work on a copy"


def test_what_a_part_says_explains_wrong_cases_and_nothing_else():
    core = part("core", weight=HALF)
    edge = part("edge", weight=HALF, arguments_unchanged=True, say="Look at columns of zeros.")
    wants = {"c/core/1": 1, "c/edge/1": 2}

    wrong = judged(core, edge, seen={"c/core/1": Returned(1), "c/edge/1": Returned(9)}, wants=wants)
    changed = judged(core, edge, seen={"c/core/1": Returned(1), "c/edge/1": Returned(2, changed=("w",))}, wants=wants)

    assert wrong.finding == "you have 9. Look at columns of zeros."
    assert changed.finding == "changes its argument `w`; work on a copy"


def test_a_picked_part_is_judged_on_its_own_item():
    m, v = part("m", weight=HALF, pick="m"), part("v", weight=HALF, pick="v")
    wants = {"c/m/1": {"m": 1, "v": 2}, "c/v/1": {"m": 1, "v": 2}}

    report = judged(m, v, seen={"c/m/1": Returned({"m": 1}), "c/v/1": Returned({"m": 1})}, wants=wants)

    assert [Status.PASSED, Status.FAILED] == [p.status for p in report.parts]
    assert report.parts[1].finding == "what came back holds no 'v'"


def test_a_finding_about_a_picked_item_names_the_item():
    v, first = part("v", weight=HALF, pick="v"), part("first", weight=HALF, pick=0)

    named = judged(v, seen={"c/v/1": Returned({"v": 3})}, wants={"c/v/1": {"v": 2}})
    counted = judged(first, seen={"c/first/1": Returned([3])}, wants={"c/first/1": [2]})

    assert ("key 'v': you have 3", "item 0: you have 3") == (named.finding, counted.finding)


def test_a_checkers_own_share_is_the_parts_share():
    report = judged(part("core"), seen={"c/core/1": Returned(1)}, wants={"c/core/1": 1}, checker=Generous())

    assert (Status.PARTIAL, Fraction(2), "half of it") == (report.status, report.score, report.finding)


HALVED = Mistake(id="halved", expect=Reference("topic.halved"), say="The 2 cancels.", credit=HALF)
NEGATED = Mistake(id="negated", expect=Reference("topic.negated"), say="The sign is turned.")


def test_a_mistake_that_explains_every_case_has_its_price():
    core = part("core", 2)
    wants = {"c/core/1": 2, "c/core/2": 4}
    mistaken = {"halved": {"c/core/1": 1, "c/core/2": 2}, "negated": {"c/core/1": -2, "c/core/2": -4}}

    report = judged(
        core,
        seen={"c/core/1": Returned(1), "c/core/2": Returned(2)},
        wants=wants,
        mistaken=mistaken,
        mistakes=(HALVED, NEGATED),
    )

    assert ("halved", Fraction(2), "The 2 cancels.") == (report.mistake, report.score, report.finding)


def test_a_mistake_without_a_price_is_named_and_costs_what_the_parts_cost():
    wants, mistaken = {"c/core/1": 2}, {"negated": {"c/core/1": -2}}

    report = judged(part("core"), seen={"c/core/1": Returned(-2)}, wants=wants, mistaken=mistaken, mistakes=(NEGATED,))

    assert ("negated", Fraction(0), Status.FAILED) == (report.mistake, report.score, report.status)


def test_a_mistake_that_misses_one_case_is_not_claimed():
    core = part("core", 2)
    wants = {"c/core/1": 2, "c/core/2": 4}

    report = judged(
        core,
        seen={"c/core/1": Returned(1), "c/core/2": Returned(3)},
        wants=wants,
        mistaken={"halved": {"c/core/1": 1, "c/core/2": 2}},
        mistakes=(HALVED,),
    )

    assert (None, Fraction(0)) == (report.mistake, report.score)


def test_a_part_that_is_judged_by_a_relation_speaks_for_no_mistake():
    relation = part("free", expect=Relation("topic.relation"))
    seen = {"c/core/1": Returned(1), "c/free/1": Returned(7)}
    wants = {"c/core/1": 2, "c/free/1": 8}
    mistaken = {"halved": {"c/core/1": 1, "c/free/1": 99}}

    both = judged(part("core"), relation, seen=seen, wants=wants, mistaken=mistaken, mistakes=(HALVED,))
    alone = judged(relation, seen=seen, wants=wants, mistaken=mistaken, mistakes=(HALVED,))

    assert ("halved", None) == (both.mistake, alone.mistake)


@pytest.mark.parametrize(("other", "mistake"), [(8, "halved"), (7, None)])
def test_beside_a_mistake_a_part_with_an_expectation_of_its_own_must_be_right(other, mistake):
    own = part("own", expect=Reference("topic.other"))
    report = judged(
        part("core"),
        own,
        seen={"c/core/1": Returned(1), "c/own/1": Returned(other)},
        wants={"c/core/1": 2, "c/own/1": 8},
        mistaken={"halved": {"c/core/1": 1, "c/own/1": 99}},
        mistakes=(HALVED,),
    )

    assert report.mistake == mistake


def test_of_two_mistakes_that_both_explain_it_none_is_claimed():
    report = judged(
        part("core"),
        seen={"c/core/1": Returned(0)},
        wants={"c/core/1": 1},
        mistaken={"halved": {"c/core/1": 0}, "negated": {"c/core/1": 0}},
        mistakes=(HALVED, NEGATED),
    )

    assert report.mistake is None


def test_a_mistake_that_raises_explains_a_student_who_raises_there():
    core = part("core", 2)

    report = judged(
        core,
        seen={"c/core/1": Raised("ZeroDivisionError", "division by zero"), "c/core/2": Returned(1)},
        wants={"c/core/1": 1, "c/core/2": 2},
        mistaken={"halved": {"c/core/1": Failure("ZeroDivisionError"), "c/core/2": 1}},
        mistakes=(HALVED,),
    )

    assert report.mistake == "halved"


def test_right_values_are_nobodys_mistake():
    """The part fails because an argument was changed; a mistake that gives right values on these cases is no cause."""
    report = judged(
        part("core", arguments_unchanged=True),
        seen={"c/core/1": Returned(1, changed=("x",))},
        wants={"c/core/1": 1},
        mistaken={"halved": {"c/core/1": 1}},
        mistakes=(HALVED,),
    )

    assert (None, Status.FAILED) == (report.mistake, report.status)
    assert "changes its argument `x`; work on a copy" == report.finding


def test_a_mistake_that_raises_does_not_explain_another_exception():
    """A misspelt name fails on every case, whatever else is in the function."""
    report = judged(
        part("core"),
        seen={"c/core/1": Raised("NameError", "name 'nmupy' is not defined")},
        wants={"c/core/1": 1},
        mistaken={"halved": {"c/core/1": Failure("ZeroDivisionError")}},
        mistakes=(HALVED,),
    )

    assert report.mistake is None
    assert "raised NameError" in report.finding


def test_an_undecided_answer_is_nobodys_mistake():
    report = judged(
        part("core"),
        seen={"c/core/1": Returned(1)},
        wants={"c/core/1": 2},
        mistaken={"halved": {"c/core/1": 1}},
        mistakes=(HALVED,),
        checker=Unsure(),
    )

    assert (None, Status.UNDECIDED) == (report.mistake, report.status)


def test_a_visible_case_shows_the_call_and_both_values():
    report = judged(part("core"), seen={"c/core/1": Returned(9)}, wants={"c/core/1": 1}, visible=True)

    (shown,) = report.shown
    assert ("f(x=1)", "9", "1", False) == (shown.call, shown.got, shown.want, shown.passed)


@pytest.mark.parametrize(
    ("pick", "got", "want", "shown_as"),
    [
        (None, 77712.2499, 77712.25, ("77712.2499", "77712.25")),
        (None, [0.1, 1 / 3], [0.1, 0.33333333], ("[0.1, 0.3333333333333333]", "[0.1, 0.33333333]")),
        ("m", {"m": 2.00000001}, {"m": 2.0}, ("m: 2.00000001", "2.0")),
    ],
)
def test_values_that_differ_in_the_seventh_digit_are_shown_with_all_of_them(pick, got, want, shown_as):
    report = judged(part("core", pick=pick), seen={"c/core/1": Returned(got)}, wants={"c/core/1": want}, visible=True)

    (shown,) = report.shown
    assert shown_as == (shown.got, shown.want)


def test_a_visible_law_is_told_in_words():
    law = {"mean": 2.5, "standard_error": 0.25}
    report = judged(
        part("core"),
        seen={"c/core/1": Returned([2.5, 2.4, 2.6])},
        wants={"c/core/1": [law, law, law]},
        visible=True,
        checker=random.Checker(law="estimate"),
    )

    assert report.shown[0].want == "estimates that scatter around 2.5 with the standard error 0.25"


def test_a_hidden_case_shows_nothing():
    report = judged(part("core"), seen={"c/core/1": Returned(9)}, wants={"c/core/1": 1})

    assert report.shown == ()
    assert report.visibility is Visibility.HIDDEN
