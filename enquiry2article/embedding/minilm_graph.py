"""The all-MiniLM-L6-v2 network as an ONNX graph, built from the weights' names, so that no torch is needed to run it.

The network is a six-layer BERT encoder with mean pooling and rows scaled to length 1. The mean is over the text's own
tokens: the marks of its beginning and end, which the usual pooling counts in, say nothing of the text, and without them
short questions part better (docs/grouping.md). Sources: Devlin et al. 2018 (https://arxiv.org/abs/1810.04805) for the
encoder, Reimers and Gurevych 2019 (https://arxiv.org/abs/1908.10084) for the pooling, and the ONNX operator list
(https://onnx.ai/onnx/operators/) for the operators. `tests/embedding/test_embed.py` holds it against
sentence-transformers running the same weights.

All texts of one batch must have the same number of tokens: nothing is padded, so there is no attention mask, and a
text's vector does not depend on the texts beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

HEADS = 12
"""Attention heads of MiniLM-L6 (its config.json)."""

EPSILON = 1e-12
"""Layer normalisation epsilon of MiniLM-L6 (its config.json)."""

Weights = dict[str, NDArray[np.float32]]


class _Graph:
    """Collects nodes and weights; each node's only output carries the node's name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.weights: dict[str, NDArray[np.generic]] = {}

    def keep(self, name: str, values: NDArray[np.generic]) -> str:
        self.weights[name] = np.ascontiguousarray(values)
        return name

    def add(self, operator: str, inputs: list[str], name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name


def build_graph(weights: Mapping[str, NDArray[np.float32]]) -> tuple[bytes, dict[str, NDArray[np.generic]]]:
    """Return the serialised graph, and the weights it names, which are kept outside it.

    `weights` are those of the model's safetensors file. The graph takes `tokens`, int64 of shape (texts, tokens), each
    row with the marks of beginning and end around at least one token, and gives `vectors`, float32 of shape (texts,
    width), each row of length 1.
    """
    graph = _Graph()
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    current = _add_embeddings(graph, weights)
    graph.keep("split", np.array([0, 0, HEADS, width // HEADS], dtype=np.int64))
    graph.keep("join", np.array([0, 0, width], dtype=np.int64))
    graph.keep("scale", np.array((width // HEADS) ** -0.5, dtype=np.float32))
    for layer in range(layers):
        current = _add_layer(graph, weights, f"encoder.layer.{layer}", current)
    axis = graph.keep("axis.tokens", np.array([1], dtype=np.int64))
    graph.add("Slice", [current, "second", graph.keep("last", np.array([-1], dtype=np.int64)), axis], "between")
    graph.add("ReduceMean", ["between", axis], "mean", keepdims=0)
    graph.add("LpNormalization", ["mean"], "vectors", axis=-1, p=2)
    return _serialise(graph, width), graph.weights


def _add_embeddings(graph: _Graph, weights: Mapping[str, NDArray[np.float32]]) -> str:
    prefix = "embeddings"
    # Every token is of the first type here (one text, no pair), so its type vector is added to the positions for good.
    places = weights[f"{prefix}.position_embeddings.weight"] + weights[f"{prefix}.token_type_embeddings.weight"][0]
    graph.keep("words", weights[f"{prefix}.word_embeddings.weight"])
    graph.keep("places", places)
    graph.keep("from", np.array([0], dtype=np.int64))
    graph.keep("second", np.array([1], dtype=np.int64))
    graph.keep("third", np.array([2], dtype=np.int64))
    graph.add("Gather", ["words", "tokens"], "words.here")
    graph.add("Shape", ["tokens"], "shape")
    graph.add("Slice", ["shape", "second", "third"], "length")
    graph.add("Slice", ["places", "from", "length", "from"], "places.here")
    graph.add("Add", ["words.here", "places.here"], "summed")
    return _add_norm(graph, weights, f"{prefix}.LayerNorm", "summed")


def _add_layer(graph: _Graph, weights: Mapping[str, NDArray[np.float32]], name: str, current: str) -> str:
    heads = {}
    for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        dense = _add_dense(graph, weights, f"{name}.attention.self.{part}", current)
        cut = graph.add("Reshape", [dense, "split"], f"{dense}.cut")
        heads[part] = graph.add("Transpose", [cut], f"{dense}.heads", perm=order)
    graph.add("MatMul", [heads["query"], heads["key"]], f"{name}.scores")
    graph.add("Mul", [f"{name}.scores", "scale"], f"{name}.scaled")
    graph.add("Softmax", [f"{name}.scaled"], f"{name}.shares", axis=-1)
    graph.add("MatMul", [f"{name}.shares", heads["value"]], f"{name}.context")
    graph.add("Transpose", [f"{name}.context"], f"{name}.turned", perm=[0, 2, 1, 3])
    graph.add("Reshape", [f"{name}.turned", "join"], f"{name}.joined")
    attended = _add_dense(graph, weights, f"{name}.attention.output.dense", f"{name}.joined")
    graph.add("Add", [attended, current], f"{name}.attended")
    middle = _add_norm(graph, weights, f"{name}.attention.output.LayerNorm", f"{name}.attended")
    wide = _add_dense(graph, weights, f"{name}.intermediate.dense", middle)
    graph.add("Gelu", [wide], f"{name}.gelu")
    narrow = _add_dense(graph, weights, f"{name}.output.dense", f"{name}.gelu")
    graph.add("Add", [narrow, middle], f"{name}.sum")
    return _add_norm(graph, weights, f"{name}.output.LayerNorm", f"{name}.sum")


def _add_dense(graph: _Graph, weights: Mapping[str, NDArray[np.float32]], name: str, source: str) -> str:
    graph.keep(f"{name}.w", weights[f"{name}.weight"].T)
    graph.keep(f"{name}.b", weights[f"{name}.bias"])
    graph.add("MatMul", [source, f"{name}.w"], f"{name}.product")
    return graph.add("Add", [f"{name}.product", f"{name}.b"], f"{name}.dense")


def _add_norm(graph: _Graph, weights: Mapping[str, NDArray[np.float32]], name: str, source: str) -> str:
    graph.keep(f"{name}.w", weights[f"{name}.weight"])
    graph.keep(f"{name}.b", weights[f"{name}.bias"])
    inputs = [source, f"{name}.w", f"{name}.b"]
    return graph.add("LayerNormalization", inputs, f"{name}.norm", axis=-1, epsilon=EPSILON)


def _serialise(graph: _Graph, width: int) -> bytes:
    tensors = []
    for name, values in graph.weights.items():
        tensor = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(values.dtype), dims=values.shape)
        if values.dtype == np.int64 or values.ndim == 0:
            tensor.raw_data = values.tobytes()
        else:
            # The runtime is handed these arrays in memory; "external" keeps 90 MB from being copied into the graph.
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value="weights")
        tensors.append(tensor)
    tokens: ValueInfoProto = helper.make_tensor_value_info("tokens", TensorProto.INT64, ["texts", "tokens"])
    vectors: ValueInfoProto = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])
    network = helper.make_graph(graph.nodes, "minilm", [tokens], [vectors], tensors)
    # Opset 20 is the first with Gelu; 10 is the oldest file version that admits it, so older runtimes read it too.
    model: ModelProto = helper.make_model(network, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    return bytes(model.SerializeToString())
