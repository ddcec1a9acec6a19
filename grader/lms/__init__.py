"""Where courses already live: one file per system, both ways, each with its own commands under `grader lms`.

A module here is named like its system and holds a click command or group called `command`. It reads what the system
hands over, has the grader grade it, and writes what the system expects back. What is shared stands in modules whose
names begin with an underscore.
"""
