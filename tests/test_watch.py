"""Who waits for a change is told of each one, once, and of nothing else."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from grader.watch import changes


def seen(paths: list[Path], steps: list[Callable[[], object]], apart_from: Path | None = None) -> list[int]:
    """After which of the steps, one at each pause, a change is told; the first is told before any."""
    done = 0

    class Over(Exception):
        pass

    def pause(seconds: float) -> None:
        nonlocal done
        assert seconds > 0
        if done == len(steps):
            raise Over
        steps[done]()
        done += 1

    def told() -> Iterator[int]:
        try:
            for _ in changes(paths, apart_from, pause):
                yield done
        except Over:
            return

    return list(islice(told(), 20))


def test_a_change_is_told_once(tmp_path):
    file = tmp_path / "solution.py"
    file.write_text("a = 1\n")

    assert [0, 2] == seen([tmp_path], [lambda: None, lambda: file.write_text("a = 10\n"), lambda: None])
    assert [0, 1] == seen([file], [lambda: file.write_text("a = 100\n"), lambda: None])


def test_files_come_and_go(tmp_path):
    sheet = tmp_path / "deep" / "answers.md"

    def add() -> None:
        sheet.parent.mkdir()
        sheet.write_text("# a\n1\n")

    assert [0, 1, 2] == seen([tmp_path], [add, sheet.unlink, lambda: None])


def test_caches_hidden_files_and_reports_are_not_looked_at(tmp_path):
    (tmp_path / "solution.py").write_text("a = 1\n")

    def write(name: str) -> Callable[[], object]:
        def step() -> None:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("new")

        return step

    names = ["__pycache__/solution.pyc", ".solution.py.swp", "mine/report.html", "solution.py~"]
    assert [0] == seen([tmp_path], [write(name) for name in names], apart_from=tmp_path / "mine")
    assert [0, 1] == seen([tmp_path], [write("mine/other.html")])


def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path):
    file = tmp_path / "solution.py"

    assert [0, 2] == seen([file], [lambda: None, lambda: file.write_text("a = 1\n")])
