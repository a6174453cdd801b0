"""Any encoder that sentence-transformers can load: a folder on this machine, or a model's name already downloaded.

Chosen with `--embedder sentence-transformers:FOLDER`. Nothing is downloaded unless the user's own settings of that
library allow it: the library is told to stay offline when the machine does not say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from enquiry2article.domain.errors import ModelError
from enquiry2article.domain.offline import keep_hubs_offline
from enquiry2article.domain.vectors import Vectors
from enquiry2article.embedding.minilm import find_model


class SentenceTransformersEmbedder:
    """Embeds with a sentence-transformers model; without an argument, with the packaged all-MiniLM-L6-v2."""

    def __init__(self, model: str = "") -> None:
        self._path = model or str(find_model())
        self.name = f"sentence-transformers:{model or 'all-MiniLM-L6-v2'}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text.

        Raises:
            ModelError: the model is not on this machine or cannot be loaded.
        """
        keep_hubs_offline()
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(self._path, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f'The encoder "{self._path}" could not be loaded from this machine. Give the folder of a downloaded '
                "model, or set HF_HUB_OFFLINE=0 to let the library download it."
            ) from error
        vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
