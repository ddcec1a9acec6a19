"""What may stand in an assignment, key by key: the grammar that people and their editors read.

Each form is one mapping of the file. What lies deeper is left to its own form (`Any` here, `Held` tells editors which
form that is), so that a fault on one level does not hide those on another. The descriptions are the words of the
schema in an editor and of the messages; numbers are taken as written and never made out of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

NUMBER_OR_RATIO = re.compile(r"\d+(\.\d+)?|\d+/[1-9]\d*")


def _fraction(value: Any) -> Fraction:
    """An exact number: 0.1 is one tenth, not the float next to it."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError("expected a number or a fraction such as 1/2")
    text = str(Decimal(repr(value)).normalize()) if isinstance(value, float) else str(value).strip()
    if isinstance(value, str) and not NUMBER_OR_RATIO.fullmatch(text):
        raise ValueError("expected a number or a fraction such as 1/2")
    try:
        return Fraction(text)
    except ValueError:
        raise ValueError("expected a finite number or a fraction such as 1/2") from None


def _positive(value: Any) -> Fraction:
    number = _fraction(value)
    if number <= 0:
        raise ValueError("expected a number above 0")
    return number


def _weight(value: Any) -> Fraction:
    number = _fraction(value)
    if number < 0:
        raise ValueError("expected 0 or more")
    return number


def _share(value: Any) -> Fraction:
    number = _fraction(value)
    if not 0 <= number <= 1:
        raise ValueError("expected a share from 0 to 1")
    return number


def _percent(value: Any) -> Fraction:
    number = _fraction(value)
    if not 0 < number <= 100:
        raise ValueError("expected a percentage above 0, up to 100")
    return number


_RATIO = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\s*(\d+(\.\d+)?|\d+/[1-9]\d*)\s*$"}]}
Points = Annotated[Fraction, BeforeValidator(_positive), WithJsonSchema(_RATIO)]
Percent = Annotated[Fraction, BeforeValidator(_percent), WithJsonSchema(_RATIO)]
Weight = Annotated[Fraction, BeforeValidator(_weight), WithJsonSchema(_RATIO)]
Share = Annotated[Fraction, BeforeValidator(_share), WithJsonSchema(_RATIO)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
DottedPath = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")]
Stem = Annotated[str, Field(pattern=r"^[^/\\\s]([^/\\]*[^/\\\s])?$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.json$")]
Sentence = Annotated[str, Field(min_length=1, pattern=r"\S")]
VisibilityWord = Literal["visible", "hidden", "after_due", "after_published"]
TypeWord = Literal["array", "integers", "booleans", "tensor", "list", "number", "integer", "text", "flag", "any"]


HELD = "held"


@dataclass(frozen=True)
class Held:
    """Marks what another form will read: how its schema is called, and whether one, a list or a mapping of them."""

    name: str
    many: Literal["one", "list", "mapping"] = "one"

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        one = {HELD: self.name}  # pydantic would look a $ref up among its own; editors.py puts it in later
        if self.many == "list":
            return {"type": "array", "items": one}
        if self.many == "mapping":
            return {"type": "object", "additionalProperties": one}
        return one


class Form(BaseModel):
    """One mapping of the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    stand_ins: ClassVar[dict[str, Any]] = {}

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """The keys as a teacher types them, in the order of the manual."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


class AssignmentForm(Form):
    """A whole assignment: what is asked, and how every answer is judged."""

    stand_ins: ClassVar[dict[str, Any]] = {"assignment": "unnamed", "title": "-", "seed": 0, "questions": []}
    assignment: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(
        description="its id in commands and file names: small letters, digits and hyphens"
    )
    title: Sentence = Field(description="its name for people")
    seed: Annotated[int, Field(ge=0)] = Field(description="a whole number from 0 on; every drawn input follows from it")
    due: Annotated[Any, Held("DueForm")] = Field(None, description="when hand-ins are due")
    late: Annotated[Any, Held("LateForm")] = Field(None, description="what a late hand-in costs; nothing unless said")
    limits: Annotated[Any, Held("LimitsForm")] = Field(None, description="what one hand-in may use")
    questions: Annotated[Any, Held("QuestionForm", "list")] = Field(description="the questions, in order")


class DueForm(Form):
    """When hand-ins are due."""

    stand_ins: ClassVar[dict[str, Any]] = {"at": "2000-01-01T00:00Z"}
    at: Sentence = Field(description="date and time of day, such as 2026-11-20T18:00")
    zone: Sentence | None = Field(
        None, description="whose clock it is, such as Europe/Berlin; may be left out where `at` ends in an offset"
    )


class LateForm(Form):
    """What a late hand-in costs."""

    stand_ins: ClassVar[dict[str, Any]] = {"deduct": {}}
    deduct: Annotated[Any, Held("DeductionForm")] = Field(
        description="for every day or hour: {percent: 10} or {points: 2}"
    )
    per: Literal["day", "hour"] = Field("day", description="a day of the calendar, or an hour of the clock")
    started: Literal["whole", "exact", "ignored"] = Field(
        "whole", description="how a day or hour counts that has only begun: whole, by its share, or not at all"
    )
    grace_minutes: Annotated[int, Field(ge=0)] = Field(
        0, description="so many minutes late cost nothing; whoever exceeds them is late from the due time on"
    )
    at_most: Annotated[Any, Held("DeductionForm")] = Field(None, description="the most that lateness costs")
    cut_off: Annotated[Any, Held("SpanForm")] = Field(
        None, description="how long after the due time a hand-in still counts; later it earns nothing"
    )


class DeductionForm(Form):
    """So many points, or so many percent; exactly one of them."""

    points: Points | None = Field(None, description="points")
    percent: Percent | None = Field(None, description="a percentage above 0, up to 100")
    of: Literal["maximum", "earned"] | None = Field(
        None, description="what the percentage is of: the points of the assignment (unless said), or those earned"
    )


class SpanForm(Form):
    """Days of the calendar, and then hours of the clock."""

    days: Annotated[int, Field(ge=0)] = Field(0, description="days")
    hours: Annotated[int, Field(ge=0)] = Field(0, description="hours")


class LimitsForm(Form):
    """What one hand-in may use; whoever exceeds a limit is stopped and told which."""

    seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Field(
        10.0, description="for loading the files, and again for every single call"
    )
    total_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Field(
        60.0, description="for everything together"
    )
    memory_mib: Annotated[int, Field(gt=0)] = Field(1024, description="memory, in MiB")
    output_kib: Annotated[int, Field(gt=0)] = Field(256, description="printed text that is kept, in KiB")
    files_mib: Annotated[int, Field(gt=0)] = Field(64, description="files written while it runs, in MiB")
    reply_mib: Annotated[int, Field(gt=0)] = Field(64, description="one returned value, in MiB")


class QuestionForm(Form):
    """One question and the rows of its rubric."""

    stand_ins: ClassVar[dict[str, Any]] = {"id": "unnamed", "title": "-", "prompt": "-", "criteria": []}
    id: Id = Field(description="a short name, unique in the assignment")
    title: Sentence = Field(description="the heading that students see")
    prompt: Sentence = Field(description="what students are asked to do, in your words")
    conventions: list[Sentence] = Field(
        default_factory=list, description="sentences that settle what the prompt leaves open; shown word for word"
    )
    criteria: Annotated[Any, Held("CriterionForm", "list")] = Field(description="the rows of the rubric, in order")


class CriterionForm(Form):
    """One row of the rubric: call … cases … expect … judge."""

    stand_ins: ClassVar[dict[str, Any]] = {"id": "unnamed", "points": 1}
    id: Id = Field(description="a short name, unique in the assignment; a heading of answers.md for written answers")
    points: Points = Field(description="what it is worth: a number above 0 or a fraction such as 1/2")
    title: Sentence | None = Field(None, description="its name in reports")
    visibility: VisibilityWord | None = Field(None, description="when students see how it went; hidden unless said")
    call: Name | None = Field(None, description="the function that students write")
    module: Name | None = Field(None, description="the torch module class that students write")
    read: Name | None = Field(None, description="the variable that students set")
    answer: Annotated[Any, Held("Answer")] = Field(None, description="a written answer: typed, or [typed, printed]")
    file: FileName | None = Field(None, description="the JSON file that students hand in, such as results.json")
    test: Stem | None = Field(
        None,
        description="tests run among the student's names: `any` for those of the whole hand-in, or a file's name "
        "without its ending, such as problem1",
    )
    at: Sentence | None = Field(
        None, description="the cell of the notebook at which a test runs, by nbgrader's id or otter's name of the test"
    )
    arguments: dict[Name, TypeWord] | None = Field(
        None, description="argument names in calling order, each with its type; default: those of the first case"
    )
    carry: dict[str, str | int | None] = Field(
        default_factory=dict,
        description="argument: key or index of the last result that it takes over in the next call (null: all of it)",
    )
    over: list[str] = Field(default_factory=list, description="arguments whose leading axis is walked, a call for each")
    repeat: Annotated[int, Field(ge=1, le=10_000)] = Field(1, description="how often the same call is made")
    cases: Annotated[Any, Held("Case", "list")] = Field(None, description="inputs for all parts without their own")
    parts: Annotated[Any, Held("PartForm", "mapping")] = Field(
        None, description="separately reported shares; without them there is one, `core`"
    )
    expect: Annotated[Any, Held("ExpectForm")] = Field(None, description="where the right answer comes from")
    judge: Annotated[Any, Held("Judge")] = Field(None, description="the checker and its settings")
    builds_on: Annotated[Any, Held("BuildsOnForm")] = Field(
        None, description="an earlier criterion; judged with the student's own result of it as well, the better counts"
    )
    mistakes: Annotated[Any, Held("MistakeForm", "list")] = Field(
        None, description="known wrong answers, each with a sentence and perhaps a price"
    )
    equivalent: Annotated[Any, Held("EquivalentForm", "list")] = Field(
        None, description="changes of the reference that make no difference; `grader verify` names them"
    )
    withheld: Annotated[Any, Held("WithheldForm")] = Field(None, description="only in student editions")


class PartForm(Form):
    """A named share of a criterion; all of its cases must pass."""

    cases: Annotated[Any, Held("Case", "list")] = Field(None, description="its own inputs")
    needs: str | None = Field(None, description="a part that must pass first")
    weight: Weight | None = Field(
        None, description="its share of the points, 0 for one that only tells; parts without one share the rest"
    )
    arguments_unchanged: bool = Field(False, description="true: a call that alters its arguments fails this part")
    pick: str | int | None = Field(None, description="judge only this key or index of what came back")
    judge: Annotated[Any, Held("Judge")] = Field(None, description="a checker of its own")
    expect: Annotated[Any, Held("ExpectForm")] = Field(None, description="an expectation of its own")
    visibility: VisibilityWord | None = Field(None, description="when students see how it went")
    say: Sentence | None = Field(None, description="a sentence for students, shown when the part fails")


class ArgumentsCase(Form):
    """A written case, its inputs under `arguments`."""

    arguments: dict[str, Any] = Field(description="argument: value")
    visible: bool | None = Field(None, description="true: students see the case and what is expected of it")
    want: Any = Field(None, description="what is expected of this case alone")


class DrawCase(Form):
    """Inputs drawn from the assignment's seed."""

    stand_ins: ClassVar[dict[str, Any]] = {"draw": {}}
    draw: Annotated[Any, Held("Law", "mapping")] = Field(description="argument: law")
    times: Annotated[int, Field(ge=1, le=10_000)] = Field(1, description="how many cases are drawn")
    visible: bool | None = Field(None, description="true: students see these cases and what is expected of them")


class GenerateCase(Form):
    """Inputs made by a generator in reference/."""

    stand_ins: ClassVar[dict[str, Any]] = {"generate": "topic.generator"}
    generate: DottedPath = Field(description="topic.generator, called with a random generator and the options")
    options: dict[str, Any] = Field(default_factory=dict, alias="with", description="options of the generator")
    times: Annotated[int, Field(ge=1, le=10_000)] = Field(1, description="how many cases are made")
    visible: bool | None = Field(None, description="true: students see these cases and what is expected of them")


class ExpectForm(Form):
    """Where the right answer comes from; exactly one of reference, value, relation."""

    reference: DottedPath | None = Field(None, description="topic.function in reference/, called with the inputs")
    inputs: dict[str, Any] = Field(default_factory=dict, alias="with", description="inputs on top of the case's")
    value: Any = Field(None, description="the answer itself")
    agrees_with: Annotated[Any, Held("FormulaForm")] = Field(
        None, description="a reference that must give the same value, checked before anybody is graded"
    )
    relation: DottedPath | None = Field(None, description="topic.function that right answers satisfy")


class FormulaForm(Form):
    """A reference that confirms a written value."""

    stand_ins: ClassVar[dict[str, Any]] = {"reference": "topic.function"}
    reference: DottedPath = Field(description="topic.function in reference/")
    inputs: dict[str, Any] = Field(default_factory=dict, alias="with", description="inputs on top of the case's")


class MistakeForm(Form):
    """A wrong answer that students really give."""

    stand_ins: ClassVar[dict[str, Any]] = {"expect": None, "say": "-"}
    id: Id | None = Field(None, description="its name in statistics; default: the last word of the reference")
    expect: Annotated[Any, Held("ExpectForm")] = Field(description="what somebody who makes it gives")
    credit: Share | None = Field(None, description="the share of the points it earns; without it the parts decide")
    say: Sentence = Field(description="a sentence that helps whoever made it")


class BuildsOnForm(Form):
    """An earlier criterion whose result this one takes up, so that an error is not paid for twice."""

    stand_ins: ClassVar[dict[str, Any]] = {"criterion": "unnamed", "as": "_"}
    criterion: Id = Field(description="the earlier criterion")
    name: Name = Field(
        alias="as", description="the argument of the reference, or the symbol of the formula, that is its result"
    )
    expect: Annotated[Any, Held("ExpectForm")] = Field(
        None, description="what is due, given that result; default: the criterion's own reference"
    )
    inputs: DottedPath | None = Field(
        None, description="topic.function in reference/ that makes the earlier call's inputs from those of a case"
    )
    given: dict[str, Any] = Field(
        default_factory=dict, alias="with", description="inputs of the earlier call, on top of the case's"
    )


class EquivalentForm(Form):
    """A change of the reference that no case can tell from the truth, and why."""

    mutant: Sentence = Field(description="the change as `grader verify` prints it: before → after")
    because: Sentence = Field(description="why it makes no difference, for the next teacher")


class WithheldForm(Form):
    """What a student edition leaves out."""

    parts: Annotated[int, Field(ge=0)] = Field(0, description="how many parts")
    cases: Annotated[int, Field(ge=0)] = Field(0, description="how many cases")
