"""Marking, in a patient's own words, those that raised an escalation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape


def marked(body: str, evidence: Iterable[Mapping[str, Any]]) -> Markup:
    """The escaped body with the evidence in <mark>. Evidence that does not fit the body is left out."""
    result, at = Markup(""), 0
    for start, end in _merged(_spans(body, evidence)):
        result += escape(body[at:start]) + Markup("<mark>{}</mark>").format(body[start:end])
        at = end
    return result + escape(body[at:])


def by_message(evidence: Any) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """An escalation's evidence, gathered under the message that it was found in."""
    gathered: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for piece in evidence or []:
        try:
            inbound_id = uuid.UUID(str(piece.get("inbound_id")))
        except ValueError:
            continue
        gathered.setdefault(inbound_id, []).append(piece)
    return gathered


def _spans(body: str, evidence: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    found = (_span(body, piece) for piece in evidence)
    return sorted(span for span in found if span is not None)


def _span(body: str, piece: Mapping[str, Any]) -> tuple[int, int] | None:
    start, end, text = piece.get("start"), piece.get("end"), piece.get("text")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(body)):
        start = end = 0
    words = text.lower() if isinstance(text, str) else ""
    # Offsets that point at other words than the evidence must not win over the words themselves.
    if words.strip() and body[start:end].lower() != words and words in body.lower():
        start = body.lower().index(words)
        end = min(start + len(words), len(body))
    return (start, end) if start < end else None


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
