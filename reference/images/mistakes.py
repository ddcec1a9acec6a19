"""Wrong pictures that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def flip_vertical(img: Float) -> Float:
    """Upside down."""
    return img[::-1].copy()


def flip_half_turn(img: Float) -> Float:
    """Turned by 180 degrees."""
    return img[::-1, ::-1].copy()


def flip_last_axis(img: Float) -> Float:
    """The last axis, which are the channels of a colour image."""
    return img[..., ::-1].copy()


def flip_transposed(img: Float) -> Float:
    """Rows and columns exchanged."""
    return np.swapaxes(img, 0, 1).copy()


def down_picked(img: Float) -> Float:
    """Every fourth pixel instead of the mean."""
    return img[::4, ::4].copy()


def down_largest(img: Float) -> Float:
    """The largest pixel of each block."""
    blocks: Float = img.reshape(7, 4, 7, 4).max(axis=(1, 3))
    return blocks


def down_summed(img: Float) -> Float:
    """The sum of each block."""
    blocks: Float = img.reshape(7, 4, 7, 4).sum(axis=(1, 3))
    return blocks


def down_scrambled(img: Float) -> Float:
    """A reshape that cuts rows into pieces instead of the image into blocks."""
    blocks: Float = img.reshape(7, 7, 16).mean(axis=2)
    return blocks
