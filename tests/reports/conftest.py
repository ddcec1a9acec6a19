"""The sample reports and the reader of pages, under the names by which the tests ask for them."""

import importlib.util
from pathlib import Path

import pytest


def beside(name):
    spec = importlib.util.spec_from_file_location(f"reports_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample():
    return beside("sample")


@pytest.fixture(scope="session")
def pages():
    return beside("pages")
