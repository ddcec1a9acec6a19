"""From a hand-in and what is asked of it to evidence.

    observe(submission, asks, limits, seed, box, answers=…)    run the code, read the written answers
    typed.answers(files, markdown)                             the written answers alone
    results.read(files, wanted)                                the files of results alone

script.py says what became of Python files, notebook.py of notebooks, typed.py reads answer sheets, running.py puts the
asks to a box and goes on after a stop.
"""

from grader.runners.observing import observe

__all__ = ["observe"]
