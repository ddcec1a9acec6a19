"""The sample reports, under the name by which the tests ask for them."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample():
    spec = importlib.util.spec_from_file_location("sample_reports", Path(__file__).with_name("sample.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
