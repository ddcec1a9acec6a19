"""random: what came back is random, and its distribution is the one asked for.

What it checks
    One of four laws. Each is a handful of exact or conservative tests that share `false_alarm` between them: a right
    answer fails with at most this probability, whatever generator it uses.

    - `estimate`: estimates for different seeds (at least 3) against {mean, standard_error}: each of them, their mean,
      and that they scatter as they should, which a closed formula or one fixed seed does not. An estimate must
      average enough draws (a thousand or more) to be nearly normal.
    - `dropout`: the outputs of two or more calls against {input, keep, scale: inverted | classic, mask: true | false}:
      the share of kept entries (exact binomial), the exact scale, neighbours in rows and columns and the calls
      independent of each other. With `mask: true` each output is a pair (out, mask) and the two agree.
    - `mask`: the 0/1 masks of two or more calls against {shape, keep}, likewise.
    - `samples`: numbers against {law: normal, mean, sd}, {law: uniform, low, high}, {law: exponential, mean} or
      {law: bernoulli, p}; the whole distribution, not only its moments. Optional: shape.

When to use it
    Dropout, initialisation, noise, Monte Carlo: wherever no fixed numbers can be due. Ask for many entries: of 200,000
    a share that is off by 0.008 is noticed. For a part that must be deterministic (evaluation) use `close`.

In a spec
    judge: {kind: random, law: dropout}
    judge: {kind: random, law: estimate, false_alarm: 1e-6}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from grader.checkers import _dropout, _estimates, _laws, _samples
from grader.model import Value, Verdict
from grader.showing import near

Law = Callable[[Value, Value, float], Verdict]
LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "estimate": _estimates.judge,
        "dropout": _dropout.judge_outputs,
        "mask": _dropout.judge_masks,
        "samples": _samples.judge,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    law: str
    false_alarm: float = 1e-6

    def __post_init__(self) -> None:
        if self.law not in LAWS:
            hint = near(self.law, LAWS)
            known = f"did you mean {hint[0]!r}?" if hint else f"there are {', '.join(LAWS)}"
            raise ValueError(f"there is no law called {self.law!r}; {known}")
        if not 0 < self.false_alarm <= 0.01:
            raise ValueError(f"false_alarm needs 0 < false_alarm <= 0.01, not {self.false_alarm!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        return LAWS[self.law](got, want, self.false_alarm)

    def words(self, want: Value) -> str | None:
        """What is due, for a student who may see it: a law is no value."""
        return _laws.in_words(self.law, want)
