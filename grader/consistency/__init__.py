"""An error is paid for once: a criterion that builds on an earlier one is judged with the student's own result as well.

    link(assignment, cases, oracle, wants)     before anybody is graded: every `builds_on`, checked and made ready
    asks(links)                                what a student's code is asked on top, so that its own results are seen
    better(links, reports, …)                  after the judging: the better of the two counts, and the report says so

The earlier result is data of the student's: it is compared with the true one in kind, shape and size (own.py) and
refused where it would make the later answer trivial (degenerate.py), before a reference of the teacher's sees it.
A reference that fails on it carries nothing.
"""

from grader.consistency.judging import better
from grader.consistency.links import Link, asks, link

__all__ = ["Link", "asks", "better", "link"]
