"""Moodle by web service: shown first, sent once, read back, and the token never in sight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from grader import roster
from grader.lms import _web
from grader.model import Status
from tests.lms import desk
from tests.lms.moodle_class import NAMES, TEAMS, TIMED, members, take, taken, teams
from tests.lms.moodle_service import TOKEN, Service, ok
from tests.lms.moodle_site import NOW, Site
from tests.lms.servers import Response, serving

BUSY = Response(b"try later", 503)


@pytest.fixture(autouse=True)
def waited(monkeypatch):
    """How long was waited, without waiting."""
    seconds = []
    monkeypatch.setattr(_web, "pause", seconds.append)
    return seconds


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("MOODLE_TOKEN", TOKEN)
    return desk.lay(tmp_path, TIMED)


@pytest.fixture
def ready(course):
    """A class that has come in and is graded."""
    site = taken(course, Site(members()))
    for name, score in zip(NAMES, ["4", "2.5", "0", "4"], strict=False):
        desk.mark(course, name, score)
    desk.mark(course, "李-明-24", "4", status=Status.UNDECIDED)
    return site


def push(course, address, *more, command="push"):
    where = ["--site", address, "--course", "2", "--activity", "77"]
    return desk.typed(course, "lms", "moodle", command, "tiny", *where, *more)


def test_without_send_nothing_is_changed_and_everything_is_shown(course, ready):
    service = Service(ready)
    with serving(service) as address:
        said = push(course, address)

    assert 1 == said.status
    assert "'optim & dropout' on" in said
    assert "4 changes would be sent: 4 new grades, 0 others" in said
    assert "Ann Lee (participant:19): nothing → 2.5" in said
    assert "held back: 李 明 (participant:24) waits for a person" in said
    assert "nothing was sent; add --send to send it" in said
    assert "mod_assign_save_grades" not in service.calls
    assert {None} == {one.grade for one in ready.members}


def test_what_is_sent_is_what_is_stored_and_is_read_back(course, ready):
    with serving(Service(ready)) as address:
        said = push(course, address, "--send")

    assert "4 changes sent: 4 new grades, 0 others" in said
    assert "read back: the site has all of them" in said
    assert [4, Fraction(5, 2), 4, None, 0, None] == [one.grade for one in ready.members]


def test_sending_again_sends_nothing(course, ready):
    service = Service(ready)
    with serving(service) as address:
        push(course, address, "--send", "--comments")
        service.calls.clear()
        said = push(course, address, "--send", "--comments")

    assert "0 changes sent" in said
    assert "4 marks are there already" in said
    assert "mod_assign_save_grades" not in service.calls


def test_only_what_differs_is_sent(course, ready):
    ready.member(19).grade, ready.member(19).graded = Fraction(1), NOW
    with serving(Service(ready)) as address:
        push(course, address, "--send")
        desk.mark(course, "ann-lee-12", "3")
        said = push(course, address, "--send")

    assert "1 change sent: 0 new grades, 1 other" in said
    assert "read back: the site has it" in said
    assert 3 == ready.member(12).grade


def test_course_and_activity_are_remembered(course, ready):
    with serving(Service(ready)) as address:
        push(course, address)
        said = desk.typed(course, "lms", "moodle", "push", "tiny")

    assert "4 changes would be sent" in said


def test_the_numbers_of_one_site_are_not_used_on_another(course, ready):
    with serving(Service(ready)) as address:
        push(course, address)
    known = roster.load(course / "rosters" / "tiny.json")
    other = replace(known, site={**known.site, "site": "https://elsewhere.example.edu"})
    roster.save(other, course / "rosters" / "tiny.json")
    with serving(Service(ready)) as address:
        said = desk.typed(course, "lms", "moodle", "push", "tiny", "--site", address)

    assert "say which assignment it is: --course N" in said


def test_people_are_joined_by_email_or_id_number_and_remembered_by_the_sites_number(course, ready):
    with serving(Service(ready)) as address:
        push(course, address)

    known = roster.load(course / "rosters" / "tiny.json")
    assert ("100",) == known.find({"participant": "12"}, "x").ids["user"]


def test_under_blind_marking_people_are_joined_by_their_number(course):
    site = taken(course, Site(members(), blind=True))
    desk.mark(course, "participant-12", "3")
    with serving(Service(site)) as address:
        push(course, address, "--send")

    assert 3 == site.member(12).grade


def test_whom_the_site_does_not_list_is_held_back(course, ready):
    service = Service(ready)
    ready.member(12).email = "other@example.edu"
    with serving(service) as address:
        said = push(course, address)

    assert "held back: Ann Lee (participant:12) is not among those whom the site lists, by email or id number" in said


def test_one_person_who_is_two_users_on_the_site_is_not_guessed(course, ready):
    service = Service(ready)
    ready.members.append(ready.member(12).__class__(77, "Ann Lee", "ann@example.edu", user=500))
    with serving(service) as address:
        said = push(course, address)

    assert 2 == said.status
    assert "Ann Lee (participant:12) fits users 100 and 500 on the site; expected one" in said


def test_a_mark_out_of_range_is_held_back(course, ready):
    """The site would answer null and store no grade at all."""
    desk.mark(course, "ann-lee-12", "5")
    with serving(Service(ready)) as address:
        said = push(course, address, "--send")

    assert "Ann Lee (participant:12) has 5 points, outside of 0 to 4, which Moodle stores as no grade" in said
    assert ready.member(12).grade is None


def test_what_the_site_stored_differently_is_named(course, ready):
    service = Service(ready)
    save = service.mod_assign_save_grades

    def spoilt(asked):
        answer = save(asked)
        ready.member(12).grade = None
        ready.member(19).grade = Fraction(1)
        return answer

    service.mod_assign_save_grades = spoilt
    with serving(service) as address:
        said = push(course, address, "--send")

    assert 1 == said.status
    assert "read back: 2 grades differ: Ann Lee (participant:12): 4 was sent, the site has no grade" in said
    assert "Ann Lee (participant:19): 2.5 was sent, the site has 1" in said


def test_comments_of_others_go_back_as_they_stand(course, ready):
    """Without the comment the site fails with a database error; with another one it would be lost."""
    ready.member(12).comment, ready.member(12).graded = "<p>See me &amp; soon.</p>", NOW
    with serving(Service(ready)) as address:
        said = push(course, address, "--send", "--comments")

    assert "Ann Lee (participant:12) has a comment that somebody wrote, which stays" in said
    assert ("<p>See me &amp; soon.</p>", 4) == (ready.member(12).comment, ready.member(12).grade)
    assert ready.member(19).comment.startswith("Graded by homework-grader: 2.5 of 4 points.")


def test_comments_of_others_are_replaced_when_asked(course, ready):
    ready.member(12).comment, ready.member(12).graded = "<p>See me.</p>", NOW
    with serving(Service(ready)) as address:
        push(course, address, "--send", "--replace-comments")

    assert ready.member(12).comment.startswith("Graded by homework-grader")


def test_a_comment_alone_is_sent_where_the_grade_is_there(course, ready):
    with serving(Service(ready)) as address:
        push(course, address, "--send")
        said = push(course, address, "--comments")

    assert "Ann Lee (participant:12): 4 stays, a comment" in said


def test_who_handed_in_again_is_held_back(course, ready):
    ready.member(12).submitted = NOW + timedelta(hours=3)
    with serving(Service(ready)) as address:
        said = push(course, address)

    assert "Ann Lee (participant:12) handed in again since the intake (2026-11-20 20:00 UTC)" in said


def test_a_worksheet_tells_minutes_and_that_is_near_enough(course, ready):
    ready.member(12).submitted += timedelta(seconds=59)
    with serving(Service(ready)) as address:
        assert "handed in again" not in push(course, address)


def test_a_team_gets_one_mark_each(course):
    site = taken(course, Site(teams(), groups=TEAMS))
    for name, score in (("team-a-3", "3"), ("b-b-5", "4"), ("default-group", "1")):
        desk.mark(course, name, score)
    with serving(Service(site)) as address:
        said = push(course, address, "--send")

    assert 0 == said.status, said.out
    assert [3, 3, 4, 1, 1, 3] == [one.grade for one in site.members]


def test_a_scale_needs_the_worksheet(course):
    site = taken(course, Site(members(), maximum=None, items=("No", "Yes")))
    with serving(Service(site)) as address:
        assert "'optim & dropout' is graded by a scale; use `grader lms moodle worksheet`" in push(course, address)


def test_another_maximum_is_never_scaled_unasked(course, ready):
    ready.maximum = Fraction(100)
    with serving(Service(ready)) as address:
        assert "'optim & dropout' gives at most 100 points and tiny 4; add --scale" in push(course, address)
        push(course, address, "--send", "--scale")

    assert Fraction("62.5") == ready.member(19).grade


# ---- reports ----


def test_reports_are_attached_once_and_again_with_another_mark(course, ready):
    service = Service(ready)
    with serving(service) as address:
        shown = push(course, address, "--reports")
        push(course, address, "--reports", "--send")
        first = dict(ready.member(12).feedback)
        service.calls.clear()
        same = push(course, address, "--reports", "--send")
        uploads = service.calls.count("upload")
        desk.mark(course, "ann-lee-12", "3")
        push(course, address, "--reports", "--send")

    assert "Ann Lee (participant:12): nothing → 4, and the report" in shown
    assert b"ann-lee-12" in first["report.html"]
    assert ("4 marks are there already" in same, uploads) == (True, 0)
    assert first != ready.member(12).feedback
    assert (3, {}) == (ready.member(12).grade, ready.member(24).feedback)


def test_reports_alone_are_sent_where_the_grades_are_there(course, ready):
    with serving(Service(ready)) as address:
        push(course, address, "--send", "--comments")
        said = push(course, address, "--reports")
        push(course, address, "--reports", "--send")

    assert "Ann Lee (participant:12): 4 stays, the report" in said
    assert ["report.html"] == list(ready.member(19).feedback)
    assert ready.member(19).comment.startswith("Graded by homework-grader: 2.5 of 4 points.")


def test_an_upload_that_is_refused_is_said_without_the_token(course, ready):
    service = Service(ready)
    with serving(service) as address:
        service.upload = lambda _: ok({"error": f"no upload with {TOKEN}", "errorcode": "x"})
        said = push(course, address, "--reports", "--send")

    assert 2 == said.status
    assert "the upload of 'report.html' was refused: no upload with …" in said
    assert TOKEN not in said.out


# ---- times ----


def test_times_come_from_the_site_to_the_second(course, ready):
    ready.member(12).submitted += timedelta(seconds=30)
    service = Service(ready)
    service.extensions = {19: int((NOW + timedelta(days=2)).timestamp())}
    with serving(service) as address:
        said = push(course, address, command="times")
    known = roster.load(course / "rosters" / "tiny.json")

    assert "5 of 5 hand-ins have the site's own time, 1 an extension" in said
    assert datetime(2026, 11, 20, 16, 0, 30, tzinfo=UTC) == known.of("ann-lee-12").submitted_at
    assert (datetime(2026, 11, 22, 17, tzinfo=UTC), 1) == (known.of("ann-lee-19").due, known.of("ann-lee-19").attempt)


def test_times_of_the_site_outlive_another_intake_of_the_same(course, ready):
    ready.member(12).submitted += timedelta(seconds=30)
    with serving(Service(ready)) as address:
        push(course, address, command="times")
    take(course)
    same = roster.load(course / "rosters" / "tiny.json").of("ann-lee-12").submitted_at
    ready.member(12).submitted += timedelta(hours=1)
    taken(course, ready)
    newer = roster.load(course / "rosters" / "tiny.json").of("ann-lee-12").submitted_at

    assert datetime(2026, 11, 20, 16, 0, 30, tzinfo=UTC) == same
    assert datetime(2026, 11, 20, 17, 0, tzinfo=UTC) == newer


def test_times_of_a_team_are_those_of_the_group(course):
    site = taken(course, Site(teams(), groups=TEAMS))
    with serving(Service(site)) as address:
        said = push(course, address, command="times")

    assert "3 of 3 hand-ins have the site's own time, 0 an extension" in said


# ---- what goes wrong ----


def test_a_wrong_token_is_refused_without_showing_it(course, ready, monkeypatch):
    monkeypatch.setenv("MOODLE_TOKEN", "wrong-token-of-somebody")
    with serving(Service(ready)) as address:
        said = push(course, address)

    assert 2 == said.status
    assert "mod_assign_get_assignments: the site refused with 'invalidtoken': Invalid token - token not found" in said
    assert "wrong-token" not in said.out


def test_an_error_with_status_200_is_an_error(course, ready):
    service = Service(ready)
    service.mod_assign_list_participants = None
    with serving(service) as address:
        assert "mod_assign_list_participants: the site refused with 'accessexception'" in push(course, address)


def test_without_a_token_nothing_is_asked(course, ready, monkeypatch):
    monkeypatch.delenv("MOODLE_TOKEN")

    assert "there is no token: put it into the environment as MOODLE_TOKEN, or into a file for --token-file" in push(
        course, "https://127.0.0.1:1"
    )


def test_a_token_may_stand_in_a_file(course, ready, monkeypatch, tmp_path):
    monkeypatch.delenv("MOODLE_TOKEN")
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "empty").write_text("\n")
    with serving(Service(ready)) as address:
        assert "4 changes would be sent" in push(course, address, "--token-file", tmp_path / "token")
        assert "holds no token, expected one line" in push(course, address, "--token-file", tmp_path / "empty")


def test_an_activity_that_is_not_there_is_named_with_those_that_are(course, ready):
    with serving(Service(ready)) as address:
        said = push(course, address, "--activity", "5")

    assert "course 2 has no assignment with the number 5; this token sees 'optim & dropout' (77)" in said


def test_without_a_site_nothing_is_asked(course, ready):
    assert "say where it is: --site https://moodle.example.edu" in desk.typed(course, "lms", "moodle", "push", "tiny")


def test_nobody_is_guessed_without_course_and_activity(course, ready):
    with serving(Service(ready)) as address:
        said = desk.typed(course, "lms", "moodle", "push", "tiny", "--site", address)

    assert "say which assignment it is: --course N from course/view.php?id=N and --activity N from" in said


ADDRESSES = [
    ("moodle.example.edu", "expected an address such as https://moodle.example.edu"),
    ("http://moodle.example.edu", "expected https, or everybody on the way can read the token"),
    ("https://moodle.example.edu/?id=1", "expected only the address of the site"),
    ("file:///etc/passwd", "expected an address such as"),
]


@pytest.mark.parametrize(("address", "said"), ADDRESSES)
def test_an_address_that_is_not_safe_is_refused(course, ready, address, said):
    assert said in push(course, address)


def test_a_busy_site_is_asked_again_with_longer_pauses(course, ready, waited):
    service = Service(ready)
    service.before = [BUSY, BUSY, BUSY]
    with serving(service) as address:
        said = push(course, address)

    assert "4 changes would be sent" in said
    assert [1, 2, 4] == waited


def test_a_site_that_hangs_up_is_asked_again(course, ready, waited):
    service = Service(ready)
    service.before = [ConnectionError(), ConnectionError()]
    with serving(service) as address:
        said = push(course, address)

    assert "4 changes would be sent" in said
    assert [1, 2] == waited


def test_grades_on_which_the_site_hangs_up_are_not_sent_twice(course, ready):
    """They may have been saved; the next run reads what is there and sends the rest."""
    service = Service(ready)
    save, sent = service.mod_assign_save_grades, []

    def hang_up(asked):
        sent.append(save(asked))
        raise ConnectionError

    service.mod_assign_save_grades = hang_up
    with serving(service) as address:
        said = push(course, address, "--send")
        service.mod_assign_save_grades = save
        again = push(course, address, "--send")

    assert 1 == len(sent)
    assert "no answer came, so it may be done or not; run the same command again" in said
    assert "4 marks are there already" in again


def test_a_site_that_stays_busy_is_left_alone(course, ready, waited):
    service = Service(ready)
    service.before = [BUSY] * 20
    with serving(service) as address:
        said = push(course, address)

    assert "mod_assign_get_assignments: the site was too busy 6 times; run the same command later" in said
    assert 6 == len(waited)


def test_grades_that_may_have_been_saved_are_not_sent_twice(course, ready):
    service = Service(ready)
    saved = []

    def lost(asked):
        saved.append(asked)
        return BUSY

    service.mod_assign_save_grades = lost
    with serving(service) as address:
        said = push(course, address, "--send")

    assert 1 == len(saved)
    assert "mod_assign_save_grades: no answer came, so it may be done or not; run the same command again" in said


def test_a_redirect_is_not_followed(course, ready):
    """Another host would be handed the token."""
    with serving(lambda _: Response(b"", 302, (("Location", "http://127.0.0.1:9/"),))) as address:
        said = push(course, address)

    assert "the site sent us elsewhere (302); give its final address as --site" in said


def test_an_answer_that_is_no_json_is_said(course, ready):
    with serving(lambda _: Response(b"<html>Maintenance</html>")) as address:
        said = push(course, address)

    assert "the site answered '<html>Maintenance</html>', expected JSON; is that its address?" in said


def test_a_site_that_does_not_answer_is_named(course, ready):
    said = push(course, "http://127.0.0.1:9")

    assert "http://127.0.0.1:9 cannot be reached" in said


def test_a_site_that_is_elsewhere_is_named(course, ready):
    with serving(lambda _: Response(b"no such page", 404)) as address:
        said = push(course, address)

    assert "mod_assign_get_assignments: the site refused with 404: no such page; is that its id?" in said
