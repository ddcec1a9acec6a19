"""IPython's shell for one notebook: no history, no windows, no commands; what a cell shows goes into a sink."""

import builtins
import sys
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from traitlets.config import Config

from grader.probe.outputs import Sink, Stream
from grader.probe.telling import message_of
from grader.probe.wire import name_of

# Magics that wait for a person, start a process, or repeat code only to time it: none changes what is defined.
SKIPPED = frozenset(
    {"timeit", "pip", "conda", "mamba", "micromamba", "uv", "debug", "pdb", "prun", "mprun", "lprun", "memit"}
    | {"system", "sx", "!", "!!", "bash", "sh", "script", "perl", "ruby", "js", "javascript", "edit", "ed"}
    | {"notebook", "qtconsole", "connect_info", "killbgscripts", "gui", "store", "recall", "rerun", "history", "hist"}
)


class Hook(DisplayHook):  # type: ignore[misc]
    """The value of a cell's last expression becomes an execute_result."""

    def write_output_prompt(self) -> None:
        """Nothing: the prompt belongs to a terminal."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:  # noqa: ARG002
        self.shell.sink.data("execute_result", format_dict, self.shell.execution_count)

    def log_output(self, format_dict: Any) -> None:
        """Nothing: there is no history."""

    def quiet(self) -> bool:
        """A semicolon at the end of the cell asks for silence."""
        return bool(self.semicolon_at_end_of_expression(self.shell.cell_source))

    def finish_displayhook(self) -> None:
        self._is_active = False


class Publisher(DisplayPublisher):  # type: ignore[misc]
    """What `display(…)` shows becomes display_data."""

    def publish(self, data: Any, metadata: Any = None, **how: Any) -> None:  # noqa: ARG002
        display_id = (how.get("transient") or {}).get("display_id")
        if how.get("update"):
            self.shell.sink.update(data, display_id)
        else:
            self.shell.sink.data("display_data", data, display_id=display_id)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
        self.shell.sink.clear()


class Shell(InteractiveShell):  # type: ignore[misc]
    """Runs cells; errors are left in the result, to be told by whoever ran the cell."""

    sink: Sink
    cell_name: str = "notebook"
    cell_source: str = ""

    def __init__(self, **settings: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # it would start a thread and a database
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        super().__init__(config=config, **settings)
        self.displayhook.do_full_cache = False  # no _1, _2 …: what is asked for is found by its own name
        self.compile.get_code_name = lambda *_: self.cell_name

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        """Nothing on disk: a profile would carry over from one person to the next."""

    def init_profile_dir(self, profile_dir: Any) -> None:
        """Nothing on disk."""

    def init_virtualenv(self) -> None:
        """sys.path stays as it is."""

    def init_completer(self) -> None:
        """Nobody types."""

    def init_display_pub(self) -> None:
        self.display_pub = Publisher(parent=self, shell=self)

    def init_displayhook(self) -> None:
        self.displayhook_class = Hook
        super().init_displayhook()

    def enable_gui(self, gui: Any = None) -> None:
        """No window ever opens."""

    def enable_matplotlib(self, gui: Any = None) -> Any:  # noqa: ARG002
        return super().enable_matplotlib("inline")  # `%matplotlib widget`, `qt` … show their figures inline, too

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """The result carries the exception."""

    showsyntaxerror = showindentationerror = showtraceback

    def ask_exit(self) -> None:
        self._say("exit was not obeyed; the remaining cells are run")

    def system(self, cmd: Any) -> None:
        self._say(f"`!{cmd}` was not run; no commands are run while grading")

    system_raw = system_piped = system

    def getoutput(self, cmd: Any, split: bool = True, depth: int = 0) -> Any:  # noqa: ARG002
        self.system(cmd)
        return [] if split else ""

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        return self._magic(
            f"%{magic_name}", lambda: super(Shell, self).run_line_magic(magic_name, line, _stack_depth + 3)
        )

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        return self._magic(f"%%{magic_name}", lambda: super(Shell, self).run_cell_magic(magic_name, line, cell))

    def _magic(self, name: str, run: Callable[[], Any]) -> Any:
        if name.lstrip("%") in SKIPPED:
            return self._say(f"`{name}` was not run while grading")
        try:
            return run()
        except Exception as error:
            if name in ("%%time", "%time", "%%capture", "%run"):  # the student's own code raised
                raise
            return self._say(f"`{name}` did not work here ({name_of(error)}: {message_of(error)}); the cell goes on")

    def _say(self, sentence: str) -> None:
        self.sink.stream("stderr", f"({sentence})\n")


def open_shell(module: ModuleType, sink: Sink) -> Shell:
    """A shell whose cells define their names in this module; the one that `get_ipython()` gives from now on."""
    warnings.filterwarnings("ignore", message="To exit: use 'exit'")  # said of every sys.exit() in a cell
    Shell.clear_instance()
    Shell.sink = sink
    shell: Shell = Shell.instance(user_module=module)
    builtins.display = display  # type: ignore[attr-defined] # functions use it long after their cell has ended
    return shell


def run_cell(shell: Shell, name: str, number: int, code: str, sink: Sink) -> tuple[BaseException | None, str]:
    """Run one cell; the exception it ended with, and the cell as Python (magics are calls by then)."""
    Shell.sink = sink
    shell.cell_name, shell.cell_source = name, code
    shell.execution_count = number
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream(sink, "stdout"), Stream(sink, "stderr")
    try:
        result = shell.run_cell(code, store_history=False)
    except BaseException as error:  # a hook that the student registered
        return error, code
    finally:
        sys.stdout, sys.stderr = before
    return result.error_before_exec or result.error_in_exec, result.info.transformed_cell or code
