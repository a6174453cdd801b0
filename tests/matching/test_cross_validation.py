"""Rehearsing matching: an export of any size can be rehearsed, the smallest too."""

import numpy as np
import pytest

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.matching.cross_validation import PARTS, cross_validate_matching
from enquiry2article.questions.grouping.group import group_enquiries
from enquiry2article.questions.grouping.labels import GroupingOptions

WORDS = ["tent", "stove", "parcel", "card", "lamp", "rope", "boots", "map"]


class EachAlone:
    """A grouper that takes each text for a question of its own."""

    def group(self, texts, vectors, weights, *, replied, detail, min_volume):
        return np.arange(len(texts), dtype=np.int64)


class AllOne:
    """A grouper that takes all texts for one question."""

    def group(self, texts, vectors, weights, *, replied, detail, min_volume):
        return np.zeros(len(texts), dtype=np.int64)


@pytest.mark.parametrize("count", range(2 * PARTS))
@pytest.mark.parametrize("min_volume", [1, 2, 3])
@pytest.mark.parametrize("how", ["apart", "together", "as given"])
@pytest.mark.parametrize("same", [False, True])
def test_every_size_of_export_can_be_rehearsed(count, min_volume, how, same):
    grouper = AllOne() if how == "together" else EachAlone()
    words = [WORDS[0 if same else number % len(WORDS)] for number in range(count)]
    enquiries = [
        RedactedEnquiry(
            id=f"t{number}", source=f"x.csv:{number}", text=f"where is my {word}", ask=word, customer=f"c{number}",
            group=f"{word} {number % 2}" if how == "as given" else "",
        )
        for number, word in enumerate(words)
    ]  # fmt: skip
    vectors = {enquiry.text: np.eye(len(WORDS), dtype=np.float32)[WORDS.index(enquiry.ask)] for enquiry in enquiries}
    grouping = group_enquiries(enquiries, vectors, grouper, GroupingOptions(min_volume=min_volume))
    ids = [f"q{place}" for place in range(len(grouping.clusters))]
    validation = cross_validate_matching(grouping, ids, vectors, grouper, GroupingOptions(min_volume=min_volume), {})
    assert list(validation.firm) == ids
    assert len(validation.signs) == len(validation.right) == len(validation.questions) <= count
    assert validation.signs.shape[1] == validation.hidden.shape[1] == 3
