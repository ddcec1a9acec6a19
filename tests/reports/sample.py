"""Reports as they could be: one honest, one hostile in everything a student can write, and a small class."""

from dataclasses import replace
from fractions import Fraction

from grader.model import (
    Conditions,
    CriterionReport,
    Isolation,
    PartReport,
    QuestionReport,
    Report,
    ShownCase,
    Status,
    Visibility,
    Withheld,
)

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
HIDDEN_TRUTH = "expected 0.12345678901234567 ± 1.0e-09"  # a detail, for staff only

CONDITIONS = Conditions(
    isolation=Isolation(level="isolated", attacks={"read the grader's memory": "stopped", "open a socket": "stopped"}),
    versions={"python": "3.11.15", "numpy": "2.4.6", "grader": "0.1.0"},
    seed=2026,
)


def part(name="core", status=Status.PASSED, weight=Fraction(3, 4), passed=9, total=9, **more):
    return PartReport(
        id=name,
        status=status,
        weight=weight,
        passed=passed,
        total=total,
        visibility=more.pop("visibility", Visibility.HIDDEN),
        **more,
    )


def criterion(name="upd.l2", credit=Fraction(1), status=None, **more):
    credit = Fraction(credit)
    points = Fraction(more.pop("points", 4))
    if status is None:
        status = Status.PASSED if credit == 1 else Status.PARTIAL if credit else Status.FAILED
    outcome = Status.PASSED if status is Status.PASSED else Status.FAILED
    return CriterionReport(
        id=name,
        title=more.pop("title", ""),
        kind=more.pop("kind", "close"),
        points=points,
        score=points * credit,
        credit=credit,
        status=status,
        visibility=Visibility.HIDDEN,
        finding=more.pop("finding", ""),
        detail=more.pop("detail", ""),
        mistake=more.pop("mistake", None),
        parts=more.pop("parts", (part(status=outcome, weight=Fraction(1)),)),
        **more,
    )


def question(*criteria, **more):
    return QuestionReport(
        id=more.pop("id", "update"),
        title=more.pop("title", "The L2 update"),
        prompt=more.pop("prompt", "Write `l2_update(w, grad, lr, lam, m)`."),
        conventions=more.pop("conventions", ()),
        points=sum((c.points for c in criteria), Fraction(0)),
        score=sum((c.score for c in criteria), Fraction(0)),
        criteria=criteria,
    )


def report(*questions, submission="ada", **more):
    return Report(
        assignment="weight-decay",
        title=more.pop("title", "One step of gradient descent with weight decay"),
        digest="ab" * 32,
        submission=submission,
        submitters=more.pop("submitters", ()),
        files=more.pop("files", {"solution.py": "0f" * 32}),
        conditions=more.pop("conditions", CONDITIONS),
        points=sum((q.points for q in questions), Fraction(0)),
        score=sum((q.score for q in questions), Fraction(0)),
        status=more.pop("status", Status.PARTIAL),
        questions=questions,
        **more,
    )


def honest():
    """A right answer, a known mistake with thirds of a point, a missing function, a typed answer in doubt."""
    right = criterion(
        "upd.l2",
        title="Weights after one step",
        parts=(part(), part("edge", weight=QUARTER, passed=1, total=1)),
        shown=(
            ShownCase(
                call="l2_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)",
                got="[0.947, -2.044]",
                want="[0.947, -2.044]",
                passed=True,
            ),
        ),
    )
    halved = criterion(
        "upd.l1",
        Fraction(1, 3),
        title="The same with an L1 penalty",
        finding="The derivative of λ/(2m)·w² is λ/m·w; the 2 cancels, so `lam / (2 * m)` is half of it.",
        detail=HIDDEN_TRUTH,
        mistake="l1_update_halved",
        points=7,
        parts=(
            part(status=Status.FAILED, passed=1, total=9, finding="16 of 18 values are off; at (0, 0) you have 0.3127"),
            part(
                "edge",
                Status.FAILED,
                QUARTER,
                1,
                1,
                visibility=Visibility.VISIBLE,
                finding="is right so far, but counts only once `core` passes",
            ),
        ),
        shown=(
            ShownCase(
                call="l1_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)",
                got="[0.9485, -2.0485]",
                want="[0.947, -2.047]",
                passed=False,
            ),
            ShownCase(
                call="l1_update(w=[0], grad=[0], lr=0.1, lam=0, m=1)",
                got="[0]",
                want="[0]",
                passed=True,
            ),
        ),
        withheld=Withheld(parts=1, cases=8),
    )
    missing = criterion(
        "step",
        0,
        Status.MISSING,
        title="Adam, 25 steps",
        finding="no function `adam_step` was found in your files; your files have `adam`",
        parts=(part(status=Status.MISSING, weight=Fraction(1), passed=0, total=3),),
        points=2,
    )
    doubtful = criterion(
        "why",
        0,
        Status.UNDECIDED,
        kind="rubric",
        title="Why decay is not an L2 penalty in Adam",
        finding="This answer waits for a person; no mark was lost.",
        detail="rubric: nobody has looked yet",
        parts=(part(status=Status.UNDECIDED, weight=Fraction(1), passed=0, total=1),),
        points=3,
    )
    return report(
        question(
            right,
            halved,
            prompt=(
                "Write `l2_update(w, grad, lr, lam, m)`: one step on data loss $L$ plus penalty.\n\n"
                "$$w \\leftarrow w - \\eta \\left( \\nabla L + \\frac{\\lambda}{m} w \\right)$$\n\n"
                "* return a **new** array\n* leave `w` as it is\n"
            ),
            conventions=(
                "$m$ counts the training examples; the penalty $\\frac{\\lambda}{2m}\\|w\\|^2$ is averaged over them.",
                "`sign(0)` is 0.",
            ),
        ),
        question(missing, doubtful, id="adam", title="Adam", prompt="Write `adam_step`."),
        submission="ada-lovelace",
        submitters=("Ada Lovelace", "محمد"),
        files={"solution.py": "0f" * 32, "answers.md": "1e" * 32},
        status=Status.UNDECIDED,
        notes=("solution.py, line 40: the name `sigmoidd` is not defined",),
        printed="loss 0.693\nloss 0.512\n",
    )


NASTY = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> & [red]rich[/red] [/] :skull: \x1b[31mANSI\x1b[0m \x1b]8;;http://x\x07"
    " \x00 \x07 \x9b2J \u202ertl\u202c \u2066iso\u2069 \ud800 \ufeff \u2028 `code <b>` $\\text{<img/src=x/onerror=1>}$"
    " {{ 7*7 }} {% raw %} ]]> <!-- --> |pipe| *star* =cmd()"
)


def hostile():
    """Every text that a student could have written is hostile, and the teacher's prompt is careless."""
    bad = criterion(
        "upd.l2",
        0,
        title=NASTY,
        finding=NASTY,
        detail=HIDDEN_TRUTH + NASTY,
        mistake="half",
        parts=(part(status=Status.FAILED, weight=Fraction(1), passed=0, total=3, finding=NASTY, detail=NASTY),),
        shown=(ShownCase(call=NASTY, got=NASTY, want=NASTY, passed=False),),
    )
    return report(
        question(
            bad,
            title=NASTY,
            prompt=NASTY
            + "\n\n![x](http://evil.example/x.png) [y](javascript:alert(1)) <b>bold</b>\n\n$\\href{javascript:1}{x}$",
            conventions=(NASTY, "![x](http://evil.example/x.png)"),
        ),
        title="Title <script>",
        submission="=cmd|'/c calc'!A1 " + NASTY,
        submitters=("@SUM(1)" + NASTY, "O'Neil"),
        files={NASTY: "0f" * 32},
        conditions=replace(
            CONDITIONS, versions={NASTY: NASTY}, isolation=Isolation(level="none", attacks={NASTY: "open"})
        ),
        status=Status.FAILED,
        notes=(NASTY, "line\nbreak"),
        printed=NASTY * 3,
    )


def classroom(n=12):
    """A class of n: the first criterion is easy, the second separates, the third nobody gets."""
    made = []
    for i in range(n):
        second = Fraction(min(i, 8), 8)
        made.append(
            report(
                question(criterion("easy", 1 if i else 0)),
                question(
                    criterion(
                        "separates",
                        second,
                        mistake="halved" if 0 < i < 7 else None,
                        shown=(ShownCase(call="f(1)", got="1", want="1", passed=i > 3),),
                    ),
                    id="two",
                    title="Second",
                ),
                question(criterion("nobody", 0), id="three", title="Third"),
                submission=f"student-{i:02}",
                status=Status.PARTIAL if i else Status.FAILED,
            )
        )
    return tuple(made)
