"""Requests to a site's web service: to its own host alone, patient where it throttles, and never with a token in sight.

The token comes from the environment or a file, since what is typed stands in the shell's history and in the list of
processes. Redirects are not followed, so it goes nowhere else. A request that may have been done is not sent again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from grader.errors import RequestError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MAX_BYTES = 64 * 2**20
SECONDS = 60
TRIES = 6
LONGEST_PAUSE = 60.0
THROTTLED = 429
REFUSED = 403
BUSY = (502, 503, 504)

pause = time.sleep  # tests put something quicker here


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self, what: str) -> Any:
        """The body as JSON; RequestError where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            start = self.body[:80].decode("utf-8", "replace")
            raise RequestError(f"{what}: the site answered {start!r}, expected JSON; is that its address?") from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: another host must not see the token."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Site:
    """The web service of one site."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RequestError(f"--site {address!r}: expected an address such as https://moodle.example.edu")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise RequestError(f"--site {address!r}: expected https, or everybody on the way can read the token")
        if parts.username or parts.query or parts.fragment:
            raise RequestError(f"--site {address!r}: expected only the address of the site, without ?, # or a name")
        self.address = address.rstrip("/")
        self._origin = (parts.scheme, parts.hostname, parts.port)
        straight = [urllib.request.ProxyHandler({})] if parts.hostname in LOOPBACK else []  # or a proxy sees the token
        self._opener = urllib.request.build_opener(_Stay, *straight)

    def get(self, url: str, headers: Mapping[str, str], what: str) -> Answer:
        """Read something; tried again where the site is busy."""
        return self._send(urllib.request.Request(self._own(url), headers=dict(headers)), what, again=True)  # noqa: S310 -- _own checks the scheme

    def put(self, url: str, fields: Mapping[str, str], headers: Mapping[str, str], what: str) -> Answer:
        """Change something; tried again only where the site has refused to look at it."""
        data = urlencode(fields).encode()
        request = urllib.request.Request(self._own(url), data=data, headers=dict(headers), method="PUT")  # noqa: S310
        return self._send(request, what, again=False)

    def post(self, url: str, fields: Mapping[str, str], what: str, again: bool) -> Answer:
        """Ask for something or change it; `again` where asking twice does no harm."""
        request = urllib.request.Request(self._own(url), data=urlencode(fields).encode(), method="POST")  # noqa: S310
        return self._send(request, what, again)

    def upload(self, url: str, fields: Mapping[str, str], file: tuple[str, bytes], what: str) -> Answer:
        """Send a file as a form in a browser does; a draft twice does no harm."""
        kind, data = _form(fields, file)
        headers = {"Content-Type": kind}
        request = urllib.request.Request(self._own(url), data=data, headers=headers, method="POST")  # noqa: S310
        return self._send(request, what, again=True)

    def _own(self, url: str) -> str:
        full = url if "://" in url else f"{self.address}/{url.lstrip('/')}"
        parts = urlsplit(full)
        if (parts.scheme, parts.hostname, parts.port) != self._origin:
            raise RequestError(f"the site sent us on to {parts.hostname!r}; the token is not sent there")
        return full

    def _send(self, request: urllib.request.Request, what: str, again: bool) -> Answer:
        for waited in _pauses():
            answer = self._once(request, what)
            if answer is None or answer.status in BUSY:
                if not again:
                    raise RequestError(f"{what}: no answer came, so it may be done or not; run the same command again")
            elif not _throttled(answer):
                return _checked(answer, what)
            pause(_wanted(answer, waited))
        raise RequestError(f"{what}: the site was too busy {TRIES} times; run the same command later")

    def _once(self, request: urllib.request.Request, what: str) -> Answer | None:
        try:
            with self._opener.open(request, timeout=SECONDS) as found:
                return _answer(found.status, found.headers, found, what)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error.code, error.headers, error, what)
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError | OSError) and not isinstance(
                error.reason, TimeoutError
            ):
                raise RequestError(f"{what}: {self.address} cannot be reached ({error.reason})") from None
            return None
        except (OSError, HTTPException):  # it broke off in the middle
            return None


def _form(fields: Mapping[str, str], file: tuple[str, bytes]) -> tuple[str, bytes]:
    """The type and the body of a form with one file; the boundary stands in none of them."""
    name, data = file
    boundary = hashlib.sha256(data).hexdigest()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [
        head.encode(),
        b"Content-Type: application/octet-stream\r\n\r\n",
        data,
        f"\r\n--{boundary}--\r\n".encode(),
    ]
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)


def _pauses() -> Iterator[float]:
    return (2.0**n for n in range(TRIES))


def _wanted(answer: Answer | None, waited: float) -> float:
    said = answer.headers.get("retry-after", "") if answer else ""
    return min(float(said), LONGEST_PAUSE) if said.isdecimal() else waited


def _throttled(answer: Answer) -> bool:
    return answer.status == THROTTLED or (answer.status == REFUSED and b"rate limit exceeded" in answer.body.lower())


def _answer(status: int, headers: Any, file: Any, what: str) -> Answer:
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise RequestError(f"{what}: the answer is larger than {MAX_BYTES} bytes and was not read")
    return Answer(status, {name.lower(): value for name, value in headers.items()}, body)


def _checked(answer: Answer, what: str) -> Answer:
    if answer.status < 300:
        return answer
    if answer.status < 400:
        raise RequestError(f"{what}: the site sent us elsewhere ({answer.status}); give its final address as --site")
    said = answer.body[:300].decode("utf-8", "replace")
    hint = {401: "; is the token right?", 403: "; may this token do that?", 404: "; is that its id?"}.get(
        answer.status, ""
    )
    raise RequestError(f"{what}: the site refused with {answer.status}: {said}{hint}")


def token(variable: str, file: Path | None) -> str:
    """The token from a file or the environment; RequestError that says how to give one."""
    if file is not None:
        found = file.read_text("utf-8").strip()
        if not found or "\n" in found:
            raise RequestError(f"{file} holds no token, expected one line")
        return found
    found = os.environ.get(variable, "").strip()
    if not found:
        raise RequestError(
            f"there is no token: put it into the environment as {variable}, or into a file for --token-file"
        )
    return found
