"""The words of the programme: what is said, on which channel, and whether it is fit to say.

Floor 2 of the import law: imports nothing of ours. The coach, the gateway, the console and the
command line render through here; programme staff edit the YAML files beside this module.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from content.checks import check_library
from content.entries import ContentError, Problem, Wording
from content.library import Library
from content.report import export_rows, preview_text

__all__ = [
    "ContentError",
    "Library",
    "Problem",
    "Wording",
    "check",
    "export",
    "keys",
    "preview",
    "render",
    "wording",
]


def render(key: str, channel: str, params: Mapping[str, object] | None = None) -> str:
    """Return what a content key says on a channel (`sms`, `voice`), parameters filled in.

    Raises ContentError for an unknown key, a channel without wording or a missing parameter.
    """
    return _library().render(key, channel, params)


def wording(key: str, channel: str) -> Wording:
    """Return a key's unfilled text on a channel, with the answer it expects and its keypad keys.

    Raises ContentError for an unknown key or a channel without wording.
    """
    return _library().wording(key, channel)


def keys() -> list[str]:
    """Return every content key, in alphabetical order."""
    return sorted(_library().entries())


def check() -> list[Problem]:
    """Return all that is wrong with the content, in plain English; empty means publishable."""
    return check_library(_library())


def export(format: str = "csv") -> str:  # noqa: A002 - the word the command line uses
    """Return all wordings for staff to read: key, channel, text and SMS segments.

    `format` is `csv` or `jsonl`; any other raises ContentError.
    """
    return export_rows(_library(), format)


def preview(key: str, channel: str, params: Mapping[str, object] | None = None) -> str:
    """Return a wording as a patient would get it; parameters left out are filled with examples.

    Raises ContentError for an unknown key or a channel without wording.
    """
    return preview_text(_library(), key, channel, params=params)


def _library() -> Library:
    return _library_in(os.environ.get("RINGBACK_CONTENT_DIR") or str(Path(__file__).parent))


@lru_cache
def _library_in(folder: str) -> Library:
    return Library(Path(folder))
