"""The intent model: word and character n-grams with logistic regression. Trained by the component, read by `bot.understand` too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.language.plain import for_ngrams

Ranking = List[Tuple[str, float]]
_SHAPES = {
    # The token pattern keeps single digits: patients text scores.
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\d+|\w+"},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


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
        weights: "np.ndarray",
        bias: "np.ndarray",
        labels: Sequence[str],
    ) -> None:
        self._vectorizers, self._weights, self._bias = vectorizers, weights, bias
        self._labels = list(labels)

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], *, c: float, min_df: int
    ) -> "IntentModel":
        """Train on sentences; the same sentences give the same model."""
        vectorizers = [_vectorizer(shape, min_df=min_df) for shape in _SHAPES]
        features = csr_matrix(hstack([v.fit_transform(texts) for v in vectorizers]))
        model = LogisticRegression(
            C=c, class_weight="balanced", max_iter=300, tol=1e-3, random_state=42
        )
        model.fit(features, labels)
        weights = np.ascontiguousarray(model.coef_.T.astype(np.float32))
        return cls(vectorizers, weights, model.intercept_.astype(np.float32), list(model.classes_))

    def rank(self, text: str) -> Ranking:
        """Return every intent with its probability, best first."""
        row = hstack([v.transform([text]) for v in self._vectorizers], format="csr")
        # Only the rows of the n-grams that occur are touched.
        scores = row.data @ self._weights[row.indices] + self._bias
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [(self._labels[i], float(odds[i])) for i in np.argsort(-odds)]

    def save(self, folder: Path) -> None:
        """Write the model as JSON and numpy arrays: nothing that runs when it is read."""
        words = {
            "labels": self._labels,
            "vocabularies": [
                sorted(v.vocabulary_, key=v.vocabulary_.get) for v in self._vectorizers
            ],
        }
        (folder / "intents.json").write_text(json.dumps(words), encoding="utf-8")
        rarity = {f"idf{i}": v.idf_.astype(np.float32) for i, v in enumerate(self._vectorizers)}
        np.savez(folder / "intents.npz", weights=self._weights, bias=self._bias, **rarity)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read a saved model."""
        words = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        with np.load(folder / "intents.npz", allow_pickle=False) as arrays:
            vectorizers = []
            for i, (shape, vocabulary) in enumerate(zip(_SHAPES, words["vocabularies"])):
                vectorizer = _vectorizer(
                    shape, vocabulary={term: n for n, term in enumerate(vocabulary)}
                )
                vectorizer.idf_ = arrays[f"idf{i}"]
                vectorizers.append(vectorizer)
            return cls(vectorizers, arrays["weights"], arrays["bias"], words["labels"])
