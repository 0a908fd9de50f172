"""Writes the stock Rasa project: our sentences, rules, forms and actions in Rasa's own default shape."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

import content
from benchmarks.stock.stories import STORIES
from runtime.settings import ROOT

BOT = ROOT / "bot"
# What `rasa init` leaves commented out and Rasa then fills in by itself.
DEFAULTS = "lib/python*/site-packages/rasa/engine/recipes/config_files/default_config.yml"
# Rasa's defaults have no component that reads these, so any answer is taken for this one.
ANSWERS: dict[str, Any] = {
    "consent": True,
    "red_flag_now": False,
    "days": 3.0,
    "confidence": 8.0,
    "accept_smaller": False,
    "days_done": 3.0,
    "next_step": "same",
    "contact_time": "evening",
    "flare_cord": False,
    "flare_unwell": False,
    "flare_smaller": False,
    "pain_score": 4.0,
}


def write(folder: Path, *, epochs: int, actions_url: str) -> str:
    """Write the project into `folder` and return a hash of all that its training reads."""
    if (folder / "data").exists():
        shutil.rmtree(folder / "data")
    shutil.copytree(BOT / "data", folder / "data", ignore=shutil.ignore_patterns("stories"))
    _dump(folder / "data" / "stories.yml", {"version": "3.1", "stories": STORIES})
    _dump(folder / "config.yml", _config(epochs))
    _dump(folder / "domain.yml", _domain())
    _dump(folder / "credentials.yml", {"rest": None})
    _dump(folder / "endpoints.yml", {"action_endpoint": {"url": actions_url}})
    read = [folder / "config.yml", folder / "domain.yml", *sorted((folder / "data").rglob("*.yml"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in read)).hexdigest()[:16]


def _config(epochs: int) -> dict[str, Any]:
    """Rasa's default pipeline and policies, with this many epochs in each part that has any."""
    [defaults] = (BOT / ".venv").glob(DEFAULTS)
    config: dict[str, Any] = yaml.safe_load(defaults.read_text())
    for part in [*config["pipeline"], *config["policies"]]:
        if "epochs" in part:
            part["epochs"] = epochs
    return config | {"assistant_id": "stock"}


def _domain() -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted((BOT / "domain").glob("*.yml")):
        merged |= yaml.safe_load(file.read_text())
    forms = merged["forms"]
    merged["responses"] = {
        name: [_with_words(variant) for variant in variants]
        for name, variants in merged["responses"].items()
    }
    merged["slots"] = {
        name: slot | {"mappings": _mappings(name, forms)} for name, slot in merged["slots"].items()
    }
    merged.pop("session_config", None)
    return merged


def _with_words(variant: dict[str, Any]) -> dict[str, str]:
    words = content.wording(variant["custom"]["say"], "sms").text
    return {"text": re.sub(r"\{(\w+):\w+\}", r"{\1}", words)}


def _mappings(slot: str, forms: dict[str, Any]) -> list[dict[str, Any]]:
    asked_in = [name for name, form in forms.items() if slot in form["required_slots"]]
    how: dict[str, Any] = {"type": "from_text"}
    if slot in ANSWERS:
        how = {"type": "from_intent", "not_intent": ["join_programme"], "value": ANSWERS[slot]}
    conditions = [{"active_loop": name, "requested_slot": slot} for name in asked_in]
    return (
        [how | {"conditions": conditions}]
        if conditions
        else [{"type": "from_entity", "entity": slot}]
    )


def _dump(file: Path, document: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(document, sort_keys=False, width=100))
