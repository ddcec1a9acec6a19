"""Denial: what everybody shares is used up; the limit is named, and every other criterion keeps its points."""

from tests.attacks.attack import Attack, denial

_LATE = "stopped: seconds"
_LOOP = "took longer than allowed"
_CRASH = "ended the whole Python process"
_LOST = (0, 0, 0, 1)

DENIALS: list[Attack] = [
    denial("busy-loop", "a loop without an end", "while True: pass", _LATE, says=_LOOP),
    denial("sleeping", "a sleep", "time.sleep(9999)", _LATE, says=_LOOP),
    denial("load-loop", "a loop while the file is loaded", "return x", _LATE, "while True: pass",
           points=_LOST, says=_LOOP),
    denial("deaf", "every signal ignored, and every exception", """
        for number in range(1, 32):
            if number not in (9, 19): signal.signal(number, signal.SIG_IGN)
        while True:
            try: time.sleep(1)
            except BaseException: pass""", _LATE, says=_LOOP),
    denial("stopped-itself", "a process that stops itself", "os.kill(os.getpid(), signal.SIGSTOP); time.sleep(9999)",
           _LATE, says=_LOOP),
    denial("threads-that-stay", "threads that never end", """
        for _ in range(8): threading.Thread(target=time.sleep, args=(9999,)).start()
        threading.Thread(target=time.sleep, args=(9999,)).join() if 0 else None
        return 2 * x""", "returned", points=(3, 2, 0, 1), says="tried threads-that-stay"),
    denial("thread-bomb", "threads without end", """
        while True: threading.Thread(target=time.sleep, args=(9999,), daemon=True).start()""",
           "raised RuntimeError", says="RuntimeError"),
    denial("memory", "memory in one piece", "bytearray(2**31)", "raised MemoryError", says="MemoryError"),
    denial("memory-pieces", "memory in small pieces, errors swallowed", """
        kept = []
        while True:
            try: kept.append(bytearray(2**20))
            except MemoryError: pass""", _LATE, says=_LOOP),
    denial("memory-arrays", "arrays without end", "kept = []\nwhile True: kept.append(np.ones(2**20))", "any",
           says="double"),
    denial("shared-memory", "shared memory, which no limit counts", """
        import mmap
        kept = [mmap.mmap(-1, 2**24) for _ in range(1000)]""", "raised PermissionError", says="PermissionError"),
    denial("fork-bomb", "processes without end", "while True: os.fork()", "raised PermissionError",
           says="PermissionError"),
    denial("daemon", "a daemon that stays", """
        import subprocess
        subprocess.Popen(["sleep", "7777"], start_new_session=True)""", "raised PermissionError",
           says="PermissionError"),
    denial("multiprocessing", "a pool of processes", "import multiprocessing\nmultiprocessing.Pool(64)", "raised"),
    denial("descriptors", "descriptors without end",
           "kept = []\nwhile True: kept.append(os.open('/dev/null', 0))", "raised OSError", says="OSError"),
    denial("pipes", "pipes full of data", """
        while True:
            _, end = os.pipe()
            os.write(end, bytes(65536))""", "raised OSError", says="OSError"),
    denial("large-file", "a file of a terabyte", "open('large', 'w').truncate(2**40)", "raised OSError",
           says="OSError"),
    denial("many-files", "the disk filled with files", """
        for n in range(10**6): open(f"part{n}", "wb").write(bytes(2**20))""", "any", says="double"),
    denial("many-folders", "names until no file can be made", "for n in range(10**6): os.mkdir(str(n))", "any",
           says="double"),
    denial("deep-folders", "folders within folders, three thousand deep, filled at the bottom", """
        for n in range(3000):
            os.mkdir("d"); os.chdir("d")
        for n in range(64): open(f"part{n}", "wb").write(bytes(2**20))
        time.sleep(9999)""", "any", says="double"),
    denial("closed-folders", "files in folders that nobody may list", """
        os.makedirs("a/b"); os.chdir("a/b"); os.chmod("..", 0)
        for n in range(64): open(f"part{n}", "wb").write(bytes(2**20))
        time.sleep(9999)""", "any", says="double"),
    denial("unlinked-files", "files that no folder lists", """
        kept = []
        for n in range(64):
            kept.append(open("f", "wb")); os.unlink("f"); kept[-1].write(bytes(2**20))
        time.sleep(9999)""", "any", says="double"),
    denial("print-flood", "prints without end", "while True: print('x' * 10000)", _LATE, says=_LOOP),
    denial("write-flood", "writes to standard output without end, errors swallowed", """
        while True:
            try: os.write(1, bytes(2**20))
            except OSError: pass""", "stopped: output", says="printed more than allowed"),
    denial("deep-recursion", "recursion without end", "return double(x)", "raised RecursionError",
           says="RecursionError"),
    denial("stack", "recursion in C until the stack ends", """
        sys.setrecursionlimit(10**9)
        nest = []
        for _ in range(10**5): nest = [nest]
        return repr(nest)""", "stopped", says="double"),
    denial("null-pointer", "a null pointer", "ctypes.string_at(0)", "stopped: crash", says=_CRASH),
    denial("abort", "an abort", "os.abort()", "stopped: crash", says=_CRASH),
    denial("exit", "ends the process with a good status", "os._exit(0)", "stopped: crash", says=_CRASH),
    denial("exit-loading", "ends the process while it loads", "return x", "stopped: crash", "os._exit(0)",
           points=_LOST, says=_CRASH),
    denial("exits", "SystemExit, KeyboardInterrupt and GeneratorExit", """
        raise [SystemExit(0), KeyboardInterrupt(), GeneratorExit()][len(x) % 3]""", "raised", says="`double` raised"),
    denial("endless-generator", "a generator that never ends", """
        def forever():
            while True: yield 1.0
        return forever()""", "unreadable generator", says="gave back a generator"),
    denial("endless-iterator", "a list that never ends", """
        import itertools
        class Endless(list):
            __iter__ = lambda self: itertools.count()
            __len__ = lambda self: 2**62
        return Endless()""", "returned", says="tried endless-iterator"),
    denial("endless-repr", "an exception whose text never ends", """
        class Endless(Exception):
            def __str__(self):
                while True: pass
            __repr__ = __str__
        raise Endless()""", _LATE, says=_LOOP),
    denial("broken-repr", "an exception whose text raises", """
        class Broken(Exception):
            def __str__(self): raise SystemExit(1)
            __repr__ = __str__
        raise Broken()""", "raised Broken", says="cannot be read"),
    denial("giant-message", "an exception of fifty megabytes", "raise ValueError('x' * 50_000_000)",
           "raised ValueError", says="ValueError"),
    denial("exception-chain", "exceptions that explain one another without end", """
        error = ValueError("a")
        error.__cause__ = KeyError("b"); error.__cause__.__cause__ = error
        raise error""", "raised ValueError", says="ValueError"),
    denial("standard-input", "waits for somebody to type", "return float(input())", "raised EOFError",
           says="nobody is there"),
    denial("standard-input-raw", "reads the wire instead of the keyboard", "os.read(3, 2**20)", _LATE, says=_LOOP),
    denial("huge-number", "a number of a billion digits", "return 10 ** 10 ** 9", "any", says="double"),
    denial("big-number", "a number of a hundred thousand digits", "return 10 ** 100_000", "unreadable int",
           says="more than 4000 digits"),
    denial("pattern", "a regular expression that takes for ever",
           "re.match('(a+)+$', 'a' * 64 + 'b')", _LATE, says=_LOOP),
    denial("giant-reply", "an array of a hundred megabytes", "return np.zeros(13_000_000)", "unreadable",
           says="larger than a reply may be"),
    denial("giant-replies", "arrays that are allowed one by one and not together",
           "return np.zeros(400_000)", "stopped: reply", says="double"),
    denial("shared-lists", "forty lists that each hold the last one twice", """
        held = []
        for _ in range(36): held = [held, held]
        return held""", "any", says="double"),
    denial("circle", "a list that holds itself", "held = []; held.append(held); return held", "unreadable list",
           says="gave back a list"),
    denial("destructor", "an object whose end never comes", """
        class Stuck:
            def __del__(self):
                while True: pass
        Stuck()
        return 2 * x""", _LATE, says=_LOOP),
    denial("held-lock", "the interpreter's lock, held by a C call",
           "ctypes.PyDLL(None).sleep(9999)", _LATE, says=_LOOP),
    denial("moved-offset", "moves the file offsets that it shares with the zygote, and fonts with them", """
        for descriptor in range(4, 256):
            try: os.lseek(descriptor, 12345, 0)
            except OSError: pass
        return 2 * x""", "returned", points=(3, 2, 0, 1), says="tried moved-offset"),
    denial("damaged-warmth", "damages the modules that the next hand-in shares", """
        np.pi = 3.0; np.add = np.subtract; sys.modules["numpy"] = sys.modules["os"] = None
        os.environ.clear(); os.chdir("/")
        return 2 * np.asarray(x)""", "any", says="double", points=(0, 0, 0, 1)),
]  # fmt: skip
