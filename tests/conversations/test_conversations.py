"""Every transcript under this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy.orm import Session, sessionmaker

from dialogue.engine import RasaEngine
from runtime.settings import load
from tests.conversations.driver import Transcript

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*/*.yml"))


@pytest.fixture(scope="session")
def rasa(rasa_url: str) -> Iterator[RasaEngine]:
    """The real dialogue model, asked as the scheduler and the gateway ask it."""
    engine = RasaEngine(rasa_url, load().rasa_shared_secret.get_secret_value())
    yield engine
    engine.close()


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: str(file.relative_to(HERE)))
def test_conversation_goes_as_its_transcript_says(
    file: Path, sessions: sessionmaker[Session], rasa: RasaEngine
) -> None:
    Transcript(sessions, rasa).play(YAML(typ="safe").load(file))
