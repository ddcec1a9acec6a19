"""Each system's side: reads what we wrote as the system itself does, and refuses what it would refuse.

Written from the formats' descriptions, with nothing of ours in it.
"""

import base64
import json
import re
from fractions import Fraction

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


# ---- GitHub Classroom ----


def runner(packed: str) -> dict:
    """What the reporter makes of one runner's output: what it counts, and what it prints."""
    document = strict(base64.b64decode(packed, validate=True).decode("utf-8"))
    tests = document["tests"]
    assert isinstance(tests, list), "tests.reduce would be undefined"
    assert document["status"] in ("pass", "fail", "error")
    printed = []
    for test in tests:
        assert test["status"] in ("pass", "fail", "error")
        assert is_number(test["score"])
        printed.append(f"\x1b[31m❌ {test['name']}\n" if test["status"] != "pass" else f"\x1b[32m✅ {test['name']}\n")
        if test["status"] != "pass":
            printed.append(f"Error: {test['message'] or 'Failed to run test'}\n")
    return {
        "status": document["status"],
        "points": sum(test["score"] for test in tests) if document["max_score"] else None,
        "max": document["max_score"],
        "tests": {test["name"]: test for test in tests},
        "commands": commands("\n".join(printed)),
    }


def commands(log: str) -> list[tuple[str, str, str]]:
    """The workflow commands that GitHub finds in a log: (command, its properties, its data)."""
    found = []
    for line in log.splitlines():
        new = re.match(r"\s*::([A-Za-z-]+)(?: ([^:]*))?::(.*)", line)
        if new:
            data = new[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            found.append((new[1], new[2] or "", data))
        if "##[" in line:
            found.append((line.split("##[")[1].split("]")[0], "", line))
    return found


def classroom(log: str) -> tuple[float, float] | None:
    """The points that GitHub Classroom reads from the annotations of a run."""
    for command, properties, data in commands(log):
        if command == "notice" and properties == "title=Autograding report":
            report = strict(data)
            return report["totalPoints"], report["maxPoints"]
    return None


def autograding(text: str) -> list[dict]:
    """autograding.json of an older classroom."""
    tests = strict(text)["tests"]
    for test in tests:
        assert {"name", "setup", "run", "input", "output", "comparison", "timeout", "points"} == set(test)
        assert test["comparison"] in ("included", "exact", "regex")
        assert is_number(test["points"])
        assert test["timeout"] >= 1, "minutes"
    return tests


# ---- Autolab ----


def autolab(stdout: str, problems: list[str]) -> dict | None:
    """What Autolab makes of an autograder's output: the scores it saves, or None for a failed run."""
    last = stdout.rstrip().split("\n")[-1] if stdout.strip() else ""
    quoted = re.sub(r"([a-zA-Z0-9]+):", r'"\1":', last)
    try:
        found = json.loads(quoted)
    except ValueError:
        return None
    if not isinstance(found, dict) or not found.get("scores"):
        return None
    unknown = set(found["scores"]) - set(problems)
    assert not unknown, f"Autolab knows no problem {unknown}"
    assert all(is_number(value) for value in found["scores"].values())
    return found


# ---- PrairieLearn ----


def prairielearn(data: bytes) -> dict:
    """What PrairieLearn takes from results.json: whether it was gradable, the score, and what the page shows."""
    assert len(data) <= 1_000_000
    document = strict(data.decode("utf-8"))
    if not document.get("gradable", True):
        assert document["format_errors"]
        assert all(isinstance(error, str) for error in document["format_errors"])
        return {"gradable": False, "errors": document["format_errors"]}
    assert is_number(document["score"]), "a score that is text fails the job"
    assert 0 <= document["score"] <= 1
    tests = document.get("tests", [])
    for test in tests:
        assert isinstance(test["name"], str)
        for image in test.get("images", ()):
            assert re.match(r"data:image/(png|svg\+xml);base64,[A-Za-z0-9+/]+=*$", image["url"])
    return {
        "gradable": True,
        "score": document["score"],
        "message": document.get("message", ""),
        "tests": {test["name"]: test for test in tests},
        "points shown": all(is_number(test.get("points")) and is_number(test.get("max_points")) for test in tests),
    }


# ---- CodeGrade ----


def codegrade(lines: bytes) -> dict:
    """The suites with their test cases, and the points; as the structured output of AutoTest v2 is read."""
    suites, points = {}, None
    assert lines.isascii()
    assert lines.endswith(b"\n")
    for line in lines.decode("ascii").splitlines():
        message = strict(line)
        assert line == json.dumps(message, separators=(",", ":")), "compact"
        if message["tag"] == "points":
            assert points is None
            points = Fraction(message["points"])
            assert 0 <= points <= 1
            continue
        assert message["tag"] == "unit-test"
        for suite in message["results"]:
            kept = suites.setdefault(suite["id"], {"name": suite["name"], "cases": {}})
            for case in suite["testCases"]:
                assert case["status"] in ("success", "failure", "skipped", "error")
                Fraction(case["weight"])
                kept["cases"][case["name"]] = case
    return {"suites": suites, "points": points}


def captured(stdout: str) -> float:
    """The number that a "capture points" step takes, by the usual expression, from the end of the output."""
    return float(re.findall(r"\b(0(?:\.\d+)?|1(?:\.0*)?)\n?\Z", stdout)[-1])


# ---- Submitty ----


def submitty(data: bytes) -> dict:
    """What Submitty takes from validation_results.json: a share and messages, or that the validator failed."""
    document = strict(data.decode("utf-8"))
    assert document["status"] in ("success", "failure")
    if document["status"] == "failure":
        assert isinstance(document["message"], str)
        return {"failed": document["message"]}
    found = document["data"]
    assert set(found) <= {"score", "message", "status"}
    assert is_number(found["score"])
    assert 0 <= found["score"] <= 1
    words = ("success", "failure", "warning", "information")
    messages = found["message"]
    if isinstance(messages, str):
        assert found.get("status", "information") in words
        messages = [{"message": messages, "status": found.get("status", "information")}]
    else:
        assert "status" not in found, "a status beside several messages is refused"
    assert all(set(one) == {"message", "status"} and one["status"] in words for one in messages)
    return {"score": found["score"], "messages": messages}
