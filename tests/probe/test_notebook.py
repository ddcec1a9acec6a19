"""Notebooks, one behaviour at a time: each test is a notebook and what comes of it."""

import base64
import json
import sys
from typing import Any

import pytest

from grader.evidence import Loaded, read_load
from grader.model import Job, Limits, Missing, Raised, Returned
from grader.probe import notebook, wire
from tests.fakes import FakeBox, call, load_frame, loaded, read, seen

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("IPython")
notebook.warm()  # as the zygote does, so that each child finds it imported


def book(*cells: str, **extra: Any) -> str:
    """A notebook; a cell that begins with "# " and a heading's words is Markdown, "raw:" is raw."""
    made = []
    for text in cells:
        kind = "markdown" if text.startswith("md:") else "raw" if text.startswith("raw:") else "code"
        made.append({"cell_type": kind, "source": text.removeprefix("md:").removeprefix("raw:"), "metadata": {}})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made, **extra})


def load(*cells: str) -> Loaded:
    return loaded({"work.ipynb": book(*cells)})


def value(name: str, *cells: str, **arguments: Any) -> Any:
    ask = call(name, **arguments) if arguments else read(name)
    got = seen({"work.ipynb": book(*cells)}, ask)[f"{name}/1"]
    assert isinstance(got, Returned), got
    return got.value


def executed(report: Loaded) -> list[dict[str, Any]]:
    """The code cells of the notebook as it ran."""
    kept = json.loads(report.notebooks["work.ipynb"])
    nbformat.validate(nbformat.from_dict(kept))
    return [cell for cell in kept["cells"] if cell["cell_type"] == "code"]


def outputs(*cells: str) -> list[list[dict[str, Any]]]:
    return [cell["outputs"] for cell in executed(load(*cells))]


def text(output: dict[str, Any]) -> str:
    return str(output.get("text") or output["data"]["text/plain"])


def places(report: Loaded) -> list[tuple[str, int, str, str]]:
    return [(problem.file, problem.line, problem.type, problem.message) for problem in report.problems]


class TestDefinitions:
    def test_functions_and_variables_are_found(self) -> None:
        assert 3.0 == value("f", "def f(w):\n    return w * k", "k = 2", w=1.5)
        assert 2 == value("k", "def f(w):\n    return w * k", "k = 2")

    def test_the_last_definition_wins(self) -> None:
        assert 2 == value("f", "def f(w): return 1", "def f(w): return 2", w=0)

    def test_a_cell_that_fails_stops_neither_the_next_nor_the_definitions_below(self) -> None:
        cells = ("x = undefined\ny = 1\ndef f(w):\n    return w", "def g(w):\n    return f(w) + 1")

        assert 2 == value("g", *cells, w=1)
        assert [("work.ipynb, cell 1", 1, "NameError", "name 'undefined' is not defined")] == places(load(*cells))

    def test_what_a_failed_line_would_have_defined_is_missing_for_that_reason(self) -> None:
        got = seen({"work.ipynb": book("1\n", "x = 1\nw = undefined\nv = 3")}, read("w"), read("v"), read("x"))

        reason = "work.ipynb, cell 2, line 2, which should define it, raised NameError: name 'undefined' is not defined"
        assert Missing("w", (), reason) == got["w/1"]
        assert Missing("v", (), reason) == got["v/1"]
        assert Returned(1) == got["x/1"]

    def test_a_cell_that_is_not_python_is_told_and_the_rest_runs(self) -> None:
        cells = ("def broken(:\n    pass", "k = 2")

        assert 2 == value("k", *cells)
        assert [("work.ipynb, cell 1", 1, "SyntaxError", "invalid syntax")] == places(load(*cells))
        got = seen({"work.ipynb": book(*cells)}, call("broken"))["broken/1"]
        assert (
            Missing(
                "broken", (), "work.ipynb, cell 1, line 1, which should define it, raised SyntaxError: invalid syntax"
            )
            == got
        )

    def test_code_under_main_runs_as_it_does_in_jupyter(self) -> None:
        assert 1 == value("x", "if __name__ == '__main__':\n    x = 1")

    def test_a_function_that_fails_later_names_its_cell(self) -> None:
        got = seen({"work.ipynb": book("", "x = 1", "def f(w):\n    return w / 0")}, call("f", w=1.0))["f/1"]

        assert isinstance(got, Raised)
        assert "work.ipynb, cell 2, line 2" == got.where
        assert "    return w / 0" in got.traceback

    def test_what_ipython_puts_there_is_not_the_students(self) -> None:
        got = seen({"work.ipynb": book("def exot(w): pass")}, call("exit0", w=1))["exit0/1"]

        assert isinstance(got, Missing)
        assert ("exot",) == got.near

    def test_scripts_come_first_and_can_be_imported(self) -> None:
        files = {
            "helpers.py": "def twice(w): return w * 2\ndef f(w): return 0\n",
            "a.ipynb": book("from helpers import twice\ndef f(w): return twice(w)"),
        }

        assert Returned(3.0) == seen(files, call("f", w=1.5))["f/1"]
        assert (
            "helpers.py and a.ipynb both define `f`; what stands in a.ipynb counts" == loaded(files).problems[0].message
        )

    def test_two_notebooks_keep_their_names_apart(self) -> None:
        files = {"a.ipynb": book("k = 1\ndef f(): return k"), "b.ipynb": book("k = 2\ndef g(): return k")}

        got = seen(files, call("f"), call("g"))

        assert (Returned(1), Returned(2)) == (got["f/1"], got["g/1"])

    def test_dataclasses_and_pickles_of_own_classes_work(self) -> None:
        cells = (
            "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 3",
            "import pickle\nx = pickle.loads(pickle.dumps(P())).x",
        )

        assert 3 == value("x", *cells)


class TestMagics:
    def test_matplotlib_inline_shows_figures_as_png(self) -> None:
        pytest.importorskip("matplotlib")
        cell = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);"

        (shown,) = outputs(cell)

        assert ["display_data"] == [output["output_type"] for output in shown]
        assert base64.b64decode(shown[0]["data"]["image/png"]).startswith(b"\x89PNG")

    @pytest.mark.parametrize("magic", ["", "%matplotlib widget", "%matplotlib qt", "%matplotlib notebook"])
    def test_figures_show_inline_whatever_was_asked_for(self, magic: str) -> None:
        pytest.importorskip("matplotlib")

        (shown,) = outputs(f"{magic}\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nplt.show()")

        assert any("image/png" in output.get("data", {}) for output in shown)

    @pytest.mark.parametrize(
        ("magic", "said"),
        [
            ("!pip install x", "(`!pip install x` was not run; no commands are run while grading)"),
            ("!echo {k}", "(`!echo {k}` was not run; no commands are run while grading)"),
            ("%pip install x", "(`%pip` was not run while grading)"),
            ("%conda install x", "(`%conda` was not run while grading)"),
            ("%timeit 1 + 1", "(`%timeit` was not run while grading)"),
            ("%debug", "(`%debug` was not run while grading)"),
            (
                "%load_ext tensorboard",
                "(`%load_ext` did not work here (ModuleNotFoundError: No module named 'tensorboard'); "
                "the cell goes on)",
            ),
            (
                "%nonsense 1",
                "(`%nonsense` did not work here (UsageError: Line magic function `%nonsense` not found.); "
                "the cell goes on)",
            ),
            ("exit()", "(exit was not obeyed; the remaining cells are run)"),
            ("quit", "(exit was not obeyed; the remaining cells are run)"),
        ],
    )
    def test_what_is_not_run_is_said_and_the_cell_goes_on(self, magic: str, said: str) -> None:
        cells = ("k = 1", f"{magic}\nk = 2" if magic != "quit" else "quit", "k = 2")
        report = load(*cells)

        assert f"{said}\n" == text(executed(report)[1]["outputs"][0])
        assert 2 == value("k", *cells)
        assert () == report.problems

    def test_the_lines_of_a_command_are_an_empty_list(self) -> None:
        assert [] == value("x", "x = !ls")

    @pytest.mark.parametrize("magic", ["%%bash", "%%sh", "%%javascript", "%%ai"])
    def test_cells_in_other_languages_are_left_out(self, magic: str) -> None:
        report = load(f"{magic}\nrm -rf /", "k = 2")

        assert () == report.problems
        assert magic in text(executed(report)[0]["outputs"][0])

    def test_timed_cells_define_what_they_define(self) -> None:
        assert 3 == value("x", "%%time\nx = 3")
        assert 3 == value("x", "%time x = 3")

    def test_times_differ_and_are_not_kept(self) -> None:
        (shown,) = outputs("%%time\nx = 3")

        assert "CPU times: …\nWall time: …\n" == text(shown[0])

    def test_an_error_in_a_timed_cell_is_the_students(self) -> None:
        assert [("ZeroDivisionError", "division by zero")] == [
            (kind, said) for _, _, kind, said in places(load("%%time\n1 / 0"))
        ]

    def test_captured_output_stays_captured(self) -> None:
        assert [[]] == outputs("%%capture out\nprint('x')")

    def test_a_file_can_be_written_and_imported(self) -> None:
        assert 42 == value("x", "%%writefile extra.py\nanswer = 42", "import extra\nx = extra.answer")

    def test_help_is_shown_without_colours(self) -> None:
        (shown,) = outputs("len?")

        assert "\x1b" not in text(shown[0])
        assert "Signature" in text(shown[0])


class TestOutputs:
    def test_the_last_expression_is_the_result(self) -> None:
        (shown,) = outputs("x = 1\nx + 1")

        assert [("execute_result", "2", 1)] == [(o["output_type"], text(o), o["execution_count"]) for o in shown]

    def test_prints_and_displays_keep_their_order(self) -> None:
        (shown,) = outputs("print('a')\ndisplay(1)\nprint('b', end='')\nprint('c')\n2")

        assert [("stream", "a\n"), ("display_data", "1"), ("stream", "bc\n"), ("execute_result", "2")] == [
            (output["output_type"], text(output)) for output in shown
        ]

    def test_an_updated_display_replaces_the_first(self) -> None:
        (shown,) = outputs("h = display('a', display_id=True)\nh.update('b')")

        assert ["'b'"] == [text(output) for output in shown]

    def test_cleared_output_is_gone(self) -> None:
        (shown,) = outputs("print('a')\nfrom IPython.display import clear_output\nclear_output()\nprint('b')")

        assert ["b\n"] == [text(output) for output in shown]

    def test_html_is_kept_beside_the_text(self) -> None:
        (shown,) = outputs("from IPython.display import HTML\nHTML('<b>x</b>')")

        assert "<b>x</b>" == shown[0]["data"]["text/html"]

    def test_warnings_go_to_stderr_and_cost_nothing(self) -> None:
        report = load("import warnings\nwarnings.warn('careful')")

        assert "stderr" == executed(report)[0]["outputs"][0]["name"]
        assert () == report.problems

    def test_an_error_is_an_output_with_the_students_frames(self) -> None:
        (shown,) = outputs("def f():\n    raise ValueError('no')\nf()")

        assert ("ValueError", "no") == (shown[0]["ename"], shown[0]["evalue"])
        assert ["work.ipynb, cell 1, line 3", "    f()", "work.ipynb, cell 1, line 2, in f"] == shown[0]["traceback"][
            :3
        ]

    def test_addresses_do_not_differ_from_run_to_run(self) -> None:
        cell = "class A: pass\nprint(A())\nA()"

        assert outputs(cell) == outputs(cell)
        assert "<__main__.A object at 0x…>\n" == text(outputs(cell)[0][0])

    def test_floods_are_cut(self) -> None:
        report = load("for i in range(100_000): print('x' * 99)", "print('y' * 10**7)")
        shown = [cell["outputs"][0] for cell in executed(report)]

        assert [20_000, 20_000] == [len(text(output)) for output in shown]
        assert 10**6 > len(report.notebooks["work.ipynb"])

    def test_a_full_notebook_leaves_outputs_out(self) -> None:
        cell = "for i in range(200):\n    display({'text/plain': 'x' * 19_000}, raw=True)"
        report = load(cell, cell, cell)

        assert "(an output was left out, the notebook is full)\n" == text(executed(report)[2]["outputs"][-1])
        assert 2**24 > len(report.notebooks["work.ipynb"])

    def test_what_was_printed_is_kept_for_printed_answers(self) -> None:
        assert "a\n7\n'b'\n" == load("print('a')\n7", "display('b')").printed

    def test_markdown_cells_come_in_order(self) -> None:
        assert (("work.ipynb", "# number"), ("work.ipynb", "661")) == load("md:# number", "x = 1", "md:661").markdown

    def test_cells_are_kept_as_they_are(self) -> None:
        report = load("md:# Title", "raw:raw", "", "x = 1")
        kept = json.loads(report.notebooks["work.ipynb"])["cells"]

        assert ["# Title", "raw", "", "x = 1"] == [cell["source"] for cell in kept]
        assert [None, 1] == [cell["execution_count"] for cell in kept if cell["cell_type"] == "code"]

    def test_saved_outputs_and_forged_metadata_are_not_believed(self) -> None:
        cell = {"cell_type": "code", "source": "x = 1", "metadata": {"grade": 10}, "outputs": [{"text": "10/10"}]}
        files = {"work.ipynb": json.dumps({"nbformat": 4, "metadata": {"score": 10}, "cells": [cell]})}

        kept = loaded(files).notebooks["work.ipynb"]

        assert b"10" not in kept


class TestHostile:
    @pytest.mark.parametrize(
        "cell",
        [
            "await asyncio.sleep(0)\nx = await g()",
            "async with A() as a: x = 3",
            "x = [i async for i in h()][0]",
        ],
    )
    def test_top_level_await_works(self, cell: str) -> None:
        setup = (
            "import asyncio\nasync def g(): return 3\nasync def h():\n    yield 3\n"
            "class A:\n    async def __aenter__(self): return 1\n    async def __aexit__(self, *a): pass"
        )

        assert 3 == value("x", setup, cell)

    def test_input_is_answered_by_nobody(self) -> None:
        said = "nobody is there to answer input(); write the value into the code"

        assert [("work.ipynb, cell 1", 1, "EOFError", said)] == places(load("name = input('Name? ')"))

    @pytest.mark.parametrize(
        ("cell", "kind"),
        [
            ("import sys; sys.exit(1)", "SystemExit"),
            ("raise KeyboardInterrupt", "KeyboardInterrupt"),
            ("def f(): return f()\nf()", "RecursionError"),
            ("raise BaseException('x')", "BaseException"),
            ("class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E", "E"),
            ("class A:\n    def __repr__(self): raise ValueError('no repr')\nA()", "ValueError"),
            ("get_ipython().events.register('pre_run_cell', lambda i: 1/0); raise OSError", "OSError"),
            ("get_ipython().display_pub = None; display(3)", "AttributeError"),
            ("return 3", "SyntaxError"),
            ("yield 3", "SyntaxError"),
        ],
    )
    def test_a_cell_may_end_as_it_likes(self, cell: str, kind: str) -> None:
        report = load(cell, "k = 2")

        assert kind in [problem.type for problem in report.problems] or kind == "ValueError"
        assert 2 == value("k", cell, "k = 2")

    @pytest.mark.parametrize(
        "cell",
        [
            "import sys; sys.stdout = None",
            "import builtins; builtins.len = None",
            "get_ipython().run_cell = None",
            "get_ipython().input_transformers_post.append(lambda lines: ['pass'])",
            "get_ipython().ast_transformers.append(3)",
            "%reset -f",
            "%cd /",
            "get_ipython().user_ns.clear()",
            "import sys; sys.displayhook = None",
            "import IPython; IPython.get_ipython = None",
        ],
    )
    def test_later_notebooks_and_calls_survive_a_damaged_shell(self, cell: str) -> None:
        files = {"a.ipynb": book(cell), "z.py": "def f(w): return w * 2\n"}

        assert Returned(3.0) == seen(files, call("f", w=1.5))["f/1"]

    def test_nothing_is_left_on_disk_for_the_next_person(self) -> None:
        cells = ("import os\nbefore = sorted(os.listdir('.'))", "%store -r\n%history\nafter = sorted(os.listdir('.'))")

        assert ["work.ipynb"] == value("after", *cells)


BROKEN: list[tuple[bytes, str]] = [
    (b"", "the notebook is an empty file; save it from Jupyter again"),
    (
        b"{",
        "the notebook is not whole JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)); "
        "open it in Jupyter and save it again",
    ),
    (
        b'{"cells": [' + b"[" * 100_000,
        "the notebook is nested too deeply to be read; open it in Jupyter and save it again",
    ),
    (b"[]", "a notebook is a JSON object, this file holds a list; save it from Jupyter again"),
    (b"null", "a notebook is a JSON object, this file holds a NoneType; save it from Jupyter again"),
    (b"{}", "the notebook has no list of cells; open it in Jupyter and save it again"),
    (b'{"cells": 3}', "the notebook has no list of cells; open it in Jupyter and save it again"),
    (
        b"\0\0\0\0",
        "the notebook is not whole JSON (Expecting value: line 1 column 1 (char 0)); "
        "open it in Jupyter and save it again",
    ),
    (book("x = 1" * 300_000).encode(), "the cells hold more than 1 MiB of text"),
    (book(*["x"] * 2001).encode(), "the notebook has 2001 cells, more than 2000"),
    (
        b'{"nbformat": 3, "worksheets": 3}',
        "the notebook has an old format that cannot be read (TypeError: 'int' object is not iterable); save it anew",
    ),
]


@pytest.mark.parametrize(("data", "said"), BROKEN)
def test_a_notebook_that_cannot_be_read_is_said_to_be(data: bytes, said: str) -> None:
    report = loaded({"work.ipynb": data, "a.py": "x = 1\n"})

    assert said == report.problems[0].message
    assert report.problems[0].whole
    got = seen({"work.ipynb": data, "a.py": "x = 1\n"}, read("x"), read("y"))
    assert Returned(1) == got["x/1"]
    assert isinstance(got["y/1"], Missing)
    assert got["y/1"].reason.startswith("work.ipynb")
    assert got["y/1"].reason.endswith(f" could not be read: {said}")


TOLERATED: list[tuple[bytes, str]] = [
    (json.dumps({"cells": [{"cell_type": "code", "source": "k = 2"}]}).encode(), "no version, no metadata"),
    (json.dumps({"cells": [{"cell_type": "code", "source": ["k = 1\n", "k = 2"]}]}).encode(), "source in lines"),
    (json.dumps({"cells": [3, None, {"cell_type": "code", "source": "k = 2"}, {}]}).encode(), "cells that are none"),
    (
        json.dumps({"cells": [{"cell_type": "code", "source": 5}, {"cell_type": "code", "source": "k = 2"}]}).encode(),
        "source",
    ),
    (
        json.dumps(
            {"cells": [{"cell_type": "martian", "source": "k = 3"}, {"cell_type": "code", "source": "k = 2"}]}
        ).encode(),
        "kind",
    ),
    (b"\xef\xbb\xbf" + book("k = 2").encode(), "a byte order mark"),
    (book("k = 2").encode("utf-16"), "UTF-16"),
    (book("k = 2 # caf\u00e9").encode().replace(b"\\u00e9", b"\xe9"), "Latin-1"),
    (book("k = 2", nbformat=99).encode(), "a version of the future"),
    (book("k = 2", outputs=["x" * 10**7]).encode(), "ten megabytes of something else"),
    (book("k = '\\ud800'\nk = 2").encode(), "half a character"),
    (
        json.dumps(
            {
                "nbformat": 3,
                "nbformat_minor": 0,
                "metadata": {},
                "worksheets": [
                    {
                        "metadata": {},
                        "cells": [
                            {"cell_type": "heading", "level": 2, "source": "number", "metadata": {}},
                            {
                                "cell_type": "code",
                                "input": "k = 2",
                                "outputs": [{"output_type": "pyout"}],
                                "language": "python",
                                "metadata": {},
                            },
                        ],
                    }
                ],
            }
        ).encode(),
        "version 3",
    ),
    (json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": ["k = 2"]}]}]}).encode(), "version 3, bare"),
]


@pytest.mark.parametrize(("data", "why"), TOLERATED)
def test_a_notebook_that_can_be_read_is_read(data: bytes, why: str) -> None:
    assert Returned(2) == seen({"work.ipynb": data}, read("k"))["k/1"], why


def test_a_heading_of_version_3_is_markdown() -> None:
    sheet = [{"cell_type": "heading", "level": 2, "source": "number", "metadata": {}}]
    files = {"a.ipynb": json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": sheet}]})}

    assert (("a.ipynb", "## number"),) == loaded(files).markdown


class TestWithoutIPython:
    """The same notebooks where IPython is not installed."""

    @pytest.fixture(autouse=True)
    def _absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in sys.modules if name == "IPython" or name.startswith("IPython.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.delitem(sys.modules, "grader.probe.shell", raising=False)
        monkeypatch.setitem(sys.modules, "IPython", None)

    def test_cells_run_as_plain_python_and_the_student_is_told(self) -> None:
        report = load("%matplotlib inline\nx = 1\nprint(x)\nx + 1")

        said = "IPython is not installed here; the cells were run as plain Python, without magics and figures"
        assert said == report.problems[0].message
        assert "1\n2\n" == report.printed
        assert ["1\n", "2"] == [text(output) for output in executed(report)[0]["outputs"]]

    def test_definitions_are_found(self) -> None:
        cells = ("!pip install x\n1 / 0\ndef f(w):\n    return w * k", "%%bash\nls", "%%time\nk = 2")

        assert 3.0 == value("f", *cells, w=1.5)

    def test_top_level_await_works(self) -> None:
        assert 3 == value("x", "import asyncio\nasync def g(): return 3\nx = await g()")

    def test_errors_have_their_place(self) -> None:
        assert ("work.ipynb, cell 1", 2, "ZeroDivisionError", "division by zero") == places(load("x = 1\n1 / 0"))[1]


def test_the_frame_of_a_hostile_notebook_is_read_without_harm() -> None:
    job = Job(files={"a.ipynb": book("x = 1").encode()}, asks=(), limits=Limits())
    reply = FakeBox().run(job).replies["load"]
    header, buffers = wire.unpack(reply, 2**30)
    header["notebook"] = {"a.ipynb": 99, "b\x1b.ipynb": 0, "c": "x"}

    report = read_load(wire.pack(header, [bytes(b) for b in buffers]), 2**30)

    assert ["b\ufffd.ipynb"] == list(report.notebooks)
    assert load_frame(job, "1") != reply


def test_warming_leaves_main_and_displayhook_alone() -> None:
    main, hook = sys.modules["__main__"], sys.displayhook
    notebook.warm()

    assert main is sys.modules["__main__"]
    assert hook is sys.displayhook


def test_more_markdown_than_fits_is_cut_at_a_cell() -> None:
    files = {f"{n}.ipynb": book("md:" + "é" * 400_000, "md:# number") for n in range(4)}

    report = loaded(files)

    assert ["0.ipynb", "0.ipynb", "1.ipynb", "1.ipynb"] == [file for file, _ in report.markdown]
    assert 400_000 == len(report.markdown[0][1])


def test_many_notebooks_share_the_room_of_one_reply() -> None:
    noisy = book("for i in range(300):\n    display({'text/plain': 'x' * 19_000}, raw=True)")

    report = loaded({f"{n}.ipynb": noisy for n in range(12)})

    assert 12 == len(report.notebooks)
    assert 40 * 2**20 > sum(len(data) for data in report.notebooks.values())


def test_a_shell_that_does_not_start_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(notebook, "_Interactive", refuse)

    said = "IPython could not be started (RuntimeError); the cells were run as plain Python, without magics and figures"
    assert said == load("x = 1").problems[0].message
    assert 1 == value("x", "x = 1")
