"""A source of otter's laid in a folder, and what an import reads there."""

from grader.importers import otter
from tests.importers.making import lay

OK = "OK_FORMAT = True\ntest = {'name': %r, 'points': 2, 'suites': [{'cases': [{'code': '>>> x\\n3'}]}]}\n"
CASE = "{'code': '>>> x\\n3'}"


def read(tmp_path, files):
    (draft,) = otter.read(lay(tmp_path / "source", files))
    return draft


def skipped(draft):
    return {one.what: one.why for one in draft.skipped}


def ok(body, name="q1"):
    return {f"tests/{name}.py": f"OK_FORMAT = True\ntest = {body}\n"}
