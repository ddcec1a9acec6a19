"""The same attacks where nothing holds them: those that must succeed do, so the corpus can fail."""

import re
import shutil
import sys
from collections.abc import Iterator

import pytest

from grader.model import Returned
from tests.attacks.attack import Attack
from tests.attacks.conftest import Graded, grade
from tests.attacks.corpus import ATTACKS
from tests.attacks.test_corpus import of_criterion, scores

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")]
WEAK = [attack for attack in ATTACKS if attack.weak]
by_id = pytest.mark.parametrize("attack", WEAK, ids=[attack.id for attack in WEAK])


@pytest.fixture(scope="module")
def unheld() -> Iterator[Graded]:
    batch = grade("unheld", "none", WEAK)
    yield batch
    shutil.rmtree(batch.scene.course.parent)


@by_id
def test_at_level_none_the_attack_succeeds(unheld: Graded, attack: Attack) -> None:
    name = unheld.of(attack)
    (seen,) = of_criterion(unheld, name, "secret")

    assert isinstance(seen, Returned)
    if attack.category == "stolen answers":
        assert re.fullmatch("word-[0-9a-f]{32}", str(seen.value))  # another grader at work here has a word as well
        assert scores(unheld, name)[2] == 2 * (unheld.scene.word == seen.value)
    else:
        assert f"tried {attack.id}: ESCAPED" == seen.value


def test_the_teachers_own_word_is_stolen(unheld: Graded) -> None:
    thieves = [attack for attack in WEAK if attack.category == "stolen answers"]

    assert 2 in [scores(unheld, unheld.of(attack))[2] for attack in thieves]


def test_the_canary_can_die(unheld: Graded) -> None:
    assert unheld.before["files"] != unheld.after["files"]


def test_every_category_that_locks_stop_is_among_them() -> None:
    assert {"stolen answers", "escape"} == {attack.category for attack in WEAK}
    assert len(WEAK) >= 10
