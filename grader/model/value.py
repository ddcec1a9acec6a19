"""What may travel between a student's process and ours, and what may be compared."""

from collections.abc import Mapping
from typing import Any, TypeAlias

# What a student's code may give back and what a reference may expect: None, bool, int, float, complex, str,
# numpy arrays (torch tensors arrive as arrays), and lists, tuples and dicts of these, nested.
Value: TypeAlias = Any
Inputs: TypeAlias = Mapping[str, Value]
