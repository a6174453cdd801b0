"""What is added costs only what is new: in a large export it is placed among the questions that are there."""

import random

import numpy as np
import pytest

from enquiry2article.domain.cluster import Detail
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.pipeline import mine as mining
from enquiry2article.pipeline.mine import Method, keep_mining, mine_enquiries
from enquiry2article.questions.grouping.consensus import ConsensusGrouper
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.storage.workspace import Workspace

SUBJECTS = ("dog", "yurt", "boat", "firewood", "shower", "refund", "arrival", "breakfast")
AROUND = "please kindly about weekend cousin brochure holiday autumn voucher friends campsite question".split()


def ask(subject, number):
    rng = random.Random(f"{subject} {number}")
    return f"{subject} {' '.join(rng.sample(AROUND, 4))} {subject} {number}"


def make(subject, first, last):
    return [
        RedactedEnquiry(id=f"{subject}-{n}", source="x", text=ask(subject, n), ask="") for n in range(first, last + 1)
    ]


def make_vectors(enquiries):
    vectors = {}
    for enquiry in enquiries:
        subject = enquiry.id.split("-")[0]
        rng = np.random.default_rng(list(enquiry.id.encode()))
        middle = np.random.default_rng(list(subject.encode())).standard_normal(48)
        row = middle / np.linalg.norm(middle) + 0.09 * rng.standard_normal(48)
        vectors[enquiry.text] = (row / np.linalg.norm(row)).astype(np.float32)
    return vectors


class CountingGrouper(ConsensusGrouper):
    """Remembers how many texts it was asked about."""

    def __init__(self):
        self.asked = []

    def group(self, texts, vectors, weights, **options):
        self.asked.append(len(texts))
        return super().group(texts, vectors, weights, **options)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Mines into one workspace; every export counts as large."""
    monkeypatch.setattr(mining, "SMALL", 20)
    grouper = CountingGrouper()

    def mine(enquiries, encoder="test", **wishes):
        options = GroupingOptions(**{"min_volume": 3, **wishes})
        method = Method(grouper="test", encoder=encoder)
        with Workspace.create(tmp_path) as workspace:
            grouper.asked.clear()
            shuffled = random.Random(len(enquiries)).sample(enquiries, len(enquiries))
            vectors = make_vectors(enquiries)
            found = mine_enquiries(shuffled, vectors, grouper, workspace, options, said={}, method=method)
            keep_mining(found, workspace)
        return found

    mine.grouper = grouper
    return mine


def places(found):
    return sorted(sorted(member.id for member in cluster.members) for cluster in found.grouping.clusters)


FIRST = [enquiry for subject in SUBJECTS[:6] for enquiry in make(subject, 1, 20)]
ADDED = [enquiry for subject in SUBJECTS[:6] for enquiry in make(subject, 21, 22)]


def test_what_is_added_is_placed_and_nothing_else_moves(shop):
    before = shop(FIRST)
    assert before.anew
    assert places(before) == [sorted(e.id for e in make(subject, 1, 20)) for subject in sorted(SUBJECTS[:6])]
    after = shop(FIRST + ADDED)
    assert not after.anew
    assert sum(shop.grouper.asked) < len(ADDED)
    assert places(after) == [sorted(e.id for e in make(subject, 1, 22)) for subject in sorted(SUBJECTS[:6])]


def test_the_next_month_goes_on_from_there(shop):
    shop(FIRST)
    shop(FIRST + ADDED)
    third = shop(FIRST + ADDED + make("boat", 23, 26))
    assert not third.anew
    assert sorted(e.id for e in make("boat", 1, 26)) in places(third)


def test_a_question_that_nobody_asked_before_is_found(shop):
    shop(FIRST)
    after = shop(FIRST + make("arrival", 1, 9) + make("breakfast", 1, 1))
    assert not after.anew
    assert sorted(e.id for e in make("arrival", 1, 9)) in places(after)
    assert [e.id for e in after.grouping.alone] == ["breakfast-1"]


def test_two_who_were_alone_and_later_ones_like_them_become_a_question(shop):
    before = shop(FIRST + make("arrival", 1, 2))
    assert {"arrival-1", "arrival-2"} <= {e.id for e in before.grouping.alone}
    after = shop(FIRST + make("arrival", 1, 8))
    assert sorted(e.id for e in make("arrival", 1, 8)) in places(after)


@pytest.mark.parametrize(
    "options", [{"detail": Detail.MORE}, {"min_volume": 4}, {"encoder": "another"}], ids=lambda told: next(iter(told))
)
def test_who_asks_for_something_else_has_it_mined_anew(shop, options):
    shop(FIRST)
    assert shop(FIRST + ADDED, **options).anew


def test_an_export_that_has_grown_much_is_mined_anew(shop):
    shop(FIRST)
    more = [enquiry for subject in SUBJECTS[:6] for enquiry in make(subject, 21, 26)]
    assert shop(FIRST + more).anew


def test_a_small_export_comes_out_the_same_however_it_came_in(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(mining, "SMALL", 3000)
    shop(FIRST[::2])
    shop(FIRST)
    grown = shop(FIRST + ADDED)
    assert grown.anew
    with Workspace.create(tmp_path / "fresh") as workspace:
        whole = mine_enquiries(
            FIRST + ADDED, make_vectors(FIRST + ADDED), ConsensusGrouper(), workspace,
            GroupingOptions(min_volume=3), said={}, method=Method(grouper="test", encoder="test"),
        )  # fmt: skip
    assert places(grown) == places(whole)


def test_what_was_taken_away_is_missing_and_the_rest_stays(shop):
    shop(FIRST)
    after = shop(FIRST[:-3])
    assert not after.anew
    assert sum(len(ids) for ids in places(after)) == len(FIRST) - 3


def test_who_asks_a_known_question_stays_with_it_when_more_comes(shop):
    known = [ask("dog", 1)]
    before = shop(FIRST, known=known)
    [first] = [cluster for cluster in before.grouping.clusters if cluster.sign() in before.grouping.known]
    after = shop(FIRST + ADDED, known=known)
    assert not after.anew
    [later] = [cluster for cluster in after.grouping.clusters if cluster.sign() in after.grouping.known]
    assert {e.id for e in first.members} <= {e.id for e in later.members} <= {e.id for e in make("dog", 1, 22)}
    assert shop(FIRST + ADDED, known=[ask("yurt", 1)]).anew
