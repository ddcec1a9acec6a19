"""Reference implementations by topic, slow and obvious, and beside each the mistakes that students make.

A function is called by keyword with a case's inputs: float64 arrays, Python numbers, lists, text. Nothing here
imports the grader, keeps state, or reads a clock, a file or a global random generator.
"""
