"""Tunes the sentence encoder on the training sentences. Run by hand when they have changed much; needs torch and minutes.

    uv run --no-project --python 3.11 --with torch==2.13.0 --with safetensors==0.8.0 --with tokenizers==0.23.3 \
        --with pyyaml --with numpy python -m bot.tools.tune_encoder --weights <folder of the packaged weights>

Writes a low-rank change of every matrix (Hu et al. 2021, LoRA) to bot/language/encoder.safetensors;
`bot.language.encoder_graph` adds it while training. The same sentences give the same file, but for the last digits.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import torch
import torch.nn.functional as F
import yaml
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from bot.language.plain import for_encoder
from bot.language.smalltalk import without_opening

_BOT = Path(__file__).resolve().parent.parent
_LAYERS, _WIDTH, _HEADS, _EPSILON = 6, 384, 12, 1e-12
_MATRICES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_RANK, _EPOCHS, _BATCH, _DROPOUT = 16, 4, 48, 0.1
_RATE, _RATE_OF_PROTOTYPES, _WARM_UP = 1e-3, 5e-3, 0.1
# How sharply likeness to an intent's prototype becomes its probability.
_SHARPNESS, _SMOOTHING = 20.0, 0.1
_FIRST = 40

Example = Tuple[str, str]


class Changed(nn.Module):
    """A linear layer whose own weights stay, with a low-rank change that is learned."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        outputs, inputs = weight.shape
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        self.down = nn.Parameter(torch.randn(_RANK, inputs) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(outputs, _RANK))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias) + F.linear(F.linear(x, self.down), self.up)


class Encoder(nn.Module):
    """BERT with mean pooling, as `bot.language.encoder_graph` builds it, with a change to every matrix."""

    def __init__(self, weights: Dict[str, Tensor]) -> None:
        super().__init__()
        self._weights = weights
        names = [f"encoder.layer.{i}.{m}" for i in range(_LAYERS) for m in _MATRICES]
        self.changes = nn.ModuleDict(
            {
                name.replace(".", "/"): Changed(weights[f"{name}.weight"], weights[f"{name}.bias"])
                for name in names
            }
        )

    def _dense(self, x: Tensor, name: str) -> Tensor:
        return self.changes[name.replace(".", "/")](x)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        scale, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return F.layer_norm(x, (_WIDTH,), scale, bias, _EPSILON)

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, _DROPOUT, self.training)

    def _layer(self, x: Tensor, seen: Tensor, at: str) -> Tensor:
        sentences, tokens, _ = x.shape
        query, key, value = (
            self._dense(x, f"{at}.attention.self.{part}")
            .view(sentences, tokens, _HEADS, _WIDTH // _HEADS)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        out = self._dense(mixed.transpose(1, 2).reshape(x.shape), f"{at}.attention.output.dense")
        x = self._norm(x + self._drop(out), f"{at}.attention.output.LayerNorm")
        wide = F.gelu(self._dense(x, f"{at}.intermediate.dense"))
        out = self._dense(wide, f"{at}.output.dense")
        return self._norm(x + self._drop(out), f"{at}.output.LayerNorm")

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        embedded = (
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._drop(self._norm(embedded, "embeddings.LayerNorm"))
        for number in range(_LAYERS):
            x = self._layer(x, mask[:, None, None, :].bool(), f"encoder.layer.{number}")
        counted = mask[:, :, None].float()
        return F.normalize((x * counted).sum(1) / counted.sum(1), dim=1)


class Batches:
    """Makes tensors of sentences, with the slips that phones and speech-to-text make."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(64)

    def tensors(self, texts: Sequence[str]) -> Tuple[Tensor, Tensor]:
        """Return ids and mask, padded to the longest."""
        rows = [torch.tensor(self._tokenizer.encode(text).ids) for text in texts]
        ids = nn.utils.rnn.pad_sequence(rows, batch_first=True)
        mask = nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
        return ids, mask

    @staticmethod
    def shuffled(examples: Sequence[Example]) -> Iterator[List[Example]]:
        """Yield one epoch; sentences of one batch are about equally long."""
        order = random.sample(examples, len(examples))
        batches = []
        for start in range(0, len(order), _BATCH * 16):
            chunk = sorted(order[start : start + _BATCH * 16], key=lambda example: len(example[0]))
            batches += [chunk[i : i + _BATCH] for i in range(0, len(chunk), _BATCH)]
        random.shuffle(batches)
        yield from batches


def _slipped(text: str) -> str:
    """Drop apostrophes, punctuation or a letter, or swap or double one, now and then."""
    if random.random() < 0.5:
        text = without_opening(text)
    text = for_encoder(text)
    if random.random() < 0.35:
        text = text.replace("'", "")
    if random.random() < 0.35:
        text = re.sub(r"[^\w\s']", "", text)
    if random.random() < 0.25 and len(text) > 8:
        i = random.randrange(1, len(text) - 2)
        a, b = text[i], text[i + 1]
        text = text[:i] + random.choice((b, b + a, a + a + b)) + text[i + 2 :]
    return text.strip() or "?"


def _examples(folder: Path) -> List[Example]:
    found = []
    for file in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in item["examples"].splitlines())
            found += [(line[2:].strip(), item["intent"]) for line in lines if line[:2] == "- "]
    return found


def _prototypes(
    encoder: Encoder, batches: Batches, examples: Sequence[Example], labels: Sequence[str]
) -> Tensor:
    """Return the mean vector of each intent's first sentences: where learning starts."""
    means = []
    with torch.no_grad():
        for label in labels:
            texts = [for_encoder(text) for text, intent in examples if intent == label]
            means.append(encoder(*batches.tensors(texts[:_FIRST])).mean(0))
    return F.normalize(torch.stack(means), dim=1)


def tune(encoder: Encoder, batches: Batches, examples: Sequence[Example]) -> None:
    """Learn the changes that bring each sentence near its intent's prototype, far from the others."""
    labels = sorted({intent for _, intent in examples})
    counts = torch.tensor([sum(i == label for _, i in examples) for label in labels]).float()
    weights = (counts.mean() / counts).sqrt()
    encoder.eval()
    prototypes = nn.Parameter(_prototypes(encoder, batches, examples, labels))
    bias = nn.Parameter(torch.zeros(len(labels)))
    changes = list(encoder.parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": changes, "lr": _RATE, "weight_decay": 0.01},
            {"params": [prototypes, bias], "lr": _RATE_OF_PROTOTYPES, "weight_decay": 0.0},
        ]
    )
    steps = sum(1 for _ in Batches.shuffled(examples)) * _EPOCHS
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1.0, (step + 1) / (_WARM_UP * steps)) * max(0.02, 1 - step / steps),
    )
    encoder.train()
    for epoch in range(_EPOCHS):
        total = 0.0
        for batch in Batches.shuffled(examples):
            vectors = encoder(*batches.tensors([_slipped(text) for text, _ in batch]))
            scores = _SHARPNESS * vectors @ F.normalize(prototypes, dim=1).T + bias
            wanted = torch.tensor([labels.index(intent) for _, intent in batch])
            loss = F.cross_entropy(scores, wanted, weights, label_smoothing=_SMOOTHING)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(changes, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1} of {_EPOCHS}: loss {total / len(examples):.3f}", flush=True)


def main() -> None:
    """Tune and write."""
    parser = argparse.ArgumentParser(description="Tune the sentence encoder.")
    parser.add_argument("--weights", type=Path, required=True, help="folder with model.safetensors")
    parser.add_argument("--data", type=Path, default=_BOT / "data" / "nlu")
    parser.add_argument("--out", type=Path, default=_BOT / "language" / "encoder.safetensors")
    chosen = parser.parse_args()
    torch.manual_seed(7)
    random.seed(7)
    encoder = Encoder(load_file(chosen.weights / "model.safetensors"))
    tune(encoder, Batches(chosen.weights / "tokenizer.json"), _examples(chosen.data))
    halves = {
        f"{name.replace('/', '.')}.{part}": getattr(change, part).data.half().contiguous()
        for name, change in encoder.changes.items()
        for part in ("up", "down")
    }
    save_file(halves, chosen.out)


if __name__ == "__main__":
    main()
