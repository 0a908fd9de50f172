"""A small library in a temporary folder, which a test may edit and break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import content
from content import Library

SHIPPED = Path(content.__file__).parent

GREETING = """\
_file: {source: NHS advice, reviewer: A. Reviewer}
talk.greet:
  sms: "Hello. How are you?"
  voice: "Hello. How are you?"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    (tmp_path / "modules").mkdir()
    shutil.copy(SHIPPED / "parameters.yml", tmp_path)
    shutil.copy(SHIPPED / "language.yml", tmp_path)
    (tmp_path / "messages" / "talk.yml").write_text(GREETING)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Callable[[str], None]:
    """Return a function that puts text into messages/talk.yml."""

    def put(text: str) -> None:
        (folder / "messages" / "talk.yml").write_text(text)

    return put


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(folder, recheck_seconds=0)
