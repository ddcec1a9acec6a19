"""The same examples on every machine and however busy it is."""

from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None, database=None, max_examples=50)
settings.load_profile("gate")
