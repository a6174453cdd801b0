"""A question keeps its id from run to run, and no id is ever given to another, nor to another subject."""

import random
import tomllib
from collections import Counter, defaultdict

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.grouping.identity import find_changes, identify_clusters, list_core, weigh_core
from enquiry2article.storage.workspace import Workspace


def cluster(*ids):
    members = tuple(RedactedEnquiry(id=id_, source="x", text=id_, ask=id_) for id_ in ids)
    return Cluster(members=members, similarities=(1.0,) * len(ids), vectors=np.ones((len(ids), 1), dtype=np.float32))


def identify(groups, known, **others):
    """Known questions are written with the core first."""
    cores = {id_: weigh_core(list(ids)) for id_, ids in known.items()}
    return identify_clusters([cluster(*group) for group in groups], cores, **others)


def test_added_enquiries_keep_the_id():
    assert identify(["abcd"], {"q-old": "abc"}) == ["q-old"]


def test_a_question_that_parts_goes_on_as_its_core_whatever_is_larger():
    ids = identify(["ab", "cdefg"], {"q-old": "abcdefg"})
    assert ids[0] == "q-old"
    assert ids[1] != "q-old"


def test_where_the_core_is_not_known_the_larger_part_goes_on():
    known = {"q-old": dict.fromkeys("abcde", 1.0)}
    ids = identify_clusters([cluster(*"ab"), cluster(*"cde")], known)
    assert ids[1] == "q-old"


def test_two_questions_that_become_one_keep_the_larger_id():
    assert identify(["abcde"], {"q-1": "ab", "q-2": "cde"}) == ["q-2"]


def test_a_question_that_is_swallowed_does_not_give_away_its_id():
    assert not {"q-1", "q-2", "q-3"} & set(identify(["abcdef"], {"q-1": "ab", "q-2": "cd", "q-3": "ef"}))
    assert identify(["abcdefgh"], {"q-1": "abc"}) == ["q-1"]  # the others are new, and may well ask the same


def test_a_question_most_of_which_is_alone_is_no_more():
    assert identify(["cd"], {"q-old": "abcd"}, alone="ab") != ["q-old"]
    assert identify(["cd"], {"q-old": "abcd"}) == ["q-old"]  # what is kept no longer says nothing


def test_a_question_that_was_gone_comes_back_under_its_id():
    assert identify(["abc", "defg"], {"q-gone": "abc", "q-there": "defgabc"}) == ["q-gone", "q-there"]


def test_an_id_that_was_given_is_never_given_again():
    [new] = identify(["ab"], {})
    [other] = identify(["ab"], {new: "xy"})
    assert other != new
    assert other.startswith(new)


@given(st.integers(1, 2000))
def test_the_first_few_enquiries_are_the_core(count):
    ids = [str(number) for number in range(count)]
    core = list_core(ids)
    assert core == ids[: len(core)]
    assert 1 <= len(core) <= 3


LETTERS = "abcdefghij"


@given(
    st.lists(st.integers(0, 4), min_size=len(LETTERS), max_size=len(LETTERS)),
    st.dictionaries(st.sampled_from(["q-1", "q-2", "q-3"]), st.lists(st.sampled_from(LETTERS), unique=True)),
    st.randoms(),
)
def test_ids_are_unique_and_do_not_depend_on_order(places, known, shuffler):
    groups = [[letter for letter, place in zip(LETTERS, places, strict=True) if place == own] for own in set(places)]
    ids = identify(groups, known)
    assert len(set(ids)) == len(groups)
    order = list(range(len(groups)))
    shuffler.shuffle(order)
    assert identify([groups[i] for i in order], known) == [ids[i] for i in order]


# --- over months, on the examples


@pytest.fixture(scope="module")
def labelled(example):
    """The enquiries of an example in the order in which they came: id, vector and what it asks by the truth."""
    name, folder, _ = example
    truth = tomllib.loads((ROOT / "tests" / "cases" / "examples" / f"{name}.toml").read_text("utf-8"))
    by_row = "rows" in truth["question"][0]
    label_of = {
        str(key): question["key"] for question in truth["question"] for key in question["rows" if by_row else "ids"]
    }
    with Workspace.open(folder / "workspace") as state:
        enquiries = [known.enquiry for known in state.enquiries.load_all() if known.enquiry and not known.enquiry.noise]
        vectors = state.vectors.load(MinilmEmbedder.name, [e.text for e in enquiries])
    asked = [(e, label_of.get(e.source.rsplit(":", 1)[-1] if by_row else e.id)) for e in enquiries]
    asked = [(e, vectors[e.text], label) for e, label in asked if label]
    return sorted(asked, key=lambda row: (str(row[0].received), row[0].id))


def group_roughly(labelled, generator, blur):
    """Group as a poor grouper would: neighbouring labels in one, and parts of one label apart."""
    rows = defaultdict(list)
    for enquiry, vector, label in labelled:
        rows[label].append((enquiry, vector, label))
    middles = {label: np.mean([vector for _, vector, _ in own], axis=0) for label, own in rows.items()}
    into = {label: label for label in rows}
    for label in sorted(rows):
        if generator.random() < blur:
            others = sorted(
                (other for other in rows if other != label), key=lambda o: -float(middles[o] @ middles[label])
            )
            into[label] = into[others[0]] if others else label
    groups = defaultdict(list)
    for label, own in rows.items():
        part = generator.random() < blur / 2
        for row in own:
            groups[into[label], part and generator.random() < 0.5].append(row)
    return [own for own in groups.values() if len(own) >= 3]


def find_title(members, generator):
    """What a question is called: what any of those asks that are nearest to the middle."""
    middle = np.mean([vector for _, vector, _ in members], axis=0)
    near = sorted(members, key=lambda row: (-float(row[1] @ middle), row[0].id))
    return near[generator.randrange(min(3, len(near)))]


@pytest.mark.parametrize("seed", range(5))
def test_an_id_never_goes_over_to_another_subject(labelled, seed):
    """Whatever was grouped together while there was little: of what tells subjects apart later, each asks its title."""
    generator = random.Random(seed)
    titles, known, pairs = {}, {}, Counter()
    for month, blur in enumerate([0.6, 0.4, 0.4, 0.0], start=1):
        groups = group_roughly(labelled[: len(labelled) * month // 4], generator, blur)
        vectors = {enquiry.text: vector for own in groups for enquiry, vector, _ in own}
        clusters = [Cluster.gather([enquiry for enquiry, _, _ in own], vectors) for own in groups]
        grouped = {enquiry.id for own in groups for enquiry, _, _ in own}
        alone = [enquiry.id for enquiry, _, _ in labelled[: len(labelled) * month // 4] if enquiry.id not in grouped]
        ids = identify_clusters(clusters, known, alone=alone)
        for id_, members in zip(ids, groups, strict=True):
            if id_ in titles and not blur:
                pairs.update(titles[id_][2] == label for _, _, label in members)
            titles.setdefault(id_, find_title(members, generator))
            near = sorted(members, key=lambda row: (-float(row[1] @ titles[id_][1]), row[0].id))
            known[id_] = weigh_core([enquiry.id for enquiry, _, _ in near])
    assert pairs[True] >= 0.98 * pairs.total(), pairs
    assert pairs.total() >= 0.5 * len(labelled)


def test_what_the_data_did_to_questions_is_told():
    before = {"q-a": list("abcdefgh"), "q-b": list("ijkl"), "q-c": list("mno"), "q-d": list("pqr")}
    after = {"q-a": list("abcdx"), "q-e": list("efghy"), "q-d": [*"pqr", *"ijkl"]}
    told = [(change.question, change.what, change.other, change.count) for change in find_changes(before, after)]
    assert told == [("q-a", "parted", "q-e", 4), ("q-b", "joined", "q-d", 4), ("q-c", "gone", "", 3)]


def test_a_few_that_wander_are_no_change():
    before = {"q-a": list("abcdefghij"), "q-b": list("klmnopqrst")}
    after = {"q-a": [*"abcdefghi"], "q-b": [*"klmnopqrst", "j"]}
    assert find_changes(before, after) == []
