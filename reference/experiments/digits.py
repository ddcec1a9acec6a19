"""Real handwritten digits, small enough to stand beside the code, and a reader of the files of the original MNIST.

digits.txt holds the first 1200 of the 1797 images of the "Optical recognition of handwritten digits" test set
(E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0), in the order in which scikit-learn
(BSD 3-Clause) ships them as digits.csv: a line per image, 64 pixels from 0 to 16 as 0-9a-g, row by row, and its class.
"""

import functools
import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

HERE = Path(__file__).parent
NAMES = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
UNSIGNED_BYTES = 0x08


@functools.cache
def _read() -> tuple[Float, Integers]:
    lines = (HERE / "digits.txt").read_text("ascii").split()
    values = np.array([[int(mark, 17) for mark in line] for line in lines])
    return values[:, :64] / 16, values[:, 64]


def digits() -> tuple[Float, Integers]:
    """All embedded digits: X (1200, 64) with pixels in [0, 1], row by row of 8 x 8, and y (1200,), the classes 0-9.

    >>> X, y = digits()
    >>> X.shape, y[:5].tolist(), X[0].reshape(8, 8)[0].tolist()
    ((1200, 64), [0, 1, 2, 3, 4], [0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0])
    """
    X, y = _read()
    return X.copy(), y.copy()


def read_idx(data: bytes) -> npt.NDArray[np.uint8]:
    """An array of an IDX file, the format of MNIST; gzip-packed files as well.

        bytes 0, 1: zero · byte 2: type of the values, 8 for unsigned bytes · byte 3: number of axes
        then one length per axis, 4 bytes each, largest first · then the values, last axis fastest

    Source: Y. LeCun, C. Cortes, C. Burges, The MNIST database, "File formats for the MNIST database".

    >>> read_idx(bytes([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9]))
    array([[7, 8, 9]], dtype=uint8)
    """
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if len(data) < 4 or data[0] or data[1] or data[2] != UNSIGNED_BYTES:
        raise ValueError(f"an IDX file of unsigned bytes begins with 00 00 08, found {data[:3].hex(' ')!r}")
    axes = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(axes)]
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * axes)
    if len(values) != np.prod(shape):
        raise ValueError(f"the head announces {shape}, found {len(values)} values")
    return values.reshape(shape).copy()


def mnist(folder: str, part: str = "train") -> tuple[Float, Integers]:
    """The original MNIST from a folder of its four files, packed with gzip or not: X (n, 784) in [0, 1] and y (n,).

    part: train (60000) or test (10000). Put the files beside your course and call this in place of `digits`.
    """
    images, labels = (_found(Path(folder), name) for name in NAMES[part])
    X, y = read_idx(images), read_idx(labels)
    return X.reshape(len(X), -1) / 255, y.astype(np.int64)


def _found(folder: Path, name: str) -> bytes:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.exists():
            return path.read_bytes()
    raise FileNotFoundError(f"{folder} holds neither {name} nor {name}.gz")
