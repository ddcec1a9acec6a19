"""Canvas by REST: shown first, sent once, read back; comments are not idempotent there, so ours are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from grader import roster
from grader.lms import _web
from grader.model import Adjustment, Status
from grader.reports import json as document
from grader.scoring import adjusted
from tests.lms import desk
from tests.lms.canvas_class import NAMES, graded, groups, push, site, taken
from tests.lms.canvas_service import BASE, TOKEN, Service
from tests.lms.servers import Response, serving
from tests.reports import sample

THROTTLED = Response(b"403 Forbidden (Rate Limit Exceeded)", 403)


@pytest.fixture(autouse=True)
def waited(monkeypatch):
    """How long was waited, without waiting."""
    seconds = []
    monkeypatch.setattr(_web, "pause", seconds.append)
    return seconds


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    return desk.lay(tmp_path)


@pytest.fixture
def ready(course):
    """A class that has come in and is graded, and its service."""
    canvas = graded(course, taken(course, site()))
    return Service(canvas, canvas.tasks[1])


def test_without_send_nothing_is_changed_and_everything_is_shown(course, ready):
    said = push(course, ready)

    assert 1 == said.status
    assert "'Twice' on" in said
    assert "4 changes would be sent: 4 new grades, 0 others" in said
    assert "Lee, Ann (user:19): nothing → 2.5, and a comment" in said
    assert "held back: O'Neil_Smith, Bob (user:123) waits for a person" in said
    assert "nothing was sent; add --send to send it" in said
    assert [] == ready.puts


def test_what_is_sent_is_what_is_stored_and_is_read_back(course, ready):
    said = push(course, ready, "--send")

    assert "4 changes sent: 4 new grades, 0 others" in said
    assert "read back: the site has all of them" in said
    assert {12: 4, 19: Decimal("2.5"), 4: 0, 24: 4} == ready.task.grades
    assert ready.comments[19][0].startswith("Graded by homework-grader: 2.5 of 4 points.\n- double: 2.5 of 4. ")


def test_sending_again_sends_nothing_and_adds_no_comment(course, ready):
    push(course, ready, "--send")
    ready.puts.clear()

    said = push(course, ready, "--send")

    assert "0 changes sent" in said
    assert "4 marks are there already" in said
    assert [] == ready.puts
    assert {1} == {len(texts) for texts in ready.comments.values()}


def test_a_new_mark_brings_a_new_comment_and_only_where_it_differs(course, ready):
    push(course, ready, "--send")
    ready.puts.clear()
    desk.mark(course, NAMES[12], "3")

    said = push(course, ready, "--send")

    assert "1 change sent: 0 new grades, 1 other" in said
    assert [12] == [user for user, _ in ready.puts]
    assert 2 == len(ready.comments[12])


def test_a_grade_that_somebody_changed_is_shown_with_what_it_was(course, ready):
    push(course, ready, "--send")
    ready.task.grades[12] = Decimal(1)

    assert "Lee, Ann (user:12): 1 → 4" in push(course, ready)


def test_a_site_on_this_machine_is_asked_past_every_proxy(course, ready, monkeypatch):
    """The token goes there unencrypted; and this one is no proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    assert "4 changes sent" in push(course, ready, "--send")


def test_grades_alone_without_comments(course, ready):
    push(course, ready, "--send", "--no-comments")

    assert {} == ready.comments
    assert all(set(fields) == {"submission[posted_grade]"} for _, fields in ready.puts)


def test_every_page_is_read(course, ready):
    push(course, ready)

    pages = [path for method, path in ready.calls if "/submissions?" in path]
    assert 4 == len(pages)
    assert "per_page=100" in pages[0]
    assert "opaque=6" in pages[-1]


def test_a_next_page_on_another_host_is_not_asked(course, ready):
    """The token would go along."""
    with serving(ready) as address:
        ready.address = "http://elsewhere.example.edu"
        said = desk.typed(
            course, "lms", "canvas", "push", "tiny", "--site", address, "--course", "1", "--assignment", "4567"
        )

    assert "the site sent us on to 'elsewhere.example.edu'; the token is not sent there" in said


def test_throttling_is_waited_out(course, ready, waited):
    ready.before = [THROTTLED, THROTTLED, Response(b"", 429, (("Retry-After", "7"),))]

    assert "4 changes would be sent" in push(course, ready)
    assert [1, 2, 7] == waited


def test_throttling_of_a_change_is_waited_out_too(course, ready, waited):
    """What the site refused to look at was not done, so that sending it again is safe."""
    put, refused = ready._put, []

    def once(path, request):
        if not refused:
            refused.append(path)
            return THROTTLED
        return put(path, request)

    ready._put = once
    said = push(course, ready, "--send")

    assert "read back: the site has all of them" in said
    assert [1] == waited
    assert {1} == {len(texts) for texts in ready.comments.values()}


def test_a_change_that_may_have_been_done_is_not_sent_twice(course, ready):
    seen = []

    def lost(path, request):
        seen.append(path)
        return Response(b"", 502)

    ready._put = lost
    said = push(course, ready, "--send")

    assert 1 == len(seen)
    assert "no answer came, so it may be done or not; run the same command again" in said


def test_a_refusal_is_not_taken_for_throttling(course, ready, waited):
    ready._put = lambda *_: Response(b'{"message":"moderated"}', 403)
    said = push(course, ready, "--send")

    assert 2 == said.status
    assert 'the site refused with 403: {"message":"moderated"}; may this token do that?' in said
    assert [] == waited


def test_a_wrong_token_is_refused_without_showing_it(course, ready, monkeypatch):
    monkeypatch.setenv("CANVAS_TOKEN", "wrong-token")
    said = push(course, ready)

    assert "the assignment: the site refused with 401" in said
    assert "is the token right?" in said
    assert "wrong-token" not in said.out


@pytest.mark.parametrize("individually", [False, True])
def test_a_group_gets_one_mark_each_and_one_comment(course, individually):
    canvas = groups(site())
    (course / "groups.csv").write_bytes(canvas.group_list(canvas.tasks[1]))
    taken(course, canvas, "--groups", "groups.csv")
    for name, score in (("team-a-71", "3"), ("team-a-72", "2"), ("o-neil-smith-bob-123", "1")):
        desk.mark(course, name, score)
    service = Service(canvas, canvas.tasks[1], individually=individually)

    said = push(course, service, "--send")

    assert 0 == said.status, said.out
    assert {12: 3, 19: 3, 4: 2, 24: 2, 123: 1} == canvas.tasks[1].grades
    assert {12: 1, 19: 1, 4: 1, 24: 1, 123: 1} == {user: len(texts) for user, texts in service.comments.items()}
    assert "0 changes sent" in push(course, service, "--send")


def test_anonymous_hand_ins_are_graded_by_their_letters(course):
    canvas = site()
    canvas.tasks[1].anonymous = True
    for one, letters in zip(canvas.users, ["aX3bq", "Bb2cD", "cccc1", "d2d2d", "e3e3e", "fffff", "ggggg"], strict=True):
        one.anonymous = letters
    taken(course, canvas)
    desk.mark(course, "anon-ax3bq", "3")
    service = Service(canvas, canvas.tasks[1])

    push(course, service, "--send")

    assert {12: 3} == canvas.tasks[1].grades
    assert ("PUT", f"{BASE}/anonymous_submissions/aX3bq") in service.calls


def test_excused_students_are_left_alone(course, ready):
    ready.task.grades[12] = "EX"

    said = push(course, ready, "--send")

    assert "held back: Lee, Ann (user:12) is excused on Canvas; a mark would end that, so give it there" in said
    assert "EX" == ready.task.grades[12]


def test_who_handed_in_again_since_times_were_asked_is_held_back(course, ready):
    push(course, ready, command="times")
    ready.times[12] += timedelta(minutes=5)

    assert "held back: Lee, Ann (user:12) handed in again since the intake (2026-11-20 16:05 UTC)" in push(
        course, ready
    )


def test_a_list_of_times_may_tell_minutes_only(course, ready):
    (course / "times.csv").write_text("id,submitted_at\nuser:12,2026-11-20T16:00Z\nuser:19,2026-11-20T16:00Z\n")
    desk.typed(course, "lms", "canvas", "times", "tiny", "--list", "times.csv")
    ready.times |= {12: datetime(2026, 11, 20, 16, 0, 59, tzinfo=UTC), 19: datetime(2026, 11, 20, 16, 1, tzinfo=UTC)}

    said = push(course, ready)

    assert "(user:12) handed in again" not in said
    assert "held back: Lee, Ann (user:19) handed in again since the intake (2026-11-20 16:01 UTC)" in said


def test_a_later_attempt_is_noticed_without_times(course, ready):
    """The file's own `-1` told that the second attempt was graded."""
    submission = ready._submission

    def third(user):
        return {**submission(user), "attempt": 3}

    ready._submission = third
    said = push(course, ready)

    assert "held back: Lee, Ann (user:19) handed in again since the intake (2026-11-20 16:00 UTC)" in said
    assert "(user:12) handed in again" not in said


def test_whom_the_site_does_not_list_is_held_back(course, ready):
    ready.course.users = ready.course.users[1:]

    assert "held back: Lee, Ann (user:12) is not among the submissions that the site lists" in push(course, ready)


def test_zero_is_a_grade_on_the_way_back_too(course, ready):
    push(course, ready, "--send")

    assert Decimal(0) == ready.task.grades[4]
    assert "4 marks are there already" in push(course, ready)


def test_what_the_site_stored_differently_is_named(course, ready):
    grade = ready._grade
    ready._grade = lambda user, fields, rows: None if user == 12 else grade(user, fields, rows)

    said = push(course, ready, "--send")

    assert 1 == said.status
    assert "read back: 1 grade differs: Lee, Ann (user:12): 4 was sent, the site has no grade" in said


BROKEN = Response(b"ff\r\n{", headers=(("Transfer-Encoding", "chunked"),))


def test_an_answer_that_breaks_off_is_asked_for_again(course, ready, waited):
    ready.before = [BROKEN]

    assert "4 changes would be sent" in push(course, ready)
    assert [1.0] == waited


def test_a_change_whose_answer_breaks_off_is_not_sent_again(course, ready):
    put = ready._put
    ready._put = lambda path, request: [put(path, request), BROKEN][1]

    said = push(course, ready, "--send")

    assert "no answer came, so it may be done or not; run the same command again" in said
    assert 1 == len(ready.puts)


def late_by_one(course, name):
    path = course / "reports" / "tiny" / name
    report = document.read(path / "report.json")
    document.write(adjusted(report, (Adjustment(kind="late", sentence="Late.", points=-1),)), path)


def test_a_late_policy_of_the_sites_own_is_warned_of_and_named(course, ready):
    ready.late_policy = Decimal("0.5")
    late_by_one(course, NAMES[19])

    said = push(course, ready, "--send")

    assert (
        "note: lateness is deducted here already; a late policy of the course's own on Canvas would deduct once" in said
    )
    assert "Lee, Ann (user:19): Canvas's own late policy takes 0.5 points more" in said
    assert Decimal("1.5") == ready.task.grades[19]
    assert "- Late." in ready.comments[19][0]


def test_pass_or_fail_takes_only_all_or_nothing(course, ready):
    ready.kind = "pass_fail"

    said = push(course, ready, "--send")

    assert "held back: Lee, Ann (user:19) has 2.5 points, and this assignment takes only none or all of them" in said
    assert {12: 4, 4: 0, 24: 4} == ready.task.grades


def test_an_assignment_that_is_not_graded_is_refused(course, ready):
    ready.kind = "not_graded"

    assert "'Twice' is not graded on Canvas (not_graded)" in push(course, ready)


def test_other_points_are_never_scaled_unasked(course, ready):
    ready.task.points = "10.00"

    assert "'Twice' on Canvas gives at most 10 points and tiny 4; add --scale to multiply every mark by 2.5" in push(
        course, ready
    )
    push(course, ready, "--send", "--scale")
    assert Decimal("6.25") == ready.task.grades[19]


def test_course_and_assignment_are_remembered(course, ready):
    with serving(ready) as address:
        ready.address = address
        where = ["--site", address, "--course", "1", "--assignment", "4567"]
        desk.typed(course, "lms", "canvas", "push", "tiny", *where)
        said = desk.typed(course, "lms", "canvas", "push", "tiny")

    assert "4 changes would be sent" in said


def test_the_numbers_of_one_site_are_not_used_on_another(course, ready):
    push(course, ready)
    known = roster.load(course / "rosters" / "tiny.json")
    other = replace(known, site={**known.site, "site": "https://elsewhere.example.edu"})
    roster.save(other, course / "rosters" / "tiny.json")
    with serving(ready) as address:
        said = desk.typed(course, "lms", "canvas", "push", "tiny", "--site", address)

    assert "say which course it is: --course N" in said


def test_nothing_is_guessed_without_course_and_assignment(course, ready):
    assert "say which course it is: --course N from /courses/N in its address" in desk.typed(
        course, "lms", "canvas", "push", "tiny", "--site", "https://127.0.0.1:1"
    )
    assert "say which assignment it is: --assignment N from /assignments/N in its address" in desk.typed(
        course, "lms", "canvas", "push", "tiny", "--site", "https://127.0.0.1:1", "--course", "1"
    )


def test_an_assignment_that_is_not_there_is_refused(course, ready):
    with serving(ready) as address:
        said = desk.typed(
            course, "lms", "canvas", "push", "tiny", "--site", address, "--course", "1", "--assignment", "5"
        )

    assert "the assignment: the site refused with 404" in said


# ---- rubrics ----

RUBRIC = [{"id": "_8023", "description": "double", "points": 4}]


def test_a_rubric_is_filled_in_and_the_grade_has_the_last_word(course, ready):
    """Points in a rubric set the grade, and lateness is in no row of it."""
    ready.rubric, ready.rubric_grades = RUBRIC, True
    late_by_one(course, NAMES[19])

    said = push(course, ready, "--send", "--rubric")

    assert "read back: the site has all of them" in said
    assert {"points": 2.5, "comments": "the values are off"} == ready.rubrics[19]["_8023"]
    assert Decimal("1.5") == ready.task.grades[19]
    assert "0 changes sent" in push(course, ready, "--send", "--rubric")


def test_a_rubric_alone_is_sent_where_the_grade_is_there(course, ready):
    """Sending it sets the grade anew, so the grade has to follow it again."""
    ready.rubric, ready.rubric_grades = RUBRIC, True
    late_by_one(course, NAMES[19])
    push(course, ready, "--send")
    ready.puts.clear()

    push(course, ready, "--send", "--rubric")

    assert {12, 19, 4, 24} == {user for user, _ in ready.puts}
    assert Decimal("1.5") == ready.task.grades[19]


RUBRICS = [
    (None, "'Twice' has no rubric on Canvas; leave out --rubric, or attach one there"),
    (
        [{"id": "_1", "description": "other", "points": 4}],
        "the rubric's row 'other' fits 0 of the criteria double; call it like the id or the title of one",
    ),
    (
        [{"id": "_1", "description": "double", "points": 3}],
        "the rubric's row 'double' is worth 3 points on Canvas and 4 here; make them the same",
    ),
]


@pytest.mark.parametrize(("rubric", "why"), RUBRICS)
def test_a_rubric_that_is_not_ours_is_refused(course, ready, rubric, why):
    ready.rubric = rubric

    said = push(course, ready, "--send", "--rubric")

    assert 2 == said.status
    assert why in said
    assert [] == ready.puts


def test_a_rubric_that_lacks_a_row_is_refused(course, ready):
    """Its points would not be those of the assignment."""
    ready.rubric = RUBRIC
    for name in NAMES.values():
        path = course / "reports" / "tiny" / name
        report = document.read(path / "report.json")
        more = sample.question(sample.criterion("other"), id="second")
        document.write(replace(report, questions=(*report.questions, more)), path)

    assert "the rubric on Canvas has no row for other; add one of that name" in push(course, ready, "--rubric")


# ---- odd answers ----


def test_a_list_that_is_none_and_one_without_an_end_are_refused(course, ready, monkeypatch):
    monkeypatch.setattr("grader.lms.canvas.service.MAX_PAGES", 2)
    endless = push(course, ready)
    ready._list = lambda _: Response(b"{}")
    none = push(course, ready)

    assert "the list of submissions has more than 2 pages" in endless
    assert "the list of submissions is no list; is that the address of a Canvas site?" in none


def test_an_answer_that_fills_the_memory_is_not_read(course, ready, monkeypatch):
    monkeypatch.setattr(_web, "MAX_BYTES", 10)

    assert "the assignment: the answer is larger than 10 bytes and was not read" in push(course, ready)


def test_marks_that_wait_are_never_sent(course, ready):
    for name in NAMES.values():
        desk.mark(course, name, "1", status=Status.UNDECIDED)

    said = push(course, ready, "--send")

    assert "0 changes sent" in said
    assert [] == ready.puts
