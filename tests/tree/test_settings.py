"""Every setting is told to whoever deploys, in both places where they look."""

from __future__ import annotations

import re

from runtime.settings import Settings
from tests.tree import source

NAMES = {name.upper() for name in Settings.model_fields}


def test_example_file_holds_every_setting_and_no_other():
    example = (source.ROOT / ".env.example").read_text("utf-8")

    assert set(re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.MULTILINE)) == NAMES


def test_example_file_explains_every_setting():
    lines = (source.ROOT / ".env.example").read_text("utf-8").splitlines()

    unexplained = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"#?[A-Z][A-Z_]+=", line) and not before.startswith("# ")
    ]

    assert unexplained == []


def test_settings_page_holds_every_setting_and_no_other():
    page = (source.ROOT / "docs" / "settings.md").read_text("utf-8")
    table = page.split("## Set by `ringback up` itself")[0]

    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == NAMES
