"""Stolen answers: `secret` returns the teacher's word if the attack finds it anywhere it can look."""

from tests.attacks.attack import Attack, stolen

_MEMORY = """
until = time.time() + 0.7
with open("/proc/self/maps") as file:
    regions = [line.split() for line in file if " rw" in line]
for region in regions:
    first, last = (int(end, 16) for end in region[0].split("-"))
    for start in range(first, last, 2**24):
        size = min(2**24, last - start)
        if time.time() < until: READ
return "%d regions" % len(regions)
"""
_TAKE = "look((ctypes.c_char * size).from_address(start)) if '[vv' not in region[-1] else None"

STOLEN: list[Attack] = [
    stolen("read-reference", "opens the reference by its path", "return open('@COURSE/reference/twice.py').read()[:0] "
           "or reading('@COURSE/reference/twice.py')", weak=True),
    stolen("read-assignment", "walks the assignment and its samples", "return os.listdir('@COURSE/assignments') and "
           "walking('@COURSE/assignments')"),
    stolen("read-others", "walks the other hand-ins", "return os.listdir('@COURSE/submissions') and "
           "walking('@COURSE/submissions')", weak=True),
    stolen("read-reports", "walks the reports and the evidence", "return os.listdir('@OUT') and walking('@OUT')"),
    stolen("read-up", "walks upwards from the work folder", "walking('../..')\nreturn os.listdir('../../..')"),
    stolen("read-everything", "walks the whole disk but the system's own folders", """
        until = time.time() + 0.7
        for top in os.listdir("/"):
            if top in ("usr", "proc", "sys", "lib", "lib64", "bin", "sbin", "etc", "boot"): continue
            for here, _, names in os.walk("/" + top):
                if time.time() > until: return "long"
                if "site-packages" in here: continue
                for name in names: reading(os.path.join(here, name))
        return "all" """),
    stolen("read-by-link", "links to the reference and opens the link", """
        os.symlink("@COURSE/reference/twice.py", "mine")
        reading("mine")
        os.link("@COURSE/reference/twice.py", "mine2")
        reading("mine2")""", weak=True),
    stolen("read-by-handle", "opens the reference relative to every descriptor", """
        for base in range(64):
            for up in ("", "../" * 12):
                try: look(os.read(os.open(up + "@COURSE/reference/twice.py"[1:], 0, dir_fd=base), 9999))
                except OSError: pass"""),
    stolen("environment", "the environment of this process", "look(repr(dict(os.environ)).encode())\n"
           "reading('/proc/self/environ')\nreturn len(os.environ)"),
    stolen("proc-environ", "the environment of every process", """
        for pid in filter(str.isdigit, os.listdir("/proc")): reading(f"/proc/{pid}/environ")
        return "all" """, weak=True),
    stolen("proc-fd", "the open files of every process", """
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try: files = os.listdir(f"/proc/{pid}/fd")
            except OSError: continue
            for file in files:
                path = f"/proc/{pid}/fd/{file}"
                if os.path.isfile(path): reading(path)
        return "all" """),
    stolen("proc-root", "the file tree of every process", """
        for pid in filter(str.isdigit, os.listdir("/proc")):
            reading(f"/proc/{pid}/root@COURSE/reference/twice.py")
            reading(f"/proc/{pid}/cwd/reference/twice.py")
        return "all" """, weak=True),
    stolen("proc-parent", "the memory of the parent and of the grader", """
        parent = os.getppid()
        return open(f"/proc/{parent or 1}/mem", "rb").read(0) or "open" """),
    stolen("own-memory", "its own memory, inherited from the zygote, by ctypes", _MEMORY.replace("READ", _TAKE)),
    stolen("own-mem-file", "its own memory, by /proc/self/mem", """
        memory = os.open("/proc/self/mem", os.O_RDONLY)
    """ + _MEMORY.replace("READ", "look(os.pread(memory, size, start)) if '[vv' not in region[-1] else None").replace(
        "\n", "\n        ")),
    stolen("frames", "the variables of every frame and thread", """
        for level in sys._current_frames().values():
            while level is not None:
                look(repr(level.f_locals).encode()); look(repr(level.f_globals).encode()[:2**22])
                level = level.f_back
        return "all" """),
    stolen("frames-numbers", "wanted values in the frames, as the answer to `double`", "return 'as said'", """
        def double(x):
            level = sys._getframe()
            while level is not None:
                for name in ("want", "expected", "expectation", "answer", "reference", "truth"):
                    if isinstance(level.f_locals.get(name), np.ndarray): return level.f_locals[name]
                level = level.f_back
            return 0 * x""", points=(0, 2, 0, 1), says="tried frames-numbers: as said"),
    stolen("collector", "every object that the garbage collector knows", """
        import gc
        gc.unfreeze()
        until = time.time() + 0.7
        for held in gc.get_objects():
            if time.time() > until: return "long"
            if type(held) is dict:
                for text in list(held.values()):
                    if type(text) is str and len(text) < 999: look(text.encode("utf8", "ignore"))
        return "all" """),
    stolen("collector-numbers", "arrays in memory twice as large as the input, as the answer to `double`",
           "return 'as said'", """
        def double(x):
            import gc
            for held in gc.get_objects():
                if isinstance(held, np.ndarray) and held.shape == x.shape and held is not x: return held
            return 0 * x""", points=(0, 2, 0, 1), says="tried collector-numbers: as said"),
    stolen("inherited", "reads every inherited descriptor from its start", """
        for descriptor in range(4, 256):
            try: look(os.pread(descriptor, 2**20, 0))
            except OSError: pass
        return "all" """),
    stolen("import-reference", "imports the reference, the oracle and the assignment", """
        sys.path[:0] = ["@COURSE", "/", ".."]
        import reference.twice
        look(reference.twice.secret().encode())""", weak=True),
    stolen("import-oracle", "imports our oracle and asks it", """
        import grader.oracle, pathlib
        return grader.oracle.Oracle(pathlib.Path("@COURSE")).root"""),
    stolen("source-of-grader", "follows our modules' files to the clone beside them", """
        import grader
        above = os.path.dirname(os.path.dirname(grader.__file__))
        return os.listdir(above + "/reference") and os.listdir(above + "/assignments")"""),
    stolen("home-folders", "keys and tokens in home folders", """
        for home in ("/root", "/home", os.path.expanduser("~root"), "/var/www"):
            walking(home + "/.ssh"); walking(home + "/.config"); reading(home + "/.netrc")
        return os.listdir("/root")"""),
    stolen("work-folders", "the work folders of hand-ins beside it", """
        for top in ("/tmp", "/var/tmp", "/dev/shm", "/run"): walking(top)
        return os.listdir("/tmp")"""),
    stolen("core-dump", "a core dump of its own making", """
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (2**30, 2**30))"""),
    stolen("other-memory", "reads the parent's memory by system call",
           "call(310, os.getppid() or 1, 0, 0, 0, 0, 0)"),
]  # fmt: skip
