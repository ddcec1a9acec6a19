"""What becomes of changed references: killed, explained, refuted, or alive with a case that would tell."""

import os
import signal
import time
from pathlib import Path

from grader import pipeline
from grader.diagnosis.deadline import within
from grader.verify.trials import Lost, outcomes
from tests.verify.test_verify import proved, refer, respell, sample

BOUNDED = "def double(x):\n    return 2 * x if x[0] <= 1 else 3 * x\n"


def alive(found, mutant):
    """What is told of a survivor; None where it does not live."""
    return {one["mutant"]: one for one in found.facts["survivors"]}.get(mutant)


def row(root):
    return proved(root, "mutants")["double"]


def test_a_reference_whose_mutants_all_lose_marks_has_the_full_score(course):
    """2 * x: another operator, another factor twice, either factor alone."""
    found = row(course)

    assert (True, "5 of 5 mutants lose marks (100 %)") == (found.holds, found.sentence)
    assert {"mutants": 5, "killed": 5, "explained": 0, "survivors": []} == dict(found.facts)


def test_a_mutant_that_lives_is_shown_with_its_change_and_a_case_that_tells(course):
    """The boundary x[0] = 1 is in no case; a search finds it."""
    refer(course, BOUNDED)
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [3.0, 2.0], visible: true}")

    found = row(course)

    survivor = alive(found, "x[0] <= 1 → x[0] < 1")
    assert ("x[0] <= 1 → x[0] < 1", "reference/twice.py:2", "edge") == (
        survivor["mutant"],
        survivor["at"],
        survivor["part"],
    )
    assert survivor["case"].startswith("{x: [1.0")
    for line in (
        "  reference/twice.py:2: x[0] <= 1 → x[0] < 1",
        "    - return 2 * x if x[0] <= 1 else 3 * x",
        "    + return 2 * x if x[0] < 1 else 3 * x",
        f"    add to part `edge`: - {survivor['case']}",
    ):
        assert line in found.sentence.splitlines()


def test_a_mutant_that_never_ends_on_another_input_is_told_apart_by_it(course):
    """No case goes round the loop; whoever adds 1 there counts away from 5 for ever."""
    refer(course, "def double(x):\n    k = x[0]\n    while k > 5:\n        k = k - 1\n    return 2 * x\n")
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [3.0, 9.0], visible: true}")

    found = alive(row(course), "k - 1 → k + 1")

    assert found["case"].startswith("{x: [9.0"), found


def test_the_suggested_case_kills(course):
    refer(course, BOUNDED)
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [3.0, 2.0], visible: true}")
    survivor = alive(row(course), "x[0] <= 1 → x[0] < 1")

    respell(course, "cases: [{x: [0.0]}]", f"cases: [{{x: [0.0]}}, {survivor['case']}]")

    assert alive(row(course), "x[0] <= 1 → x[0] < 1") is None


def test_a_mutant_without_a_telling_input_is_to_be_explained(course):
    refer(course, "def double(x):\n    return 2 * x if x[0] <= 1e9 else 2 * x\n")

    said = row(course).sentence

    assert "no input was found on which it differs; add a case if you know one, otherwise explain it:" in said
    assert 'equivalent: [{mutant: "x[0] <= 1000000000.0 → x[0] < 1000000000.0", because: "…"}]' in said


def test_an_explained_survivor_counts_for_nothing(course):
    refer(course, "def double(x):\n    return 2 * x if x[0] != 1e9 else 2 * x + 0\n")
    alive = [one["mutant"] for one in row(course).facts["survivors"]]
    assert alive

    lines = "".join(f"          - {{mutant: '{name}', because: Both ways double.}}\n" for name in alive)
    respell(course, "        mistakes:\n", f"        equivalent:\n{lines}        mistakes:\n")
    found = row(course)

    assert found.holds, found.sentence
    assert len(alive) == found.facts["explained"]
    assert f"{len(alive)} more make no difference, as explained" in found.sentence


def explain(root, mutant):
    entry = f"        equivalent: [{{mutant: '{mutant}', because: Just so.}}]\n"
    respell(root, "        mistakes:\n", f"{entry}        mistakes:\n")


def test_an_explanation_of_a_mutant_that_loses_marks_is_stale(course):
    explain(course, "2 * x -> 3 * x")

    assert "the explained change '2 * x → 3 * x' loses marks; take it out of `equivalent:`" in row(course).sentence


def test_an_explanation_of_no_mutant_is_stale(course):
    explain(course, "2 * x → 4 * x")

    said = row(course).sentence
    assert "the explained change '2 * x → 4 * x' is no change of the reference, did you mean" in said


def test_an_explanation_that_a_drawn_input_refutes_does_not_hold(course):
    """One draw of 1 or 7: where it is 1, the branch beyond 5 is not reached, and yet the law draws 7 as well."""
    refer(course, "def double(x):\n    return 2 * x if x[0] < 5 else 3 * x\n")
    respell(course, "draw: {x: {normal: [3]}}", "draw: {x: {choice: [[1.0], [7.0]]}}")
    respell(course, "times: 3", "times: 1")
    name = "2 * x if x[0] < 5 else 3 * x → 2 * x"
    seed = 7
    while alive(row(course), name) is None:
        respell(course, f"seed: {seed}\n", f"seed: {seed + 1}\n")
        seed += 1
    explain(course, name)

    said = row(course).sentence

    assert "it is explained as equivalent, yet a drawn input tells it apart: {x: [7.0]}" in said


def test_a_mutant_that_never_ends_loses_marks(course, monkeypatch):
    monkeypatch.setattr("grader.verify.mutants.LEAST", 1.0)
    refer(course, "def double(x):\n    n = 0\n    while n < 3:\n        n += 1\n    return 2 * x\n")

    found = row(course)

    assert "n += 1 → n -= 1" not in [one["mutant"] for one in found.facts["survivors"]]


def test_what_the_reference_calls_is_changed_too(course):
    refer(course, "def double(x):\n    return add(x, x)\n\n\ndef add(a, b):\n    return a + b\n")

    assert "3 of 3 mutants lose marks (100 %)" == row(course).sentence


def test_a_reference_that_does_not_earn_everything_is_mended_first(course, monkeypatch):
    monkeypatch.setattr("grader.verify.changed._passes", lambda *_: False)

    assert "the reference itself does not earn everything; mend that first" == row(course).sentence


def test_trials_in_which_even_the_truth_is_lost_prove_nothing(course, monkeypatch):
    monkeypatch.setattr("grader.verify.trials._limit", lambda _: os.kill(os.getpid(), signal.SIGTERM))

    found = row(course)

    assert not found.holds
    assert "earns everything here, and not in a process of its own" in found.sentence


LAW = """\
      - id: noise
        points: 1
        call: noise
        arguments: {a: array, keep_prob: number}
        repeat: 8
        cases: [{a: [1.0, 2.0, 3.0, 4.0], keep_prob: 0.5}]
        expect: {reference: twice.law}
        judge: {kind: random, law: dropout, false_alarm: 1e-6}
"""


def test_a_law_is_changed_and_judges_a_right_sample(course):
    respell(course, "      - id: answer\n", LAW + "      - id: answer\n")
    refer(
        course,
        "def double(x):\n    return 2 * x\n\n\n"
        "def law(a, keep_prob):\n    return {'input': a, 'keep': keep_prob, 'scale': 'inverted', 'mask': True}\n",
    )
    found = proved(course, "mutants")["noise"]
    assert (True, True) == (found.holds, found.warns)
    assert "no sample in samples/ is right to be judged by its mutants; add one" in found.sentence

    code = (
        "import numpy as np\nrng = np.random.default_rng(3)\n\n\ndef double(x):\n    return 2 * x\n\n\n"
        "def noise(a, keep_prob):\n    mask = rng.random(len(a)) < keep_prob\n"
        "    return a * mask / keep_prob, mask.astype(float)\n"
    )
    sample(course, "right", "{double: 3, noise: 1, answer: 1}", code)
    found = proved(course, "mutants")["noise"]
    assert (True, "2 of 2 mutants lose marks (100 %)") == (found.holds, found.sentence)


# ---- trials ----


def test_trials_tell_what_they_gave_and_leave_nothing_behind():
    kept = []
    trials = [lambda: kept.append(1) or {"a": [1.5, None]}, lambda: "two"]

    assert {0: {"a": [1.5, None]}, 1: "two"} == dict(outcomes(trials, 5.0))
    assert [] == kept


def test_a_trial_that_raises_crashes_or_gives_nothing_readable_is_lost():
    trials = [lambda: 1 / 0, lambda: os.kill(os.getpid(), signal.SIGTERM), lambda: {1, 2}]

    assert {index: Lost("crash") for index in range(3)} == dict(outcomes(trials, 5.0))


def test_a_trial_that_takes_processor_time_for_ever_is_ended():
    def endless():
        while True:
            pass

    assert [(0, Lost("crash"))] == list(outcomes([endless], 1.0))


def test_a_trial_that_takes_too_much_memory_is_lost():
    assert [(0, Lost("crash"))] == list(outcomes([lambda: len(bytearray(8 << 30))], 5.0))


def children():
    """The processes that this one has started and not yet buried; other tests have some, too."""
    return {int(pid) for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()}


def test_trials_that_are_not_waited_for_are_ended():
    before = children()
    running = outcomes([lambda: time.sleep(600), lambda: "quick"], 500.0, jobs=2)
    assert (1, "quick") == next(running)
    assert children() - before

    running.close()

    assert not children() - before


def test_without_forks_trials_run_here(monkeypatch):
    monkeypatch.setattr("grader.verify.trials.FORKS", False)

    def endless():
        while True:
            pass

    assert [(0, 4), (1, Lost("time"))] == list(outcomes([lambda: 4, endless], 2.0))


def test_without_forks_a_limit_within_a_limit_leaves_the_outer_one(monkeypatch):
    monkeypatch.setattr("grader.verify.trials.FORKS", False)

    def endless():
        with within(500.0):
            pass
        while True:
            pass

    assert [(0, Lost("time"))] == list(outcomes([endless], 0.5))


def test_the_plan_of_an_assignment_is_not_touched_by_its_mutants(course):
    before = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)
    row(course)
    after = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)

    assert before.asked_digest == after.asked_digest
