"""Reading one content file into checked values; used by the library at start and after an edit."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from content.entries import Entry, Header, Problem
from content.placeholders import stray_braces

_Value = TypeVar("_Value", bound=BaseModel)


@dataclass(frozen=True)
class ContentFile:
    """What one file of messages or modules says, and what was wrong with it when it was read."""

    name: str
    header: Header
    entries: dict[str, Entry]
    problems: tuple[Problem, ...] = ()


def read_entries(path: Path, name: str) -> ContentFile:
    """Return a messages file as entries; what cannot be read stands in its problems."""
    values, problems = read_mapping(path, name)
    header = _checked(Header, name, "_file", values.pop("_file", {}), problems) or Header()
    entries = {}
    for key, fields in values.items():
        entry = _checked(Entry, name, str(key), fields, problems)
        if entry is not None and _braces_are_sound(entry, name, str(key), problems):
            entries[str(key)] = entry
    return ContentFile(name, header, entries, tuple(problems))


def read_named(
    model: type[_Value], path: Path, name: str
) -> tuple[dict[str, _Value], list[Problem]]:
    """Return a file that maps names to one kind of value (parameters, rules), with its problems."""
    values, problems = read_mapping(path, name)
    values.pop("_file", None)
    checked = {key: _checked(model, name, key, fields, problems) for key, fields in values.items()}
    return {key: value for key, value in checked.items() if value is not None}, problems


def read_mapping(path: Path, name: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return a YAML file's top level, or nothing and the reason in plain English."""
    try:
        values = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        return {}, [Problem(name, _where(error), _why(error), "Mend it, or undo the last change.")]
    if not isinstance(values, dict):
        problem = "does not hold entries of the form 'key:' with its wordings indented below."
        return {}, [Problem(name, "whole file", problem, "Undo the last change.")]
    return values, []


def _where(error: Exception) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return f"line {mark.line + 1}" if mark else "whole file"


def _why(error: Exception) -> str:
    if isinstance(error, MarkedYAMLError):
        reason = str(error.problem or "").splitlines()
        return f"is not readable as YAML ({reason[0] if reason else 'unknown reason'})."
    return f"could not be read ({type(error).__name__})."


def _checked(
    model: type[_Value], name: str, key: str, fields: object, problems: list[Problem]
) -> _Value | None:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        for fault in error.errors():
            field = ".".join(str(part) for part in fault["loc"]) or "entry"
            remedy = "See 'What an entry holds' in docs/content.md."
            problems.append(Problem(name, key, f"{field}: {fault['msg']}.", remedy))
        return None


def _braces_are_sound(entry: Entry, name: str, key: str, problems: list[Problem]) -> bool:
    if not any(stray_braces(text) for text in (entry.sms, entry.voice) if text):
        return True
    problem = "has a brace that is not a placeholder such as {days} or {days:day}."
    problems.append(Problem(name, key, problem, "Close the brace, or use lower-case letters."))
    return False
