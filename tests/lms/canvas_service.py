"""The REST API of the small Canvas: pages, throttling, fan-out to groups, comments that pile up."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from tests.lms.servers import Request, Response

TOKEN = "7~abcdef"
BASE = "/api/v1/courses/1/assignments/4567"
DUE = datetime(2026, 11, 20, 17, tzinfo=UTC)


class Service:
    """Answers for one task of a course; `calls` remembers what was asked, `puts` what was to be changed."""

    def __init__(self, course, task, **more):
        self.course = course
        self.task = task
        self.address = ""
        self.calls = []
        self.puts = []
        self.before = []
        self.comments = {}  # user → texts
        self.rubrics = {}  # user → {row: {"points", "comments"}}
        self.page = more.pop("page", 2)
        self.kind = more.pop("kind", "points")
        self.rubric = more.pop("rubric", None)
        self.rubric_grades = more.pop("rubric_grades", False)
        self.individually = more.pop("individually", False)
        self.late_policy = more.pop("late_policy", Decimal(0))
        self.due = more.pop("due", "2026-11-20T17:00:00Z")
        self.times = {user: DUE - timedelta(hours=1) for user in task.handed}

    def __call__(self, request: Request):
        if self.before:
            return self.before.pop(0)
        self.calls.append((request.method, request.path))
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(b'{"errors":[{"message":"Invalid access token."}]}', 401)
        where = urlsplit(request.path)
        if request.method == "GET" and where.path == BASE:
            return ok(self._assignment())
        if request.method == "GET" and where.path == f"{BASE}/submissions":
            return self._list(parse_qs(where.query))
        if request.method == "PUT":
            return self._put(where.path, request)
        return Response(b'{"errors":[{"message":"The specified resource does not exist."}]}', 404)

    def _assignment(self):
        return {
            "id": self.task.id,
            "name": self.task.title,
            "points_possible": float(self.task.points),
            "due_at": self.due,
            "grading_type": self.kind,
            "rubric": self.rubric,
            "use_rubric_for_grading": self.rubric_grades,
        }

    def _list(self, query):
        assert {"user", "submission_comments", "rubric_assessment"} <= set(query["include[]"])
        at = int(query.get("opaque", ["0"])[0])
        rows = [self._submission(user) for user in self.course.users][at : at + self.page]
        more = at + self.page < len(self.course.users)
        included = "&".join(f"include[]={name}" for name in query["include[]"])
        following = f'<{self.address}{BASE}/submissions?{included}&opaque={at + self.page}>; rel="next"'
        current = f'<{self.address}{BASE}/submissions?x=1>; rel="current"'
        return ok(rows, (("Link", f"{current},{following}" if more else current),))

    def _submission(self, user):
        handed, grade = self.task.handed.get(user.id), self.task.grades.get(user.id)
        at = self.times.get(user.id)
        score = None if grade in (None, "EX") else float(grade)
        deducted = float(self.late_policy) if handed and handed.late and score is not None else 0
        return {
            "user_id": None if self.task.anonymous else user.id,
            "anonymous_id": user.anonymous or None,
            "submitted_at": at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None,
            "attempt": 1 if at else None,
            "late": bool(handed and handed.late),
            "seconds_late": 3600 if handed and handed.late else 0,
            "excused": grade == "EX",
            "entered_score": score,
            "score": None if score is None else score - deducted,
            "points_deducted": deducted or None,
            "submission_comments": [{"comment": text} for text in self.comments.get(user.id, [])],
            "rubric_assessment": self.rubrics.get(user.id),
        }

    def _put(self, path, request):
        fields = {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}
        last = path.rsplit("/", 1)[1]
        if f"{BASE}/anonymous_submissions/{last}" == path:
            user = next(one for one in self.course.users if one.anonymous == last)
        elif f"{BASE}/submissions/{last}" == path:
            user = self.course.user(int(last))
        else:
            return Response(b"{}", 404)
        self.puts.append((user.id, fields))
        team = next((users for _, users in self.task.groups.values() if user.id in users), [user.id])
        rows = {name: value for name, value in fields.items() if name.startswith("rubric_assessment")}
        if rows and not any(row["id"] in name for row in self.rubric or [] for name in rows):
            return Response(b'{"message":"invalid rubric_assessment"}', 400)
        for one in [user.id] if self.individually else team:
            self._grade(one, fields, rows)
        if "comment[text_comment]" in fields:
            whom = team if fields.get("comment[group_comment]") == "true" else [user.id]
            for one in whom:
                self.comments.setdefault(one, []).append(fields["comment[text_comment]"])
        return ok(self._submission(user))

    def _grade(self, user, fields, rows):
        for row in self.rubric or []:
            points = rows.get(f"rubric_assessment[{row['id']}][points]")
            if points is not None:
                said = rows.get(f"rubric_assessment[{row['id']}][comments]", "")
                self.rubrics.setdefault(user, {})[row["id"]] = {"points": float(points), "comments": said}
        if rows and self.rubric_grades:
            self.task.grades[user] = sum(Decimal(str(row["points"])) for row in self.rubrics[user].values())
        if "submission[posted_grade]" in fields:
            posted = fields["submission[posted_grade]"]
            if self.kind == "pass_fail" and Decimal(posted) not in (0, Decimal(self.task.points)):
                return  # without a word
            self.task.grades[user] = Decimal(posted) if posted else None


def ok(value, headers=()):
    return Response(json.dumps(value).encode(), headers=(("Content-Type", "application/json"), *headers))
