"""How often a diagnosis is right: hand-written wrong functions with labels, wrong ones without a cause, right ones.

The wrong functions are those of reference/*/mistakes.py (as if nobody had declared them), of `wrong` and `fresh`, and
of `elsewhere`, a course that is not shipped. A diagnosis counts as right if its kind is among those of the label. Right
answers and answers without a cause must get none. None of them is made by the code that diagnoses.
"""

from benchmarks.diagnosis.table import main

__all__ = ["main"]
