"""What every format has in common."""

import subprocess
import sys

import pytest

from grader import kinds

FORMATS = ["csv", "html", "json", "junit", "markdown", "terminal"]


def test_the_formats_are_the_files_of_the_room():
    assert set(FORMATS) <= set(kinds.names("reports"))


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_can_write_or_render(name):
    module = kinds.find("reports", name)

    assert hasattr(module, "render") or hasattr(module, "write_class")


@pytest.mark.parametrize("heavy", ["rich", "jinja2", "markdown_it", "latex2mathml", "numpy"])
def test_nothing_heavy_is_imported_before_something_is_drawn(heavy):
    code = "import sys; from grader.reports import csv, html, json, junit, markdown, terminal; print(*sys.modules)"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=900)

    assert heavy not in seen.stdout.split()
