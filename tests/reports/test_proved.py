"""What `grader verify` found stands on the page about the class."""

import json

from grader.reports import html
from tests.reports import pages, sample

FACTS = {"mutants": 9, "killed": 7, "explained": 1, "survivors": [{"mutant": "a → b"}]}


def proof(kind, subject, holds, facts=None):
    return {"kind": kind, "subject": subject, "holds": holds, "warns": False, "sentence": "", "facts": facts or {}}


def written(folder, *, digest, holds=False, schema="grader.verify/1"):
    rows = [proof("mutants", "double", holds, FACTS), proof("reference", "double", True)]
    score = {"mutants": 9, "killed": 7, "explained": 1, "score": 0.875}
    document = {"schema": schema, "digest": digest, "holds": holds, "mutation": score, "proofs": rows}
    (folder / "verify.json").write_text(json.dumps(document))


def page(folder):
    return html.write_class(sample.classroom(6), folder).read_text("utf-8")


def words(folder):
    return pages.Page(page(folder)).words()


def test_the_mutation_score_and_what_fails_are_told(tmp_path):
    written(tmp_path, digest=sample.classroom(1)[0].digest)

    said = words(tmp_path)

    assert (
        "Changes of the reference, one place at a time, that lose marks: 88 % of 8; 1 more make no difference" in said
    )
    assert "These proofs fail; grader verify says why: mutants double" in said
    assert "It has changed since" not in said
    assert pages.problems(page(tmp_path)) == []


def test_a_page_whose_assignment_proved_itself_says_so(tmp_path):
    written(tmp_path, digest=sample.classroom(1)[0].digest, holds=True)

    assert "Every proof holds." in words(tmp_path)


def test_findings_about_another_version_are_marked(tmp_path):
    written(tmp_path, digest="another")

    assert "It has changed since: these are the findings about another version." in words(tmp_path)


def test_without_findings_the_page_says_nothing_of_them(tmp_path):
    assert "What the assignment proved of itself" not in words(tmp_path)

    for broken in ("{", '{"schema": "grader.verify/1"}'):
        (tmp_path / "verify.json").write_text(broken)
        assert "What the assignment proved of itself" not in words(tmp_path)
    written(tmp_path, digest="x", schema="grader.verify/2")
    assert "What the assignment proved of itself" not in words(tmp_path)
