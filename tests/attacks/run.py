"""`grader`, as root or as an ordinary user, with a Python that others can reach: the real command.

python -m tests.attacks.run [--open-python] [--user N] FOLDER WORDS…
"""

import os
import sys

from tests.conformance.host import become, open_python


def main(words: list[str]) -> None:
    if words[:1] == ["--open-python"]:
        open_python()
        words = words[1:]
    if words[:1] == ["--user"]:
        become(int(words[1]))
        words = words[2:]
    os.chdir(words.pop(0))
    from grader.cli import main as grader

    sys.argv = ["grader", *words]
    grader()


if __name__ == "__main__":
    main(sys.argv[1:])
