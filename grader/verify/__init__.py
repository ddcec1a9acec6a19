"""An assignment proves itself before any student meets it: one file per kind of proof, all of them in proofs.py.

A proof is a function of a bench (the prepared plan, its samples, a box) that gives rows; a row says what was looked at
and, where it does not hold, one sentence that tells the teacher what to change. Proofs of the trusted side run nothing
of a student's; the others run whole hand-ins in a box. What the reference becomes when it is changed runs in processes
of its own.
"""

from grader.verify.proof import Proof

__all__ = ["Proof"]
