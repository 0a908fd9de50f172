"""Whatever may be uttered has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
import yaml

import content
from tests.tree import source


def _uttered_by_rasa() -> Iterator[str]:
    for file in (source.ROOT / "bot" / "domain").glob("*.yml"):
        for variants in (yaml.safe_load(file.read_text("utf-8")).get("responses") or {}).values():
            yield from (variant["custom"]["say"] for variant in variants)


def _uttered_by_actions() -> Iterator[str]:
    """The literal keys given to `talk.say`; a conditional expression gives two."""
    for module in (source.ROOT / "actions").glob("*.py"):
        for node in ast.walk(source.tree(module)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say" and node.args:
                yield from _literals(node.args[0])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))


@pytest.mark.parametrize("channel", ["sms", "voice"])
@pytest.mark.parametrize("key", sorted({*_uttered_by_rasa(), *_uttered_by_actions()}))
def test_key_that_the_dialogue_utters_has_a_wording(key: str, channel: str):
    assert content.wording(key, channel).text
