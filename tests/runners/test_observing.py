"""One hand-in observed: the stop rules, the answers, and what is said to the student."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from grader.model import (
    Ask,
    Evidence,
    Isolation,
    Job,
    Limits,
    Missing,
    Observation,
    Outcome,
    Raised,
    Returned,
    Step,
    Stopped,
    Submission,
    Unreadable,
    Usage,
)
from grader.probe import wire
from grader.runners import observe
from tests.fakes import FakeBox, call

LEVEL = Isolation(level="isolated")


def hand_in(files: Mapping[str, bytes | str], notes: tuple[str, ...] = ()) -> Submission:
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return Submission(id="alice", files=data, digests=dict.fromkeys(data, "d"), submitters=("a@b",), notes=notes)


def asks(*ids: str) -> list[Ask]:
    return [call("f", case=one, n=1) for one in ids]


class Scripted:
    """A box that answers every ask with 1 until it comes to a place where it was told to end otherwise."""

    isolation = LEVEL

    def __init__(self, stops: dict[str, str] | None = None, broken: int = 0, seconds: float = 0.0) -> None:
        self.stops, self.broken, self.seconds = dict(stops or {}), broken, seconds
        self.jobs: list[Job] = []

    def run(self, job: Job) -> Outcome:
        self.jobs.append(job)
        usage = Usage(wall_seconds=self.seconds)
        if self.broken:
            self.broken -= 1
            return Outcome(ended="broken", replies={}, isolation=LEVEL, detail="the zygote is gone", usage=usage)
        replies: dict[str, bytes] = {}
        for name in ["load", *(ask.id for ask in job.asks)]:
            if name in self.stops:
                limit = self.stops[name]
                return Outcome(
                    ended="stopped", replies=replies, isolation=LEVEL, limit=limit, at=name, detail="why", usage=usage
                )
            seen = {"seen": "loaded"} if name == "load" else {"seen": "returned", "value": ["i", "1"]}
            replies[name] = wire.pack({"id": name, **seen}, [])
        return Outcome(ended="finished", replies=replies, isolation=LEVEL, usage=usage)

    @property
    def asked(self) -> list[list[str]]:
        return [[ask.id for ask in job.asks] for job in self.jobs]


def look(box: Any, wanted: list[Ask], limits: Limits | None = None, **extra: Any) -> Evidence:
    return observe(hand_in({"a.py": "x = 1\n"}), wanted, limits or Limits(), 7, box, **extra)


def short(seen: Mapping[str, Observation]) -> dict[str, str]:
    return {case: one.limit if isinstance(one, Stopped) else type(one).__name__ for case, one in seen.items()}


class TestStops:
    def test_without_a_stop_everything_runs_in_one_go(self) -> None:
        box = Scripted()

        evidence = look(box, asks("a/core/1", "a/core/2", "b/1"))

        assert {"a/core/1": "Returned", "a/core/2": "Returned", "b/1": "Returned"} == short(evidence.observations)
        assert [["a/core/1", "a/core/2", "b/1"]] == box.asked

    def test_a_stop_costs_its_siblings_and_the_next_part_runs_anew(self) -> None:
        box = Scripted({"a/core/2": "seconds"})

        evidence = look(box, asks("a/core/1", "a/core/2", "a/core/3", "a/edge/1", "b/1"))

        assert [["a/core/1", "a/core/2", "a/core/3", "a/edge/1", "b/1"], ["a/edge/1", "b/1"]] == box.asked
        assert Stopped("seconds", "why") == evidence.observations["a/core/2"]
        assert Stopped("seconds", "not tried again after a/core/2 was stopped") == evidence.observations["a/core/3"]
        assert Returned(1) == evidence.observations["a/core/1"]
        assert Returned(1) == evidence.observations["a/edge/1"]

    def test_observations_stand_in_the_order_of_asking(self) -> None:
        wanted = asks("a/core/1", "b/1", "a/core/2")

        evidence = look(Scripted({"a/core/1": "memory"}), wanted)

        assert [ask.id for ask in wanted] == list(evidence.observations)

    def test_after_three_stops_the_rest_of_a_criterion_is_not_tried(self) -> None:
        wanted = asks("a/p/1", "a/q/1", "a/r/1", "a/s/1", "a/s/2", "b/1")
        box = Scripted(dict.fromkeys(["a/p/1", "a/q/1", "a/r/1"], "crash"))

        evidence = look(box, wanted)

        assert Stopped("crash", "not tried after 3 stops in a") == evidence.observations["a/s/2"]
        assert Returned(1) == evidence.observations["b/1"]
        assert 4 == len(box.jobs)

    def test_after_answers_too_large_together_nothing_more_is_asked(self) -> None:
        class Heavy(Scripted):
            def run(self, job: Job) -> Outcome:
                outcome = super().run(job)
                heavy = {name: wire.pack({"of": name}, [bytes(3 * 2**20)]) for name in outcome.replies}
                return replace(outcome, replies=heavy)

        box = Heavy({"a/q/1": "reply"})

        evidence = look(box, asks("a/p/1", "a/q/1", "b/1"), Limits(reply_mib=1))

        assert Stopped("reply", "not tried, the answers before it were too large") == evidence.observations["b/1"]
        assert 1 == len(box.jobs)

    @pytest.mark.parametrize("limit", ["output", "files", "threads"])
    def test_where_one_of_several_wrote_too_much_they_are_asked_singly(self, limit: str) -> None:
        """They went out together, so the one whose turn it was may have written nothing; its siblings may lie."""
        box = Scripted({"b/2": limit})

        evidence = look(box, asks("a/1", "b/1", "b/2", "c/1"))

        assert [("a/1", "b/1", "b/2", "c/1"), ("b/1", "b/2", "c/1"), ("c/1",)] == [
            tuple(ask.id for ask in job.asks) for job in box.jobs
        ]
        assert [False, True, True] == [job.singly for job in box.jobs]
        assert {"a/1": "Returned", "b/1": "Returned", "b/2": limit, "c/1": "Returned"} == short(evidence.observations)

    @pytest.mark.parametrize("limit", ["crash", "seconds", "memory", "reply"])
    def test_whoever_ends_otherwise_is_known(self, limit: str) -> None:
        box = Scripted({"b/2": limit})

        assert limit == short(look(box, asks("b/1", "b/2")).observations)["b/2"]
        assert [False] == [job.singly for job in box.jobs]

    def test_two_stops_are_not_three(self) -> None:
        box = Scripted(dict.fromkeys(["a/p/1", "a/q/1"], "crash"))

        assert "Returned" == short(look(box, asks("a/p/1", "a/q/1", "a/r/1")).observations)["a/r/1"]

    def test_when_loading_is_stopped_nothing_is_tried_again(self) -> None:
        box = Scripted({"load": "memory"})

        evidence = look(box, asks("a/1", "b/1"))

        assert dict.fromkeys(["a/1", "b/1"], Stopped("memory", "why", loading=True)) == evidence.observations
        assert 1 == len(box.jobs)

    def test_the_time_for_everything_counts_over_all_runs(self) -> None:
        box = Scripted({"a/1": "seconds", "b/1": "seconds"}, seconds=4)

        evidence = look(box, asks("a/1", "b/1", "c/1"), Limits(total_seconds=7))

        assert [7, 3] == [job.limits.total_seconds for job in box.jobs]
        spent = Stopped("total_seconds", "not tried, the time for the whole hand-in was used up")
        assert spent == evidence.observations["c/1"]

    def test_when_the_time_for_everything_is_over_the_rest_is_not_tried(self) -> None:
        box = Scripted({"b/1": "total_seconds"})

        evidence = look(box, asks("a/1", "b/1", "c/1"))

        assert {"a/1": "Returned", "b/1": "total_seconds", "c/1": "total_seconds"} == short(evidence.observations)
        assert 1 == len(box.jobs)


@pytest.mark.parametrize(
    ("limit", "deed"),
    [
        ("total_seconds", "took longer than allowed and was stopped"),
        ("memory", "needed more memory than allowed and was stopped"),
        ("files", "wrote more to disk than allowed and was stopped"),
        ("output", "printed more than allowed and was stopped"),
        ("crash", "ended the whole Python process"),
        ("reply", "went beyond a limit (reply) and was stopped"),
    ],
)
def test_a_stop_while_loading_is_explained(limit: str, deed: str) -> None:
    assert f"top to bottom {deed}, so" in look(Scripted({"load": limit}), asks("a/1")).notes[0]


def test_a_stop_later_on_is_no_such_thing() -> None:
    assert () == look(Scripted({"a/1": "memory"}), asks("a/1", "b/1")).notes


class TestOurFailures:
    def test_a_box_that_fails_once_gets_a_second_try(self) -> None:
        evidence = look(Scripted(broken=1), asks("a/1"))

        assert ("", Returned(1)) == (evidence.broken, evidence.observations["a/1"])

    def test_a_box_that_fails_twice_leaves_the_marks_open(self) -> None:
        evidence = look(Scripted(broken=2), asks("a/1"))

        assert "the zygote is gone" == evidence.broken
        assert {} == evidence.observations

    def test_a_box_that_says_nothing_about_an_ask_is_broken(self) -> None:
        class Forgetful(Scripted):
            def run(self, job: Job) -> Outcome:
                return Outcome(ended="finished", replies={}, isolation=LEVEL)

        assert "the sandbox finished without an answer to 'a/1'" == look(Forgetful(), asks("a/1")).broken

    def test_a_box_that_fails_without_a_reason_is_still_broken(self) -> None:
        class Silent(Scripted):
            def run(self, job: Job) -> Outcome:
                return Outcome(ended="broken", replies={}, isolation=LEVEL)

        assert "the sandbox failed twice and did not say why" == look(Silent(), asks("a/1")).broken


class TestHostileReplies:
    @pytest.mark.parametrize(
        "frame",
        [b"", b"GR1", b"x" * 100, wire.pack({"id": "a/1"}, []), wire.pack({"seen": "returned", "value": ["z"]}, [])],
    )
    def test_a_reply_that_cannot_be_read_is_a_stop(self, frame: bytes) -> None:
        class Forger(Scripted):
            def run(self, job: Job) -> Outcome:
                return Outcome(ended="finished", replies={"a/1": frame, "other": b"x"}, isolation=LEVEL)

        evidence = look(Forger(), asks("a/1"))

        assert {"a/1": "reply"} == short(evidence.observations)
        assert "" == evidence.broken

    def test_notes_come_from_a_frame_that_may_be_anything(self) -> None:
        class Forger(Scripted):
            def run(self, job: Job) -> Outcome:
                problems = [3, {"file": 5, "line": "x", "type": [], "message": "a\x1b[2Jb\x00"}, {"line": -1}]
                header = {"problems": problems, "markdown": [{"text": 3}], "notebook": {"a": 0}, "printed": 4}
                return Outcome(ended="finished", replies={"load": wire.pack(header, [b"{"])}, isolation=LEVEL)

        evidence = look(Forger(), [])

        assert (": ab\ufffd. The statements after it were run all the same.",) == evidence.notes[:1]
        assert ({}, "") == (evidence.artefacts, evidence.printed)


class TestWithStudents:
    """The same with the real probe."""

    SOURCE = """
import os
def f(n):
    while n: pass
    return n
def die(n): os._exit(0)
print("loading")
1 / 0
"""

    def test_a_loop_and_a_crash_cost_only_themselves(self) -> None:
        wanted = [call("f", case="f/core/1", n=0), call("f", case="f/core/2", n=1), call("f", case="f/edge/1", n=0)]
        wanted += [call("die", case="d/1", n=0), call("f", case="g/1", n=0)]

        evidence = observe(hand_in({"a.py": self.SOURCE}), wanted, Limits(seconds=3), 0, FakeBox())

        want = ["Returned", "seconds", "Returned", "crash", "Returned"]
        assert want == list(short(evidence.observations).values())
        assert "loading\n" == evidence.printed
        said = "a.py, line 8: ZeroDivisionError: division by zero. The statements after it were run all the same."
        assert (said,) == evidence.notes

    def test_a_loop_at_the_top_is_everyones_stop(self) -> None:
        evidence = observe(hand_in({"a.py": "while True: pass\n"}), asks("a/1", "b/1"), Limits(seconds=2), 0, FakeBox())

        assert {"a/1": "seconds", "b/1": "seconds"} == short(evidence.observations)
        assert (
            "Running your files from top to bottom took longer than allowed and was stopped, "
            "so nothing could be asked.",
            "Look at the code that stands outside of functions: a loop, or training that starts by itself.",
        ) == evidence.notes

    def test_the_executed_notebook_is_kept(self) -> None:
        pytest.importorskip("IPython")
        book = '{"cells": [{"cell_type": "code", "source": "1 + 1"}]}'

        evidence = observe(hand_in({"a.ipynb": book}), [], Limits(seconds=60), 0, FakeBox())

        assert b'"text/plain": "2"' in evidence.artefacts["a.ipynb"]


class TestEvidence:
    def test_it_says_whose_it_is_and_under_which_conditions(self) -> None:
        evidence = look(Scripted(), asks("a/1"))

        assert ("alice", ("a@b",), {"a.py": "d"}) == (evidence.submission, evidence.submitters, evidence.files)
        assert (LEVEL, 7) == (evidence.conditions.isolation, evidence.conditions.seed)
        assert {"python", "numpy"} <= set(evidence.conditions.versions)

    def test_nothing_is_run_where_there_is_nothing_to_run(self) -> None:
        box = Scripted()
        steps = (Step(do="make", name="Net"), Step(do="inspect", of=0))

        evidence = observe(hand_in({"data.csv": "1"}), [Ask(id="m/1", steps=steps)], Limits(), 0, box)

        assert {"m/1": Missing("Net", (), "no Python file or notebook was handed in")} == evidence.observations
        assert [] == box.jobs

    def test_what_intake_noted_comes_first(self) -> None:
        submission = hand_in({"bad.py": "def (:\n"}, notes=("'x' was left out: it is a link.",))

        evidence = observe(submission, [], Limits(seconds=60), 0, FakeBox())

        assert (
            "'x' was left out: it is a link.",
            "bad.py, line 1: invalid syntax. Nothing in this file could be run.",
        ) == evidence.notes

    def test_a_note_is_the_first_line_of_what_was_said(self) -> None:
        source = "raise ValueError('no such file.\\n\\nSet DEBUG=1 for more')\n"

        notes = observe(hand_in({"a.py": source}), [], Limits(seconds=60), 0, FakeBox()).notes

        said = "a.py, line 1: ValueError: no such file. The statements after it were run all the same."
        assert (said,) == notes

    def test_a_sentence_ends_once(self) -> None:
        notes = observe(hand_in({"a.py": "print 'x'\n"}), [], Limits(seconds=60), 0, FakeBox()).notes

        said = "a.py, line 1: Missing parentheses in call to 'print'. Did you mean print(...)? "
        assert (said + "Nothing in this file could be run.",) == notes

    def test_a_thousand_problems_are_thirty_notes(self) -> None:
        evidence = observe(hand_in({f"{n}.py": "(\n" for n in range(40)}), [], Limits(seconds=60), 0, FakeBox())

        assert 31 == len(evidence.notes)
        assert "10 more problems came up while the files were loaded." == evidence.notes[-1]


PRINTED = Ask(id="number/1", steps=(Step(do="printed"),))


class TestAnswers:
    @pytest.mark.parametrize(
        ("files", "want"),
        [
            ({"answers.md": "# number\n661"}, Returned("661")),
            ({"answers.yaml": "number: 661"}, Returned(661)),
            ({"answers.md": "# number\n661", "a.py": "print(5)\n"}, Returned("661")),
            ({"answers.md": "# number\n", "a.py": "print(5)\n"}, Returned("5\n")),
            ({"answers.md": "# number\n1", "answers.yaml": "number: 2"}, Unreadable),
            ({"a.py": "x = 1\n"}, "no answer was found and nothing was printed; write it under the heading 'number'"),
            ({"answers.md": ""}, "no answer was found and nothing was printed; write it under the heading 'number'"),
        ],
    )
    def test_a_typed_answer_goes_before_a_printed_one(self, files: dict[str, str], want: Any) -> None:
        got = observe(hand_in(files), [PRINTED], Limits(seconds=60), 0, FakeBox(), answers=["number"]).observations[
            "number/1"
        ]

        if isinstance(want, str):
            assert isinstance(got, Missing)
            assert got.reason.startswith(want)
        else:
            assert want == got or isinstance(got, want if isinstance(want, type) else ())

    def test_an_answer_that_is_only_typed_needs_no_run(self) -> None:
        box = Scripted()

        evidence = observe(hand_in({"answers.md": "## b: why\nbecause"}), [], Limits(), 0, box, answers=["a", "b"])

        missing = Missing("a", (), "no answer was found; write it under the heading 'a' of answers.md")
        assert {"a/1": missing, "b/1": Returned("because")} == evidence.observations
        assert [] == box.jobs

    @pytest.mark.parametrize(
        "files",
        [{"answers.md": "# numbr\n661"}, {"answers.yaml": "Numbr: 661"}, {"answers.md": "# Number of it\n# numbr:"}],
    )
    def test_a_misspelt_heading_is_pointed_out(self, files: dict[str, str]) -> None:
        got = observe(hand_in(files), [], Limits(), 0, Scripted(), answers=["number"]).observations["number/1"]

        assert isinstance(got, Missing)
        assert got.near[0].lower().startswith("numbr")
        assert f"write it under the heading 'number' of answers.md (you have {got.near[0]!r})" in got.reason

    def test_markdown_cells_answer_too(self) -> None:
        book = '{"cells": [{"cell_type": "markdown", "source": "### `number`\\n\\n661"}]}'

        evidence = observe(hand_in({"a.ipynb": book}), [], Limits(seconds=60), 0, FakeBox(), answers=["number"])

        assert Returned("661") == evidence.observations["number/1"]

    def test_a_printed_answer_of_a_hand_in_that_was_stopped_is_stopped(self) -> None:
        evidence = look(Scripted({"load": "memory"}), [PRINTED], answers=["number"])

        assert {"number/1": Stopped("memory", "why", loading=True)} == evidence.observations

    def test_a_sheet_that_cannot_be_read_is_said_to_be(self) -> None:
        evidence = observe(hand_in({"answers.yaml": "a: [1"}), [], Limits(), 0, Scripted(), answers=["a"])

        assert evidence.notes[0].startswith("answers.yaml: line 1: ")
        assert evidence.notes[0].endswith(" None of its answers could be read.")


def test_raised_and_missing_pass_through() -> None:
    source = "def f(n):\n    raise ValueError('no')\n"

    got = observe(
        hand_in({"a.py": source}), [call("f", n=1), call("g", n=1)], Limits(seconds=60), 0, FakeBox()
    ).observations

    assert isinstance(got["f/1"], Raised)
    assert isinstance(got["g/1"], Missing)
