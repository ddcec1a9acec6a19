"""Forged scores: what comes back is wrong, and everything near it says that it is right."""

from tests.attacks.attack import SHEET, Attack, forged

FRAME = """
import json, struct
def nonce():
    level = sys._getframe()
    while level is not None and "nonce" not in level.f_locals:
        level = level.f_back
    return level.f_locals["nonce"] if level else "0" * 32
def frame(header, body=b"", sizes=None):
    text = json.dumps({**header, "buffers": sizes or []}).encode()
    return struct.pack(">3sIQ", b"GR1", len(text), len(body)) + text + body
def case(level=None):
    level = sys._getframe()
    while level is not None and "ask" not in level.f_locals:
        level = level.f_back
    return level.f_locals["ask"]["id"] if level else "?"
def answer(value, **more):
    return frame({"nonce": nonce(), "id": case(), "seen": "returned", "value": value, "changed": [], **more})
"""
_REPLY = "stopped: reply"
_UNREAD = {"seen": "unreadable"}

PATCHED = [
    forged("patched-numpy", "numpy's comparisons always say yes",
           "np.allclose = np.isclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True"),
    forged("patched-torch", "torch's comparisons always say yes", """
        import torch
        torch.allclose = torch.equal = torch.isclose = torch.testing.assert_close = lambda *a, **k: True"""),
    forged("patched-builtins", "abs, all, len, isinstance … lie", """
        import builtins
        for name in ("all", "any", "abs", "isinstance", "len", "max", "sum", "sorted", "issubclass"):
            setattr(builtins, name, lambda *a, **k: True)"""),
    forged("patched-import", "__import__ gives modules that agree with everything", """
        import builtins
        class Yes:
            def __getattr__(self, name): return lambda *a, **k: True
        builtins.__import__ = lambda *a, **k: Yes()"""),
    forged("patched-unittest", "unittest's assertions and results are empty", """
        import unittest
        for name in dir(unittest.TestCase):
            if name.startswith("assert"): setattr(unittest.TestCase, name, lambda *a, **k: None)
        unittest.TestResult.wasSuccessful = lambda self: True"""),
    forged("patched-json", "json writes full marks whatever it is given", """
        import json
        json.dumps = json.JSONEncoder.encode = lambda *a, **k: '{"score": 8, "passed": true}'"""),
    forged("patched-struct", "struct packs other frames", """
        import struct
        struct.pack = lambda *a, **k: b"\\0" * 15"""),
    forged("patched-inspect", "signatures lie", """
        import inspect
        inspect.signature = lambda f: (_ for _ in ()).throw(SystemExit(0))"""),
    forged("patched-encode", "our encoder claims text instead of the value", """
        import grader.probe.wire, grader.probe.snapshot
        grader.probe.wire.encode = grader.probe.snapshot.encode = lambda *a, **k: ["s", "full marks"]""",
           points=(0, 0, 0, 1), says="full marks"),
    forged("patched-find", "our search for the function finds another", """
        import grader.probe.steps, grader.probe.names
        grader.probe.steps.find = lambda name, files: (lambda *a, **k: "full marks")""",
           points=(0, 0, 0, 1), says="text"),
    forged("poisoned-modules", "sys.modules holds false modules of ours", """
        import types
        for name in list(sys.modules):
            if name.startswith("grader."):
                sys.modules[name] = types.SimpleNamespace(encode=lambda *a, **k: ["s", "full marks"])"""),
    forged("patched-write", "os.write sends 'passed' along with every reply", """
        plain = os.write
        os.write = lambda to, data: plain(to, bytes(data).replace(b'"seen"', b'"pass"', 1))"""),
    forged("patched-small-int", "the number 2 is made 0 in memory",
           "ctypes.c_long.from_address(id(2) + 24).value = 0", "return 2 * x",
           seen="any", says="double"),
    forged("replaced-rng", "the random generators give what the student wants", """
        fixed = np.random.default_rng(0)
        np.random.default_rng = lambda *a, **k: fixed
        np.random.seed = lambda *a: None
        np.random.normal = lambda *a, **k: 0.0"""),
    forged("import-hook", "an import hook gives false modules to whoever imports next", """
        import importlib.abc
        class Hook(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path=None, target=None):
                raise ImportError("no more modules")
        sys.meta_path.insert(0, Hook())
        sys.path_hooks.clear()"""),
    forged("trace", "a trace function rewrites our variables", """
        def trace(frame, event, argument):
            for name in ("result", "value", "answer"):
                if name in frame.f_locals: frame.f_locals[name] = "full marks"
            return trace
        sys.settrace(trace); sys.setprofile(trace); threading.settrace(trace)""",
           "sys.settrace(trace)\nreturn 0 * x"),
    forged("exit-hook", "an exit hook writes marks after everything else", FRAME
           + "import atexit\natexit.register(lambda: os.write(3, answer(['f', '0x1p+1'])))"),
    forged("false-report", "writes report.json, results.json and JUnit files where graders look", """
        for folder in (".", "..", "/autograder/results", "@OUT/@ID", "@CANARY"):
            for name in ("report.json", "results.json", "gradebook.csv", "junit.xml", "score.txt"):
                try: open(os.path.join(folder, name), "w").write('{"score": 8, "points": 8}')
                except OSError: pass"""),
    forged("printed-marks", "prints that all tests passed",
           "print('OK\\n8 passed in 0.01s\\n{\"score\": 8}\\n##[set-output name=points]8')"),
]  # fmt: skip

LYING = [
    forged("lying-eq", "an object that equals everything", double="""
        class Yes:
            __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = lambda *a: True
            __hash__ = lambda self: 0
        return Yes()""", **_UNREAD),
    forged("lying-array", "an object that turns into whatever array it meets", double="""
        class Any:
            def __array__(self, *a, **k): return np.zeros(3)
            __array_priority__ = 1e9
            __array_ufunc__ = lambda *a, **k: np.True_
        return Any()""", **_UNREAD),
    forged("lying-subclass", "an ndarray that answers for numpy's functions", double="""
        class Lying(np.ndarray):
            def __array_function__(self, *a): return True
            def __array_ufunc__(self, *a, **k): return np.True_
            __eq__ = lambda *a: np.True_
            tobytes = lambda self: b""
        return (0 * x).view(Lying)"""),
    forged("lying-tensor", "a tensor that answers for torch's functions", "import torch", """
        class Lying(torch.Tensor):
            @classmethod
            def __torch_function__(cls, *a, **k): return True
        return torch.zeros(x.shape).as_subclass(Lying)"""),
    forged("lying-float", "a float that compares equal to all others", double="""
        class Lying(float):
            __float__ = __add__ = __sub__ = __abs__ = lambda *a: 0.0
            __eq__ = __le__ = __lt__ = lambda *a: True
            hex = lambda self: "0x0p+0"
            __hash__ = float.__hash__
        return [Lying(7.0) for _ in x]""", seen="any"),
    forged("lying-reduce", "an object that runs a command where it is unpickled", double="""
        class Bomb:
            def __reduce__(self): return os.system, ("touch @CANARY/unpickled",)
        return Bomb()""", **_UNREAD),
    forged("lying-class", "an object that says it is an array", double="""
        class Masked:
            __class__ = property(lambda self: np.ndarray)
            dtype, shape, size = np.dtype("f8"), (3,), 3
            tolist = lambda self: [0.0]
        return Masked()""", **_UNREAD),
    forged("lying-meta", "a type whose name and checks lie", double="""
        class Meta(type):
            __instancecheck__ = __subclasscheck__ = __eq__ = lambda *a: True
            __hash__ = type.__hash__
            __name__ = property(lambda self: "ndarray")
        return Meta("T", (), {})()""", **_UNREAD),
    forged("lying-list", "a list whose length and items differ", double="""
        class Lying(list):
            __len__ = lambda self: 3
            __iter__ = lambda self: iter(())
            __eq__ = lambda *a: True
        return Lying([9.0, 9.0])"""),
    forged("lying-dict", "a dict whose items differ from what it holds", double="""
        class Lying(dict):
            __getitem__ = get = lambda *a: 2.0
            items = lambda self: []
        return Lying(a=9.0)"""),
    forged("lying-objects", "an array of objects that equal everything", double="""
        class Yes:
            __eq__ = __le__ = lambda *a: True
        return np.array([Yes() for _ in x], dtype=object)""", **_UNREAD),
    forged("masked", "an array of which nothing is to be compared",
           double="return np.ma.masked_all_like(x)", **_UNREAD),
    forged("not-a-number", "NaN, which no comparison catches", double="return x * np.nan"),
    forged("infinite", "infinity, which is near everything", double="return x + np.inf"),
    forged("broadcast", "a column, so that a comparison with a row fills the memory",
           double="return np.zeros((60000, 1))"),
    forged("stretched", "an array of a terabyte made of one number",
           double="return np.broadcast_to(0.0, (2**20, 2**20))", **_UNREAD),
    forged("zeroed-inputs", "the inputs are zeroed, so that any answer fits", double="""
        x[...] = 0
        return x"""),
    forged("text-of-numbers", "text that turns into the number it meets", double="""
        class Lying(str):
            __eq__ = __contains__ = lambda *a: True
            __hash__ = str.__hash__
        return Lying("7")""", seen="any"),
]  # fmt: skip

WIRE = [
    forged("early-reply", "replies while loading, before anything was asked", FRAME + """
os.write(3, frame({"nonce": "0" * 32, "id": "double/core/1", "seen": "returned", "value": ["n"]}))""",
           points=(0, 0, 0, 1), seen=_REPLY, says="cannot be read"),
    forged("second-reply", "replies itself with the right nonce, then lets the probe reply", FRAME,
           "os.write(3, answer(['n'], score=3, passed=True))\nreturn 0 * x", seen=_REPLY, says="double"),
    forged("many-replies", "the same reply a hundred times", FRAME,
           "os.write(3, answer(['n']) * 100)\nreturn 0 * x", seen=_REPLY, says="cannot be read"),
    forged("forged-reply", "replies itself, claims marks besides, and never lets the probe speak", FRAME,
           "os.write(3, answer(['s', 'full'], score=3, credit=1, status='passed'))\ntime.sleep(99)", seen="any"),
    forged("half-reply", "half a reply", "", "os.write(3, b'GR1\\0\\0'); time.sleep(99)", seen=_REPLY,
           says="cannot be read"),
    forged("oversized-reply", "announces four exabytes", "",
           "import struct\nos.write(3, struct.pack('>3sIQ', b'GR1', 9, 2**62)); time.sleep(99)", seen=_REPLY,
           says="cannot be read"),
    forged("nested-reply", "a header of a hundred thousand brackets", "",
           "import struct\ntext = b'[' * 100000\nos.write(3, struct.pack('>3sIQ', b'GR1', len(text), 0) + text)\n"
           "time.sleep(99)", seen=_REPLY, says="cannot be read"),
    forged("colliding-keys", "a dictionary of keys that all have one hash", FRAME, """
        keys = [[["i", str(n * (2**61 - 1))], ["n"]] for n in range(60000)]
        data = answer(["d", keys])
        while data: data = data[os.write(3, data):]
        time.sleep(99)""", seen=_REPLY, says="cannot be read"),
    forged("every-descriptor", "writes full marks to every open descriptor", """
        for descriptor in range(256):
            try: os.write(descriptor, b"8/8 passed")
            except OSError: pass""", points=(0, 0, 0, 1), seen=_REPLY, says="cannot be read"),
    forged("closed-wire", "closes every descriptor and ends well", "",
           "os.closerange(0, 256); os._exit(0)", seen="stopped: crash", says="ended the whole Python process"),
]  # fmt: skip


def _notebook(*cells: str) -> bytes:
    import json

    made = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": 1} for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


_RIGHT = "def double(x): return 2 * x"
NOTEBOOKS = [
    Attack(
        id="cell-transformer",
        category="forged scores",
        tries="IPython turns every later cell into `pass`",
        points=(0, 2, 0, 1),
        seen="returned",
        says="tried cell-transformer",
        files={
            "work.ipynb": _notebook(
                "def double(x): return 0 * x\ndef spare(x): return x + 1\n"
                "def secret(): return 'tried cell-transformer'\n"
                "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])\n"
                "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
                "assert False",
                _RIGHT,
            ),
            "answers.md": SHEET,
        },
    ),
    Attack(
        id="cell-hooks",
        category="forged scores",
        tries="IPython's events, AST transformers and custom exceptions mark the work",
        points=(0, 2, 0, 1),
        seen="returned",
        says="tried cell-hooks",
        files={
            "work.ipynb": _notebook(
                "def double(x): return 0 * x\ndef spare(x): return x + 1\ndef secret(): return 'tried cell-hooks'\n"
                "class Empty:\n    def visit(self, node): node.body.clear(); return node\n"
                "ip = get_ipython()\nip.ast_transformers.append(Empty())\n"
                "ip.events.register('post_run_cell', lambda *a: 1 / 0)\n"
                "ip.set_custom_exc((Exception,), lambda *a, **k: None)\n",
                "assert False",
            ),
            "answers.md": SHEET,
        },
    ),
]
FORGED = [*PATCHED, *LYING, *WIRE, *NOTEBOOKS]
