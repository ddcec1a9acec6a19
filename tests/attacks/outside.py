"""What reaches out of the box without opening a file: modes, times, locks, shared folders, signals, kernel memory."""

from tests.attacks.attack import Attack, denial, escape, stolen

_CHANGED = """
        def picture(path):
            try: status = os.stat(path)
            except OSError: return None
            return status.st_mode, status.st_mtime, status.st_size
        places = ("@COURSE/reference", "@COURSE/reference/twice.py", "@COURSE", "@OUT", "@CANARY/sings", os.__file__)
        before = [picture(path) for path in places]
        refused = "unchanged"
        for path in places:
            try: CHANGE
            except OSError as error: refused = errno.errorcode[error.errno]
        if [picture(path) for path in places] == before: return refused"""

_LATE = "stopped: seconds"
_MAP = """
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
"""


def changing(name: str, tries: str, change: str) -> Attack:
    """Changes what no lock on files looks at; a call may say that it worked, but nothing may be different."""
    return escape(name, tries, _CHANGED.replace("CHANGE", change))


CHANGING = [
    changing("close-files", "takes the reference and the reports away from everybody by their modes",
             "os.chmod(path, 0)"),
    changing("open-files", "opens the reference and the reports to everybody by their modes", "os.chmod(path, 0o777)"),
    changing("close-descriptors", "the same through a descriptor", "os.fchmod(os.open(path, os.O_RDONLY), 0o777)"),
    changing("close-by-number", "the same by the newest call for it", "call(452, -100, path.encode(), 0o777, 0)"),
    changing("age-files", "makes the reference and the reports look old", "os.utime(path, (1, 1))"),
    changing("give-away", "gives the reference and the reports to somebody else", "os.chown(path, 1, 1)"),
    changing("cut-files", "cuts the reference and the reports short", "os.truncate(path, 0)"),
    changing("cut-while-reading", "cuts them short by opening them for reading",
             "os.open(path, os.O_RDONLY | os.O_TRUNC)"),
    changing("cut-for-nothing", "cuts them short by opening them for nothing", "os.open(path, 3 | os.O_TRUNC)"),
    changing("mark-files", "notes marks in their extended attributes", "os.setxattr(path, 'user.score', b'8')"),
    changing("seal-files", "forbids all further changes of them",
             "call(16, os.open(path, 0), 0x40086602, b'\\x10\\0\\0\\0')"),
    changing("swap-files", "swaps them with files of its own",
             "open('x', 'w'); call(316, -100, b'x', -100, path.encode(), 2)"),
    changing("mount-over", "mounts its work folder over them", "call(429, -100, b'.', -100, path.encode(), 0)"),
]  # fmt: skip

REACHING = [
    escape("lock-shared-file", "a lease and a notice on files that everybody reads", """
        import fcntl
        file = os.open(os.__file__, 0)
        fcntl.fcntl(file, 1024, 0)"""),
    escape("watch-folder", "watches the folders of others for changes", "call(253); call(254, 3, b'/tmp', 0xfff)"),
    escape("fanotify", "asks to be told of every file that is opened", "call(300, 0, 0)"),
    escape("message-queue", "a message queue that outlives it", "call(240, b'of-grader', 0o102, 0o600, 0)"),
    escape("semaphores", "semaphores that outlive it", "call(64, 1, 1, 0o1600)"),
    escape("named-memory", "shared memory with a name", """
        from multiprocessing import shared_memory
        shared_memory.SharedMemory("of-grader", create=True, size=4096)"""),
    escape("queued-signal", "queues a signal for its parent", "call(129, os.getppid() or 1, 9, bytes(128))"),
    escape("thread-signal", "sends a signal to a thread of its parent", "call(200, os.getppid() or 1, 9)"),
    escape("process-memory", "gives advice about its parent's memory", "call(440, 3, 0, 0, 21, 0)"),
    escape("compare-processes", "compares its kernel objects with its parent's",
           "call(312, os.getpid(), os.getppid() or 1, 0, 0, 0)"),
    escape("move-pages", "moves its parent's pages", "call(279, os.getppid() or 1, 0, 0, 0, 0, 0)"),
    escape("schedule", "gives itself the scheduler's first place",
           "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))"),
    escape("input-output-priority", "gives its disk work the first place", "call(251, 1, 0, 1 << 13)"),
    escape("accounting", "has the kernel write down every process", "call(163, b'account')"),
    escape("swap", "adds a swap file", "open('swap', 'wb').write(bytes(4096)); call(167, b'swap', 0)"),
    escape("kernel-log", "clears the kernel's messages", "call(103, 5, 0, 0)"),
    escape("quota", "changes the quota of the disk", "call(179, 0, b'/', 0, 0)"),
    escape("named-folder", "opens files by the newest call, past the old checks",
           "call(437, -100, b'/etc/shadow', bytes(24), 24)"),
    escape("mount-by-descriptor", "opens a tree of mounts as a descriptor", "call(428, -100, b'/', 1)"),
    escape("secret-memory", "memory that nobody can inspect", "call(447, 0)"),
    escape("write-filter", "a filter of its own that answers for the kernel", "call(157, 22, 2, 0, 0, 0)"),
]  # fmt: skip

STOLEN_TOO = [
    stolen("neighbours", "the folders beside its own, by guessing their names", """
        above, own = os.path.split(os.path.dirname(os.getcwd()))
        twin, _, number = own.partition("-")
        if not number: return "alone"
        for process in range(max(int(twin) - 50, 1), int(twin) + 50):
            for n in range(1, 50):
                place = f"{above}/{process}-{n}"
                if place == os.path.dirname(os.getcwd()) or not os.path.exists(place): continue
                os.chmod(place, 0o777); walking(place)
        return "all" """),
    stolen("crash-reports", "what the system keeps of crashes and of other programs", """
        for place in ("/var/crash", "/var/lib/systemd/coredump", "/var/lib/apport", "/cores", "/var/log", "/run"):
            walking(place)
        return open("/proc/sys/kernel/core_pattern").read()[:9]"""),
    stolen("mapped-libraries", "what the libraries that it shares with the grader have mapped", """
        until = time.time() + 0.5
        for line in open("/proc/self/maps"):
            path = line.split()[-1]
            if time.time() < until and path.startswith("/") and ".so" not in path: reading(path)
        return "all" """),
]  # fmt: skip

HOARDING = [
    denial("page-tables", "a terabyte that is only read, whose page tables fill the memory", """
        import mmap
        kept = [mmap.mmap(-1, 2**36, flags=0x22, prot=mmap.PROT_READ) for _ in range(16)]
        for held in kept:
            for place in range(0, 2**36, 2**21): held[place]""", "raised OSError", says="OSError"),
    denial("small-threads", "threads without end, each with a small stack", """
        threading.stack_size(2**15)
        while True: threading.Thread(target=time.sleep, args=(9999,), daemon=True).start()""", "any", says="double"),
    denial("mapped-files", "files that are mapped, removed and closed", """
        for n in range(64):
            own = os.open("x", os.O_RDWR | os.O_CREAT); os.unlink("x"); os.write(own, bytes(2**20))
            libc.mmap(None, 4096, 1, 2, own, 0); os.close(own)
        time.sleep(9999)""", "any", _MAP, says="double"),
    denial("closed-box", "a work folder that its owner may not enter, full of files", """
        if not closed:
            for n in range(4): open(f"part{n}", "wb").write(bytes(2**20))
            os.chmod("..", 0); os.chmod(".", 0); closed.append(1)
        return 2 * x""", "returned", "closed = []", says="tried closed-box: as said", points=(3, 2, 0, 1)),
    denial("unwritable-names", "file names of all bytes that there are", """
        for n in range(1, 256):
            if n != 47: open(b"of-grader" + bytes([n]), "wb").close()
        if not os.path.lexists("self"): os.symlink("/", "root"); os.symlink("self", "self")
        return 2 * x""", "returned", says="tried unwritable-names: as said", points=(3, 2, 0, 1)),
    denial("locked-files", "locks on one file without end", """
        import fcntl
        file = open("x", "wb")
        for n in itertools.count(): fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * n)""",
           _LATE, "import itertools", says="took longer than allowed"),
    denial("swapped-folders", "folders that turn into links while they are counted", """
        def swap():
            while True:
                os.mkdir("a"); os.rename("a", "b"); os.symlink("/", "a"); os.unlink("a"); os.rmdir("b")
        threading.Thread(target=swap, daemon=True).start()
        time.sleep(0.2)
        return 2 * x""", "returned", says="tried swapped-folders: as said", points=(3, 2, 0, 1)),
    denial("alarms", "alarms that go off a million times a second", """
        signal.signal(signal.SIGALRM, lambda *a: None)
        signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
        while True: pass""", _LATE, says="took longer than allowed"),
    denial("cpu-signal", "a handler for the signal of the CPU limit", """
        signal.signal(signal.SIGXCPU, lambda *a: None); signal.signal(signal.SIGXFSZ, lambda *a: None)
        while True:
            try: open("x", "ab").write(bytes(2**20))
            except OSError: pass""", "any", says="double"),
    denial("exit-in-thread", "a thread that ends the process while the probe replies", """
        threading.Thread(target=lambda: (time.sleep(0.2), os._exit(0)), daemon=True).start()
        time.sleep(9999)""", "stopped: crash", says="ended the whole Python process"),
    denial("killed-itself", "a process that looks killed for want of memory", """
        import resource
        signal.signal(signal.SIGSEGV, signal.SIG_DFL)
        for number in (9, 6): os.kill(os.getpid(), number)""", "raised PermissionError", says="PermissionError"),
    denial("finally-for-ever", "an exception that cannot get out", """
        while True:
            try: raise ValueError
            finally: continue""", _LATE, says="took longer than allowed"),
]  # fmt: skip
OUTSIDE = [*CHANGING, *REACHING, *STOLEN_TOO, *HOARDING]
