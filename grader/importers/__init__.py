"""Assignments of other graders become ours: one file per format, and what they share.

A format's `read(source)` looks at files and runs nothing; it gives a Draft for every assignment that it finds. What a
Draft becomes (assignment.yaml, starter, sample, hand-ins, and a page that says what was left out) is decided in one
place, writing.py's; no format writes a file.
"""
