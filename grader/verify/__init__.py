"""An assignment proves itself before any student meets it: one file per kind of proof.

A proof is a function of a prepared plan that gives rows; a row says what was looked at and, where it does not hold, one
sentence that tells the teacher what to change. Proofs of the trusted side run nothing of a student's; `samples` runs
whole hand-ins in a box.
"""

from grader.verify.proof import Proof

__all__ = ["Proof"]
