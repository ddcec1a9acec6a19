"""Logs of honest runs pass; each way of tampering is told for what it is.

The honest logs are those that the right sample's training leaves behind when it is really run, here, on seeded data.
"""

import copy
import importlib.util
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checkers.experiment import Checker
from grader.model import Status
from grader.reports._plots import drawing
from grader.spec import load
from reference.experiments import digits, moons

ROOT = Path(__file__).parents[2]
ASSIGNMENT = ROOT / "assignments/regularization-experiments"
IMAGES = ("l2", "l2_l1", "l2_kl", "maxnorm", "dropout_l2", "dropout_maxnorm")


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """Both files, written by a small real run."""
    spec = importlib.util.spec_from_file_location("training", ASSIGNMENT / "samples/right/training.py")
    training = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(training)
    folder = tmp_path_factory.mktemp("run")
    rng = np.random.default_rng(7)
    X, y = digits()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        training.run(
            (*moons(rng, 100), *moons(rng, 200)),
            (X[:400], y[:400], X[400:600], y[400:600]),
            (X[600:], y[600:]),
        )
    return {name: json.loads((folder / f"results_{name}.json").read_text()) for name in ("2d", "images")}


@pytest.fixture(scope="module")
def judges():
    """The checkers of the shipped assignment: part by part, with a word for the whole criterion."""
    found = {}
    for row in load(ASSIGNMENT).criteria:
        if row.kind == "experiment":
            name = "2d" if row.id == "q2.file" else "images"
            found[name] = {part.id: part.judge or row.judge for part in row.parts}
    return found


def findings(judges, got):
    """Part → finding, of the parts that do not pass."""
    verdicts = {part: judge.judge(got, None) for part, judge in judges.items()}
    return {part: verdict.finding for part, verdict in verdicts.items() if verdict.status is not Status.PASSED}


@pytest.mark.parametrize("name", ["2d", "images"])
def test_honest_logs_break_nothing(honest, judges, name):
    assert {} == findings(judges[name], honest[name])


@pytest.mark.parametrize("digits_kept", [3, 4, 6])
@pytest.mark.parametrize("name", ["2d", "images"])
def test_honest_logs_may_be_rounded(honest, judges, name, digits_kept):
    rounded = copy.deepcopy(honest[name])
    for logs in rounded["methods"].values():
        for key, value in logs.items():
            if isinstance(value, list):
                logs[key] = [round(item, digits_kept) for item in value]

    assert {} == findings(judges[name], rounded)


def edit(method, field, change):
    """Tampering with one entry of one method."""

    def tamper(logs):
        held = logs["methods"][method]
        held[field] = change(held[field]) if callable(change) else change

    return tamper


def drop(method, field=None):
    def tamper(logs):
        del (logs["methods"][method] if field else logs["methods"])[field or method]

    return tamper


def copied(source, target, field):
    def tamper(logs):
        logs["methods"][target][field] = list(logs["methods"][source][field])

    return tamper


def top(key, value):
    def tamper(logs):
        logs[key] = value(logs) if callable(value) else value

    return tamper


def by_error(logs):
    return sorted(logs["methods"], key=lambda name: logs["methods"][name]["test_error"])


def went_on(logs):
    held = logs["methods"]["early_stopping"]
    for field in ("train_total", "train_data", "val"):
        held[field] = held[field] + [held[field][-1] + 0.001 * k for k in (1, 2)]
    held["epochs"] += 2


def cut_short(logs):
    held = logs["methods"]["early_stopping"]
    for field in ("train_total", "train_data", "val"):
        held[field] = held[field][:-2]
    held["epochs"] -= 2


def unpenalised(method):
    return lambda logs: copied_field(logs["methods"][method], "train_data", "train_total")


def copied_field(held, source, target):
    held[target] = list(held[source])


def straight(values):
    return [1.2 - 0.9 * t / len(values) for t in range(len(values))]


def exponential(values):
    return [round(0.2 + 0.8 * 0.97**t, 4) for t in range(len(values))]


def hyperbola(values):
    return [0.1 + 1 / (1 + 0.3 * t) for t in range(len(values))]


def at(epoch, value):
    return lambda values: [*values[:epoch], value, *values[epoch + 1 :]]


def double_softmax(logs):
    held = logs["methods"]["l2"]
    held["val_loss"] = [1.4612 + held["test_error"] + loss / 10 for loss in held["val_loss"]]


TAMPERED = [
    ("2d", drop("l1"), "complete", "the method `l1` is missing"),
    ("2d", drop("l2", "val"), "complete", "`l2` has no `val`"),
    ("2d", edit("l2", "val", "0.3"), "complete", "`val` of `l2` is '0.3'; a list with one number per epoch is due"),
    ("2d", edit("none", "val", []), "complete", "`val` of `none` is []; a list with one number per epoch is due"),
    ("2d", edit("none", "val", at(3, math.nan)), "complete", "holds nan at epoch 3; finite numbers are due"),
    ("2d", edit("l1", "train_data", at(0, math.inf)), "complete", "holds inf at epoch 0; finite numbers are due"),
    ("2d", edit("l1", "train_data", at(2, True)), "complete", "holds True at epoch 2; finite numbers are due"),
    ("2d", edit("l1", "train_data", at(2, "0.4")), "complete", "holds '0.4' at epoch 2; finite numbers are due"),
    ("2d", edit("l1", "train_data", at(2, 10**400)), "complete", "at epoch 2; finite numbers are due"),
    ("2d", edit("l1", "val_error", 12.5), "complete", "looks like percent; a fraction from 0 to 1 is due"),
    ("2d", edit("l1", "val_error", -0.1), "complete", "`val_error` of `l1` is -0.1; a fraction from 0 to 1 is due"),
    ("2d", edit("l1", "time_s", 0), "complete", "`time_s` of `l1` is 0; a number above 0 is due"),
    ("2d", edit("l1", "epochs", 7.5), "complete", "`epochs` of `l1` is 7.5; a whole number from 0 on is due"),
    ("2d", edit("none", "epochs", 99), "complete", "`none` says 99 under `epochs`, but `train_total` has 150 entries"),
    ("2d", unpenalised("l2"), "penalties", "`train_total` of `l2` is not above `train_data` at epoch 0"),
    ("2d", edit("none", "train_total", lambda v: [x + 0.2 for x in v]), "penalties", "without a penalty they are the"),
    ("2d", went_on, "stopping", "where `val` had been without a new minimum 5 times in a row"),
    ("2d", cut_short, "stopping", "`early_stopping` stopped 3 evaluations after its last new minimum of `val`"),
    (
        "2d",
        edit("early_stopping", "best_epoch", lambda e: e + 1),
        "stopping",
        "one too many; epochs are counted from 0",
    ),
    ("2d", edit("early_stopping", "best_epoch", 0), "stopping", "is 0, but `val` is smallest elsewhere"),
    ("2d", edit("early_stopping", "patience", 10), "stopping", "`patience` of `early_stopping` is 10, above 5"),
    ("2d", edit("none", "val", lambda v: [0.4] * len(v)), "recorded", "`val` of `none` does not move"),
    ("2d", edit("none", "val", straight), "recorded", "`val` of `none` follows a straight line at every epoch"),
    ("2d", edit("l2", "val", exponential), "recorded", "`val` of `l2` follows an exponential at every epoch"),
    ("2d", edit("l2", "val", hyperbola), "recorded", "`val` of `l2` follows a hyperbola at every epoch"),
    ("2d", copied("l1", "l2", "val"), "recorded", "`val` of `l1` and `l2` run the same course"),
    ("2d", edit("none", "train_data", lambda v: v[::-1]), "recorded", "does not end below where it began"),
    ("2d", edit("none", "val_error", 0.9), "recorded", "is too small for its `val_error`"),
    (
        "2d",
        top("best_by_min_val", "dropout"),
        "conclusion",
        "`best_by_min_val` is 'dropout'; one of the methods' names",
    ),
    (
        "2d",
        top("best_by_min_val", lambda logs: max(logs["methods"], key=lambda m: min(logs["methods"][m]["val"]))),
        "conclusion",
        "but another method gets lower on `val`",
    ),
    ("images", drop("dropout_l2"), "complete", "the method `dropout_l2` is missing"),
    ("images", edit("l2", "test_error", 5.6), "complete", "`test_error` of `l2` is 5.6, which looks like percent"),
    (
        "images",
        edit("l2", "test_error", "5.6 %"),
        "complete",
        "`test_error` of `l2` is '5.6 %'; a finite number is due",
    ),
    ("images", double_softmax, "softmax", "that is the floor of a loss that applies softmax to outputs"),
    ("images", edit("maxnorm", "max_unit_norm", 3.4), "bound", "`max_unit_norm` of `maxnorm` is 3.4, above 3.001"),
    ("images", drop("dropout_maxnorm", "max_unit_norm"), "bound", "`dropout_maxnorm` has no `max_unit_norm`"),
    ("images", edit("l2_l1", "l1_start_epoch", 0), "l1", "is 0, in the first half of 40 epochs; the end is meant"),
    ("images", edit("l2_l1", "l1_start_epoch", 40), "l1", "is 40, and the run has 40 epochs, counted from 0"),
    ("images", edit("l2_l1", "l1_start_epoch", 35), "l1", "shows no jump at epoch 35, where a penalty begins"),
    ("images", top("ranking", lambda logs: by_error(logs)[::-1]), "ranking", "runs from the largest `test_error` to"),
    ("images", top("ranking", lambda logs: by_error(logs)[:-1]), "ranking", "`ranking` leaves out"),
    ("images", top("ranking", "l2"), "ranking", "`ranking` is 'l2'; a list of method names is due"),
    (
        "images",
        top("ranking", lambda logs: [by_error(logs)[-1], *by_error(logs)[:-1]]),
        "ranking",
        "but its `test_error` is larger",
    ),
    ("images", copied("l2", "l2_kl", "train_loss"), "recorded", "`train_loss` of `l2` and `l2_kl` run the same course"),
    (
        "images",
        edit("l2", "val_loss", lambda v: [1e-4 * (1 + x) for x in v]),
        "recorded",
        "too small for its `test_err",
    ),
]


@pytest.mark.parametrize(("name", "tamper", "part", "said"), TAMPERED, ids=[f"{n}-{s[:40]}" for n, _, _, s in TAMPERED])
def test_tampering_is_told_for_what_it_is(honest, judges, name, tamper, part, said):
    logs = copy.deepcopy(honest[name])
    tamper(logs)

    assert said in findings(judges[name], logs).get(part, "nothing was found")


@pytest.mark.parametrize("got", [None, 3, "text", [], {}, {"methods": []}, {"methods": None}])
def test_what_is_no_log_at_all_says_what_is_due(got):
    verdict = Checker(methods=("a",), invariants=({"check": "falls", "curves": ["x"]},)).judge(got, None)

    assert "the file needs an object `methods` with one object per method" == verdict.finding


def test_a_misspelt_name_is_pointed_out():
    checker = Checker(methods=("maxnorm",), invariants=({"check": "falls", "curves": ["train_loss"]},))

    assert (
        "the method `maxnorm` is missing; you have `max_norm`"
        == checker.judge({"methods": {"max_norm": {}}}, 0).finding
    )
    assert (
        "`maxnorm` has no `train_loss`; you have `trainloss`"
        == checker.judge({"methods": {"maxnorm": {"trainloss": [1]}}}, 0).finding
    )
    assert (
        "the method `maxnorm` is 3; an object with its logs is due"
        == checker.judge({"methods": {"maxnorm": 3}}, 0).finding
    )


def test_many_findings_are_counted_and_a_remark_stands_behind_its_own():
    row = {"check": "fields", "fields": {name: "number" for name in "abcd"}, "say": "see the sheet"}
    verdict = Checker(methods=("m",), invariants=(row,)).judge({"methods": {"m": {}}}, None)

    assert (
        "`m` has no `a` (see the sheet); `m` has no `b` (see the sheet); `m` has no `c` (see the sheet); and 1 more"
        == (verdict.finding)
    )


def test_curves_are_drawn_thinned_with_both_ends_and_without_what_is_no_curve():
    checker = Checker(methods=("a", "b"), invariants=({"check": "falls", "curves": ["x"]},), plot=("x", "y"))
    (plot,) = checker.curves({"methods": {"a": {"x": [float(t) for t in range(1000)]}, "b": {"x": "no"}, "c": {}}})

    assert ("x", 1000, ["a"]) == (plot.title, plot.epochs, [line.name for line in plot.lines])
    assert ((0, 0.0), (999, 999.0)) == (plot.lines[0].values[0], plot.lines[0].values[-1])
    assert len(plot.lines[0].values) <= 61
    assert () == checker.curves("no logs")


EVERY = (
    {
        "check": "fields",
        "fields": {"x": "curve", "n": "count", "e": "share", "s": "positive", "f": "number", "t": "text"},
    },
    {"check": "lengths", "curves": ["x"], "by": "n"},
    {"check": "same", "curves": ["x", "y"]},
    {"check": "above", "curves": ["x", "y"]},
    {"check": "falls", "curves": ["x", "y"]},
    {"check": "range", "field": "x", "low": 0, "high": 1},
    {"check": "smallest", "curve": "x", "at": "n"},
    {"check": "stopped", "curve": "x", "patience": 2},
    {"check": "jump", "curve": "x", "at": "n"},
    {"check": "ranking", "key": "k", "by": "e"},
    {"check": "best", "key": "k", "by": "x"},
    {"check": "single_softmax", "curve": "x", "error": "e", "classes": 10},
    {"check": "error_fits", "curve": "x", "error": "e"},
    {"check": "recorded", "curves": ["x", "y"]},
)
ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from([10**400, 1e308])
ENTRY = ODD | st.lists(ODD | st.floats(0, 2), max_size=9)
METHOD = ODD | st.dictionaries(st.sampled_from("xynesftk"), ENTRY, max_size=8)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(logs=st.fixed_dictionaries({"methods": st.fixed_dictionaries({"a": METHOD, "b": METHOD}), "k": ENTRY}))
def test_no_log_however_odd_makes_an_invariant_fail(logs):
    for row in EVERY:
        checker = Checker(methods=("a", "b"), invariants=(row,), plot=("x", "y"))
        verdict = checker.judge(logs, None)

        assert verdict == checker.judge(copy.deepcopy(logs), None)
        assert verdict.status in (Status.PASSED, Status.FAILED)
        assert all(drawing(curves) for curves in checker.curves(logs))


GOOD = {"check": "falls", "curves": ["x"]}


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"methods": ()}, "`methods` is [], expected different names"),
        ({"methods": ("a", "a")}, "`methods` is ['a', 'a'], expected different names"),
        ({"invariants": ()}, "there are no `invariants`, expected at least one {check: …}"),
        ({"invariants": ({"check": "fall"},)}, "invariant 1 has the check 'fall'; did you mean 'falls'?"),
        ({"invariants": (GOOD, {"check": "falls"})}, "invariant 2 (falls) has no `curves`, expected curves"),
        ({"invariants": (GOOD | {"x": 1},)}, "invariant 1 (falls) has an unknown key 'x'; allowed: "),
        ({"invariants": (GOOD | {"curves": "x"},)}, "`curves` of invariant 1 (falls) is 'x', expected a list of names"),
        ({"invariants": (GOOD | {"of": ["b"]},)}, "invariant 1 (falls) is about 'b', which is none of the `methods`"),
        (
            {"invariants": ({"check": "same", "curves": ["x"]},)},
            "`curves` of invariant 1 (same) is ['x'], expected two names",
        ),
        (
            {"invariants": ({"check": "stopped", "curve": "x", "patience": 0},)},
            "`patience` of invariant 1 (stopped) is 0, expected a whole number above 0",
        ),
        (
            {"invariants": ({"check": "fields", "fields": {"x": "list"}},)},
            "expected a mapping of names to curve, count, share, positive, number or text",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, sentence):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 -- the sentence is looked at below
        Checker(**({"methods": ("a",), "invariants": (GOOD,)} | settings))

    assert sentence in str(caught.value)
