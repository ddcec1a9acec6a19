"""The file tree of a box: Python, its packages and the system's libraries, read-only, and nothing else.

Everything is opened first and bound after, through the open descriptors, so that neither a mount laid over a source
nor a folder closed to other people (a Python under /root) is in the way.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.sandbox.kernel import Prepared, call, mount, mounting

_RDONLY, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_PROC = _IN_A_BOX = _NOSUID | _NODEV | _NOEXEC
_BIND, _REC, _PRIVATE, _DETACH = 4096, 16384, 1 << 18, 2
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "localtime", "timezone", "alternatives", "mime.types")
DEVICES = ("null", "full", "random", "urandom")  # a shared mapping of /dev/zero would be memory beyond the limit
_OF_A_PREFIX = ("bin", "lib", "lib64", "libexec", "share", "etc", "ssl", "include", "pyvenv.cfg")
UNLISTED = "/unlisted"  # a file of the tree that no Landlock rule names: the child must fail to read it
_BOXES = ("/box", "/box-of-grader", "/grader/box")


def package() -> Path:
    """The folder of the `grader` package."""
    return Path(__file__).resolve().parent.parent


def readable() -> list[str]:
    """Files and folders that student code may read: never the course, its reference or another hand-in."""
    found = [name for name in _SYSTEM if os.path.exists(name)]
    found += [f"/etc/{name}" for name in _ETC if os.path.exists(f"/etc/{name}")]
    for prefix in dict.fromkeys([sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix]):
        if prefix != "/usr":
            found += [path for name in _OF_A_PREFIX if os.path.exists(path := os.path.join(prefix, name))]
    found += [path for path in sys.path if _is_packages(path)]
    found += [os.path.dirname(path) for path in _mapped()]
    covered = [path for path in dict.fromkeys(found) if not _beneath(path, [p for p in found if p != path])]
    return [*covered, str(package() / "__init__.py"), str(package() / "probe")]


def without_package(path: str) -> Iterator[tuple[str, bool]]:
    """Something readable, or what it is made of where this package is installed in it; False: to be listed only.

    Landlock cannot take back what it allowed for the folder above, by whatever name (lib64 is a link in many places).
    Links further in are left out: where they lead is readable by itself or not at all.
    """
    home = str(package())
    path = os.path.realpath(path)
    if not home.startswith(path.rstrip("/") + "/"):
        yield path, True
        return
    yield path, False
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.path != home and not entry.is_symlink():
            yield from without_package(entry.path)


def _is_packages(path: str) -> bool:
    """Whether an entry of the import path is a folder of installed packages, not somebody's project."""
    return os.path.basename(path) in ("site-packages", "dist-packages", "lib-dynload") and os.path.isdir(path)


def _mapped() -> list[str]:
    """The libraries this very interpreter runs on."""
    with open("/proc/self/maps") as file:
        paths = (line.split(maxsplit=5)[-1].strip() for line in file)
        return [path for path in dict.fromkeys(paths) if path.startswith("/") and ".so" in path]


def _beneath(path: str, folders: list[str]) -> bool:
    return any(path.startswith(folder.rstrip("/") + "/") for folder in folders)


def box_folder() -> str:
    """Where the work folder stands in the tree: no ancestor of anything readable."""
    paths = readable()
    return next(box for box in _BOXES if not _beneath(box, paths) and not _beneath_any(paths, box))


def _beneath_any(paths: list[str], box: str) -> bool:
    return any(path == box or path.startswith(box + "/") for path in paths)


def build(box: str) -> None:
    """Make this process's mount namespace hold the tree and nothing else."""
    mount("none", "/", "", _REC | _PRIVATE)
    sources = {path: os.open(path, os.O_PATH) for path in readable() if not os.path.islink(path)}
    links = {path: str(Path(path).readlink()) for path in readable() if os.path.islink(path)}
    devices = {name: os.open(f"/dev/{name}", os.O_PATH) for name in DEVICES}
    proc = os.open("/proc", os.O_PATH)
    binding = f"/proc/{os.getpid()}/fd"
    ground = "/tmp"
    mount("tree", ground, "tmpfs", _NOSUID | _NODEV, "size=1m,mode=755")
    for path, descriptor in sources.items():
        _bind(f"{binding}/{descriptor}", ground + path, descriptor, _RDONLY | _NOSUID | _NODEV)
    for path, target in links.items():
        if not os.path.lexists(ground + path):
            os.makedirs(os.path.dirname(ground + path), exist_ok=True)
            os.symlink(target, ground + path)
    for name, descriptor in devices.items():
        _bind(f"{binding}/{descriptor}", f"{ground}/dev/{name}", descriptor, _NOSUID | _NOEXEC)
    _bind(f"{binding}/{proc}", f"{ground}/proc", proc, _NOSUID | _NODEV | _NOEXEC)
    _hide_own_package(ground, sources, binding)
    os.makedirs(ground + box)
    _furnish(ground)
    for descriptor in [*sources.values(), *devices.values(), proc]:
        os.close(descriptor)
    os.chdir(ground)
    call("pivot_root", b".", b".")
    call("umount2", b".", _DETACH)
    os.chdir("/")
    _protect("/", _RDONLY | _NOSUID | _NODEV, recursive=False)


def _furnish(ground: str) -> None:
    for name, text in (
        (UNLISTED, "whoever reads this is not held by Landlock\n"),
        ("/etc/passwd", "student:x:1000:1000:student:/:/bin/false\n"),
        ("/etc/group", "student:x:1000:\n"),
        ("/etc/hosts", "127.0.0.1 localhost\n"),
    ):
        with contextlib.suppress(FileExistsError), open(ground + name, "x") as file:
            file.write(text)
    for link, target in (("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0")):
        os.symlink(target, f"{ground}/dev/{link}")


def _hide_own_package(ground: str, sources: dict[str, int], binding: str) -> None:
    """Where the package is installed among the others, show only what runs beside the student's code."""
    home = str(package())
    if not _beneath(home, [path for path in sources if not path.startswith(home)]):
        return
    mount("hidden", ground + home, "tmpfs", _NOSUID | _NODEV, "size=1m,mode=755")
    for path in (f"{home}/__init__.py", f"{home}/probe"):
        _bind(f"{binding}/{sources[path]}", ground + path, sources[path], _RDONLY | _NOSUID | _NODEV)


def _bind(source: str, target: str, descriptor: int, flags: int) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.fstat(descriptor).st_mode & 0o170000 == 0o040000:
        os.makedirs(target, exist_ok=True)
    elif not os.path.exists(target):
        with open(target, "x"):
            pass
    mount(source, target, "", _BIND | _REC)
    _protect(target, flags, recursive=True)


def _protect(path: str, flags: int, recursive: bool) -> None:
    """Add flags to a mount, and to those beneath it."""
    import ctypes
    import struct

    attributes = ctypes.create_string_buffer(struct.pack("QQQQ", flags, 0, 0, 0), 32)
    call("mount_setattr", -100, path.encode(), 0x8000 if recursive else 0, attributes, 32)


def of_one_child(box: str, files_mib: int) -> tuple[Prepared, ...]:
    """The mounts that every child makes for itself: its work folder, and a /proc that shows nobody else."""
    return mounting("box", box, "tmpfs", _IN_A_BOX, _of_size(files_mib)), mounting(
        "proc", "/proc", "proc", _PROC | _RDONLY
    )


def fresh_proc(writable: bool = False) -> None:
    """A /proc that shows this process namespace only."""
    mount("proc", "/proc", "proc", _PROC | (0 if writable else _RDONLY))


def fresh_box(box: str, files_mib: int) -> None:
    """An empty work folder of limited size; it goes when its mount namespace goes."""
    mount("box", box, "tmpfs", _IN_A_BOX, _of_size(files_mib))


def _of_size(files_mib: int) -> str:
    return f"size={files_mib}m,nr_inodes=16384,mode=700,huge=never"
