"""The sample reports, the reader of pages and a browser, under the names by which the tests ask for them."""

import importlib.util
import re
import subprocess
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


PROBE = """<!doctype html><iframe src="{page}" width="320" height="900" style="border:0"></iframe><script>
onload = () => {{
  const seen = frames[0].document, root = seen.documentElement;
  const odd = [...seen.querySelectorAll("*")].filter(e => e.localName == "script" || e.localName == "img");
  document.title = (root.scrollWidth - root.clientWidth) + " " + odd.length;
}}</script>"""


@pytest.fixture
def browser(tmp_path):
    """How far a page scrolls sideways on a phone of 320 px, and how many scripts and pictures a browser finds."""

    def look(page):
        probe = page.with_name("probe.html")
        probe.write_text(PROBE.format(page=page.name))
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--dump-dom"]
        seen = subprocess.run(
            ["chromium", *flags, f"--user-data-dir={tmp_path / 'profile'}", probe.as_uri()],
            capture_output=True,
            text=True,
            timeout=900,
            check=True,
        )
        return re.search("<title>(.*?)</title>", seen.stdout)[1]

    return look
