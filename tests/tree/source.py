"""The project's files, for tests about the tree itself."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BUILT = {"var", "node_modules"}
# What Alembic writes is as long as the tables are many.
_GENERATED = ROOT / "models" / "migrations" / "versions"
_DOT_FILES = {".ci", ".env.example", ".gitignore"}


def files() -> Iterator[Path]:
    """Every file that is or may become part of the repository; nothing installed, built or secret."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in _BUILT and _ours(name)]
        yield from (Path(folder, name) for name in names if _ours(name))


def _ours(name: str) -> bool:
    return name in _DOT_FILES or not name.startswith((".", "__pycache__"))


def modules() -> list[Path]:
    """Every Python module that is run or imported outside tests."""
    return sorted(
        file
        for file in files()
        if file.suffix == ".py"
        and "tests" not in file.relative_to(ROOT).parts
        and _GENERATED not in file.parents
    )


def tree(module: Path) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(module.read_text("utf-8"))


def name(file: Path) -> str:
    """A file's path as a reader of a failure wants it."""
    return file.relative_to(ROOT).as_posix()


def imports(module: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
