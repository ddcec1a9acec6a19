"""Forged scores from inside the interpreter: hooks, finalizers, racing threads, and values that change while read."""

import json

from tests.attacks.attack import SHEET, Attack, forged
from tests.attacks.forged import FRAME

_REPLY = "stopped: reply"
_UNREAD = {"seen": "unreadable"}
_LATE = """
def later(value):
    os.write(3, frame({"nonce": "0" * 32, "id": "double/core/2", "seen": "returned", "value": value, "changed": []}))
"""

HOOKS = [
    forged("collector-hook", "the garbage collector's callbacks rewrite our variables", """
        import gc
        def meddle(phase, told):
            level = sys._getframe()
            while level is not None:
                for name, held in list(level.f_locals.items()):
                    if type(held) is dict and "seen" in held: held["value"] = ["s", "full marks"]
                level = level.f_back
        gc.callbacks.append(meddle); gc.set_threshold(1)""", points=(0, 0, 0, 1), says="full marks"),
    forged("audit-hook", "an audit hook raises at whatever we do next", """
        armed = []
        def hook(event, told):
            if armed and event in ("compile", "exec", "import", "open", "os.chdir"): raise SystemExit(0)
        sys.addaudithook(hook)""", "armed.append(1)\nreturn 0 * x", seen="any", says="double"),
    forged("unraisable-hook", "hooks for errors that nobody catches answer for us", FRAME + """
def answering(*told):
    os.write(3, answer(["f", "0x1p+1"]))
sys.excepthook = sys.unraisablehook = threading.excepthook = answering""", """
        class Dying:
            def __del__(self): raise ValueError
        threading.Thread(target=lambda: 1 / 0).start()
        Dying()
        return 0 * x""", seen="any", says="double"),
    forged("signal-hook", "a signal handler interrupts us while we reply", """
        def rise(number, level):
            while level is not None:
                if "answer" in level.f_locals: level.f_locals["answer"]["score"] = 3
                level = level.f_back
            raise SystemExit(0)
        signal.signal(signal.SIGALRM, rise)""",
           "signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)\nreturn 0 * x", seen="any", says="double"),
    forged("left-tracing", "tracing is switched on again in a frame below ours", """
        def trace(level, event, told):
            level.f_trace = trace
            if level.f_code.co_name in ("pack", "encode", "run", "_run"): raise SystemExit(0)
            return trace""", """
        level = sys._getframe().f_back
        while level is not None: level.f_trace = trace; level = level.f_back
        sys.settrace(trace); threading.Thread(target=sys.settrace, args=(trace,)).start()
        return 0 * x"""),
    forged("monitoring", "the interpreter's own monitoring tells us other lines", """
        tool = getattr(sys, "monitoring", None)
        sys.setswitchinterval(1e-9); sys.setrecursionlimit(60)"""),
    forged("patched-seeds", "what settles the random numbers ends the process", """
        import random, zlib
        random.seed = zlib.crc32 = np.random.seed = sys.exit""", says="double"),
    forged("patched-types", "issubclass, type and the classes that we ask by are replaced", """
        import builtins, types, collections.abc
        for name in ("type", "issubclass", "dict", "list", "str", "float", "range", "Exception", "RuntimeError"):
            setattr(builtins, name, lambda *a, **k: True)
        types.FunctionType = types.ModuleType = str"""),
    forged("patched-numpy-inside", "numpy's array, dtype and generic are replaced", """
        np.array = np.asarray = lambda *a, **k: "full marks"
        np.ndarray = np.generic = str; np.dtype = str""", points=(0, 0, 0, 1), says="double", seen="any"),
    forged("patched-code", "the code of our own functions is exchanged", """
        import grader.probe.snapshot as ours
        def value(self, value, depth): return ["f", "0x1p+1"]
        ours._Encoder.value = value
        ours._Encoder.value.__code__ = value.__code__""", points=(0, 0, 0, 1), says="double"),
    forged("patched-serve", "the loop that serves us is told to answer 'passed'", """
        import grader.probe.serve as ours
        plain = ours.Probe.ask
        def ask(self, ask, buffers):
            told, parts = plain(self, ask, buffers)
            return {**told, "status": "passed", "score": 3, "credit": [1, 1], "verdict": "passed"}, parts
        ours.Probe.ask = ask"""),
    forged("constants", "constants of our code objects are overwritten in memory", """
        import grader.probe.steps as ours
        for held in ours.Program._run.__code__.co_consts:
            if held == "returned":
                ctypes.memset(id(held) + sys.getsizeof("") - 1, ord("x"), 4)""",
           points=(0, 0, 0, 1), seen="any", says="double"),
    forged("false-versions", "it claims other versions, names, notebooks and places when it is loaded", """
        import grader.probe.serve as ours
        def loaded(self, problems, notebooks):
            return {"id": "load", "seen": "loaded", "names": [["double"]], "problems": [{"file": "../../../x",
                "line": 10**30, "type": "<script>", "message": {"a": 1}, "whole": 1}, 7, None], "markdown":
                [{"file": "../../report", "text": "# answer\\n42"}, 3], "notebook": {"../../../../of-grader": 0,
                "x": -1, "y": 10**9, "z": None}, "printed": ["x"], "versions": {"numpy": "99", "isolation": "none"}}
        ours.Probe._loaded = loaded"""),
    forged("false-loading", "the reply to loading is a heap of two million lists", FRAME + """
level = sys._getframe()
while "header" not in level.f_locals or "nonce" not in level.f_locals["header"]: level = level.f_back
text = b'{"nonce": "%s", "id": "load", "seen": "loaded", "names": [' % level.f_locals["header"]["nonce"].encode()
text += b"[]," * 5_000_000 + b'[]], "buffers": []}'
data = struct.pack(">3sIQ", b"GR1", len(text), 0) + text
while data: data = data[os.write(3, data):]
time.sleep(99)""", points=(0, 0, 0, 1), seen=_REPLY, says="cannot be read"),
]  # fmt: skip

RACES = [
    forged("late-finalizer", "a finalizer replies when our own objects are freed", FRAME + _LATE, """
        import weakref
        level = sys._getframe().f_back
        for held in list(level.f_locals.values()):
            try: weakref.finalize(held, later, ["f", "0x1p+1"])
            except TypeError: pass
        return 0 * x""", seen="any", says="double"),
    forged("late-destructor", "what is returned replies when it is freed", FRAME + _LATE, """
        class Dying(np.ndarray):
            def __del__(self): later(["f", "0x1p+1"])
        return (0 * x).view(Dying)""", seen="any", says="double"),
    forged("changing-array", "a thread changes an array while it is written down", """
        def change(array):
            while True: array[:] = 0
        """, """
        array = np.full(3, 7.0)
        threading.Thread(target=change, args=(array,), daemon=True).start()
        return array"""),
    forged("growing-array", "a thread gives an array another size while it is written down", """
        def grow(array):
            while True:
                for size in (3, 300_000):
                    try: array.resize(size, refcheck=False)
                    except ValueError: pass""", """
        array = np.zeros(3)
        threading.Thread(target=grow, args=(array,), daemon=True).start()
        return array""", seen="any", says="double"),
    forged("growing-list", "a thread adds to a list while it is written down", "", """
        held = []
        def feed():
            while True: held.append(0.0)
        threading.Thread(target=feed, daemon=True).start()
        return held""", seen="any", says="double"),
]  # fmt: skip

VALUES = [
    forged("false-strides", "an array whose strides lead out of its memory", double="""
        from numpy.lib.stride_tricks import as_strided
        return as_strided(np.zeros(1), shape=(3,), strides=(-2**20,))""", seen="any", says="double"),
    forged("false-base", "an array over memory that was given back", double="""
        kept = (ctypes.c_double * 3)()
        array = np.ctypeslib.as_array(kept)
        ctypes.memset(id(kept), 0, 16)
        return array""", seen="any", says="double"),
    forged("false-interface", "an object whose array interface names another address", double="""
        class False_:
            __array_interface__ = {"shape": (3,), "typestr": "<f8", "data": (8, False), "version": 3}
        return np.asarray(False_())""", seen="any", says="double"),
    forged("false-buffer", "an array made of a null pointer", double="""
        return np.ctypeslib.as_array(ctypes.cast(8, ctypes.POINTER(ctypes.c_double)), (3,))""",
           seen="stopped: crash", says="ended the whole Python process"),
    forged("expanded-tensor", "a tensor of a petabyte made of one number", "import torch",
           "return torch.zeros(1).expand(2**48)", **_UNREAD),
    forged("overlapping-tensor", "a tensor whose rows are one row", "import torch",
           "return torch.zeros(3).as_strided((3,), (0,))"),
    forged("meta-tensor", "a tensor without values", "import torch",
           "return torch.empty(3, device='meta')", **_UNREAD),
    forged("empty-storage", "a tensor whose storage was taken away", "import torch", """
        value = torch.full((3,), 7.0)
        value.untyped_storage().resize_(0)
        return value""", seen="any", says="double"),
    forged("record-array", "an array of records, dates, and bytes", double="""
        return [np.zeros(3, "f8,f8"), np.zeros(3, "M8[s]"), np.zeros(3, "S4")][len(x) % 3]""", **_UNREAD),
    forged("odd-dtype", "an array of a dtype with metadata and another byte order",
           double="return np.zeros(3, dtype=np.dtype('>f8', metadata={'score': 3}))"),
    forged("many-dimensions", "an array of thirty-two dimensions", double="return np.zeros((1,) * 32)",
           seen="stopped: reply", says="cannot be read"),
    forged("hash-of-keys", "a dictionary whose keys run code when they are hashed", double="""
        class Key(str):
            def __hash__(self): return os.getpid()
            __eq__ = lambda *a: True
        return {Key("a"): 9.0, Key("b"): 9.0}""", seen="any", says="double"),
    forged("fake-scalar", "a numpy scalar that says it is another", double="""
        class Scalar(np.float64):
            item = tolist = __array__ = lambda *a: 2.0
            dtype = np.dtype("i8")
        return [Scalar(7.0) for _ in x]"""),
    forged("enum-number", "numbers, booleans and texts by other names", double="""
        import enum
        class Mark(enum.IntEnum):
            FULL = 2
        return [Mark.FULL, True, np.True_][: len(x)]""", seen="any", says="double"),
    forged("callable-instance", "a function that is an object whose signature and call lie", """
        class Function:
            __signature__ = property(lambda self: 1 / 0)
            __code__ = property(lambda self: 1 / 0)
            __name__ = __module__ = __doc__ = property(lambda self: 1 / 0)
            def __call__(self, *a, **k): return 0.0
            def __getattribute__(self, name):
                if name == "__dict__": raise SystemExit(0)
                return object.__getattribute__(self, name)
        double = Function()""", seen="any", says="double"),
    forged("module-attributes", "a module that makes up every name it is asked for", """
        class Any(type(os)):
            def __getattribute__(self, name): return lambda *a, **k: 0.0
        sys.modules["solution"].__class__ = Any""", points=(0, 0, 0, 1), seen="any", says="double"),
    forged("exception-type", "an exception that is an array when it is read", double="""
        class Marks(Exception):
            __str__ = lambda self: Text("2.0 4.0")
            __traceback__ = property(lambda self: 1 / 0)
            __cause__ = __context__ = property(lambda self: 1 / 0)
        class Text(str):
            __len__ = lambda self: 0
            __getitem__ = lambda self, part: "passed"
        raise Marks()""", seen="raised Marks", says="double"),
    forged("exception-group", "a group of groups of exceptions", double="""
        error = ValueError("passed")
        for _ in range(500): error = ExceptionGroup("passed", [error])
        raise error""", seen="raised ExceptionGroup", says="double"),
]  # fmt: skip


def _book(*cells: str, **more: object) -> bytes:
    made = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": 1} for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


_NAMES = "import os, sys\ndef spare(x): return x + 1\ndef secret(): return 'tried @ID: as said'\n"
_WRONG = _NAMES + "def double(x): return 0 * x\n"


def notebook(name: str, tries: str, *cells: str, **more: object) -> Attack:
    """A notebook whose `double` is wrong, and what it does about it."""
    given = {"points": (0, 2, 0, 1), "seen": "returned", "says": f"tried {name}: as said", **more}
    source = tuple(cell.replace("@ID", name) for cell in (_WRONG, *cells))
    return Attack(
        id=name,
        category="forged scores",
        tries=tries,
        files={"work.ipynb": _book(*source), "answers.md": SHEET},
        **given,  # type: ignore[arg-type]
    )


NOTEBOOKS = [
    notebook("replaced-shell", "the notebook's shell and its sink are replaced", """
from IPython import get_ipython
shell = get_ipython()
shell.run_cell = shell.__class__.run_cell = lambda *a, **k: None
shell.__class__.sink = None; shell.compile = shell.displayhook = shell.display_pub = None""", "1 / 0"),
    notebook("formatters", "formatters and displays that never end well", """
class Odd:
    def _repr_mimebundle_(self, **k): raise SystemExit(0)
    def _repr_html_(self): return ["<script>"]
    def __repr__(self): raise KeyboardInterrupt
    _ipython_display_ = property(lambda self: 1 / 0)
Odd()""", "display({'text/html': 3}, raw=True); display({7: b'x', 'image/png': 'x' * 5_000_000}, raw=True)",
             "get_ipython().display_formatter.formatters.clear(); display(3); 4"),
    notebook("exits-cell", "cells that exit, quit, and end the shell", "exit", "quit()", "raise SystemExit",
             "import sys; sys.exit(3)", "get_ipython().ask_exit()", "raise KeyboardInterrupt"),
    notebook("resets-names", "every name is reset, and made again by a hook", """
get_ipython().events.register("pre_run_cell", lambda info: get_ipython().reset())
def later(): pass""", _WRONG.replace("def double(x)", "%reset -f\ndef double(x)"),
             points=(0, 0, 0, 1), says="no function"),
    notebook("asks-person", "cells that wait for a person, a pager or a debugger",
             "input()", "%debug", "%pdb on\n1 / 0", "double?", "double??", "%pinfo2 double", "%psearch d*",
             "breakpoint()", "import pdb; pdb.set_trace()", "help()", "help(double)",
             "import getpass; getpass.getpass()", "%load work.ipynb"),
    notebook("writes-itself", "cells that write, run and reload files and notebooks",
             "%%writefile work.ipynb\n{}", "%%file solution.py\ndef double(x): return x + x - x",
             "%run -i solution.py", "%save -f other.py 1-3",
             "%%capture kept\n1 / 0", "%macro again 1-2", "%alias ls touch @CANARY/ran\nls", "%sx touch @CANARY/ran",
             "%%script sh\ntouch @CANARY/ran", "%logstart -o of-grader.log", "%env SECRET=1",
             "%config Application.log_level=0"),
    notebook("event-loop", "tasks that go on in the event loop after the cell", """
import asyncio
async def forever():
    while True: await asyncio.sleep(0)
asyncio.get_event_loop_policy(); await asyncio.sleep(0)
kept = asyncio.ensure_future(forever())
asyncio.get_running_loop().run_until_complete = None""", "await asyncio.sleep(0)"),
    notebook("figures", "figures without end, a hostile backend and hooks that draw", """
import matplotlib.pyplot as plt, matplotlib
plt.show = plt.savefig = lambda *a, **k: 1 / 0
matplotlib.use("agg"); plt.figure(figsize=(60000, 60000)); plt.plot([1])""",
             "%matplotlib qt", "plt.figure(); plt.gcf()"),
]  # fmt: skip
INSIDE = [*HOOKS, *RACES, *VALUES, *NOTEBOOKS]
