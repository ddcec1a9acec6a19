"""Each system's side: reads what we wrote as the system itself does, and refuses what it would refuse.

Written from the formats' descriptions, with nothing of ours in it.
"""

import json

VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


def refuse_constant(word):
    raise AssertionError(f"{word} is no JSON")


def strict(text):
    """JSON as strict readers take it: UTF-8, no NaN, no name twice."""

    def once(pairs):
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), f"a name stands twice: {names}"
        return dict(pairs)

    return json.loads(text, parse_constant=refuse_constant, object_pairs_hook=once)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# ---- Gradescope ----


def gradescope(data: bytes) -> dict:
    """results.json: the score that counts (None: the run failed), what staff see, and what students see when."""
    assert len(data) < 2 * 2**20
    document = strict(data.decode("utf-8"))
    assert set(document) <= {
        "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "extra_data", "tests", "leaderboard",
    }  # fmt: skip
    for key in ("output_format", "test_output_format", "test_name_format"):
        assert document.get(key, "text") in FORMATS
    for key in ("visibility", "stdout_visibility"):
        assert document.get(key, "visible") in VISIBILITIES
    tests = document.get("tests", [])
    for test in tests:
        assert set(test) <= {
            "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
            "visibility", "extra_data",
        }  # fmt: skip
        assert isinstance(test.get("number", ""), str)
        assert test.get("status", "passed") in ("passed", "failed")
        assert test.get("visibility", "visible") in VISIBILITIES
        assert ("score" in test) == ("max_score" in test)
        assert all(is_number(test[key]) for key in ("score", "max_score") if key in test)
        assert "\r" not in test.get("output", "")
    scores = [test["score"] for test in tests if "score" in test]
    score = document.get("score", sum(scores) if scores else None)
    assert score is None or is_number(score)
    return {
        "score": score,
        "tests": tests,
        "output": document.get("output", ""),
        "stdout": document.get("stdout_visibility", "visible"),
        "now": _shown(tests, {"visible"}),
        "after due": _shown(tests, {"visible", "after_due_date"}),
        "published": _shown(tests, {"visible", "after_due_date", "after_published"}),
    }


def _shown(tests, allowed):
    """What a student sees of the tests, and whether they see a total."""
    seen = [test for test in tests if test.get("visibility", "visible") in allowed]
    return {"tests": {test["name"]: test for test in seen}, "total": len(seen) == len(tests)}
