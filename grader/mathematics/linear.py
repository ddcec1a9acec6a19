"""Small matrices of any kind of number, floats or hundreds of digits: what numpy does only for floats."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.mathematics.problems import TypeMismatch, Undefined

Matrix: TypeAlias = NDArray[Any]  # two-dimensional, of Python numbers or mpmath's (dtype object); vectors are columns


class Identity:
    """A multiple of the identity matrix, of whatever size its surroundings have."""

    __slots__ = ("factor",)

    def __init__(self, factor: Any) -> None:
        self.factor = factor


def size(matrix: Matrix) -> str:
    """3×1, for messages."""
    return f"{matrix.shape[0]}×{matrix.shape[1]}"


def inverse(matrix: Matrix, one: Any) -> Matrix:
    """Gauss–Jordan with partial pivots."""
    count = square(matrix, "inverted")
    work = np.concatenate([matrix.astype(object), identity(count, one)], axis=1)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(work[row, column]))
        if abs(work[pivot, column]) == 0:
            raise Undefined("This matrix has no inverse here.")
        work[[column, pivot]] = work[[pivot, column]]
        work[column] = work[column] / work[column, column]
        for row in range(count):
            if row != column:
                work[row] = work[row] - work[column] * work[row, column]
    return work[:, count:]


def determinant(matrix: Matrix, one: Any) -> Any:
    count = square(matrix, "given a determinant")
    work, sign = matrix.astype(object).copy(), one
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(work[row, column]))
        if abs(work[pivot, column]) == 0:
            return one * 0
        if pivot != column:
            work[[column, pivot]] = work[[pivot, column]]
            sign = -sign
        for row in range(column + 1, count):
            work[row] = work[row] - work[column] * (work[row, column] / work[column, column])
    for place in range(count):
        sign = sign * work[place, place]
    return sign


def identity(count: int, one: Any) -> Matrix:
    made = np.full((count, count), one * 0, dtype=object)
    for place in range(count):
        made[place, place] = one
    return made


def square(matrix: Matrix, what: str) -> int:
    """The side of a square matrix."""
    if matrix.shape[0] != matrix.shape[1]:
        raise TypeMismatch(f"Only a square matrix can be {what}; this one is {size(matrix)}.")
    return int(matrix.shape[0])
