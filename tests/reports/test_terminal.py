"""A report in the terminal says everything in words, within 80 columns, and nothing in it steers the terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.model import Status, Withheld
from grader.reports import terminal


def drawn(report, **settings):
    file = io.StringIO()
    console = Console(file=file, width=80, **settings)
    assert terminal.render(report, console) == ""
    return file.getvalue()


def test_a_report_reads_from_the_mark_to_the_reason(sample):
    assert terminal.render(sample.honest()).splitlines()[:19] == [
        "One step of gradient descent with weight decay                 6.33 of 16 points",
        "ada-lovelace (Ada Lovelace, محمد)                                    ? undecided",
        "1 criterion waits for a person; no mark was lost.",
        "  ! solution.py, line 40: the name `sigmoidd` is not defined",
        "",
        "The L2 update                                                         6.33 of 11",
        "  ✓ passed     upd.l2  Weights after one step                             4 of 4",
        "  ~ partial    upd.l1  The same with an L1 penalty                     2.33 of 7",
        "      This looks like: l1 update halved.",
        "      The derivative of λ/(2m)·w² is λ/m·w; the 2 cancels, so `lam / (2 * m)` is",
        "      half of it.",
        "      This mistake keeps 1/3 of the points.",
        "      core  ✗ failed  1 of 9 cases right, 3/4 of the points; 16 of 18 values are",
        "                      off; at (0, 0) you have 0.3127",
        "      edge  ✗ failed  1 of 1 case right, 1/4 of the points; is right so far, but",
        "                      counts only once `core` passes",
        "      l1_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)",
        "        you returned  [0.9485, -2.0485]",
        "        expected      [0.947, -2.047]",
    ]


def test_it_ends_with_the_conditions(sample):
    text = " ".join(terminal.render(sample.honest()).split())

    assert text.endswith(
        "Your code ran in a locked process that sees no network, no other files and no other processes "
        "(level isolated); grader 0.1.0, numpy 2.4.6, python 3.11.15; seed 2026."
    )


@pytest.mark.parametrize("which", ["honest", "hostile"])
def test_no_line_is_wider_than_80_columns(sample, which):
    assert max(map(cell_len, terminal.render(getattr(sample, which)()).splitlines())) <= 80


@pytest.mark.parametrize("draw", [terminal.render, lambda report: drawn(report, force_terminal=True, no_color=True)])
def test_nothing_a_student_writes_reaches_the_terminal_as_a_command(sample, draw):
    text = draw(sample.hostile()).replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")

    assert [c for c in text if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\ud800")] == []
    assert "[red]rich[/red]" in text
    assert ":skull:" in text


def test_details_for_staff_stay_out(sample):
    assert sample.HIDDEN_TRUTH not in terminal.render(sample.honest()) + terminal.render(sample.hostile())


def test_colours_add_nothing_that_the_words_do_not_say(sample):
    coloured = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor", record=True)
    terminal.render(sample.honest(), coloured)

    assert "\x1b[32m" in coloured.file.getvalue()
    assert [line.rstrip() for line in coloured.export_text().splitlines()] == terminal.render(
        sample.honest()
    ).splitlines()


def test_no_color_is_respected(sample, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[3" not in drawn(sample.honest(), force_terminal=True)


def test_a_file_gets_no_escape_sequences(sample):
    assert "\x1b" not in drawn(sample.honest())


def test_a_terminal_that_knows_only_ascii_gets_plainer_marks(sample):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    terminal.render(sample.honest(), Console(file=file, width=80))
    terminal.summary([terminal.row(sample.honest())], Console(file=file, width=80))
    file.flush()

    text = raw.getvalue().decode("ascii")
    assert "  + passed     upd.l2" in text
    assert "\\u03bb/(2m).w\\xb2" in text


def test_only_the_first_wrong_visible_cases_are_drawn(sample):
    case = sample.ShownCase(call="f(1)", got="2", want="3", passed=False)
    report = sample.report(sample.question(sample.criterion("f", 0, shown=(case,) * 5)))

    text = terminal.render(report)
    assert text.count("f(1)") == 3
    assert "and 2 more visible cases" in text


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        (Withheld(parts=1, cases=8), "8 hidden cases and 1 hidden part wait until you hand in."),
        (Withheld(cases=1), "1 hidden case waits until you hand in."),
        (Withheld(parts=2), "2 hidden parts wait until you hand in."),
    ],
)
def test_a_self_check_says_what_it_did_not_try(sample, withheld, said):
    assert said in terminal.render(sample.report(sample.question(sample.criterion(withheld=withheld))))


def test_a_finding_of_a_million_characters_is_shortened(sample):
    report = sample.report(sample.question(sample.criterion("f", 0, finding="x" * 10**6)))

    text = terminal.render(report)
    assert "… 998800 characters left out …" in text
    assert len(text) < 3000


def test_the_summary_has_a_line_per_hand_in_and_totals(sample):
    rows = [terminal.row(report) for report in (sample.honest(), *sample.classroom(3))]

    assert terminal.summary(rows, title="weight-decay").splitlines() == [
        "weight-decay",
        "hand-in          points   status        why",
        "─" * 80,
        "ada-lovelace     – / 16   ? undecided   why waits for a person",
        "student-00       0 / 12   ✗ failed",
        "student-01     4.5 / 12   ~ partial     halved",
        "student-02       5 / 12   ~ partial     halved",
        "4 hand-ins: 2 partial, 1 failed, 1 undecided; mean 26 % in 3 marked",
    ]


def test_the_summary_of_hostile_names_keeps_a_line_each(sample):
    rows = [terminal.row(sample.hostile())] * 3

    lines = terminal.summary(rows).splitlines()
    assert len(lines) == 6
    assert max(map(cell_len, lines)) <= 80


def test_an_empty_batch_says_so():
    assert terminal.summary([]).splitlines()[-1] == "0 hand-ins"


def why(sample, *criteria, **more):
    return terminal.row(sample.report(sample.question(*criteria), **more)).why


def test_the_reason_is_what_a_teacher_would_say_first(sample):
    wrong = sample.criterion("a", 0, finding="every value is off")
    known = sample.criterion("b", 0, mistake="halved", finding="the 2 cancels")
    doubt = sample.criterion("c", 0, Status.UNDECIDED)
    right = sample.criterion("d")
    note = ("solution.py, line 3: '(' was never closed",)

    assert why(sample, right) == ""
    assert why(sample, right, wrong) == "every value is off"
    assert why(sample, sample.criterion("e", 0, Status.MISSING, finding="not found"), wrong) == "every value is off"
    assert why(sample, wrong, known, known) == "halved"
    assert why(sample, wrong, notes=note) == note[0]
    assert why(sample, right, wrong, notes=note) == "every value is off"
    assert why(sample, wrong, doubt, notes=note, status=Status.UNDECIDED) == "c waits for a person"
    assert why(sample, doubt, doubt) == "c, c wait for a person"


def test_a_hand_in_that_was_never_run_claims_no_isolation(sample):
    nowhere = sample.Conditions(isolation=sample.Isolation(level="none"), versions={}, seed=7)
    report = sample.report(sample.question(sample.criterion("a", 0, Status.MISSING)), conditions=nowhere)

    assert terminal.render(report).splitlines()[-1] == "Your code did not run; seed 7."


def test_a_call_that_gave_nothing_back_is_not_said_to_have_returned(sample):
    said = "`f` raised ValueError"
    first = sample.ShownCase(call="f(1)", got=said, want="3", passed=False, returned=False)
    second = sample.ShownCase(call="f(2)", got="`f` took long", want="4", passed=False, returned=False)
    report = sample.report(sample.question(sample.criterion("f", 0, finding=said, shown=(first, second))))

    assert [line.strip() for line in terminal.render(report).splitlines()[4:10]] == [
        "✗ failed     f                                                          0 of 4",
        said,
        "f(1)",
        "expected  3",
        "f(2)",
        "what happened  `f` took long",
    ]


def test_what_is_missing_is_said_once(sample):
    said = "no function `f` was found in your files"
    case = sample.ShownCase(call="f(1)", got=said, want="3", passed=False, returned=False)
    parts = (sample.part(status=Status.MISSING), sample.part("edge", Status.MISSING))
    row = sample.criterion("f", 0, Status.MISSING, finding=said, shown=(case,), parts=parts)

    text = terminal.render(sample.report(sample.question(row)))
    assert text.count(said) == 1
    assert "expected" not in text


def test_a_mistake_without_a_price_of_its_own_names_none(sample):
    parts = (sample.part(), sample.part("edge", Status.FAILED, sample.QUARTER))
    row = sample.criterion("f", sample.Fraction(3, 4), mistake="x", parts=parts)

    assert "keeps" not in terminal.render(sample.report(sample.question(row)))
