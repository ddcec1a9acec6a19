"""Giving up every privilege, for this process and all it may start."""

import ctypes
import struct

from grader.sandbox.kernel import PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, PR_CAPBSET_DROP, call, prctl

_VERSION = 0x20080522
_LAST = 40  # CAP_CHECKPOINT_RESTORE; the loop stops earlier on older kernels


def held() -> int:
    """The effective and permitted capabilities of this process, as one bit set."""
    answer = ctypes.create_string_buffer(24)
    call("capget", ctypes.create_string_buffer(struct.pack("Ii", _VERSION, 0), 8), answer)
    words: tuple[int, ...] = struct.unpack("6I", answer.raw)
    return words[0] | words[1] | (words[3] | words[4]) << 32


def drop() -> None:
    """Empty the bounding, ambient, effective, permitted and inheritable sets."""
    if held():
        for capability in range(_LAST + 1):
            try:
                prctl(PR_CAPBSET_DROP, capability)
            except OSError:
                break
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("Ii", _VERSION, 0), 8)
    call("capset", header, ctypes.create_string_buffer(24))
