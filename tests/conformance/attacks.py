"""The attacks of the conformance suite: what a hand-in's `f` does, and what must come of it at each level.

An outcome is written "ENOENT" or another errno that the attack was refused with, "open" where it got through (which
is what the weaker levels are honest about), the name of the exception, or "stopped: LIMIT" where the job was ended.
In a body, {course} is a file of the course, {grader} the grader's process id, {libc} loads the C library.
"""

from dataclasses import dataclass

import pytest

E_ALL = ("EPERM", "EPERM", "EPERM")


@dataclass(frozen=True)
class Attack:
    name: str
    body: str
    isolated: str
    confined: str
    limited: str

    def source(self, course: str, grader: int) -> str:
        text = self.body.replace("{course}", repr(course)).replace("{grader}", str(grader))
        lines = "\n".join("        " + line for line in text.strip().splitlines())
        return _FRAME.replace("BODY", lines)


_FRAME = """
import ctypes, errno, os, signal, socket, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)

def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "")

def f():
    try:
BODY
    except OSError as error:
        return errno.errorcode[error.errno]
    return "open"
"""


def everywhere(name: str, body: str, outcome: str) -> Attack:
    return Attack(name, body, outcome, outcome, outcome)


def _changed(change: str) -> str:
    """Try to change what no lock on files looks at, and undo it where it worked; whatever the call itself says."""
    return f"""
def picture():
    return [(os.stat(one).st_mode, os.stat(one).st_mtime) for one in (os.__file__, {{course}}) if os.path.exists(one)]
before, mode = picture(), os.stat(os.__file__).st_mode ^ 0o020
{change}
if picture() == before: return "unchanged"
for one in (os.__file__, {{course}}): os.chmod(one, before[0][0])"""


READING = [
    Attack("read the course", "open({course}).read(1)", "ENOENT", "EACCES", "open"),
    Attack("list the course", "os.listdir(os.path.dirname({course}))", "ENOENT", "EACCES", "open"),
    Attack("read through a link", "os.symlink({course}, 'link'); open('link').read(1)", "ENOENT", "EACCES", "open"),
    Attack("read through /proc/self/root", "open('/proc/self/root' + {course}).read(1)", "ENOENT", "EACCES", "open"),
    Attack("copy the course in the kernel", "os.link({course}, 'mine')", "ENOENT", "EXDEV", "EXDEV"),
    Attack("read passwords", "open('/etc/shadow').read(1)", "ENOENT", "EACCES", "EACCES"),
    Attack("read a home folder", "os.listdir('/home')", "ENOENT", "EACCES", "open"),
    Attack("read the grader's environment", "open('/proc/{grader}/environ').read(1)", "ENOENT", "EACCES", "EACCES"),
    Attack("read the grader's memory", "open('/proc/{grader}/mem', 'rb')", "ENOENT", "EACCES", "EACCES"),
    Attack("list the grader's descriptors", "os.listdir('/proc/{grader}/fd')", "ENOENT", "EACCES", "EACCES"),
    Attack("open a terminal", "os.open('/dev/ptmx', os.O_RDWR)", "ENOENT", "EACCES", "open"),
    everywhere("read process memory by call", "call(310, {grader}, 0, 0, 0, 0, 0)", "EPERM"),
    everywhere("open by handle", "call(304, 3, 0, 0)", "EPERM"),
]

WRITING = [
    Attack("write beside the course", "open({course} + '.x', 'w')", "ENOENT", "EACCES", "EACCES"),
    Attack(
        "write to /var/tmp",
        "open('/var/tmp/x-of-grader', 'w'); os.unlink('/var/tmp/x-of-grader')",
        "ENOENT",
        "EACCES",
        "open",
    ),
    Attack(
        "leave a start-up file",
        "open(os.path.dirname(os.__file__) + '/site-packages/x.pth', 'w')",
        "EROFS",
        "EACCES",
        "EACCES",
    ),
    Attack("change a setting of the kernel", "open('/proc/sys/kernel/hostname', 'w')", "EROFS", "EACCES", "EACCES"),
    Attack(
        "write to its own oom score",
        "open('/proc/self/oom_score_adj', 'w').write('-1000')",
        "EROFS",
        "EACCES",
        "EACCES",
    ),
    Attack("close a file to others", _changed("os.chmod({course}, mode)"), "ENOENT", "unchanged", "unchanged"),
    Attack(
        "close one by its folder", _changed("call(268, -100, {course}.encode(), mode)"), "ENOENT", *["unchanged"] * 2
    ),
    Attack(
        "close one by another call",
        _changed("call(452, -100, {course}.encode(), mode, 0)"),
        "ENOENT",
        *["unchanged"] * 2,
    ),
    Attack(
        "close one that it may read", _changed("os.fchmod(os.open(os.__file__, 0), mode)"), "EROFS", *["unchanged"] * 2
    ),
    Attack("make a file look old", _changed("os.utime({course}, (1, 1))"), "ENOENT", "unchanged", "unchanged"),
    Attack(
        "make one look old by another call",
        _changed("call(235, {course}.encode(), bytes(32))"),
        "ENOENT",
        *["unchanged"] * 2,
    ),
    everywhere("make a device", "os.mknod('device', 0o600 | 0o020000, os.makedev(1, 1))", "EPERM"),
    everywhere("mount a disk", "call(165, b'none', b'/', b'tmpfs', 0, 0)", "EPERM"),
    everywhere("change the root", "os.chroot('.')", "EPERM"),
]

REACHING = [
    everywhere("TCP", "socket.socket(socket.AF_INET, socket.SOCK_STREAM)", "EPERM"),
    everywhere("UDP", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "EPERM"),
    everywhere("IPv6", "socket.socket(socket.AF_INET6, socket.SOCK_STREAM)", "EPERM"),
    everywhere("local sockets", "socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)", "EPERM"),
    everywhere("netlink", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "EPERM"),
    everywhere("virtual machine sockets", "socket.socket(40, socket.SOCK_STREAM)", "EPERM"),
    everywhere("datagrams through a pair", "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)", "EPERM"),
    everywhere("pass a descriptor", "socket.send_fds(socket.socket(fileno=os.dup(3)), [b'x'], [1])", "ENOSYS"),
    everywhere("signal the grader", "os.kill({grader}, 0)", "EPERM"),
    everywhere("signal everybody", "os.kill(-1, signal.SIGKILL)", "EPERM"),
    everywhere("signal the group", "os.kill(0, signal.SIGTERM)", "EPERM"),
    everywhere("signal through a handle", "signal.pidfd_send_signal(os.pidfd_open({grader}), 9)", "EPERM"),
    everywhere("queue a signal", "call(129, {grader}, 9, 0)", "ENOSYS"),
    everywhere("trace the grader", "call(101, 16, {grader}, 0, 0)", "EPERM"),
    everywhere("trace itself", "call(101, 0, 0, 0, 0)", "EPERM"),
    everywhere("slow the grader", "os.sched_setaffinity({grader}, [0])", "EPERM"),
    everywhere("limit the grader", "import resource; resource.prlimit({grader}, 7, (3, 3))", "EPERM"),
    everywhere("keyrings", "call(250, 0, -3, 1, 0, 0)", "EPERM"),
    everywhere("io_uring", "call(425, 1, 0)", "EPERM"),
    everywhere("bpf", "call(321, 0, 0, 0)", "EPERM"),
    everywhere("performance events", "call(298, 0, 0, 0, 0, 0)", "EPERM"),
    everywhere("page faults by user", "call(323, 0)", "EPERM"),
    everywhere("System V shared memory", "call(29, 1, 4096, 0o1600)", "EPERM"),
    everywhere("System V messages", "call(68, 1, 0o1600)", "ENOSYS"),
    everywhere("own another's signals", "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, {grader})", "EPERM"),
    everywhere("type into a terminal", "import fcntl; fcntl.ioctl(0, 0x5412, b'x')", "ENOTTY"),
    everywhere("set the clock", "time.clock_settime(time.CLOCK_REALTIME, 0)", "ENOSYS"),
    everywhere("rename the machine", "socket.sethostname('x')", "EPERM"),
    everywhere("be more important", "os.nice(-5)", "ENOSYS"),
    everywhere(
        "raise its own limits", "import resource; resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))", "ValueError"
    ),
    everywhere("ask a person", "input()", "EOFError"),
    everywhere("anonymous files", "os.memfd_create('x')", "EPERM"),
]

MULTIPLYING = [
    everywhere("fork", "os.fork()", "EPERM"),
    everywhere("fork by number", "call(57)", "EPERM"),
    everywhere("vfork by number", "call(58)", "EPERM"),
    everywhere("a thread with files of its own", "call(56, 0x10900, id(f), 0, 0, 0)", "EPERM"),
    everywhere("files of its own", "call(436, 200, 255, 2)", "EPERM"),
    everywhere("a program", "os.execv(sys.executable, [sys.executable, '-c', ''])", "EPERM"),
    everywhere("a command", "import subprocess; subprocess.run(['/bin/true'])", "EPERM"),
    everywhere("a daemon", "os.posix_spawn('/bin/sleep', ['sleep', '99'], {})", "EPERM"),
    everywhere("a user namespace", "call(272, 0x10000000)", "EPERM"),
    everywhere("a namespace by clone", "call(56, 0x10000011, 0, 0, 0, 0)", "EPERM"),
    everywhere("another filter", "call(317, 1, 0, 0)", "EPERM"),
    everywhere("be root", "os.setuid(0)", "EPERM"),
    everywhere("be traceable", "call(157, 4, 1, 0, 0, 0)", "EPERM"),
    everywhere("outlive the grader", "call(157, 1, 0, 0, 0, 0)", "EPERM"),
    everywhere("leave the session", "os.setsid()", "ENOSYS"),
]

HOARDING = [
    everywhere("memory", "bytearray(2**30)", "MemoryError"),
    everywhere("memory in small pieces", "kept = []\nwhile True: kept.append(bytearray(2**20))", "MemoryError"),
    everywhere("shared memory", "import mmap; mmap.mmap(-1, 2**30)", "EPERM"),
    Attack(
        "shared memory through a device",
        "import mmap; mmap.mmap(os.open('/dev/zero', os.O_RDWR), 2**30)",
        "ENOENT",
        "EACCES",
        "open",
    ),
    Attack(
        "files without a name",
        "kept = []\nfor n in range(200):\n"
        "    kept.append(open('x', 'wb')); os.unlink('x'); kept[-1].write(bytes(2**20))\ntime.sleep(99)",
        "ENOSPC",
        "stopped: files",
        "stopped: files",
    ),
    Attack(
        "mapped files without a name",
        "import mmap\nkept = []\nfor n in range(200):\n"
        "    file = open('x', 'wb+'); os.unlink('x'); file.truncate(2**20)\n"
        "    kept.append(mmap.mmap(file.fileno(), 2**20)); kept[-1][:] = bytes(2**20); file.close()\ntime.sleep(99)",
        "stopped: crash",
        "stopped: files",
        "stopped: files",
    ),
    Attack(
        "files without a name or a descriptor",
        "libc.mmap.restype = ctypes.c_void_p\n"
        "libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]\n"
        "for n in range(99):\n"
        "    own = os.open('x', os.O_RDWR | os.O_CREAT); os.unlink('x'); os.write(own, bytes(2**20))\n"
        "    libc.mmap(None, 4096, 1, 2, own, 0); os.close(own)\ntime.sleep(99)",
        "ENOSPC",
        "stopped: files",
        "stopped: files",
    ),
    everywhere("memory that grows down", "import mmap; mmap.mmap(-1, 2**20, flags=0x122)", "EPERM"),
    everywhere(
        "page tables, which no other limit counts",
        "import mmap\nkept = [mmap.mmap(-1, 2**34, flags=0x22, prot=mmap.PROT_READ) for _ in range(9)]",
        "ENOMEM",
    ),
    everywhere("a large file", "open('large', 'w').truncate(2**30)", "EFBIG"),
    Attack(
        "many files",
        "for n in range(100): open(f'part{n}', 'wb').write(bytes(2**20))",
        "ENOSPC",
        "stopped: files",
        "stopped: files",
    ),
    Attack("many names", "for n in range(10**5): os.mkdir(str(n))", "ENOSPC", "stopped: files", "stopped: files"),
    Attack(
        "folders in folders",
        "for n in range(3000): os.mkdir('d'); os.chdir('d')",
        "open",
        "stopped: files",
        "stopped: files",
    ),
    everywhere("descriptors", "kept = []\nwhile True: kept.append(os.open('/dev/null', 0))", "EMFILE"),
    everywhere(
        "threads",
        "while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
        "RuntimeError",
    ),
    Attack(
        "threads of little weight",
        "threading.stack_size(2**15)\n"
        "for n in range(400): threading.Thread(target=time.sleep, args=(999,), daemon=True).start()\ntime.sleep(999)",
        "RuntimeError",
        "stopped: threads",
        "stopped: threads",
    ),
    everywhere("locked memory", "call(149, id(f) & ~4095, 4096)", "ENOSYS"),
    everywhere("output", "while True: os.write(1, bytes(2**20))", "stopped: output"),
    everywhere(
        "output, swallowed",
        "while True:\n    try: os.write(1, bytes(2**20))\n    except OSError: pass",
        "stopped: output",
    ),
]

WASTING = [
    everywhere("a busy loop", "while True: pass", "stopped: seconds"),
    everywhere("a sleep", "time.sleep(1000)", "stopped: seconds"),
    everywhere(
        "ignored signals",
        "for n in range(1, 32):\n    if n not in (9, 19): signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
        "stopped: seconds",
    ),
    everywhere("a pause", "signal.pause()", "stopped: seconds"),
    everywhere("waiting for itself", "threading.Lock().acquire() and threading.Event().wait()", "stopped: seconds"),
    everywhere("reading what never comes", "os.read(3, 1)", "stopped: seconds"),
    everywhere(
        "a thread that stays",
        "threading.Thread(target=time.sleep, args=(1000,)).start(); time.sleep(1000)",
        "stopped: seconds",
    ),
]

CRASHING = [
    everywhere("an exit", "os._exit(0)", "stopped: crash"),
    everywhere("a null pointer", "ctypes.string_at(0)", "stopped: crash"),
    everywhere("an abort", "os.abort()", "stopped: crash"),
    everywhere("a signal to itself", "os.kill(os.getpid(), signal.SIGKILL)", "EPERM"),
    everywhere("a signal to its own thread", "call(234, os.getpid(), os.getpid(), 9)", "EPERM"),
    everywhere(
        "deep recursion",
        "sys.setrecursionlimit(10**9)\nnest = []\nfor _ in range(10**5): nest = [nest]\nrepr(nest)",
        "stopped: crash",
    ),
    everywhere("closing every descriptor", "os.closerange(0, 4096)", "stopped: crash"),
]

_FORGE = """
import json, struct
def announce(header, body):
    os.write(3, struct.pack('>3sIQ', b'GR1', header, body))
    time.sleep(1000)
def frame(header, body=b''):
    text = json.dumps({**header, 'buffers': [len(body)] if body else []}).encode()
    return struct.pack('>3sIQ', b'GR1', len(text), len(body)) + text + body
"""

FORGING = [
    everywhere("half a frame", "os.write(3, b'GR1'); time.sleep(1000)", "stopped: reply"),
    everywhere("half a frame and the end", "os.write(3, b'GR1'); os._exit(0)", "stopped: reply"),
    everywhere("no frame at all", "os.write(3, b'full marks, thank you'); time.sleep(1000)", "stopped: reply"),
    everywhere("a giant frame", _FORGE + "announce(10, 2**62)", "stopped: reply"),
    everywhere("a giant header", _FORGE + "announce(2**31, 0)", "stopped: reply"),
    everywhere(
        "a forged nonce",
        _FORGE + "os.write(3, frame({'nonce': '0' * 32, 'id': 'f', 'seen': 'returned', 'value': ['n']}))",
        "stopped: reply",
    ),
    everywhere(
        "a second reply with the right nonce",
        _FORGE + "level = sys._getframe()\nwhile 'nonce' not in level.f_locals: level = level.f_back\n"
        "os.write(3, frame({'nonce': level.f_locals['nonce'], 'id': 'f', 'seen': 'returned', 'value': ['n']}))",
        "stopped: reply",
    ),
    everywhere(
        "a reply to another ask",
        _FORGE + "level = sys._getframe()\nwhile 'nonce' not in level.f_locals: level = level.f_back\n"
        "os.write(3, frame({'nonce': level.f_locals['nonce'], 'id': 'g', 'seen': 'returned', 'value': ['n']}))",
        "stopped: reply",
    ),
    everywhere(
        "a header nested without end",
        "import struct\ntext = b'[' * 100000\nos.write(3, struct.pack('>3sIQ', b'GR1', len(text), 0) + text)",
        "stopped: reply",
    ),
]

ATTACKS = [*READING, *WRITING, *REACHING, *MULTIPLYING, *HOARDING, *WASTING, *CRASHING, *FORGING]


def by_name(attacks: list[Attack]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("attack", attacks, ids=[attack.name for attack in attacks])
