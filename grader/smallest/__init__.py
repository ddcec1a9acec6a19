"""The smallest failing example: a visible case that went wrong, made as small and round as it gets.

    searches(criteria, cases, reports, evidence, ground)     one for each criterion in which a visible case went wrong
    together(searches, ask)                                  criterion → Example; `ask` runs the student's code

It comes after the marks and changes none. It starts from a case that the student may see, never from a hidden one,
and stays where the assignment's own cases are: within the laws of `draw`, with arguments of one shape shrunk together
(domains.py, sizes.py). What is expected comes from the reference; inputs on which that fails, or gives no finite
numbers, are not used. An example counts only if it fails in the same way as the case it came from (manner.py).

The steps are tried simplest first and without chance, so that the same hand-in gets the same example. Where a declared
mistake explains the hand-in, its own function is shrunk instead, and the student's code is asked about the outcome
alone: in a class where everybody makes the same mistake, each of them costs one call.
"""

from grader.smallest.finding import Example, Search, searches, together
from grader.smallest.ground import Ground

__all__ = ["Example", "Ground", "Search", "searches", "together"]
