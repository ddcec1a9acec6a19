"""All replies of a job together have a size, too: each by itself may be allowed and the trusted side still drown."""

import pytest

from tests.sandbox.conftest import Run


@pytest.mark.parametrize(
    "returned",
    ["np.zeros(100_000)", "[0.5] * 3_000"],
    ids=["arrays", "many small items, which cost more than they are long"],
)
def test_replies_are_weighed_together(run: Run, returned: str) -> None:
    names = [f"f{number}" for number in range(9)]
    source = "import numpy as np\n" + "".join(f"def {name}(): return {returned}\n" for name in names)

    outcome = run(source, *names, reply_mib=1)

    assert (outcome.ended, outcome.limit) == ("stopped", "reply")
    assert outcome.detail == "all answers together are larger than 2 MiB"
    assert 1 < len(outcome.replies) < 9


def test_many_ordinary_replies_fit(run: Run) -> None:
    names = [f"f{number}" for number in range(50)]
    source = "import numpy as np\n" + "".join(f"def {name}(): return np.zeros((32, 32))\n" for name in names)

    assert run(source, *names, reply_mib=1).ended == "finished"
