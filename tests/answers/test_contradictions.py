"""Contradictions, case by case in `cases/contradictions`: what replies disagree about, and what merely differs.

A case holds one conversation a line: day and agent, the reply, and if it matters what the customer had written. Below
"# output" stands what is told, "contested" or "changed", and of each side how many conversations hold it and what its
sentence must contain, the proposed side first; or "nothing".
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conftest import CASES_FOLDER
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.contradictions import find_contradictions
from enquiry2article.answers.reply_sentences import read_replies
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.embedding.minilm import MinilmEmbedder

CASES = {path.stem: path for path in sorted((CASES_FOLDER / "contradictions").glob("*.txt"))}


def read_case(name):
    told, expected = CASES[name].read_text(encoding="utf-8").split("# output\n")
    lines = [line for line in told.splitlines() if not line.startswith("#")]
    return lines, expected.split("\n")


def read_lines(lines, prefix="t"):
    """Give the sentences of conversations t1, t2 …, one for each line, conversation by conversation."""
    conversations = []
    for number, line in enumerate(lines, start=1):
        head, text, *customer = (part.strip() for part in line.split("|"))
        day, agent = head.split()
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        enquiry = RedactedEnquiry(
            id=f"{prefix}{number}",
            source="x",
            text=customer[0] if customer else "How is that?",
            ask="How?",
            replies=(Reply(text=text, agent=agent, at=at),),
        )
        conversations.append(read_replies(enquiry))
    return conversations


def join(conversations):
    return [sentence for own in conversations for sentence in own]


@pytest.fixture(scope="module")
def find():
    """`find_contradictions` with vectors of its own; each distinct sentence is embedded once."""
    known = {}
    embedder = MinilmEmbedder()

    def find(sentences, *nearby):
        texts = sorted({s.text for of_one in (sentences, *nearby) for s in of_one} - known.keys())
        known.update(zip(texts, embedder.embed(texts), strict=True) if texts else ())
        return find_contradictions(sentences, nearby, known)

    return find


@pytest.mark.parametrize("name", CASES)
def test_contradiction_case(find, name):
    lines, (head, *sides) = read_case(name)
    found = find(join(read_lines(lines)))
    if head == "nothing":
        assert found == ()
        return
    [contradiction] = found
    kind, about = head.split(": ")
    assert contradiction.changed is (kind == "changed")
    assert contradiction.about.startswith(about)
    expected = [side.split(" | ") for side in sides if side]
    assert len(contradiction.values) == len(expected) == 2
    for side, (holders, words) in zip(contradiction.values, expected, strict=True):
        assert words in side.text
        assert len(side.sources) == int(holders)


def test_there_are_cases():
    heads = [read_case(name)[1][0] for name in CASES]
    assert heads.count("nothing") >= 10
    assert len(heads) - heads.count("nothing") >= 10


@pytest.mark.parametrize("name", CASES)
def test_what_is_shown_of_a_side_was_written_in_its_sources_and_names_nobody(find, name):
    conversations = read_lines(read_case(name)[0])
    written = {own[0].enquiry_id: " ".join(s.text for s in own).lower() for own in conversations}
    for contradiction in find(join(conversations)):
        for side in contradiction.values:
            assert side.sources == tuple(sorted(side.sources))
            assert side.text not in side.wordings
            for text in (side.text, *side.wordings):
                assert any(text.rstrip(".").lower() in written[source] for source in side.sources)
                assert "[" not in text
        assert not set(contradiction.values[0].sources) & set(contradiction.values[1].sources)


def test_a_side_tells_who_said_it_and_when_last(find):
    lines, _ = read_case("days_changed")
    [contradiction] = find(join(read_lines(lines)))
    newer, older = contradiction.values
    assert (newer.sources, older.sources) == (("t4", "t5", "t6"), ("t1", "t2", "t3"))
    assert (newer.agents, older.agents) == (2, 2)
    assert newer.newest == datetime(2026, 7, 1, tzinfo=UTC)
    assert older.newest == datetime(2026, 2, 4, tzinfo=UTC)


def test_the_newer_side_comes_first_though_fewer_hold_it(find):
    """What has changed is true whoever still says the old; what is contested goes by the number of conversations."""
    lines, _ = read_case("days_changed")
    [contradiction] = find(join(read_lines([*lines, "2026-01-20 bea | Cancel your appointment 24 hours before it."])))
    assert contradiction.changed
    assert [len(side.sources) for side in contradiction.values] == [3, 4]
    assert "48 hours" in contradiction.values[0].text


def test_without_dates_nothing_is_said_to_have_changed(find):
    """The same sentences as a change in time, by one agent on each side: all that is known is that they disagree."""
    lines, _ = read_case("days_changed")
    agents = dict.fromkeys(("t1", "t2", "t3"), "ann") | dict.fromkeys(("t4", "t5", "t6"), "bea")
    undated = [
        replace(s, at=datetime(1, 1, 1, tzinfo=UTC), agent=agents[s.enquiry_id]) for s in join(read_lines(lines))
    ]
    [contradiction] = find(undated)
    assert not contradiction.changed
    assert [side.newest for side in contradiction.values] == [None, None]


@settings(max_examples=10, deadline=None)
@given(st.data())
@pytest.mark.parametrize("name", ["days_two_agents", "menu_moved", "name_took_its_place", "corrected_by_a_third"])
def test_the_order_of_the_rows_does_not_matter(find, name, data):
    conversations = read_lines(read_case(name)[0])
    shuffled = data.draw(st.permutations(conversations))
    assert find(join(shuffled)) == find(join(conversations)) != ()


def test_a_contradiction_of_other_questions_is_not_told_again(find):
    own = read_lines(["2026-01-05 ann | A puncture is mended while you wait for it."], prefix="own")
    service = read_lines(read_case("days_two_agents")[0], prefix="service")
    assert find(join(service)) != ()
    assert find(join(own), join(service)) == ()


def test_neighbours_lend_weight_to_what_the_question_itself_holds(find):
    """Two replies of the question contradict each other; that it is more than a slip stands under its neighbour."""
    first, second, *others = read_case("days_two_agents")[0]
    own, near = read_lines([first, second], prefix="own"), read_lines(others, prefix="near")
    assert find(join(own)) == ()
    [contradiction] = find(join(own), join(near))
    assert [side.sources for side in contradiction.values] == [("near1", "near3", "own1"), ("near2", "own2")]


def test_neighbours_about_other_matters_change_nothing(find):
    names = ["days_two_agents", "yes_or_no", "menu_contested", "price_or_free", "name_took_its_place"]
    questions = {name: join(read_lines(read_case(name)[0], prefix=name)) for name in names}
    for name, own in questions.items():
        others = [questions[other] for other in names if other != name]
        assert find(own, *others) == find(own) != ()


def test_a_neighbour_that_shares_a_word_does_not_hide_the_contradiction(find):
    own = join(read_lines(read_case("days_two_agents")[0], prefix="own"))
    wheels = [
        "2026-03-01 ann | With the express service a new wheel is built in 3 days.",
        "2026-03-04 bea | Our express service builds a wheel in 3 days.",
        "2026-03-08 ann | A wheel is built within 3 days as an express service.",
        "2026-03-12 bea | Express service for wheels takes 3 days.",
    ]
    assert find(own, join(read_lines(wheels, prefix="near"))) == find(own)


def test_a_name_that_the_customer_wrote_too_is_no_wording_either(find):
    [contradiction] = find(join(read_lines(read_case("a_name_in_a_general_sentence")[0])))
    assert "Bramble" not in str([(side.text, side.wordings) for side in contradiction.values])
    assert [len(side.sources) for side in contradiction.values] == [3, 2]  # counted all the same


def test_an_editor_reads_words_and_not_stems(find):
    lines = [line.replace("Reminders", "Invoices") for line in read_case("menu_contested")[0]]
    [contradiction] = find(join(read_lines(lines)))
    assert contradiction.about.endswith("invoices")


def test_one_contradiction_is_told_once_and_at_most_a_few(find):
    """Five matters under one question; "free" and "£14" contradict each other as a price, too."""
    names = ["days_changed", "yes_or_no", "menu_contested", "price_or_free", "given_back_or_kept"]
    found = find(join(conversation for name in names for conversation in read_lines(read_case(name)[0], prefix=name)))
    assert len(found) == len({contradiction.about for contradiction in found}) == 3
    assert found[0].about == "how many hours"  # six conversations hold it


def test_without_replies_there_is_nothing(find):
    assert find([]) == ()
    assert find(join(read_lines(["2026-01-05 ann | The workshop closes at noon."]))) == ()


def test_two_sentences_contradict_each_other_once_whatever_the_matter_is_called(find):
    """ "Free and given back" against "£9 and kept" is one contradiction to an editor, though two claims differ."""
    lines = [
        "2026-03-01 ann | The key deposit is free of charge and paid back at the gate.",
        "2026-03-04 ann | The key deposit is free of charge and paid back at the gate.",
        "2026-03-08 ann | The key deposit is free of charge and paid back at the gate.",
        "2026-03-02 bea | The key deposit costs £9 and is kept at the gate.",
        "2026-03-06 bea | The key deposit costs £9 and is kept at the gate.",
        "2026-03-12 bea | The key deposit costs £9 and is kept at the gate.",
    ]
    assert len(find(join(read_lines(lines)))) == 1
