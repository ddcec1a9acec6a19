import pytest

from tests import courses


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)
