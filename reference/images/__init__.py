"""Small things done to images."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def hflip(img: Float) -> Float:
    """The mirror image, left and right exchanged.

        out[row, column] = img[row, columns - 1 - column]

    Source: document 002, section 8. img: (H, W) or (H, W, channels). Returns the same shape; channels keep their order.

    >>> hflip(np.array([[1.0, 2.0, 3.0]]))
    array([[3., 2., 1.]])
    """
    out = np.empty_like(img)
    for column in range(img.shape[1]):
        out[:, img.shape[1] - 1 - column] = img[:, column]
    return out


def downsample(img: Float) -> Float:
    """An image of 28 x 28 as one of 7 x 7, each pixel the mean of a block of 4 x 4.

        out[i, j] = mean of img[4 i : 4 i + 4, 4 j : 4 j + 4]

    Source: document 004, part 3. img: (28, 28). Returns (7, 7) in units of img, with the same mean.

    >>> downsample(np.kron(np.arange(49.0).reshape(7, 7), np.ones((4, 4))))[2]
    array([14., 15., 16., 17., 18., 19., 20.])
    """
    out = np.zeros((7, 7))
    for i in range(7):
        for j in range(7):
            out[i, j] = img[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].mean()
    return out
