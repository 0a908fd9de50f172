"""What staff get to see: all wordings as a table, and one wording filled with examples."""

import csv
import io
import json
from collections.abc import Callable, Mapping

from content.checks import read_parameters
from content.checks.sms import segments
from content.entries import CHANNELS, ContentError
from content.library import Library

COLUMNS = ("key", "channel", "text", "segments", "reviewer", "source", "file")


def preview_text(
    library: Library,
    key: str,
    channel: str,
    *,
    params: Mapping[str, object] | None = None,
) -> str:
    """Return a wording with the given parameters, and examples for those not given."""
    parameters, _ = read_parameters(library)
    examples = {name: parameter.example for name, parameter in parameters.items()}
    return library.render(key, channel, {**examples, **(params or {})})


def export_rows(library: Library, format: str) -> str:  # noqa: A002 - the command line's word
    """Return every wording, one row for each key and channel, as CSV or JSON Lines."""
    if format not in _WRITERS:
        raise ContentError(
            format, "is no format for an export.", remedy=f"Use {' or '.join(_WRITERS)}."
        )
    return _WRITERS[format](_rows(library))


def _rows(library: Library) -> list[dict[str, str | int]]:
    rows: list[dict[str, str | int]] = []
    for file in library.files():
        for key, entry in file.entries.items():
            for channel in CHANNELS:
                text = entry.text(channel)
                if text is None:
                    continue
                sms_segments = segments(text) if channel == "sms" else ""
                reviewer = entry.reviewer or file.header.reviewer or ""
                source = entry.source or file.header.source or ""
                values = (key, channel, text, sms_segments, reviewer, source, file.name)
                rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def _as_csv(rows: list[dict[str, str | int]]) -> str:
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def _as_json_lines(rows: list[dict[str, str | int]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


_WRITERS: dict[str, Callable[[list[dict[str, str | int]]], str]] = {
    "csv": _as_csv,
    "jsonl": _as_json_lines,
}
