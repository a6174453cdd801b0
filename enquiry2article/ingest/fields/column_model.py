"""Weighs a column's heading and the measures of its cells: how likely it holds questions, replies, names and so on.

A multinomial logistic regression, fitted by benchmarks/fit_columns.py on tables of invented content; its weights lie in
`resources/fields/column_model.json`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from math import exp
from typing import Any

from enquiry2article.ingest.fields.column_content import Measured, measure_columns

FITTED = ("question", "answer", "note", "subject", "name", "agent", "id", "date", "email", "phone", "other")
"""What a column may be to the model; "note" is what agents write among themselves, "other" is nobody's words."""
_ENOUGH = 8
"""Cells from which the measures are taken as they are."""
_LEAST_TRUST = 0.5


@functools.cache
def _load_model() -> Mapping[str, Any]:
    source = files("enquiry2article") / "resources" / "fields" / "column_model.json"
    model: Mapping[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return model


def weigh_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[Measured, Mapping[str, float]]]:
    """Return each column as it was measured, with a probability for each of `FITTED`, which add up to 1.

    `rows` are some of the first rows, with the cells in the order of `header`.
    """
    return [(column, weigh(column.features, len(column.texts))) for column in measure_columns(header, rows)]


def weigh(features: Mapping[str, float], cells: int = _ENOUGH) -> dict[str, float]:
    """Compute the probability of each of `FITTED` from a column's measures; what the model does not know is ignored.

    `cells` is how many cells the measures rest on: the fewer, the nearer the probabilities are to each other.
    """
    model = _load_model()
    scores = list(model["intercepts"])
    for name, value in features.items():
        weights = model["weights"].get(name)
        if value and weights:
            for place, weight in enumerate(weights):
                scores[place] += weight * value
    most = max(scores)
    trust = _LEAST_TRUST + (1 - _LEAST_TRUST) * min(cells, _ENOUGH) / _ENOUGH
    raised = [exp((score - most) * trust) for score in scores]
    total = sum(raised)
    return {field: value / total for field, value in zip(FITTED, raised, strict=True)}
