"""What the trained model understands, without Rasa: JSON Lines in, JSON Lines out. `ringback understand` runs it.

    echo '{"id": 1, "text": "my back has gone again", "channel": "sms"}' | python -m bot.understand

It reads the archive that `rasa train` wrote and goes through the same steps as the pipeline in config.yml, so that
it starts in seconds and needs neither TensorFlow nor a server.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, TextIO

from bot.language import entities
from bot.language.classifier import FILES, IntentModel
from bot.language.smalltalk import without_opening

Json = Dict[str, Any]
_MODEL = Path(__file__).resolve().parent.parent / "var" / "models" / "ringback.tar.gz"


class BadLine(ValueError):
    """A line is not what was asked for; says which and why."""


class Understanding:
    """The NLU half of a trained model."""

    def __init__(self, archive: Path) -> None:
        with tarfile.open(archive) as tar, tempfile.TemporaryDirectory() as folder:
            for member in tar:
                if Path(member.name).name in FILES:
                    (Path(folder) / Path(member.name).name).write_bytes(_read(tar, member))
                if Path(member.name).name == "metadata.json":
                    self._fallback = _fallback_settings(json.loads(_read(tar, member)))
            self._model = IntentModel.load(Path(folder))

    def understand(self, text: str) -> Json:
        """Return intent, confidence and entities; what Rasa would fall back on is out of scope."""
        if not text.strip():
            return {"intent": "out_of_scope", "confidence": 0.0, "entities": []}
        (intent, first), (_, second) = self._model.rank(without_opening(text))[:2]
        unsure = (
            first < self._fallback["threshold"]
            or first - second < self._fallback["ambiguity_threshold"]
        )
        return {
            "intent": "out_of_scope" if unsure else intent,
            "confidence": round(first, 4),
            "entities": entities.extract(text),
        }


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    assert file is not None, member.name
    return file.read()


def _fallback_settings(metadata: Json) -> Dict[str, float]:
    nodes = metadata["predict_schema"]["nodes"].values()
    return next(node["config"] for node in nodes if node["uses"].endswith("FallbackClassifier"))


def answers(understanding: Understanding, lines: Iterable[str]) -> Iterator[Json]:
    """Yield one answer for each line. Raises BadLine."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            text = item["text"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise BadLine(f"line {number}: give a JSON object with id and text") from error
        yield {"id": item.get("id"), **understanding.understand(str(text or ""))}


def main(stdin: TextIO = sys.stdin, stdout: TextIO = sys.stdout) -> int:
    """Answer every line on stdin; return the exit code."""
    parser = argparse.ArgumentParser(description="Say what the trained model understands.")
    parser.add_argument("--model", type=Path, default=_MODEL, help="the trained model's archive")
    archive = parser.parse_args().model
    if not archive.exists():
        print(f"no model at {archive}: run `make train` first", file=sys.stderr)
        return 1
    try:
        for answer in answers(Understanding(archive), stdin):
            print(json.dumps(answer, ensure_ascii=False), file=stdout, flush=True)
    except BadLine as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
