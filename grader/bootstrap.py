"""Two commands on a bare machine: `python3 -m grader.bootstrap grade` and `python3 -m grader.bootstrap test`.

The first run makes `.venv` beside this package and installs the clone into it, with the versions of
constraints.txt. A stamp in `.venv` says from what it was made, so that later runs start at once and a change of
pyproject.toml or constraints.txt installs again. Standard library only. The syntax of this file stays readable
for old Pythons, so that they can say what is wrong instead of showing a traceback.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Sequence  # noqa: UP035  (an old Python has to get as far as main)

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
EXTRAS = "dev"  # everything: torch, notebooks, cluster, the tests and their tools
USAGE = """Grades the shipped assignments, or tests the grader; installs what that needs on the first run.

    python3 -m grader.bootstrap grade [ASSIGNMENT ...] [options of `grader grade`]
    python3 -m grader.bootstrap test  [options and files of pytest]
    python3 -m grader.bootstrap setup

grade   grades submissions/NAME/ for every assignments/NAME/, into reports/NAME/; its status is 0 also
        where a mark waits for a person (`grader grade` itself says 1 then)
test    style, types, import contracts and tests; with arguments, only pytest with these
setup   only installs, into .venv
"""
# what pip says without a network; the last is all that is left of it when the build tools cannot be fetched
OFFLINE = (
    "NewConnectionError", "name resolution", "Network is unreachable", "timed out", "getaddrinfo", "ProxyError",
    "(from versions: none)",
)  # fmt: skip


class BootstrapError(Exception):
    """Something on this machine is not as it must be; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and give its exit status."""
    if sys.version_info < OLDEST:
        return complain(too_old(sys.version_info))
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(USAGE.rstrip())
        return 0 if arguments else 2
    commands = {"grade": grade, "test": check_all, "setup": setup}
    word, rest = arguments[0], list(arguments[1:])
    if word not in commands:
        return complain(f"there is no command {word!r}; there are grade, test and setup")
    try:
        install()
        return commands[word](rest)
    except BootstrapError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        return complain("stopped by you; the same command goes on where it was", 130)


def too_old(version: Sequence[object]) -> str:
    """What a Python below 3.11 says instead of a traceback.

    >>> too_old((3, 8, 18))[:49]
    'this is Python 3.8, and 3.11 or newer is needed: '
    """
    return (
        f"this is Python {version[0]}.{version[1]}, and 3.11 or newer is needed: "
        "install one and call it by its name, as in python3.12 -m grader.bootstrap"
    )


def setup(rest: "list[str]") -> int:
    """Say where things are; everything is installed by now."""
    if rest:
        return complain(f"setup takes no arguments, found {' '.join(rest)!r}")
    say(f"ready: {program('grader')} --help")
    return 0


# ---- grade ----


def grade(rest: "list[str]") -> int:
    """Grade the named assignments, or all; a mark that waits for a person is told, and is no failure here."""
    if any(word in ("-h", "--help") for word in rest):
        return run([program("grader"), "grade", "--help"])
    shipped = sorted(file.parent.name for file in (ROOT / "assignments").glob("*/assignment.yaml"))
    if not shipped:
        raise BootstrapError(f"{ROOT / 'assignments'} holds no NAME/assignment.yaml; nothing can be graded")
    chosen, options = split(rest, shipped)
    ended: dict[str, int] = {}
    for name in chosen or shipped:
        if not options and not (ROOT / "submissions" / name).is_dir():
            say(f"{name}: skipped, there is no submissions/{name}/")
            continue
        say("")
        ended[name] = run([program("grader"), "grade", name, *options])
    waiting = [name for name, status in ended.items() if status == 1]
    if len(ended) > 1:
        say(f"\n{len(ended)} assignments; what a student reads is reports/NAME/HAND-IN/report.html")
    if waiting:
        say(f"Undecided marks wait for a person: `{program('grader')} mark NAME`, with NAME of {', '.join(waiting)}")
    return max((status for status in ended.values() if status > 1), default=0)


def split(words: "list[str]", shipped: Sequence[str]) -> "tuple[list[str], list[str]]":
    """The assignments in front, and what is left for `grader grade`.

    >>> split(["adam", "--jobs", "2"], ["adam", "dropout"])
    (['adam'], ['--jobs', '2'])
    """
    count = 0
    while count < len(words) and words[count] in shipped:
        count += 1
    if not count and words and not words[0].startswith("-"):
        raise BootstrapError(f"there is no assignment {words[0]!r} in assignments/; there are {', '.join(shipped)}")
    return words[:count], words[count:]


# ---- test ----


def check_all(rest: "list[str]") -> int:
    """Style, types and import contracts, then pytest, whose own summary is the last line."""
    if rest:
        return run([python(), "-m", "pytest", *rest])
    checks = {
        "style": [python(), "-m", "ruff", "check", "--quiet"],
        "format": [python(), "-m", "ruff", "format", "--check", "--quiet"],
        "types": [python(), "-m", "mypy", "--no-error-summary"],
        "imports": [program("lint-imports"), "--no-cache"],
    }
    failed = [name for name, command in checks.items() if not passes(name, command)]
    if failed:
        say(f"\nFAILED before the tests: {', '.join(failed)} (shown above). The tests follow.\n")
    # loadfile keeps a file's fixtures, some of which start sandboxes, in one process
    tests = run([python(), "-m", "pytest", "-q", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"])
    return tests or (1 if failed else 0)


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check, quiet unless it fails."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False
    )
    seconds = time.monotonic() - began
    say(f"{name:<8} {'ok' if done.returncode == 0 else 'FAILED'}  ({seconds:.1f} s)")
    if done.returncode != 0:
        say(done.stdout.decode(errors="replace").rstrip())
    return done.returncode == 0


# ---- install ----


def install() -> None:
    """Make `.venv` what pyproject.toml and constraints.txt say; does nothing where it already is."""
    for name in ("pyproject.toml", "constraints.txt"):
        if not (ROOT / name).is_file():
            raise BootstrapError(f"{ROOT} is not a clone of the grader: it has no {name}; run this inside a clone")
    if is_ready():
        return
    with alone():
        if is_ready():  # another run made it while this one waited
            return
        began = time.monotonic()
        make_venv()
        fill_venv()
        stamp().write_text(fingerprint() + "\n", encoding="ascii")
        say(f"installed into .venv in {time.monotonic() - began:.0f} s; later runs start at once")


def is_ready() -> bool:
    """Whether `.venv` was made from exactly these files, in this place."""
    try:
        return stamp().read_text(encoding="ascii").strip() == fingerprint() and Path(python()).is_file()
    except (OSError, UnicodeDecodeError):
        return False


def fingerprint() -> str:
    """A digest of everything that a `.venv` depends on."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes() + b"\0")
    # the launchers inside hold absolute paths, so a moved clone is made anew
    digest.update(repr((EXTRAS, str(ROOT))).encode())
    return digest.hexdigest()


def base_python() -> str:
    """The Python outside of any virtual environment."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def make_venv() -> None:
    """A fresh `.venv` with pip in it; a sound one is kept, a half-made or moved one is replaced."""
    mark = ROOT / ".venv" / "made-for"
    wanted = str(ROOT)
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted and works([python(), "-I", "-m", "pip", "-V"]):
        return
    if (ROOT / ".venv").exists():
        say("making .venv anew: it was unfinished, or made elsewhere")
        shutil.rmtree(ROOT / ".venv")
    else:
        say("making .venv")
    command = [base_python(), "-I", "-m", "venv", str(ROOT / ".venv")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0 or not works([python(), "-I", "-m", "pip", "-V"]):
        said = done.stdout.decode(errors="replace").strip()
        raise BootstrapError(
            f"{base_python()} could not make a virtual environment; on Debian and Ubuntu install the package "
            f"python3-venv. It said:\n{said}"
        )
    mark.write_text(wanted, encoding="utf-8")


def fill_venv() -> None:
    """Install this clone and its extras, with the versions of constraints.txt."""
    log = ROOT / ".venv" / "install.log"
    command = [python(), "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "-c", "constraints.txt", "-e", f".[{EXTRAS}]"]
    patient = {"PIP_RETRIES": "10", "PIP_DEFAULT_TIMEOUT": "60"}  # a connection that breaks costs a whole installation
    kept = {key: value for key, value in os.environ.items() if key not in ("PIP_USER", "PIP_TARGET")}
    say("installing the grader and its packages, once; PyTorch is the large one")
    with log.open("w", encoding="utf-8") as record:
        pip = subprocess.Popen(
            command, cwd=ROOT, env={**patient, **kept}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
        with pip:
            for line in pip.stdout or ():
                record.write(line)
                show = progress(line)
                if show:
                    say(show)
    if pip.returncode != 0:
        raise BootstrapError(why(log.read_text(encoding="utf-8")) + f"\nThe whole log is {log.relative_to(ROOT)}")


def progress(line: str) -> "str | None":
    """What a line of pip's is worth telling: large downloads, and the last step.

    >>> progress("  Downloading torch-2.13.0-cp311-none.whl (181.2 MB)")
    '  fetching torch-2.13.0-cp311-none.whl (181.2 MB)'
    >>> progress("Installing collected packages: wcwidth, torch")
    '  unpacking 2 packages'
    >>> progress("  Downloading wcwidth-0.9.4-py3-none-any.whl (37 kB)")
    """
    text = line.strip()
    if text.startswith("Downloading ") and (text.endswith(" MB)") or text.endswith(" GB)")):
        return "  fetching " + text[len("Downloading ") :].rsplit("/", 1)[-1]
    if text.startswith("Installing collected packages:"):
        return f"  unpacking {text.count(',') + 1} packages"
    return None


def why(log: str) -> str:
    """One helpful sentence on why pip failed, and the end of what it said."""
    end = "\n".join("    " + line for line in log.strip().splitlines()[-12:])
    if "No matching distribution found for torch" in log:
        cause = (
            "there is no PyTorch of that version for this Python and machine: use Python 3.11 to 3.13, or name "
            "the index of PyTorch's own CPU builds in PIP_EXTRA_INDEX_URL"
        )
    elif any(sign in log for sign in OFFLINE):
        cause = "the package index cannot be reached: check the network or the proxy, or name a mirror in PIP_INDEX_URL"
    elif "No space left on device" in log:
        cause = "the disk is full; .venv needs about 1.5 GB"
    else:
        cause = "pip could not install the packages"
    return f"{cause}. pip said last:\n{end}"


# ---- small things ----


@contextmanager
def alone() -> "Iterator[None]":
    """Only one run at a time may change `.venv`; the others wait and say so."""
    with (ROOT / ".venv.lock").open("a+b") as handle:
        if not try_lock(handle.fileno()):
            say("another run is installing; waiting for it")
            while not try_lock(handle.fileno()):
                time.sleep(0.5)
        yield  # closing the file lets the next one in


def try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def works(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def run(command: Sequence[str]) -> int:
    """Run in the clone's folder, on this terminal; a death by signal counts as our failure."""
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    return status if status >= 0 else 3


def stamp() -> Path:
    return ROOT / ".venv" / "stamp"


def python() -> str:
    return program("python")


def program(name: str) -> str:
    """Where a launcher stands in `.venv`."""
    folder = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    return str(folder / (name + ".exe" if os.name == "nt" else name))


def say(text: str) -> None:
    print(text, flush=True)


def complain(text: str, status: int = 2) -> int:
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
