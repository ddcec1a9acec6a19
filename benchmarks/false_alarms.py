"""How often `random` fails right answers, and notices wrong ones: `python benchmarks/false_alarms.py [answers]`.

Right answers are graded at their stated rate of one in a million, where none may fail, and at coarse rates, where the
share that fails can be compared with what was promised. Wrong ones are graded at one in a million.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.checkers.random import Checker
from grader.model import Status

RATES = (1e-6, 1e-3, 1e-2)
SHAPE = (40, 50)
A = np.random.default_rng(1).normal(size=SHAPE)
BIG = np.random.default_rng(2).normal(size=(400, 500))
W, X, Y, ALPHA, DRAWS, SEEDS = np.array([1.0, -2.0, 0.5]), np.array([0.8, 1.5, -1.2]), 0.3, 0.25, 1500, 20
MISS, VARIANCE = Y - W @ X, ALPHA * float(np.sum(W**2 * X**2))
ESTIMATE = {
    "mean": float(MISS**2 + VARIANCE) / 2,
    "standard_error": float(np.sqrt((MISS**2 * VARIANCE + VARIANCE**2 / 2) / DRAWS)),
}
Draw = Callable[[np.random.Generator], Any]


def dropout(array: Any, keep: float, off: float = 0.0) -> Draw:
    return lambda rng: [array * (rng.random(array.shape) < keep + off) / keep for _ in range(2)]


def masks(keep: float) -> Draw:
    return lambda rng: [(rng.random(SHAPE) < keep).astype(int) for _ in range(3)]


def estimates(alpha: float = ALPHA) -> Draw:
    def draw(rng: np.random.Generator) -> Any:
        noise = rng.normal(size=(SEEDS, DRAWS, 3)) * np.sqrt(alpha) * W
        return ((MISS - noise @ X) ** 2 / 2).mean(axis=1)

    return draw


def right() -> Iterator[tuple[str, str, Draw, Any]]:
    for keep in (0.8, 0.5, 0.3):
        yield f"dropout, keep {keep}, 2 calls of {A.size}", "dropout", dropout(A, keep), {"input": A, "keep": keep}
        yield f"mask, keep {keep}, 3 calls of {A.size}", "mask", masks(keep), {"shape": SHAPE, "keep": keep}
    yield f"estimate, {SEEDS} seeds of {DRAWS} draws", "estimate", estimates(), ESTIMATE
    yield "samples, 1000 normal", "samples", lambda rng: rng.normal(size=1000), {"law": "normal"}
    yield "samples, 1000 bernoulli", "samples", lambda rng: rng.random(1000) < 0.2, {"law": "bernoulli", "p": 0.2}


def wrong() -> Iterator[tuple[str, str, Draw, Any]]:
    for keep in (0.8, 0.5, 0.3):
        for off in (0.004, 0.006, 0.008):
            name = f"dropout, keep {keep} off by {off}, 2 calls of {BIG.size}"
            yield name, "dropout", dropout(BIG, keep, off), {"input": BIG, "keep": keep}
    for share in (1.05, 1.1, 1.2):
        yield f"estimate, alpha {share} times too large", "estimate", estimates(ALPHA * share), ESTIMATE
    for width in (1.05, 1.1):
        wide = {"law": "normal"}
        yield f"samples, 20000 normal, {width} times too wide", "samples", _wide(width), wide


def _wide(width: float) -> Draw:
    return lambda rng: rng.normal(scale=width, size=20_000)


def main(answers: int) -> int:
    broken = False
    print(f"right answers that fail, of {answers} each, at a stated rate of")
    print(f"{'':44}" + "".join(f"{rate:>10.0e}" for rate in RATES))
    for name, law, draw, want in right():
        rng = np.random.default_rng(3)
        checkers = [Checker(law=law, false_alarm=rate) for rate in RATES]
        fails = [0] * len(RATES)
        for _ in range(answers):
            got = draw(rng)
            for i, checker in enumerate(checkers):
                fails[i] += checker.judge(got, want).status is not Status.PASSED
        broken |= fails[0] > 0
        print(f"{name:44}" + "".join(f"{failed:10d}" for failed in fails))
    print("\nwrong answers that are noticed, of 40 each, at a stated rate of 1e-06")
    for name, law, draw, want in wrong():
        rng = np.random.default_rng(4)
        noticed = sum(Checker(law=law).judge(draw(rng), want).status is Status.FAILED for _ in range(40))
        print(f"{name:60}{noticed:4d}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
