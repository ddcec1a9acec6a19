"""Escape: every call by which a process reaches out of its box."""

from tests.attacks.attack import Attack, escape

ESCAPES: list[Attack] = [
    escape("tcp", "a TCP connection", "socket.create_connection(('1.1.1.1', 80), 0.2)"),
    escape("listening", "a TCP port for others", "socket.socket().bind(('127.0.0.1', 0))", weak=True),
    escape("udp", "a datagram to a name server", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", weak=True),
    escape("raw", "a raw socket", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"),
    escape("abstract", "an abstract local socket",
           "socket.socket(socket.AF_UNIX).bind('\\0of-grader-attack-' + str(os.getpid()))", weak=True),
    escape("netlink", "a netlink socket", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
    escape("vsock", "a socket to the virtual machine's host", "socket.socket(40, socket.SOCK_STREAM)"),
    escape("user-namespace", "a user namespace", "call(272, 0x10000000)"),
    escape("mount-namespace", "a mount namespace", "call(272, 0x20000)"),
    escape("join-namespace", "the namespaces of process 1", "call(308, os.open('/proc/1/ns/mnt', 0), 0)"),
    escape("ptrace", "traces its parent", "call(101, 16, os.getppid() or 1, 0, 0)"),
    escape("traced", "asks to be traced", "call(101, 0, 0, 0, 0)"),
    escape("write-memory", "writes into its parent's memory", "call(311, os.getppid() or 1, 0, 0, 0, 0, 0)"),
    escape("setuid", "becomes root", "os.setuid(0)"),
    escape("setgroups", "joins the disk's group", "os.setgroups([6])"),
    escape("capabilities", "gives itself every capability", """
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6)
        call(126, header, data)"""),
    escape("setuid-file", "makes a setuid file and runs it", """
        open("s", "wb").write(b"#!/bin/sh"); os.chmod("s", 0o6755); os.execv("./s", ["s"])"""),
    escape("device", "makes the disk's device", "os.mknod('disk', 0o60600, os.makedev(8, 0))"),
    escape("kernel-memory", "opens the kernel's memory", "open('/dev/mem', 'rb')"),
    escape("terminal", "types into the teacher's terminal", """
        import fcntl
        for name in ("/dev/tty", "/dev/ptmx"):
            try: descriptor = os.open(name, os.O_RDWR)
            except OSError: continue
            fcntl.ioctl(descriptor, 0x5412, b"x")
            return "ESCAPED"
        raise PermissionError(1, "")"""),
    escape("keyring", "searches the session's keyring", "call(250, 0, -3, 1, 0, 0)"),
    escape("io-uring", "io_uring, which does calls without calling", "call(425, 8, ctypes.create_string_buffer(120))"),
    escape("bpf", "loads a program into the kernel", "call(321, 5, ctypes.create_string_buffer(120), 120)"),
    escape("userfaultfd", "handles page faults for the kernel", "call(323, 1)"),
    escape("perf", "watches the processor's counters", "call(298, ctypes.create_string_buffer(120), 0, -1, -1, 0)"),
    escape("mounting", "mounts a disk", "call(165, b'none', b'.', b'tmpfs', 0, 0)"),
    escape("unmount", "unmounts the root", "call(166, b'/', 2)"),
    escape("chroot", "changes the root", "os.chroot('.')"),
    escape("pivot", "swaps the root", "call(155, b'.', b'.')"),
    escape("module", "loads a kernel module", "call(175, 0, 0, b'')"),
    escape("reboot", "asks for a reboot with wrong magic", "call(169, 0, 0, 0, 0)"),
    escape("clock", "sets the clock", "time.clock_settime(time.CLOCK_REALTIME, time.time())"),
    escape("hostname", "renames the machine", "call(170, b'x', 1)"),
    escape("program", "runs a shell", "os.execv('/bin/sh', ['sh', '-c', 'touch @CANARY/ran'])"),
    escape("subprocess", "runs a command", "import subprocess; subprocess.run(['touch', '@CANARY/ran'])", weak=True),
    escape("memory-program", "runs a program from memory", "os.memfd_create('x')", weak=True),
    escape("signal-grader", "stops its parent and everybody",
           "os.kill(os.getppid() or 1, signal.SIGKILL)"),
    escape("signal-all", "kills everybody", "os.kill(-1, signal.SIGKILL)"),
    escape("signal-owner", "lets the kernel send a signal to the grader when the wire has data", """
        import fcntl
        fcntl.fcntl(3, 8, os.getppid() or 1)"""),
    escape("signal-ioctl", "the same by ioctl", """
        import fcntl
        fcntl.ioctl(3, 0x8901, (os.getppid() or 1).to_bytes(4, "little"))
        return "ESCAPED" """),
    escape("steal-descriptor", "takes a descriptor out of its parent",
           "call(438, os.pidfd_open(os.getppid() or 1), 3, 0)"),
    escape("outlive", "asks to survive the grader", "call(157, 1, 0, 0, 0, 0)"),
    escape("inspectable", "makes itself inspectable by others", "call(157, 4, 1, 0, 0, 0)"),
    escape("new-session", "leaves its session", "os.setsid()"),
    escape("write-outside", "writes beside the reference and into the canary", """
        for folder in ("@COURSE/reference", "@CANARY", "@OUT", "/tmp", "/var/tmp", "/dev/shm", "/etc"):
            try: open(folder + "/of-grader-attack", "w").write("x")
            except OSError as error: refused = error
            else: return "ESCAPED"
        raise refused"""),
    escape("site-packages", "leaves a .pth file for the next run", """
        import site
        refused = OSError(1, "")
        for folder in [*site.getsitepackages(), os.path.dirname(os.__file__), *sys.path]:
            if folder.startswith((os.getcwd(), os.environ["HOME"])): continue
            try: open(folder + "/left.pth", "w").write("import os")
            except OSError as error: refused = error
            else:
                os.unlink(folder + "/left.pth")
                return "ESCAPED"
        raise refused"""),
    escape("kernel-setting", "changes a setting of the kernel", "open('/proc/sys/kernel/core_pattern', 'w')"),
    escape("shared-segment", "a segment of shared memory that outlives it", "call(29, 1, 4096, 0o1600)"),
    escape("priority", "raises its own priority", "os.setpriority(os.PRIO_PROCESS, 0, -20)"),
    escape("own-limits", "raises its own limits", """
        import resource
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))"""),
]  # fmt: skip
