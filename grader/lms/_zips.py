"""Zips that are the same bytes for the same contents: sorted, with one date and plain permissions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
PLAIN, PROGRAM = 0o100644, 0o100755
PACKED = (".whl", ".zip", ".gz", ".npz", ".png")  # nothing is gained by packing these again


def packed(files: Mapping[str, bytes], programs: frozenset[str] = frozenset()) -> bytes:
    """A zip of these files; `programs` are the names that can be executed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # Unix, or the permissions mean nothing
            entry.external_attr = (PROGRAM if name in programs else PLAIN) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()
