"""What replies agree on: the sentences that stand nearest to all of them, in an order that they share."""

import pytest
import test_answer
from hypothesis import given, settings
from hypothesis import strategies as st
from test_answer import answer_of, texts_of

from enquiry2article.answers.consensus import MOST_CHOSEN, Consensus, choose_sentences
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.records import Role
from enquiry2article.text import split_sentences, split_words

RESET = """
Lift the flap, hold the red button for five seconds and the counter goes back to zero.
To reset the counter, lift the flap and hold the red button for five seconds.
Lift the flap and hold the red button for five seconds.
Lift the flap, then hold down the red button for five seconds.
"""
OUTLIER = "Ring the depot in the valley and ask them to come up with the van and a new battery on a weekday morning."

FILTER = """
Drain the tank of the machine. Unscrew the small filter. Rinse the filter under the tap. Screw the filter back in.
Drain the tank first, please. Unscrew the small filter. Rinse the filter with warm water. Screw the filter in again.
Drain the whole tank. Unscrew the small filter by hand. Rinse the filter under the tap. Screw the filter back in.
Unscrew the small filter. Drain the tank of the machine. Rinse the filter under a tap. Screw the filter in again.
"""

CLUB = """
Courts can be booked a week ahead. Members play for free before noon. Rackets are lent at the desk.
A court can be booked a week ahead. Before noon members play for free. Balls are sold at the desk.
Rackets are lent at the desk. Courts can be booked a week ahead. Guests pay £6 an hour.
You book courts a week ahead. Members play free before noon. The hall closes at eleven.
"""


@pytest.fixture(autouse=True, scope="module")
def one_embedder():
    """Load the model once for all answers of this file."""
    embedder = MinilmEmbedder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_answer, "MinilmEmbedder", lambda: embedder)
        yield


def lines_of(texts):
    return texts.strip().splitlines()


def agree(replies, is_sound=lambda order: len(set(order)) == len(order), weights=None):
    """Choose among the sentences of the replies, beginning with each reply as it stands, and give their texts."""
    texts = sorted({sentence for reply in replies for sentence in split_sentences(reply)})
    place = {text: i for i, text in enumerate(texts)}
    told = [tuple(split_words(reply.lower())) for reply in replies]
    consensus = Consensus([tuple(split_words(text.lower())) for text in texts], told, weights or [1.0] * len(replies))
    starts = [[place[sentence] for sentence in split_sentences(reply)] for reply in replies]
    return [texts[i] for i in choose_sentences(consensus, list(range(len(texts))), starts, is_sound)]


@pytest.mark.parametrize("place", range(5))
def test_of_paraphrases_the_nearest_to_all_wins_over_an_outlier(place):
    replies = lines_of(RESET)
    replies.insert(place, OUTLIER)
    [chosen] = agree(replies)
    assert chosen in lines_of(RESET)
    assert "hold the red button for five seconds" in chosen


def test_a_reply_after_which_trouble_went_on_weighs_less():
    """One reply each way: the weights decide."""
    hold, pull = "Hold the red button for five seconds.", "Pull the plug out and wait until noon."
    assert agree([hold, pull], weights=[1.0, 0.5]) == [hold]
    assert agree([hold, pull], weights=[0.5, 1.0]) == [pull]


def test_the_order_of_steps_is_the_one_that_most_replies_share():
    verbs = [sentence.split()[0] for sentence in agree(lines_of(FILTER))]
    assert verbs == ["Drain", "Unscrew", "Rinse", "Screw"]


def test_what_most_replies_say_is_said_and_what_one_says_is_not():
    chosen = agree(lines_of(CLUB))
    assert any("week ahead" in sentence for sentence in chosen)
    assert any("before noon" in sentence.lower() for sentence in chosen)
    assert not any("eleven" in sentence or "£6" in sentence for sentence in chosen)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([RESET, FILTER, CLUB]), st.randoms(use_true_random=False))
def test_the_order_of_the_replies_does_not_matter(texts, dice):
    replies = lines_of(texts)
    shuffled = dice.sample(replies, len(replies))
    assert agree(shuffled) == agree(replies) != []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["Oil it.", "Dry it.", "Wax it now.", "Oil the lid.", "Sell it?", "!"]), max_size=5),
        max_size=5,
    )
)
def test_no_sentence_twice_and_none_that_nobody_wrote(replies):
    told = [" ".join(dict.fromkeys(reply)) for reply in replies]
    chosen = agree(told)
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= {sentence for reply in told for sentence in split_sentences(reply)}


def test_no_more_is_chosen_than_can_be_read():
    """Twenty things that all replies say: as many as an answer holds, however long the replies."""
    words = "lid hinge lock kiln tap hose belt wick saw plane glue wool felt sail mast oar keel rope pump valve".split()
    reply = " ".join(f"Check the {word} of the {other}." for word, other in zip(words, reversed(words), strict=True))
    consensus = Consensus([tuple(s.lower().split()) for s in split_sentences(reply)], [reply.lower().split()], [1.0])
    assert len(choose_sentences(consensus, list(range(20)), [[0]], lambda _: True)) == MOST_CHOSEN


def test_what_a_reply_says_twice_is_chosen_once():
    wait, lift = ("wait", "for", "a", "minute"), ("lift", "the", "flap")
    consensus = Consensus([wait, lift], [(*wait, *lift, *wait)], [1.0])
    assert sorted(choose_sentences(consensus, [0, 1], [[0]], lambda _: True)) == [0, 1]


def test_the_best_start_wins_where_no_step_leads_from_one_to_another():
    lift, hold, ring = ("lift", "the", "flap"), ("hold", "the", "button"), ("ring", "the", "depot")
    consensus = Consensus([lift, hold, ring], [(*lift, *hold), ring], [0.8, 0.2])
    for starts in ([[2], [0, 1]], [[0, 1], [2]]):
        assert choose_sentences(consensus, [0, 1, 2], starts, lambda order: list(order) in ([2], [0, 1])) == [0, 1]


def test_words_that_stand_together_count_more_than_the_same_words_apart():
    consensus = Consensus(
        [("lift", "the", "flap", "now"), ("lift", "now", "the", "flap")], [("lift", "the", "flap")], [1]
    )
    together, apart = consensus.score([[0], [1]]).tolist()
    assert together > apart


def test_what_may_not_be_read_is_never_chosen():
    [banned] = [s for s in agree(lines_of(RESET)) if s]
    texts = sorted({s for reply in lines_of(RESET) for s in split_sentences(reply)})
    chosen = agree(
        lines_of(RESET), is_sound=lambda order: len(set(order)) == len(order) and texts.index(banned) not in order
    )
    assert chosen
    assert banned not in chosen


@pytest.mark.parametrize(
    ("tokens", "replies", "candidates", "starts", "chosen"),
    [
        ([], [], [], [], []),
        ([("oil", "it")], [("oil", "it")], [0], [], [0]),
        ([("oil", "it")], [("oil", "it")], [0], [[]], [0]),
        ([("oil", "it")], [()], [0], [[0]], [0]),
        ([()], [()], [0], [[0]], [0]),
    ],
)
def test_empty_cases(tokens, replies, candidates, starts, chosen):
    consensus = Consensus(tokens, replies, [1.0] * len(replies))
    assert choose_sentences(consensus, candidates, starts, lambda _: True) == chosen


def test_where_nothing_is_sound_nothing_is_chosen():
    assert agree(lines_of(RESET), is_sound=lambda order: False) == []


def test_weights_of_nothing_are_no_error():
    assert agree(["Oil the lid."], weights=[0.0]) == ["Oil the lid."]


def test_what_equals_every_reply_scores_most():
    reply = ("lift", "the", "flap", "and", "hold", "the", "button")
    consensus = Consensus([reply, reply[:3], ("ring", "us")], [reply, reply], [1.0, 1.0])
    whole, part, other = consensus.score([[0], [1], [2]]).tolist()
    assert whole == consensus.most
    assert whole > part > other == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("oil dry wax the lid it".split()), max_size=6), min_size=1, max_size=5))
def test_scores_lie_between_nothing_and_most(texts):
    consensus = Consensus(texts, texts, [1.0] * len(texts))
    scores = consensus.score([[i] for i in range(len(texts))])
    assert (scores >= 0).all()
    assert (scores <= consensus.most + 1e-9).all()


def test_a_large_vocabulary_is_no_error():
    """More words than there are signs to write them with."""
    words = [f"w{i}" for i in range(25_000)]
    consensus = Consensus([words[:5], words[-5:]], [words[:5], words], [1.0, 0.0])
    assert choose_sentences(consensus, [0, 1], [[1]], lambda _: True) == [0]


# The same, as an article tells it.


def test_an_answer_is_the_paraphrase_and_not_the_outlier():
    for place in (0, 2, 4):
        replies = lines_of(RESET)
        replies.insert(place, OUTLIER)
        answer = answer_of(*replies, title="How do I reset the counter?")
        assert any("hold the red button for five seconds" in text for text in texts_of(answer))
        assert OUTLIER not in texts_of(answer)


@pytest.mark.parametrize("texts", [RESET, FILTER, CLUB])
def test_an_answer_says_no_sentence_twice(texts):
    told = texts_of(answer_of(*lines_of(texts), *lines_of(texts)[:2]))
    assert told
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("count", [1, 2])
def test_steps_of_an_answer_keep_the_order_that_replies_share(count):
    answer = answer_of(*lines_of(FILTER)[:count], title="How do I clean the filter of the coffee machine?")
    assert [text.split()[0] for text in texts_of(answer)] == ["Drain", "Unscrew", "Rinse", "Screw"]


def test_short_steps_are_steps():
    answer = answer_of(
        "1. Open Settings\n2. Press Reset\n3. Enter the code", title="How do I reset the code of the till?"
    )
    assert texts_of(answer) == ["Open Settings.", "Press Reset.", "Enter the code."]


def test_a_step_does_not_sum_its_procedure_up():
    answer = answer_of(*lines_of(FILTER)[:3], title="How do I clean the filter of the coffee machine?")
    assert [text.split()[0] for text in texts_of(answer)] == ["Drain", "Unscrew", "Rinse", "Screw"]


def test_a_step_of_another_way_of_doing_it_does_not_come_behind_the_last_one():
    answer = answer_of(
        "1. Close the zip of the tent bag. 2. Use a big front loader. 3. Choose 30 degrees and a wool soap. "
        "4. Tumble it with two tennis balls.",
        "Rub the collar with a wet cloth for a small stain on the sleeping bag.",
        "Pull the cover off the mat and hang it in the shade.",
        "Open the valve and roll the mattress up from the foot.",
        title="How do I wash my sleeping bag?",
    )
    steps = [statement.text for statement in answer.statements if statement.role is Role.STEP]
    assert steps[-1] == "Tumble it with two tennis balls."
