"""The table of what the programme was asked for says only what the tree can prove."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.tree import source

TABLE = source.ROOT / "docs" / "traceability.yml"
ROWS: dict[str, dict[str, Any]] = YAML(typ="safe").load(TABLE)  # refuses a row given twice
REQUIREMENTS = [f"R{number}" for number in range(1, 281)]
FIELDS = {"says", "state", "where", "tests", "note"}
TRANSCRIPTS = "tests/conversations/"


def test_every_requirement_has_its_row_in_order():
    assert list(ROWS) == REQUIREMENTS


@pytest.mark.parametrize("number", REQUIREMENTS)
def test_row_is_whole_for_its_state(number: str):
    row = ROWS[number]

    assert row.keys() <= FIELDS
    assert 0 < len(row["says"]) <= 110
    assert _missing(row) == []


def _missing(row: dict[str, Any]) -> list[str]:
    """What a row of this state must have and has not."""
    needed = {
        "done": ("where", "tests"),
        "partial": ("where", "note"),
        "planned": (),
    }[row["state"]]
    return [field for field in needed if not row.get(field)]


def test_no_row_claims_a_place_that_does_not_exist():
    places = {place for row in ROWS.values() for place in row.get("where", [])}

    assert sorted(place for place in places if not (source.ROOT / place).exists()) == []


def test_no_row_names_a_test_that_does_not_exist():
    named = {test for row in ROWS.values() for test in row.get("tests", [])}

    assert sorted(test for test in named if not _exists(test)) == []


def test_table_names_no_place_outside_the_repository():
    places = [place for row in ROWS.values() for place in row.get("where", [])]

    assert [place for place in places if place.startswith(("/", "~")) or ".." in place] == []
    assert re.findall(r"(?<!\w)/(?:home|root|tmp|var|Users)/", TABLE.read_text("utf-8")) == []


def _exists(test: str) -> bool:
    """A transcript by its path; otherwise a test function, whatever its parameters."""
    file, _, name = test.partition("::")
    path = source.ROOT / file
    if not name:
        return file.startswith(TRANSCRIPTS) and file.endswith(".yml") and path.is_file()
    return path.is_file() and name in _tests(path)


@cache
def _tests(file: Path) -> frozenset[str]:
    """The tests of a module: `test_x`, or `XTest::test_x` inside a class."""
    found: set[str] = set()
    for node in source.tree(file).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{name}" for name in _functions(node.body)}
    return frozenset(found | _functions(source.tree(file).body))


def _functions(body: list[ast.stmt]) -> set[str]:
    return {
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }
