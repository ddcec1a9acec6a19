"""Every fault of a specification is one sentence at one place: where, what was found, what was expected.

A row replaces one piece of a sound assignment; the sentences are all that is said then.
"""

# ruff: noqa: E501 -- sentences stand whole, so that they can be searched for

import pytest

from grader import kinds, spec
from grader.errors import SpecError

SOUND = """\
assignment: weight-decay
title: One step
seed: 2026
limits: {seconds: 10, memory_mib: 1024}
questions:
  - id: update
    title: The L2 update
    prompt: Write `l2_update`.
    conventions: [m is the number of examples.]
    criteria:
      - id: upd.l2
        points: 4
        call: l2_update
        parts:
          core:
            cases:
              - {w: [1.0, -2.0], lr: 0.1, m: 10, visible: true}
              - draw: {w: {normal: [3, 4]}, lr: {uniform: [0.01, 0.5]}, m: {integer: [1, 60]}}
                times: 8
          edge:
            needs: core
            weight: 1/4
            arguments_unchanged: true
            cases: [{w: [0.0], lr: 0.1, m: 1}]
        expect: {reference: regularization.l2_update}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
        mistakes:
          - expect: {reference: regularization.mistakes.l2_update_halved}
            credit: 1/2
            say: The 2 cancels.
      - id: number
        points: 1
        answer: typed
        expect: {value: 661, agrees_with: {reference: counting.count, with: {sizes: [10, 20]}}}
        judge: {kind: exact}
"""

ROWS = [
    # what stands there, what is written instead, what is said
    (
        "assignment: weight-decay",
        "assignment: Weight Decay",
        [
            "1:13: `assignment` is 'Weight Decay', expected small letters, digits and single hyphens, such as weight-decay"
        ],
    ),
    ("title: One step", "titel: One step", ["2:1: unknown key `titel` in the assignment, did you mean `title`?"]),
    ("title: One step", "title: 2026", ["2:8: `title` is 2026, expected text; put it in quotes, '2026'"]),
    ("title: One step", 'title: ""', ["2:8: `title` is '', expected some text"]),
    ("seed: 2026", "seed: 1.5", ["3:7: `seed` is 1.5, expected a whole number"]),
    (
        "seed: 2026\n",
        "",
        ["1:1: the assignment has no `seed`, expected a whole number from 0 on; every drawn input follows from it"],
    ),
    ("seed: 2026", "seed: -1", ["3:7: `seed` is -1, expected 0 or more"]),
    ("seconds: 10", "seconds: 0", ["4:19: `seconds` is 0, expected a number above 0"]),
    ("seconds: 10", "second: 10", ["4:10: unknown key `second` in `limits`, did you mean `seconds`?"]),
    ("memory_mib: 1024", "memory_mib: lots", ["4:35: `memory_mib` is 'lots', expected a whole number"]),
    (
        "limits: {seconds: 10, memory_mib: 1024}",
        "limits: 10",
        [
            "4:9: `limits` is 10, expected a mapping of seconds, total_seconds, memory_mib, output_kib, files_mib, reply_mib"
        ],
    ),
    (
        "  - id: update",
        "  - id: up/date",
        ["6:9: `id` is 'up/date', expected letters and digits, joined by single dots, hyphens or underscores"],
    ),
    ("  - id: update", "  - id: 1", ["6:9: `id` is 1, expected text; put it in quotes, '1'"]),
    ("Write `l2_update`.", '""', ["8:13: `prompt` is '', expected some text"]),
    (
        "[m is the number of examples.]",
        "[m is the number of examples., 3]",
        ["9:49: `conventions[1]` is 3, expected text; put it in quotes, '3'"],
    ),
    (
        "[m is the number of examples.]",
        "m is the number",
        ["9:18: `conventions` is 'm is the number', expected a list"],
    ),
    ("points: 4", "points: 0", ["12:17: `points` is 0, expected a number above 0"]),
    ("points: 4", "points: -1/2", ["12:17: `points` is '-1/2', expected a number or a fraction such as 1/2"]),
    ("points: 4", "points: four", ["12:17: `points` is 'four', expected a number or a fraction such as 1/2"]),
    ("points: 4", "points: 1/0", ["12:17: `points` is '1/0', expected a number or a fraction such as 1/2"]),
    (
        "        points: 4\n",
        "",
        ["11:9: a criterion has no `points`, expected what it is worth: a number above 0 or a fraction such as 1/2"],
    ),
    ("call: l2_update", "call: l2-update", ["13:15: `call` is 'l2-update', expected a Python name"]),
    (
        "call: l2_update",
        "call: l2_update\n        read: w",
        [
            "11:9: criterion 'upd.l2' has `call` and `read`, expected exactly one of call, module, read, answer, "
            "file, test"
        ],
    ),
    (
        "        call: l2_update\n",
        "",
        ["11:9: criterion 'upd.l2' asks nothing, expected exactly one of call, module, read, answer, file, test"],
    ),
    (
        "        call: l2_update\n",
        "        visibility: hiden\n        call: l2_update\n",
        ["13:21: `visibility` is 'hiden', did you mean hidden?"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        arguments: {w: array, lr: number, m: integr}\n",
        ["14:46: `arguments.m` is 'integr', did you mean integer?"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        arguments: {w: array, lr: number, m: integer, lam: number}\n",
        [
            "18:17: the case has no `lam`, expected a value for each of w, lr, m, lam",
            "19:23: the case has no `lam`, expected a value for each of w, lr, m, lam",
            "25:21: the case has no `lam`, expected a value for each of w, lr, m, lam",
        ],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        arguments: {w: array, lr: text, m: integer}\n",
        [
            "18:38: `lr` is 0.1, expected text; put it in quotes (its type is text)",
            "19:49: `lr`: the law `uniform` gives number here, expected text; change the law or the type",
            "25:36: `lr` is 0.1, expected text; put it in quotes (its type is text)",
        ],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        carry: {v: 0}\n        repeat: 3\n",
        ["14:16: `carry` of criterion 'upd.l2' names the unknown argument `v`, there are w, lr, m"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        carry: {w: 0}\n",
        ["14:9: criterion 'upd.l2' has `carry` but makes one call, expected `over` or `repeat` with it"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        over: [w]\n        repeat: 3\n",
        ["15:9: criterion 'upd.l2' has both `over` and `repeat`, expected one of them"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        over: [W]\n",
        ["14:15: `over` of criterion 'upd.l2' names the unknown argument `W`, there are w, lr, m"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        repeat: 0\n",
        ["14:17: `repeat` is 0, expected 1 or more"],
    ),
    (
        "{w: [1.0, -2.0], lr: 0.1, m: 10, visible: true}",
        "{w: [1.0, -2.0], lr: 0.1, M: 10, visible: yes}",
        [
            "17:59: `visible` is 'yes', expected true or false; write true, since yes is a word in YAML 1.2",
            "18:73: unknown argument `m`, there are w, lr, M",
            "24:41: unknown argument `m`, there are w, lr, M",
        ],
    ),
    (
        "{w: [1.0, -2.0], lr: 0.1, m: 10, visible: true}",
        "{w: [1.0, -2.0], lr: 0.1, m: 010, visible: true}",
        ["17:46: a number with zeros in front, which YAML reads as 10; put it in quotes to keep its digits"],
    ),
    (
        "{w: [0.0], lr: 0.1, m: 1}",
        "{w: [0.0], lr: 0.1}",
        ["24:21: the case has no `m`, expected a value for each of w, lr, m"],
    ),
    ("{w: [0.0], lr: 0.1, m: 1}", "12", ["24:21: a case is 12, expected a mapping such as {w: [1.0], lr: 0.1}"]),
    (
        "cases: [{w: [0.0], lr: 0.1, m: 1}]",
        "cases: []",
        ["24:20: `cases` is empty, expected at least one case; remove the key to use those of the criterion"],
    ),
    (
        "            cases: [{w: [0.0], lr: 0.1, m: 1}]\n",
        "            cases: {w: [0.0], lr: 0.1, m: 1}\n",
        ["24:20: `cases` is a mapping, expected a list"],
    ),
    ("times: 8", "times: 0", ["19:24: `times` is 0, expected 1 or more"]),
    ("times: 8", "time: 8", ["19:17: unknown key `time` in a drawn case, did you mean `times`?"]),
    ("{normal: [3, 4]}", "{norml: [3, 4]}", ["18:27: `w`: unknown law `norml`, did you mean `normal`?"]),
    (
        "{normal: [3, 4]}",
        "{normal: [3, -4]}",
        ["18:27: `w`: the shape of `normal` is [3, -4], expected a list of sizes such as [3, 4]"],
    ),
    (
        "{normal: [3, 4]}",
        "{normal: {shape: [3], std: 2}}",
        ["18:27: `w`: unknown key `std` in `normal`, did you mean `sd`?"],
    ),
    (
        "{uniform: [0.01, 0.5]}",
        "{uniform: [0.5, 0.01]}",
        ["18:49: `lr`: `uniform` goes from 0.5 to 0.01, expected the lower bound first"],
    ),
    (
        "{uniform: [0.01, 0.5]}",
        "{log_uniform: [0, 0.01]}",
        ["18:49: `lr`: `log_uniform` starts at 0, expected a bound above 0"],
    ),
    ("{integer: [1, 60]}", "{integer: [1, 2.5]}", ["18:76: `m`: `integer` goes from 1 to 2.5, expected whole numbers"]),
    (
        "{integer: [1, 60]}",
        "{integer: [1, 2], uniform: [1, 2]}",
        ["18:76: `m`: found 2 keys, expected one law such as {normal: [3, 4]}; a constant is {value: …}"],
    ),
    ("needs: core", "needs: cor", ["21:20: part 'edge' needs the unknown part 'cor', did you mean `core`?"]),
    (
        "          core:\n",
        "          core:\n            needs: edge\n",
        [
            "16:20: part 'core' needs 'edge', which needs 'core' in turn; expected no circle",
            "22:20: part 'edge' needs 'core', which needs 'edge' in turn; expected no circle",
        ],
    ),
    (
        "weight: 1/4",
        "weight: 1",
        ["15:11: part 'core' has nothing left to share, the other weights add up to 1; expected less than 1"],
    ),
    (
        "          core:\n",
        "          core:\n            weight: 1/2\n",
        ["23:21: the weights of the parts add up to 3/4, expected 1"],
    ),
    ("weight: 1/4", "weight: -0.5", ["22:21: `weight` is -0.5, expected 0 or more"]),
    (
        "arguments_unchanged: true",
        "arguments_unchanged: yes",
        ["23:34: `arguments_unchanged` is 'yes', expected true or false; write true, since yes is a word in YAML 1.2"],
    ),
    (
        "          edge:",
        "          ed ge:",
        [
            "20:11: the part 'ed ge' has odd characters, expected letters and digits, joined by single dots, hyphens or underscores"
        ],
    ),
    (
        "        expect: {reference: regularization.l2_update}\n",
        "",
        [
            "11:9: criterion 'upd.l2' has no `expect`, expected where the right answer comes from, such as `expect: {reference: topic.function}`"
        ],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: {reference: l2_update}",
        ["25:29: `reference` is 'l2_update', expected topic.function, as it stands in reference/"],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: {reference: regularization.l2_update, value: 3}",
        [
            "25:17: `expect` of criterion 'upd.l2' has `reference` and `value`, expected exactly one of reference, value, relation"
        ],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: {refrence: regularization.l2_update}",
        ["25:18: unknown key `refrence` in `expect` of criterion 'upd.l2', did you mean `reference`?"],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: {reference: a.b, agrees_with: {reference: c.d}}",
        [
            "25:34: `expect` of criterion 'upd.l2' has `agrees_with` but no `value`, expected the value that the formula confirms"
        ],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: regularization.l2_update",
        [
            "25:17: `expect` of criterion 'upd.l2' is 'regularization.l2_update', expected a mapping of reference, with, value, agrees_with, relation"
        ],
    ),
    (
        "        judge: {kind: close, rtol: 1e-6, atol: 1e-9}\n",
        "",
        ["11:9: criterion 'upd.l2' has no `judge`, expected a checker such as `judge: {kind: exact}`"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "{kind: closs, rtol: 1e-6, atol: 1e-9}",
        ["26:23: there is no checker called 'closs'; did you mean 'close'?"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "{kind: close, atol: 1e-9}",
        ["26:16: judge of kind close has no `rtol`, expected a value; this setting has no default"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "{kind: close, rtoll: 1e-6, atol: 1e-9}",
        ["26:30: unknown key `rtoll` in judge of kind close, did you mean `rtol`?"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "{kind: close, rtol: 2, atol: 1e-9}",
        ["26:16: judge of kind close: rtol is a share of the expected value: it needs 0 <= rtol < 1, not 2.0"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "{kind: close, rtol: small, atol: 1e-9}",
        ["26:36: `rtol` is 'small', expected a number"],
    ),
    (
        "{kind: close, rtol: 1e-6, atol: 1e-9}",
        "close",
        ["26:16: `judge` of criterion 'upd.l2' is 'close', expected a mapping such as {kind: exact}"],
    ),
    ("credit: 1/2", "credit: 3/2", ["29:21: `credit` is '3/2', expected a share from 0 to 1"]),
    (
        "credit: 1/2",
        "price: 1/2",
        ["29:13: unknown key `price` in a mistake of criterion 'upd.l2', expected id, expect, credit, say"],
    ),
    (
        "            say: The 2 cancels.\n",
        "",
        ["28:13: a mistake of criterion 'upd.l2' has no `say`, expected a sentence that helps whoever made it"],
    ),
    (
        "          - expect: {reference: regularization.mistakes.l2_update_halved}",
        "          - expect: {value: 3}",
        ["28:13: a mistake of criterion 'upd.l2' has no `id`, expected one because no reference names it"],
    ),
    (
        "            say: The 2 cancels.\n",
        "            say: The 2 cancels.\n          - expect: {reference: other.l2_update_halved}\n            say: Once more.\n",
        ["31:13: a second mistake 'l2_update_halved' in criterion 'upd.l2', expected different ids; give one an `id:`"],
    ),
    (
        "      - id: number",
        "      - id: upd.l2",
        ["31:13: a second criterion 'upd.l2', expected different ids; the first stands in line 11"],
    ),
    (
        "        answer: typed\n",
        "        file: results.txt\n",
        ["33:15: `file` is 'results.txt', expected the name of a JSON file, such as results.json"],
    ),
    (
        "        answer: typed\n",
        "        file: results.json\n        cases: [{x: 1}]\n        visibility: visible\n",
        [
            "34:9: `cases` in criterion 'number', but a file has no inputs; remove it",
            "35:21: criterion 'number' is a file and cannot be visible, since its solution would stand in the student package; expected hidden, after_due or after_published",
        ],
    ),
    (
        "        answer: typed\n",
        "        answer: printed, typed\n",
        ["33:17: `answer` is 'printed, typed', expected typed or [typed, printed]"],
    ),
    (
        "        answer: typed\n",
        "        answer: typed\n        visibility: visible\n",
        [
            "34:21: criterion 'number' is an answer and cannot be visible, since its solution would stand in the student package; expected hidden, after_due or after_published"
        ],
    ),
    (
        "        answer: typed\n",
        "        answer: typed\n        cases: [{x: 1}]\n",
        ["34:9: `cases` in criterion 'number', but an answer has no inputs; remove it"],
    ),
    (
        "{value: 661, agrees_with: {reference: counting.count, with: {sizes: [10, 20]}}}",
        "{value: 0661, agrees_with: {with: {sizes: [10, 20]}}}",
        [
            "34:25: a number with zeros in front, which YAML reads as 661; put it in quotes to keep its digits",
            "34:44: `agrees_with` in `expect` of criterion 'number' has no `reference`, expected topic.function in reference/",
        ],
    ),
    (
        "{value: 661, agrees_with: {reference: counting.count, with: {sizes: [10, 20]}}}",
        "{agrees_with: {reference: counting.count}}",
        ["34:17: `expect` of criterion 'number' says nothing, expected exactly one of reference, value, relation"],
    ),
    (
        "{seconds: 10, memory_mib: 1024}",
        "{seconds: 100, memory_mib: 1024}",
        ["4:9: `seconds` is 100 but `total_seconds` is 60, expected a total that is at least as long"],
    ),
    (
        "- expect: {reference: regularization.mistakes.l2_update_halved}",
        "- expect: {relation: regularization.mistakes.l2_update_halved}",
        ["28:21: a mistake of criterion 'upd.l2' has a relation, expected what it gives: a `reference` or a `value`"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        arguments: {w: array, lr: number, m: integer, lambda: number}\n",
        [
            "11:9: the argument `lambda` of criterion 'upd.l2' is a Python keyword, expected a name that a function can have",
            "18:17: the case has no `lambda`, expected a value for each of w, lr, m, lambda",
            "19:23: the case has no `lambda`, expected a value for each of w, lr, m, lambda",
            "25:21: the case has no `lambda`, expected a value for each of w, lr, m, lambda",
        ],
    ),
    (
        "        answer: typed\n",
        "        answer: typed\n        parts: {a: {cases: [{x: 1}]}, b: {visibility: visible}}\n",
        [
            "34:21: `cases` in criterion 'number', but an answer has no inputs; remove it",
            "34:55: criterion 'number' is an answer and cannot be visible, since its solution would stand in the student package; expected hidden, after_due or after_published",
        ],
    ),
    (
        "        answer: typed\n",
        "        read: table\n        repeat: 2\n",
        ["34:9: `repeat` in criterion 'number', which makes no calls; expected it beside `call`"],
    ),
    (
        "        parts:\n          core:\n",
        "        parts:\n          idle:\n          core:\n",
        ["15:11: part 'idle' has no cases and criterion 'upd.l2' has none to share, expected `cases:`"],
    ),
    (
        "{w: [1.0, -2.0], lr: 0.1, m: 10, visible: true}",
        "{generate: make, times: 2, with: {n: 3}}",
        ["17:28: `generate` is 'make', expected topic.function, as it stands in reference/"],
    ),
    (
        "{w: [1.0, -2.0], lr: 0.1, m: 10, visible: true}",
        "{arguments: {w: [1.0, [2]], lr: 0.1, m: 10}, seen: true}",
        ["17:62: unknown key `seen` in a case, expected arguments, visible, want"],
    ),
    (
        "{normal: [3, 4]}",
        "{normal: [3000, 4000]}",
        ["18:27: `w`: the shape of `normal` is [3000, 4000], expected at most 10000000 items"],
    ),
    (
        "{normal: [3, 4]}",
        "{normal: {mean: 3}}",
        ["18:27: `w`: `normal` has no `shape`, expected one such as shape: [3, 4]"],
    ),
    ("{normal: [3, 4]}", "{normal: {shape: [2], sd: -1}}", ["18:27: `w`: `normal` has sd -1, expected 0 or more"]),
    (
        "{uniform: [0.01, 0.5]}",
        "{uniform: [0.01]}",
        ["18:49: `lr`: `uniform` is [0.01], expected [low, high] or {low: …, high: …, shape: [3]}"],
    ),
    (
        "{uniform: [0.01, 0.5]}",
        "{uniform: [0.01, .inf]}",
        ["18:49: `lr`: `high` of `uniform` is inf, expected a finite number"],
    ),
    ("{integer: [1, 60]}", "{choice: []}", ["18:76: `m`: `choice` is empty, expected a list of values to choose from"]),
    ("{integer: [1, 60]}", "{count: 0}", ["18:76: `m`: `count` is 0, expected how far to count from 1, such as 25"]),
    (
        "          core:\n",
        "          third: yes\n          core:\n            weight: 1/2\n",
        [
            "15:18: part 'third' is 'yes', expected a mapping of cases, needs, weight, arguments_unchanged, pick, judge, expect, visibility, say"
        ],
    ),
    (
        "        points: 4\n        call: l2_update\n",
        "        points: 4\n        call: lambda\n",
        ["13:15: `call` is 'lambda', a Python keyword; expected a name of a function"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        repeat: 1000000\n",
        ["14:17: `repeat` is 1000000, expected 10000 or less"],
    ),
    (
        "        call: l2_update\n",
        "        call: l2_update\n        arguments: {w: array, lr: float, m: int}\n",
        [
            "14:35: `arguments.lr` is 'float', did you mean number?",
            "14:45: `arguments.m` is 'int', did you mean integer?",
        ],
    ),
    (
        "            weight: 1/4\n",
        "            weight: 1/4\n            pick: [0, 1]\n",
        ["23:19: `pick` is a list, expected a word or a whole number"],
    ),
    (
        "m: 10, visible: true}",
        "m: 10, Visible: true}",
        ["17:50: unknown argument `Visible` in a case, did you mean `visible`?"],
    ),
    (
        "{normal: [3, 4]}",
        "normal",
        ["18:27: `w`: the word 'normal', expected a law such as {normal: [3, 4]}; a constant is {value: normal}"],
    ),
    (
        "[m is the number of examples.]",
        "[note: m is the number of examples.]",
        ["9:19: `conventions[0]` is a mapping, expected text; put it in quotes, 'note: …'"],
    ),
    (
        "- id: number\n",
        "- id: Upd.L2\n",
        [
            "31:13: a second criterion 'Upd.L2', which differs from 'upd.l2' in line 11 in capitals alone; expected different ids"
        ],
    ),
    (
        "expect: {reference: regularization.l2_update}",
        "expect: {relation: regularization.l2_update}",
        [
            "26:16: judge of kind close in criterion 'upd.l2' cannot judge by a relation, expected one of property and python"
        ],
    ),
    (
        "            arguments_unchanged: true\n",
        "            expect: {relation: regularization.same}\n",
        ["26:16: judge of kind close in part 'edge' cannot judge by a relation, expected one of property and python"],
    ),
    (
        "            arguments_unchanged: true\n",
        "            judge: {kind: python}\n",
        [
            "25:17: judge of kind python in part 'edge' has no relation to judge by, expected `expect: {relation: topic.function}`"
        ],
    ),
    (
        "judge: {kind: close, rtol: 1e-6, atol: 1e-9}",
        "judge: {kind: module, check: trainable}",
        ["26:16: judge of kind module in criterion 'upd.l2', which asks for no module; expected `module:` there"],
    ),
]


def said(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        spec.parse(text.encode(), "a.yaml")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "sentences"), ROWS, ids=[row[1].strip()[:50] or f"no {row[0].strip()[:30]}" for row in ROWS]
)
def test_a_fault_is_a_sentence_at_its_place(old, new, sentences):
    assert old in SOUND

    assert [f"a.yaml:{sentence}" for sentence in sentences] == said(SOUND.replace(old, new))


def test_the_assignment_that_is_broken_here_is_sound():
    assignment = spec.parse(SOUND.encode(), "a.yaml")

    assert [row.id for row in assignment.criteria] == ["upd.l2", "number"]


def test_all_faults_are_said_at_once_in_the_order_of_the_file():
    broken = SOUND
    for old, new in [
        ("seed: 2026", "seed: x"),
        ("points: 4", "points: 0"),
        ("times: 8", "times: 0"),
        ("rtol: 1e-6", "rtol: 2"),
    ]:
        broken = broken.replace(old, new)

    assert [3, 12, 19, 26] == [int(line.split(":")[1]) for line in said(broken)]


def test_a_judge_without_a_kind_is_told_all_there_are():
    kind = f"expected one of {', '.join(kinds.names('checkers'))}"

    assert [f"a.yaml:26:16: `kind` of judge is missing, {kind}"] == said(SOUND.replace("kind: close, rtol", "rtol"))


def test_a_relation_is_due_where_the_checker_judges_by_one():
    broken = SOUND.replace("{kind: exact}", "{kind: property, atol: 1e-9}")

    assert [
        "a.yaml:34:17: judge of kind property in criterion 'number' has no relation to judge by, expected "
        "`expect: {relation: topic.function}`"
    ] == said(broken)


def test_parts_may_judge_by_relations_where_the_criterion_does_not():
    own = "judge: {kind: python}\n            expect: {relation: regularization.same}\n"
    mixed = SOUND.replace("arguments_unchanged: true\n", own)

    assert ["core", "edge"] == [part.id for part in spec.parse(mixed.encode(), "a.yaml").criteria[0].parts]
