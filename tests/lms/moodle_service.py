"""The web services of the small Moodle: strict where the real one is strict, silent where it is silent."""

import json
import re
from email import message_from_bytes
from email.policy import HTTP
from fractions import Fraction
from html import escape
from urllib.parse import parse_qsl

from tests.lms.servers import Request, Response

TOKEN = "0123456789abcdef0123456789abcdef"


class Service:
    """Answers for one site; `calls` remembers what was asked."""

    def __init__(self, site, name="optim & dropout", course=2):
        self.site = site
        self.name = name
        self.course = course
        self.calls = []
        self.extensions = {}  # participant → seconds
        self.tokens = {TOKEN}
        self.drafts = {}
        self.before = []  # responses to give before answering at all
        for number, one in enumerate(site.members, 100):
            one.user = number

    def __call__(self, request: Request):
        if self.before:
            return given(self.before.pop(0))
        assert "wstoken" not in request.path, "a token in an address stands in every log"
        fields = parse_qsl(request.body.decode("latin-1"), keep_blank_values=True)
        if request.path.endswith("/webservice/upload.php"):
            return self.upload(request)
        asked = nested(fields)
        self.calls.append(asked.get("wsfunction"))
        if not request.path.endswith("/webservice/rest/server.php"):
            return Response(b"<html>not here</html>", 404)
        if asked.get("wstoken") not in self.tokens:
            return error("moodle_exception", "invalidtoken", "Invalid token - token not found")
        answer = getattr(self, asked["wsfunction"], None)
        if answer is None:
            return error("webservice_access_exception", "accessexception", "Access control exception")
        return answer(asked)

    def mod_assign_get_assignments(self, asked):
        if asked.get("includenotenrolledcourses") != "1" or asked["courseids"]["0"] != str(self.course):
            return ok({"courses": [], "warnings": [{"message": "No access rights in course context"}]})
        one = {
            "id": 9,
            "cmid": self.site.cmid,
            "name": escape(self.name),
            "duedate": 0,
            "grade": int(self.site.maximum) if self.site.maximum else -2,
            "teamsubmission": 1 if self.site.groups else 0,
        }
        return ok({"courses": [{"id": self.course, "assignments": [one]}], "warnings": []})

    def mod_assign_list_participants(self, asked):
        assert {"assignid", "groupid", "filter"} <= set(asked)
        blind = self.site.blind
        rows = [
            {
                "id": one.user,
                "fullname": f"Participant {one.id} ({one.name})" if blind else escape(one.name),
                "email": one.email,
                "idnumber": one.idnumber,
                "recordid": one.id if blind else -1,
            }
            for one in self.site.members
        ]
        return ok(rows)

    def mod_assign_get_submissions(self, asked):
        rows = []
        for one in self.site.members:
            if one.submitted is None:
                continue
            team = bool(self.site.groups)
            rows.append(
                {
                    "id": one.id,
                    "userid": 0 if team else one.user,
                    "groupid": self.site.groups.get(one.group, 0) if team else 0,
                    "attemptnumber": 0,
                    "timemodified": int(one.submitted.timestamp()),
                    "status": "submitted",
                }
            )
        rows.append({"id": 1, "userid": 999, "groupid": 0, "attemptnumber": 0, "timemodified": 0, "status": "new"})
        return ok({"assignments": [{"assignmentid": 9, "submissions": rows}], "warnings": []})

    def mod_assign_get_user_flags(self, asked):
        rows = [{"userid": self.site.member(n).user, "extensionduedate": when} for n, when in self.extensions.items()]
        rows.append({"userid": 999, "extensionduedate": 0})
        return ok({"assignments": [{"assignmentid": 9, "userflags": rows}], "warnings": []})

    def mod_assign_get_grades(self, asked):
        rows = [
            {"userid": one.user, "grade": "-1.00000" if one.grade is None else f"{float(one.grade):.5f}"}
            for one in self.site.members
            if one.graded is not None
        ]
        return ok({"assignments": [{"assignmentid": 9, "grades": rows}], "warnings": []})

    def mod_assign_get_submission_status(self, asked):
        one = self._user(asked["userid"])
        files = [{"filename": name, "filesize": len(data)} for name, data in one.feedback.items()]
        plugins = [
            {"type": "comments", "editorfields": [{"name": "comments", "text": one.comment, "format": 1}]},
            {"type": "file", "fileareas": [{"area": "feedback_files", "files": files}]},
        ]
        return ok({"feedback": {"plugins": plugins}} if one.graded else {})

    def mod_assign_save_grades(self, asked):
        assert "0" == asked["applytoall"]
        for row in asked["grades"].values():
            one = self._user(row["userid"])
            assert {"attemptnumber", "addattempt", "workflowstate"} <= set(row)
            editor = row.get("plugindata", {}).get("assignfeedbackcomments_editor")
            if editor is None and one.comment:
                return error("dml_write_exception", "dmlwriteexception", "Error writing to database")
            value = Fraction(row["grade"])
            one.grade = value if 0 <= value <= self.site.maximum else None  # without a word
            one.comment = editor["text"] if editor else ""
            one.graded = self.site.now
            draft = row.get("plugindata", {}).get("files_filemanager")
            if draft:
                one.feedback = self.drafts[int(draft)]
        return ok(None)

    def upload(self, request):
        """A form with one file, read by the library that reads mail."""
        self.calls.append("upload")
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        form = message_from_bytes(head + request.body, policy=HTTP)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        if parts["token"].get_content().strip() not in self.tokens:
            return ok({"error": "Invalid token", "errorcode": "invalidtoken"})
        file = parts["file"]
        self.drafts[len(self.drafts) + 1] = {file.get_filename(): file.get_payload(decode=True)}
        return ok([{"itemid": len(self.drafts), "filename": file.get_filename()}])

    def _user(self, number):
        return next(one for one in self.site.members if str(one.user) == number)


def given(answer):
    """A response, or hanging up."""
    if isinstance(answer, Exception):
        raise answer
    return answer


def ok(value):
    return Response(json.dumps(value).encode(), headers=(("Content-Type", "application/json"),))


def error(exception, code, message):
    """An error comes with status 200."""
    return ok({"exception": exception, "errorcode": code, "message": message})


def nested(pairs):
    """A form as PHP reads it."""
    found = {}
    for name, value in pairs:
        keys = [re.match(r"[^\[]*", name)[0], *re.findall(r"\[([^\]]*)\]", name)]
        at = found
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = value
    return found
