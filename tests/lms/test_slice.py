"""The modules of reference/ that an assignment leads to, however they import one another."""

from pathlib import Path

import pytest

from grader import places, spec
from grader.lms import _slice
from tests import courses

ROOT = Path(__file__).resolve().parents[2]

FILES = {
    "__init__.py": "",
    "twice.py": "from reference import keeping\nfrom .far import deep as d\n" + courses.REFERENCE,
    "keeping.py": "",
    "far/__init__.py": "",
    "far/deep.py": "def f():\n    import reference.late.one\n    from ..late import two\n    from . import near\n",
    "far/near.py": "import reference_of_others, numpy\n",
    "far/table.txt": "1 2 3",
    "far/README.md": "",
    "late/one.py": "from reference.late.two import name\n",
    "late/two.py": "",
    "late/never.py": "",
    "never.py": "",
    "table.txt": "beside the root's modules, which may be anybody's",
}


@pytest.fixture
def course(tmp_path):
    courses.lay(tmp_path)
    for name, text in FILES.items():
        file = tmp_path / "reference" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def found(course):
    place = places.locate("tiny", course)
    return set(_slice.files(place, spec.load(place.spec)))


def test_imports_are_followed_wherever_they_stand(course):
    assert {
        "assignments/tiny/assignment.yaml",
        "reference/__init__.py",
        "reference/twice.py",
        "reference/keeping.py",
        "reference/far/__init__.py",
        "reference/far/deep.py",
        "reference/far/near.py",
        "reference/far/table.txt",
        "reference/late/one.py",
        "reference/late/two.py",
    } == found(course)


def test_generators_relations_and_formulas_lead_to_their_modules(course):
    text = courses.SPEC.replace(
        "              - draw: {x: {normal: [3]}}\n                times: 3\n",
        "              - {generate: never.cases, times: 2}\n",
    ).replace("expect: {value: 42}", "expect: {value: 42, agrees_with: {reference: late.never.half, with: {x: 84}}}")
    (course / "assignments" / "tiny" / "assignment.yaml").write_text(text)

    assert {"reference/never.py", "reference/late/never.py"} <= found(course)


@pytest.mark.parametrize("name", places.names(ROOT))
def test_what_is_shipped_can_be_taken_apart(name):
    """Every shipped assignment needs some of reference/, and none needs all of it."""
    place = places.locate(name, ROOT)
    paths = _slice.modules(place.root / "reference", spec.load(place.spec))

    assert 1 < len(paths) < len(list((place.root / "reference").rglob("*.py")))
