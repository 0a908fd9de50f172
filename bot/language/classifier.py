"""The intent model: n-grams and sentence vectors, a logistic regression for each, blended. The component trains it,
`bot.understand` reads it too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.language.encoder import GRAPH, TOKENIZER, Encoder
from bot.language.plain import for_encoder, for_ngrams

_WORDS, _NUMBERS = "intents.json", "intents.npz"
# All that a trained model consists of.
FILES = (_WORDS, _NUMBERS, GRAPH, TOKENIZER)
_OUT_OF_SCOPE = "out_of_scope"
Ranking = List[Tuple[str, float]]
_SHAPES = {
    # The token pattern keeps single digits: patients text scores.
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\d+|\w+"},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


@dataclass(frozen=True)
class Settings:
    """How to train. `C` is the inverse of the regularisation of each part."""

    ngram_c: float
    vector_c: float
    # N-grams of fewer sentences are dropped.
    min_df: int
    # How much the vectors count; the n-grams have the rest.
    vector_share: float
    # Multiplies the blended scores, so that confidence means what it says.
    sharpness: float
    # Added to the score of what we have no business with: life brings more of it than training.
    scope_caution: float


@dataclass(frozen=True)
class Linear:
    """Scores of a trained logistic regression: features times weights plus bias."""

    weights: "np.ndarray"
    bias: "np.ndarray"

    @classmethod
    def fit(cls, features: "np.ndarray", labels: Sequence[str], c: float) -> "Linear":
        """Train. Classes are in alphabetical order."""
        model = LogisticRegression(
            C=c, class_weight="balanced", max_iter=300, tol=1e-3, random_state=42
        )
        model.fit(features, labels)
        weights = np.ascontiguousarray(model.coef_.T.astype(np.float32))
        return cls(weights, model.intercept_.astype(np.float32))

    def times(self, factor: float) -> "Linear":
        """Return the same with all scores multiplied."""
        return Linear(self.weights * np.float32(factor), self.bias * np.float32(factor))


def _vectorizer(shape: str, **more: object) -> TfidfVectorizer:
    return TfidfVectorizer(
        lowercase=False,
        preprocessor=for_ngrams,
        sublinear_tf=True,
        dtype=np.float32,
        **_SHAPES[shape],
        **more,
    )


class IntentModel:
    """Ranks intents for a text. Immutable once fitted or read."""

    def __init__(
        self,
        vectorizers: Sequence[TfidfVectorizer],
        encoder: Encoder,
        ngrams: Linear,
        vectors: Linear,
        labels: Sequence[str],
    ) -> None:
        self._vectorizers, self._encoder = vectorizers, encoder
        self._ngrams, self._vectors, self._labels = ngrams, vectors, list(labels)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        encoder: Encoder,
        settings: Settings,
    ) -> "IntentModel":
        """Train on sentences; the same sentences give the same model."""
        vectorizers = [_vectorizer(shape, min_df=settings.min_df) for shape in _SHAPES]
        features = csr_matrix(hstack([v.fit_transform(texts) for v in vectorizers]))
        meanings = encoder.vectors([for_encoder(text) for text in texts])
        names, share, sharp = sorted(set(labels)), settings.vector_share, settings.sharpness
        ngrams = Linear.fit(features, labels, settings.ngram_c).times(sharp * (1 - share))
        vectors = Linear.fit(meanings, labels, settings.vector_c).times(sharp * share)
        vectors.bias[names.index(_OUT_OF_SCOPE)] += settings.scope_caution
        return cls(vectorizers, encoder, ngrams, vectors, names)

    def rank(self, text: str) -> Ranking:
        """Return every intent with its probability, best first."""
        row = hstack([v.transform([text]) for v in self._vectorizers], format="csr")
        # Only the rows of the n-grams that occur are touched.
        scores = row.data @ self._ngrams.weights[row.indices] + self._ngrams.bias
        meaning = self._encoder.vector(for_encoder(text))
        scores += meaning @ self._vectors.weights + self._vectors.bias
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [(self._labels[i], float(odds[i])) for i in np.argsort(-odds)]

    def save(self, folder: Path) -> None:
        """Write all but the encoder, as JSON and numpy arrays: nothing that runs when it is read."""
        words = {
            "labels": self._labels,
            "vocabularies": [
                sorted(v.vocabulary_, key=v.vocabulary_.get) for v in self._vectorizers
            ],
        }
        (folder / _WORDS).write_text(json.dumps(words), encoding="utf-8")
        rarity = {f"idf{i}": v.idf_.astype(np.float32) for i, v in enumerate(self._vectorizers)}
        np.savez(
            folder / _NUMBERS,
            weights=self._ngrams.weights,
            bias=self._ngrams.bias,
            vector_weights=self._vectors.weights,
            vector_bias=self._vectors.bias,
            **rarity,
        )

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read a saved model and the encoder beside it."""
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS, allow_pickle=False) as arrays:
            vectorizers = []
            for i, (shape, vocabulary) in enumerate(zip(_SHAPES, words["vocabularies"])):
                vectorizer = _vectorizer(
                    shape, vocabulary={term: n for n, term in enumerate(vocabulary)}
                )
                vectorizer.idf_ = arrays[f"idf{i}"]
                vectorizers.append(vectorizer)
            ngrams = Linear(arrays["weights"], arrays["bias"])
            vectors = Linear(arrays["vector_weights"], arrays["vector_bias"])
        return cls(vectorizers, Encoder(folder), ngrams, vectors, words["labels"])
