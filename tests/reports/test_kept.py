"""What was made of an object is made once, for this object and no other."""

import gc
import json as standard

from grader.reports import _kept, html, json
from grader.reports._kept import by_identity
from tests.reports import sample


def counted():
    made = []

    @by_identity
    def text(one, *beside):
        made.append((one, *beside))
        return f"{one} {beside}"

    return text, made


def test_the_same_object_is_looked_at_once_for_each_thing_said_beside_it():
    text, made = counted()
    one = [1]

    assert {"[1] ('a',)"} == {text(one, "a") for _ in range(3)}
    assert "[1] ('b',)" == text(one, "b")
    assert 2 == len(made)


def test_an_equal_object_is_another_one():
    text, made = counted()
    one, other = [1], [1]

    assert text(one) == text(other)
    assert 2 == len(made)


def test_an_object_that_has_gone_leaves_its_place_to_nobody():
    text, made = counted()
    for number in range(50):
        assert f"[{number}] ()" == text([number])
        gc.collect()

    assert 50 == len(made)


def test_not_more_is_held_than_a_class_needs(monkeypatch):
    monkeypatch.setattr(_kept, "MOST", 3)
    text, made = counted()
    held = [[number] for number in range(4)]
    for one in held:
        text(one)

    text(held[3])
    text(held[0])

    assert [[0], [1], [2], [3], [0]] == [one for one, *_ in made]


def test_whoever_makes_room_meanwhile_takes_nothing_away(monkeypatch):
    """Several threads write reports; here another one comes in between, whenever a place is looked up again."""
    monkeypatch.setattr(_kept, "MOST", 1)
    text, _ = counted()
    one, looks = [1], []

    class Name(str):
        __slots__ = ()

        def __hash__(self):
            looks.append(self)
            if len(looks) > 1:
                text([len(looks)])
            return str.__hash__(self)

    name = Name("a")
    assert "[1] ('a',)" == text(one, name)
    looks.clear()

    assert "[1] ('a',)" == text(one, name)


def test_a_report_reads_the_same_the_second_time():
    """Rendered from what was kept, and, by way of the document, from nothing that was."""
    report = sample.honest()

    assert html.render(report) == html.render(report) == html.render(json.to_report(json.document(report)))
    assert json.document(report) == standard.loads(json.render(report)) == standard.loads(json.render(report))
