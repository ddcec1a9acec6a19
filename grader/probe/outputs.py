"""What a notebook cell puts out, kept as the notebook format wants it and up to a limit."""

import base64
import builtins
import re
from typing import Any

from grader.probe.capture import Printed
from grader.probe.telling import short

globals()["__builtins__"] = dict(vars(builtins))

MAX_TEXT = 20_000  # characters of one stream or one piece of text
MAX_IMAGE = 2**20  # characters of one image
MAX_NOTEBOOK = 8 * 2**20


class Sink:
    """Collects the outputs of one cell; printed text also goes on to what is kept for the whole hand-in."""

    def __init__(self, printed: Any, budget: int = MAX_NOTEBOOK) -> None:
        self.printed = printed
        self.outputs: list[dict[str, Any]] = []
        self.budget = budget
        self.shown: dict[str, dict[str, Any]] = {}  # display id → the output that an update replaces

    def stream(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            room = MAX_TEXT - len(last["text"])
            last["text"] += text[: max(room, 0)]
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text[:MAX_TEXT]})

    def data(self, kind: str, bundle: Any, count: int | None = None, display_id: Any = None) -> None:
        kept = {mime: _kept(mime, value) for mime, value in dict(bundle).items() if type(mime) is str}
        output: dict[str, Any] = {"output_type": kind, "metadata": {}}
        output["data"] = {mime: value for mime, value in kept.items() if value is not None}
        if kind == "execute_result":
            output["execution_count"] = count
        plain = output["data"].get("text/plain", "")
        if plain and not plain.startswith("<Figure size"):
            self.printed.write(plain + "\n")
        self.outputs.append(output)
        if type(display_id) is str:
            self.shown[display_id] = output

    def update(self, bundle: Any, display_id: Any) -> None:
        """Replace what an earlier `display(…, display_id=…)` has shown."""
        before = self.shown.get(display_id) if type(display_id) is str else None
        if before is None:
            return
        kept = {mime: _kept(mime, value) for mime, value in dict(bundle).items() if type(mime) is str}
        before["data"] = {mime: value for mime, value in kept.items() if value is not None}

    def error(self, kind: str, message: str, traceback: str) -> None:
        self.outputs.append(
            {"output_type": "error", "ename": kind, "evalue": message, "traceback": traceback.split("\n")}
        )

    def clear(self) -> None:
        self.outputs.clear()


_timing = re.compile("(CPU times|Wall time): [^\n]*").sub  # of `%time`; it differs from run to run


class Stream(Printed):
    """sys.stdout or sys.stderr of a running cell."""

    def __init__(self, sink: Sink, name: str) -> None:
        super().__init__(0)
        self.sink, self.name = sink, name

    def write(self, text: str) -> int:
        if not issubclass(type(text), str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        text = _timing(r"\1: …", str.__str__(text))
        self.sink.stream(self.name, text)
        if self.name == "stdout":
            self.sink.printed.write(text)
        return len(text)


def _kept(mime: str, value: Any) -> Any:
    """One representation, short and as text; None if it cannot be kept."""
    if type(value) is bytes:
        value = base64.b64encode(value).decode("ascii")
    if not issubclass(type(value), str):
        return None
    text = str.__str__(value)
    if mime.startswith("image/") and mime != "image/svg+xml":
        return text if len(text) <= MAX_IMAGE else None
    return short(text, MAX_TEXT)


def within(outputs: list[dict[str, Any]], budget: int) -> tuple[list[dict[str, Any]], int]:
    """The outputs that still fit, and what is left of the budget; a sentence stands for those that do not."""
    kept = []
    for output in outputs:
        size = _size(output)
        if size > budget:
            sentence = "(an output was left out, the notebook is full)\n"
            kept.append({"output_type": "stream", "name": "stderr", "text": sentence})
            continue
        budget -= size
        if output["output_type"] == "stream":
            output = {**output, "text": short(output["text"], MAX_TEXT)}
        kept.append(output)
    return kept, budget


def _size(output: dict[str, Any]) -> int:
    texts = [output.get("text", ""), *output.get("data", {}).values(), *output.get("traceback", [])]
    return 100 + sum(len(text) for text in texts)
