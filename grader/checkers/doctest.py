"""doctest: what a test prints is compared, outside the sandbox, with what its text says.

What it checks
    Each `>>>` example of a case runs among the student's names and only what it printed comes out; what is expected
    stays outside and is compared as Python's doctest does, directives included. A NumPy scalar may be written as
    NumPy 1 or NumPy 2 prints it. A case passes when all of its examples do.
    Where a case expects nothing but `True`, `False` or silence, the comparison itself was made beside the student's
    code, and the verdict says so: it can be deceived.

When to use it
    Tests that came from OK or otter (`grader import`), and new ones like them. Where a function can be called with
    inputs and its result compared, `close` or `exact` tells more and hides more.

In a spec
    test: any
    cases: [{doctest: ">>> square(3)\\n9", visible: true}]
    judge: {kind: doctest}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.checkers._examples import Example, agrees, examples, raises
from grader.checkers._observed import BESIDE, NO_TEST, Seen, failure, quoted, seen, show_line, told
from grader.model import Status, Value, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    def judge(self, got: Value, want: Value) -> Verdict:
        due = _read(want)
        if not due:
            return Verdict.undecided(f"this is no doctest: {show_line(repr(want))}")
        pieces = seen(got)
        if pieces is None or len(pieces) != len(due):
            return Verdict.failed(NO_TEST, f"got {show_line(repr(got))}")
        beside = "" if any(example.telling for example in due) else BESIDE
        wrong = [number for number, pair in enumerate(zip(due, pieces, strict=True)) if not _right(*pair)]
        if not wrong:
            return Verdict(Status.PASSED, Fraction(1), detail=beside)
        details = [_detail(number, due, pieces) for number in wrong]
        return Verdict.failed(_finding(wrong[0], due, pieces), "\n".join(filter(None, [beside, *details])))

    def words(self, want: Value) -> str:
        """What is expected, as it would be printed."""
        return "\n".join(example.want.rstrip("\n") for example in _read(want) if example.want) or "nothing"

    def told(self, got: Value) -> str:
        """What was printed or raised."""
        return told(got)


def _read(want: Value) -> tuple[Example, ...]:
    try:
        return examples(want) if isinstance(want, str) else ()
    except ValueError:
        return ()


def _right(example: Example, piece: Seen) -> bool:
    if piece.kind:
        return raises(example, piece.kind, piece.message)
    return example.raises is None and agrees(example, piece.printed)


def _finding(number: int, due: Sequence[Example], pieces: Sequence[Seen]) -> str:
    which = f"example {number + 1} of {len(due)}" if len(due) > 1 else "the test"
    if pieces[number].kind:
        return f"{which} {failure(pieces[number])}"
    return f"{which} prints something else than is expected"


def _detail(number: int, due: Sequence[Example], pieces: Sequence[Seen]) -> str:
    example, piece = due[number], pieces[number]
    got = f"raised {piece.kind}: {piece.message}" if piece.kind else f"printed {quoted(piece.printed)}"
    return show_line(f"{example.source.strip()}: expected {quoted(example.raises or example.want)}, {got}", 700)
