"""A question keeps its id from run to run, and no id is ever given to another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.identity import identify_clusters, tell_changes
from enquiry2article.records import Cluster, RedactedEnquiry


def cluster(*ids):
    members = tuple(RedactedEnquiry(id=id_, source="x", text=id_, ask=id_) for id_ in ids)
    return Cluster(members=members, similarities=(1.0,) * len(ids), vectors=np.ones((len(ids), 1), dtype=np.float32))


def test_added_enquiries_keep_the_id():
    assert identify_clusters([cluster("a", "b", "c", "d")], {"q-old": {"a", "b", "c"}}) == ["q-old"]


def test_a_question_that_splits_goes_on_as_its_larger_part():
    ids = identify_clusters([cluster("a", "b"), cluster("c", "d", "e")], {"q-old": set("abcde")})
    assert ids[1] == "q-old"
    assert ids[0] != "q-old"


def test_two_questions_that_become_one_keep_the_larger_id():
    assert identify_clusters([cluster(*"abcde")], {"q-1": set("ab"), "q-2": set("cde")}) == ["q-2"]


def test_an_id_that_was_given_is_never_given_again():
    [new] = identify_clusters([cluster("a", "b")], {})
    [other] = identify_clusters([cluster("a", "b")], {new: {"x", "y"}})
    assert other != new
    assert other.startswith(new)


IDS = st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1), max_size=5)


@given(
    IDS, st.dictionaries(st.sampled_from(["q-1", "q-2", "q-3"]), st.sets(st.sampled_from("abcdefghij"))), st.randoms()
)
def test_ids_are_unique_and_do_not_depend_on_order(groups, known, random):
    taken, clusters = set(), []
    for group in groups:  # clusters share no members
        own = sorted(group - taken)
        taken |= group
        if own:
            clusters.append(cluster(*own))
    ids = identify_clusters(clusters, known)
    assert len(set(ids)) == len(clusters)
    order = list(range(len(clusters)))
    random.shuffle(order)
    assert identify_clusters([clusters[i] for i in order], known) == [ids[i] for i in order]


def test_what_the_data_did_to_questions_is_told():
    before = {"q-a": list("abcdefgh"), "q-b": list("ijkl"), "q-c": list("mno"), "q-d": list("pqr")}
    after = {"q-a": list("abcdx"), "q-e": list("efghy"), "q-d": [*"pqr", *"ijkl"]}
    told = [(change.question, change.what, change.other, change.count) for change in tell_changes(before, after)]
    assert told == [("q-a", "parted", "q-e", 4), ("q-b", "joined", "q-d", 4), ("q-c", "gone", "", 3)]


def test_a_few_that_wander_are_no_change():
    before = {"q-a": list("abcdefghij"), "q-b": list("klmnopqrst")}
    after = {"q-a": [*"abcdefghi"], "q-b": [*"klmnopqrst", "j"]}
    assert tell_changes(before, after) == []
