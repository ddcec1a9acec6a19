"""A criterion is judged once for each different answer to it: most of a class answers in one of a few ways.

What a verdict depends on is found out by looking: the cases whose observations were asked for while it was made. Where
the same cases were seen alike in another hand-in, the verdict is the same, because judging is a function of them.
"""

from __future__ import annotations

from grader import pipeline
from grader.lines import Lines
from grader.model import Criterion, CriterionReport, Evidence, Report
from grader.pipeline import Plan

Key = tuple[str, tuple[str, ...], bytes]  # criterion, the cases that were looked at, what was seen of them


class Memory:
    """Judges as the pipeline does, and remembers the latest answers; for one plan.

    Whoever is given the same report gets the very same object, so that what is made of it is made once, too.
    """

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._verdicts: dict[Key, CriterionReport] = {}
        self._looks: dict[str, dict[tuple[str, ...], None]] = {}  # criterion → sets of cases that verdicts depend on
        self.judged = 0

    def judge(self, plan: Plan, evidence: Evidence) -> Report:
        """The report on one hand-in, as `pipeline.judge` gives it."""
        return pipeline.judge(plan, evidence, self._one)

    def _one(self, plan: Plan, criterion: Criterion, evidence: Evidence) -> CriterionReport:
        seen = evidence.observations
        if not isinstance(seen, Lines) or evidence.broken:
            return self._afresh(plan, criterion, evidence)
        for cases in self._looks.get(criterion.id, {}):
            key = criterion.id, cases, seen.digest(cases)
            found = self._verdicts.pop(key, None)
            if found is not None:
                self._verdicts[key] = found  # last, as it was met last
                return found
        with seen.looking() as looked:
            report = self._afresh(plan, criterion, evidence)
        cases = tuple(sorted(looked))
        self._looks.setdefault(criterion.id, {})[cases] = None
        self._verdicts[criterion.id, cases, seen.digest(cases)] = report
        if len(self._verdicts) > self._most:
            del self._verdicts[next(iter(self._verdicts))]
        return report

    def _afresh(self, plan: Plan, criterion: Criterion, evidence: Evidence) -> CriterionReport:
        self.judged += 1
        return pipeline.judge_one(plan, criterion, evidence)
