"""Notebooks in the child: parsed, run cell by cell, kept with their outputs."""


def warm() -> None:
    """Before forking: touch what every notebook will need."""
