"""Sentence vectors: MiniLM with our tuning, run by onnxruntime. `bot.language.classifier` ranks intents by them."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

GRAPH, TOKENIZER = "encoder.onnx", "tokenizer.json"
# Longer than any text; a voice message that goes on for longer has named its intent by then.
_MOST_TOKENS = 256


class Encoder:
    """Turns sentences into vectors of length one. Immutable once read."""

    def __init__(self, folder: Path) -> None:
        """Read graph and tokenizer from a folder, which may go afterwards."""
        options = onnxruntime.SessionOptions()
        # One turn at a time: more threads would only wait for each other.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def vector(self, text: str) -> "np.ndarray":
        """Return the text's vector."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return self._session.run(None, {"ids": ids})[0][0]

    def vectors(self, texts: Sequence[str]) -> "np.ndarray":
        """Return one row for each text. One by one, as in talk: integer scales depend on the batch."""
        return np.stack([self.vector(text) for text in texts])
