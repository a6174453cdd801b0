"""What a question's conversations are good for beside leading its article: their order, another wording, material."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.conversations import Conversation

DISAGREES, AGREES_FULLY = 0.4, 0.7
"""Likeness of two conversations up to which what one customer asked may not stand above the reply to the other, and
from which it may as well as that one's own question."""

RETELLS = 0.55
"""Likeness of two conversations from which the reply to one says the same as the reply to the other."""

AGREES_IN_REPLY = 0.7
"""Cosine of two cut replies from which agents say alike."""


def measure_agreement(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute how far conversations agree, 0..1, of how alike they are; each agrees with itself."""
    agrees = np.clip((likeness - DISAGREES) / (AGREES_FULLY - DISAGREES), 0.0, 1.0)
    np.fill_diagonal(agrees, 1.0)
    return np.asarray(agrees, dtype=np.float64)


def order_by_core(
    conversations: Sequence[Conversation], about: NDArray[np.float32], to_lead: NDArray[np.float64] | None
) -> tuple[str, ...]:
    """Order enquiries by how near they are to what a question is: to its title and to the conversation that answers it.

    `about` is the vector of the title, `to_lead` the likeness of each conversation to the exemplar, None without one.
    """
    near = np.array([float(conversation.asked @ about) for conversation in conversations])
    near = np.round(near if to_lead is None else near + to_lead, 5)
    return tuple(conversations[row].enquiry.id for row in sorted(range(len(near)), key=lambda row: (-near[row], row)))


def find_other(chosen: Sequence[int], able: Sequence[float], likeness: NDArray[np.float64]) -> int:
    """Find the best reply that says the same as the first exemplar's: its row, or -1."""
    if not chosen:
        return -1
    rows = [
        row for row, value in enumerate(able) if value and row not in chosen and likeness[chosen[0], row] >= RETELLS
    ]
    return max(rows, key=lambda row: (able[row], -row), default=-1)


def find_material(
    conversations: Sequence[Conversation], worth: Sequence[float], about: NDArray[np.float32]
) -> Conversation | None:
    """Find the reply that helps most to write the article that no reply is: what an outline quotes; None without one.

    `about` is the vector of the title, which the reply must be about.
    """
    able = [
        (round(own * max(0.0, float(conversation.asked @ about)), 5), conversation)
        for conversation, own in zip(conversations, worth, strict=True)
        if own and conversation.replied is not None and float(conversation.replied @ about) >= LEAST_ON_TOPIC
    ]
    return max(able, key=lambda pair: (pair[0], pair[1].enquiry.id), default=(0.0, None))[1]


def count_agreeing(conversation: Conversation, others: Sequence[Conversation]) -> int:
    """Count the other conversations whose cut reply says alike."""
    return sum(
        other is not conversation
        and other.replied is not None
        and conversation.replied is not None
        and float(other.replied @ conversation.replied) >= AGREES_IN_REPLY
        for other in others
    )


def find_mean(rows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    mean = np.mean(rows, axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def silent(done: int, all_: int) -> None:
    return


LEAST_ON_TOPIC = 0.45
"""Cosine to the title from which a section's heading, or the reply that an outline quotes, belongs to it."""
