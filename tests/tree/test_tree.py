"""Promises that the tree makes about itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker
from starlette.routing import Route
from starlette.testclient import TestClient

from dialogue.wiring import engine
from gateway.app import create
from runtime import wiring
from runtime.settings import load
from tests.tree import source

LONGEST_MODULE, LONGEST_FUNCTION = 400, 60
# These two live by the real clock: a telephone company in a box, and Rasa's own environment.
OWN_CLOCK = {"simulator", "bot"}
HEALTH = {"/healthz", "/readyz"}


@pytest.mark.parametrize("module", source.modules(), ids=source.name)
def test_module_opens_with_a_docstring_and_is_short(module: Path):
    lines = len(module.read_text("utf-8").splitlines())

    assert ast.get_docstring(source.tree(module)), "say what it is for and who calls it"
    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("module", source.modules(), ids=source.name)
def test_no_function_is_longer_than_a_screen(module: Path):
    functions = [
        node
        for node in ast.walk(source.tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]

    assert long == []


def test_only_the_clock_module_reads_the_wall_clock():
    readers = [
        source.name(module)
        for module in source.modules()
        if _package(module) not in OWN_CLOCK and _reads_wall_clock(source.tree(module))
    ]

    assert readers == ["runtime/clock.py"]


def test_twilio_is_imported_by_telephony_alone():
    assert _importers("twilio") == {"telephony"}


def test_rasa_is_imported_by_bot_alone():
    assert _importers("rasa") == {"bot"}


def test_nothing_imports_the_simulator():
    assert _importers("simulator") <= {"simulator"}


def test_every_scheduler_tick_is_in_the_operations_page():
    page = (source.ROOT / "docs" / "operations.md").read_text("utf-8")

    documented = {
        (tick, int(seconds))
        for tick, seconds in re.findall(r"^\| `(\w+)` \| (\d+) s \|", page, re.MULTILINE)
    }

    assert documented == _ticks()


def test_gateway_refuses_every_unsigned_webhook():
    settings = load()
    app = create(
        sessions=sessionmaker(),  # bound to nothing: a route that gets this far fails loudly
        carrier=wiring.carrier(settings),
        engine=engine(settings),
        signatures=wiring.signatures(settings),
    )
    routes = [r for r in app.routes if isinstance(r, Route) and r.path not in HEALTH]
    client = TestClient(app)

    answers = {
        route.path: client.request(method, route.path, data={"From": "+447700900101"}).status_code
        for route in routes
        for method in route.methods or ()
    }

    assert answers == dict.fromkeys((route.path for route in routes), 403)


def test_no_file_names_a_place_outside_the_repository():
    # Put together here, so that this file does not find itself.
    outside = re.compile(r"\.\./sha" + r"red|(?<![\w.}])/(?:wo" + r"rk|root|home/\w+|Users)/")

    found = {
        source.name(file): match.group()
        for file in source.files()
        if (match := outside.search(file.read_text("utf-8", errors="replace")))
    }

    assert found == {}


@pytest.mark.parametrize("page", [f for f in source.files() if f.suffix == ".md"], ids=source.name)
def test_links_between_pages_lead_somewhere(page: Path):
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(file.name[:4]) for file in (source.ROOT / "docs/decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


def _package(module: Path) -> str:
    return module.relative_to(source.ROOT).parts[0]


def _importers(library: str) -> set[str]:
    return {_package(m) for m in source.modules() if library in source.imports(m)}


def _reads_wall_clock(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr)
        in {
            ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
            ("date", "today"), ("time", "time"), ("time", "time_ns"),
        }
        for node in ast.walk(tree)
    )  # fmt: skip


def _ticks() -> set[tuple[str, int]]:
    """The names and seconds in the dictionary that the scheduler makes its jobs of."""
    tree = source.tree(source.ROOT / "scheduler" / "__main__.py")
    made = next(
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_ticks"
    )
    assert isinstance(made, ast.Dict)
    return {
        (key.value, value.elts[0].value)  # type: ignore[union-attr]
        for key, value in zip(made.keys, made.values, strict=True)
    }
