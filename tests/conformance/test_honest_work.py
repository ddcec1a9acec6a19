"""What honest hand-ins do works at every level: a lock that breaks them is no lock but a fault."""

import pytest

from tests.conformance.conftest import ROOT, Grader

WORK = {
    "the work folder": """
        open("notes.txt", "w").write("x" * 1000)
        os.makedirs("a/b"); os.rename("notes.txt", "a/b/n"); assert os.listdir("a") == ["b"]
        return open("a/b/n").read() == "x" * 1000
    """,
    "temporary files": """
        import tempfile
        with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"x"); file.flush()
            return os.path.getsize(file.name) == 1 and tempfile.gettempdir().startswith(os.environ["HOME"][:-4])
    """,
    "the home folder": "pathlib.Path('~/x').expanduser().write_text('x'); return pathlib.Path.home().is_dir()",
    "threads": """
        done = []
        crew = [threading.Thread(target=done.append, args=(n,)) for n in range(20)]
        [one.start() for one in crew]; [one.join() for one in crew]
        return sorted(done) == list(range(20))
    """,
    "a pool of threads": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(abs, [-1, -2])) == [1, 2]
    """,
    "an event loop": """
        import asyncio
        async def later(): await asyncio.sleep(0.001); return 3
        return asyncio.run(later()) == 3
    """,
    "clocks": "a = time.monotonic(); time.sleep(0.01); return time.monotonic() > a and time.time() > 1e9",
    "random numbers": "return len(os.urandom(8)) == 8 and len(open('/dev/urandom', 'rb').read(8)) == 8",
    "nowhere": "print('x', file=open('/dev/null', 'w')); return open('/dev/null').read() == ''",
    "numbers": "return float(np.linalg.svd(np.eye(40))[1].sum()) == 40 and complex(np.fft.fft(np.ones(4))[0]) == 4",
    "large arrays": "return float(np.ones(10**7).sum()) == 1e7",
    "matrices in parallel": "a = np.ones((300, 300)); return float((a @ a)[0, 0]) == 300",
    "files of numbers": "np.save('a.npy', np.arange(3)); return int(np.load('a.npy', mmap_mode='r+')[2]) == 2",
    "a package nobody warmed": "import sqlite3, xml.dom.minidom, decimal; return sqlite3.sqlite_version > '3'",
    "an installed package nobody warmed": "import sympy; return bool(sympy.Integer(3) == 3)",
    "a text that is long": "print('x' * 10**6); return True",
    "signals": """
        seen = []
        signal.signal(signal.SIGALRM, lambda *_: seen.append(1)); signal.setitimer(signal.ITIMER_REAL, 0.01)
        time.sleep(0.1)
        return seen == [1]
    """,
    "who am I": "import getpass; return getpass.getuser() == 'student' and os.cpu_count() > 0",
    "own limits": "import resource; return resource.getrlimit(resource.RLIMIT_CORE) == (1, 1)",
    "local time": "import datetime; return datetime.datetime.now().astimezone().year > 2000",
    "file attributes": "open('x', 'w'); os.chmod('x', 0o600); os.utime('x'); return os.stat('x').st_size == 0",
    "another folder": "os.mkdir('d'); os.chdir('d'); return os.getcwd().endswith('/d')",
}
HEAD = "import numpy as np, os, pathlib, signal, threading, time\ndef f():\n"


@pytest.mark.parametrize("name", WORK)
def test_it_works(room: Grader, name: str) -> None:
    body = "\n".join("    " + line.removeprefix("        ") for line in WORK[name].strip("\n").splitlines())

    told = room.run({"solution.py": HEAD + body}, ["f"], memory_mib=512)

    assert told["seen"]["f"][:2] == ["returned", "True"], told


def test_files_of_a_hand_in_lie_where_the_code_runs(room: Grader) -> None:
    files = {"solution.py": "def f():\n    return open('data/x.csv').read()\n", "data/x.csv": "1,2\n"}

    told = room.run(files, ["f"])

    assert told["seen"]["f"] == ["returned", repr("1,2\n")]


def test_a_hand_in_finds_nothing_that_another_left(room: Grader) -> None:
    places = "('x', os.environ['HOME'] + '/x', os.environ['TMPDIR'] + '/x')"
    leave = f"import os\nfor n in {places}: open(n, 'w')\ndef f(): pass\n"
    look = """
import os
def f():
    return [n for n in ('.', os.environ['HOME'], os.environ['TMPDIR'], '..', '../..') for e in tried(n) if e == 'x']
def tried(n):
    try: return os.listdir(n)
    except OSError: return []
"""
    room.run({"solution.py": leave}, ["f"])

    told = room.run({"solution.py": look}, ["f"])

    assert told["seen"]["f"] == ["returned", "[]"]


def test_the_grader_s_environment_stays_outside(room: Grader) -> None:
    told = room.run({"solution.py": "import os\ndef f():\n    return 'SECRET' in os.environ\n"}, ["f"])

    assert told["seen"]["f"] == ["returned", "False"]


@pytest.mark.parametrize("module", ["grader.oracle", "grader.sandbox.box", "grader.spec", "reference", "tests.fakes"])
def test_nothing_of_the_course_can_be_imported(room: Grader, module: str) -> None:
    if room.greeting["level"] == "limited":
        pytest.skip("files that everybody may read can be read at this level")
    source = f"import sys\nsys.path.append({str(ROOT)!r})\ndef f():\n    import {module}\n"

    told = room.run({"solution.py": source}, ["f"])

    assert told["seen"]["f"][:2] in (["raised", "ModuleNotFoundError"], ["raised", "PermissionError"])
