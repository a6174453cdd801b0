"""What posts answer, trade by trade in `cases/coverage`: invented posts, and questions with what agents answer.

A label says what a careful editor would say of a question: "answered" (a reader of the post gets the agents' answer),
"partly" (the post asks it and lacks something that agents say), "differs" (it says something else) or "not" (no post
asks it, or none in its language, or the text below the title says nothing of it). `post` and `section` say where;
`twin` is a post that would be right too. Each line of `answer` begins with the number of conversations that hold it.

The thresholds were chosen by looking at four trades; the other two were written before and looked at afterwards.
"""

import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from conftest import CASES_FOLDER

from enquiry2article.domain.answer import Answer, Disagreement, Role, Statement
from enquiry2article.domain.coverage import Coverage, Difference, QuestionCoverage, Verdict
from enquiry2article.domain.post import Post, PostSection
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.posts.coverage.cover import cover_questions, list_texts, propose_section
from enquiry2article.posts.coverage.parts import find_names_in, read_sentences, same_page, split_address

CASES = CASES_FOLDER / "coverage"
LOOKED_AT = ("cottages", "cycles", "invoices", "nursery")
HELD_OUT = ("driving", "hosting")


def read_trade(name):
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def make_post(text, **known):
    """Make a post of Markdown; its sections are what stands below headings of two signs."""
    sections, lines = [], []
    for line in text.strip().splitlines():
        if line.startswith("## "):
            lines = []
            sections.append((line[3:], lines))
        else:
            lines.append(line)
    cut = tuple(PostSection(heading=h, anchor=h.lower(), text="\n".join(own).strip()) for h, own in sections)
    return Post(text=text.strip(), sections=cut, **known)


def make_question(id_, title, answer=(), **known):
    """Make a question; of each line of the answer the number of its sources, then the sentence."""
    statements = []
    for line in answer:
        count, text = line.split(" | ")
        sources = tuple(f"{id_}-{number}" for number in range(int(count)))
        statements.append(Statement(text=text, sources=sources, newest=datetime(2026, 5, 3, tzinfo=UTC)))
    return Question(
        id=id_, title=title, slug=id_, enquiry_ids=(), volume=5, customers=5,
        answer=Answer(statements=tuple(statements)), **known,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cover():
    """`cover_questions` with vectors of its own; each distinct text is embedded once."""
    known = {}
    embedder = MinilmEmbedder()

    def cover(questions, posts, wordings=None):
        wordings = wordings or {}
        texts = list_texts(questions, posts) | {text for own in wordings.values() for text in own}
        new = sorted(texts - known.keys(), key=lambda text: (len(text), text))
        known.update(zip(new, embedder.embed(new), strict=True) if new else ())
        return cover_questions(questions, wordings, posts, {text: known[text] for text in texts})

    return cover


@pytest.fixture(scope="module")
def trades(cover):
    """Each trade with what was found in it."""
    found = {}
    for name in (*LOOKED_AT, *HELD_OUT):
        trade = read_trade(name)
        posts = [
            make_post(p["text"], url=p["url"], title=p["title"], language=p.get("language", "")) for p in trade["post"]
        ]
        questions = [make_question(q["id"], q["title"], q["answer"]) for q in trade["question"]]
        found[name] = trade, cover(questions, posts, {q["id"]: q["wordings"] for q in trade["question"]})
    return found


def count(trades, names, label):
    """Give how many questions have and were given a label, how many have it, and how many were given it."""
    right = labelled = given = 0
    for trade, coverage in (trades[name] for name in names):
        for question, row in zip(trade["question"], coverage.questions, strict=True):
            predicted = "differs" if row.differs else row.verdict.value
            places = (question.get("post"), question.get("twin"))
            right += question["label"] == predicted == label and row.post is not None and row.post.url in places
            labelled += question["label"] == label
            given += predicted == label
    return right, labelled, given


@pytest.mark.parametrize(
    ("names", "label", "precision", "recall"),
    [
        (LOOKED_AT, "answered", 0.95, 0.9),
        (LOOKED_AT, "differs", 0.8, 0.4),
        (HELD_OUT, "answered", 0.93, 0.83),
        (HELD_OUT, "differs", 1, 0.6),
    ],
)
def test_how_often_it_is_right(trades, names, label, precision, recall):
    """The floors are what was measured (`docs/coverage.md`), less one question."""
    right, labelled, given = count(trades, names, label)
    assert right >= precision * given, (right, given)
    assert right >= recall * labelled, (right, labelled)


def test_there_are_enough_cases():
    labels = [q["label"] for name in (*LOOKED_AT, *HELD_OUT) for q in read_trade(name)["question"]]
    assert len(labels) == 120
    assert all(labels.count(label) >= 15 for label in ("answered", "partly", "differs", "not"))
    assert sum(len(read_trade(name)["post"]) for name in (*LOOKED_AT, *HELD_OUT)) >= 80


@pytest.mark.parametrize("name", [*LOOKED_AT, *HELD_OUT])
def test_a_question_that_nobody_answers_is_never_silenced(trades, name):
    trade, coverage = trades[name]
    for question, row in zip(trade["question"], coverage.questions, strict=True):
        if question["label"] == "not":
            assert row.verdict is not Verdict.ANSWERED, question["title"]


@pytest.mark.parametrize("name", [*LOOKED_AT, *HELD_OUT])
def test_a_title_that_asks_and_a_text_that_says_nothing_is_no_answer(trades, name):
    trade, coverage = trades[name]
    for question, row in zip(trade["question"], coverage.questions, strict=True):
        if "only_title" in question:
            assert row.verdict is not Verdict.ANSWERED
            [use] = [use for use in coverage.posts if use.post.url == question["only_title"]]
            assert question["id"] in (*use.near, *use.partly)


def test_a_title_that_asks_and_a_text_that_says_nothing_is_mostly_told_to_be_about_the_same(trades):
    rows = [
        row
        for trade, coverage in trades.values()
        for question, row in zip(trade["question"], coverage.questions, strict=True)
        if "only_title" in question
    ]
    assert sum(row.verdict is Verdict.SAME_TOPIC for row in rows) >= 3 > 0.5 * len(rows)


@pytest.mark.parametrize("name", [*LOOKED_AT, *HELD_OUT])
def test_posts_that_nobody_asks_about(trades, name):
    """A post in another language is asked about if it is found, and is left out here."""
    trade, coverage = trades[name]
    foreign = {post["url"] for post in trade["post"] if "language" in post}
    assert {post.url for post in coverage.unasked} - foreign <= {*trade["nobody"], "/wifi/"}
    assert len(set(trade["nobody"]) - {post.url for post in coverage.unasked}) <= 1


@pytest.mark.parametrize("name", [*LOOKED_AT, *HELD_OUT])
def test_posts_that_answer_the_same(trades, name):
    trade, coverage = trades[name]
    pairs = {frozenset((pair.first.url, pair.second.url)) for pair in coverage.same}
    assert {frozenset(pair) for pair in trade["same"]} <= pairs
    assert len(pairs) <= len(trade["same"]) + 1  # in the nursery, two posts on watering a lawn


def test_contradictions_between_posts(trades):
    """All that are told are among those that were planted; a half of them is found."""
    planted = found = 0
    for trade, coverage in trades.values():
        true = {frozenset(pair) for pair in trade["contradict"]}
        told = {frozenset((pair.first.url, pair.second.url)) for pair in coverage.contradictions}
        assert told <= true
        planted, found = planted + len(true), found + len(told)
    assert found >= 0.6 * planted


def test_what_is_told_stands_in_post_and_answer(trades):
    for _, coverage in trades.values():
        for row in coverage.questions:
            assert 0 <= row.score <= 1
            assert row.reason.endswith(".")
            for difference in row.differs:
                assert row.post is not None
                assert difference.sentence.rstrip(";") in " ".join(row.post.text.split())
        for pair in coverage.contradictions:
            for post, sentence in zip((pair.first, pair.second), pair.sentences, strict=True):
                assert sentence in " ".join(post.text.split())


SERVICE = make_post(
    "A full service takes two days. We clean the drive, true the wheels and adjust brakes and gears.\n\n"
    "## What does it cost?\n\nA full service is £85. Parts are extra.",
    url="https://wheels.example/blog/service/", title="What is included in a full service?",
)  # fmt: skip
COST = make_question("q-cost", "How much is a full service?", ["5 | A full service is £85.", "3 | Parts are extra."])


def test_an_answer_in_a_section(cover):
    [row] = cover([COST], [SERVICE]).questions
    assert row.verdict is Verdict.ANSWERED
    assert row.section.heading == "What does it cost?"
    assert not row.sure


def test_an_outdated_price(cover):
    asked = make_question("q-cost", COST.title, ["5 | A full service is £95.", "3 | Parts are extra."])
    coverage = cover([asked], [SERVICE])
    [row] = coverage.questions
    assert row.verdict is Verdict.OTHERWISE
    assert [(d.sentence, d.statement.text, d.about) for d in row.differs] == [
        ("A full service is £85.", "A full service is £95.", "how much it costs")
    ]
    assert coverage.posts[0].differs == (("q-cost", row.differs[0]),)


def test_a_price_that_stands_elsewhere_in_the_text_is_no_difference(cover):
    post = replace(SERVICE, text=f"{SERVICE.text} In winter a full service is £75.", sections=())
    asked = make_question("q-cost", COST.title, ["5 | A full service is £75.", "3 | Parts are extra."])
    [row] = cover([asked], [post]).questions
    assert row.differs == ()


def test_a_list_of_prices_is_read_clause_by_clause(cover):
    post = make_post(
        "Solo is £9 a month, Team is £24 a month for five users, and Office is £60 a month.",
        url="/prices/", title="What do the plans cost?",
    )  # fmt: skip
    for price, verdict in (("£24", Verdict.ANSWERED), ("£28", Verdict.OTHERWISE)):
        asked = make_question("q1", "What does the Team plan cost?", [f"4 | The Team plan is {price} a month."])
        [row] = cover([asked], [post]).questions
        assert row.verdict is verdict
        assert [d.sentence for d in row.differs] == (
            ["Team is £24 a month for five users"] if row.verdict is Verdict.OTHERWISE else []
        )


def test_the_same_question_about_another_thing(cover):
    answer = ["4 | Delivery takes 5 days.", "3 | It costs £9."]
    spain = make_post("Yes. Delivery takes 5 days. It costs £9.", url="/spain/", title="Do you deliver to Spain?")
    [row] = cover([make_question("q1", "Do you deliver to France?", answer)], [spain]).questions
    assert row.verdict is Verdict.NOT_AT_ALL
    [row] = cover([make_question("q1", "Can you deliver to Spain?", answer)], [spain]).questions
    assert row.verdict is Verdict.ANSWERED


def test_without_an_answer_of_agents_the_post_must_ask_in_the_same_words(cover):
    posts = [
        make_post(
            "A dog of any size may come along. It sleeps on its own blanket.", url="/dogs/", title="Can I bring my dog?"
        )
    ]
    dog, cat = make_question("q1", "May we bring our dog?"), make_question("q2", "May we bring our cat?")
    coverage = cover([dog, cat], posts)
    assert [row.verdict for row in coverage.questions] == [Verdict.ANSWERED, Verdict.NOT_AT_ALL]


def test_a_person_and_a_post_that_says_so_are_believed(cover):
    other = make_post("We sell brass bells.", url="https://wheels.example/bells/", title="Bells")
    written = replace(other, url="/x/", question_id="q-cost")
    named = replace(COST, post_url="http://www.wheels.example/bells#price", status=QuestionStatus.ANSWERED)
    assert [row.post for row in cover([COST], [SERVICE, written]).questions] == [written]
    [row] = cover([named], [SERVICE, other, written]).questions
    assert (row.verdict, row.post, row.sure, row.score) == (Verdict.ANSWERED, other, True, 1.0)
    assert [statement.text for statement in row.missing] == []
    assert row.reason == "You said that “Bells” answers it."
    [row] = cover([named], [SERVICE]).questions
    assert (row.verdict, row.post, row.sure) == (Verdict.ANSWERED, None, True)
    assert "http://www.wheels.example/bells#price" in row.reason


def test_a_person_may_name_a_section(cover):
    named = replace(COST, post_url=f"{SERVICE.url}#what does it cost?")
    [row] = cover([named], [SERVICE]).questions
    assert row.section == SERVICE.sections[0]


def test_a_post_that_was_written_for_a_question_may_be_out_of_date(cover):
    asked = make_question("q-cost", COST.title, ["5 | A full service is £95.", "3 | We fetch bikes with a van."])
    [row] = cover([asked], [replace(SERVICE, question_id="q-cost")]).questions
    assert row.verdict is Verdict.ANSWERED
    assert [difference.about for difference in row.differs] == ["how much it costs"]
    assert [statement.text for statement in row.missing] == ["We fetch bikes with a van."]
    assert "otherwise" in row.reason


def test_a_post_in_another_language_answers_nobody_but_is_named(cover):
    german = make_post(
        "Ein Akku schafft etwa 800 volle Ladungen. Danach hat er noch 70 Prozent seiner Kraft.",
        url="/akku/", title="Wie lange hält der Akku des Bracken E-Bikes?", language="de-AT",
    )  # fmt: skip
    asked = make_question(
        "q1", "How long does the battery of the Bracken last?",
        ["4 | It takes about 800 full charges.", "2 | Then it has 70 percent of its power."],
    )  # fmt: skip
    coverage = cover([asked], [german])
    [row] = coverage.questions
    assert (row.verdict, row.post, row.elsewhere) == (Verdict.NOT_AT_ALL, None, (german,))
    assert coverage.unasked == ()


def test_german_questions_are_answered_by_german_posts(cover):
    post = make_post(
        "Der nächste Laden ist in Kilbrae, vier Meilen von hier. Er hat täglich bis 18 Uhr geöffnet.",
        url="/laden/", title="Gibt es in der Nähe einen Laden?",
    )  # fmt: skip
    answer = ["4 | Der nächste Laden liegt in Kilbrae, vier Meilen entfernt.", "3 | Geöffnet ist täglich bis 18 Uhr."]
    [row] = cover([make_question("q1", "Wo ist der nächste Laden?", answer)], [post]).questions
    assert row.verdict is Verdict.ANSWERED


def test_the_order_of_questions_and_posts_does_not_matter(cover):
    trade = read_trade("invoices")
    posts = [make_post(p["text"], url=p["url"], title=p["title"]) for p in trade["post"]]
    questions = [make_question(q["id"], q["title"], q["answer"]) for q in trade["question"]]
    there, back = cover(questions, posts), cover(questions[::-1], posts[::-1])
    assert there.questions == back.questions[::-1]
    assert there.posts == back.posts[::-1]
    assert {(c.about, *sorted(c.sentences)) for c in there.contradictions} == {
        (c.about, *sorted(c.sentences)) for c in back.contradictions
    }


def test_nothing_is_asked_and_nothing_is_there(cover):
    assert cover([], []) == Coverage()
    assert cover([], [SERVICE]).unasked == (SERVICE,)
    [row] = cover([COST], []).questions
    assert (row.verdict, row.reason) == (Verdict.NOT_AT_ALL, "No post asks it.")
    empty = Post(url="/empty/", title="Bells", text="")
    [row] = cover([COST], [empty]).questions
    assert row.verdict is Verdict.NOT_AT_ALL


def test_a_post_of_which_only_the_title_or_the_address_is_known(cover):
    """Its title may be the question, word for word or nearly, or only its address may say it."""
    other = make_question("q-hire", "Do you hire out bicycles?", ["3 | A bicycle is £20 a day."])
    for post in (
        Post(url="https://wheels.example/1/", title=COST.title, text=""),
        Post(url="https://wheels.example/1/", title="The price of a full service", text=""),
        Post(url="https://wheels.example/help/how-much-is-a-full-service/", title="Wheels of Ambleford", text=""),
    ):
        rows = cover([COST, other], [post]).by_question
        assert (rows["q-cost"].verdict, rows["q-cost"].post) == (Verdict.BY_TITLE, post)
        assert rows["q-hire"].verdict is Verdict.NOT_AT_ALL


def test_a_story_about_the_same_is_no_answer(cover):
    story = make_post(
        "Last spring our mechanic gave her hundredth full service. There was cake, and the mayor came on his tandem. "
        "She laughed so much that she dropped the spanner into the canal, and a boy of ten dived for it.",
        url="/hundred/", title="A hundred full services",
    )  # fmt: skip
    [row] = cover([COST], [story]).questions
    assert row.verdict in (Verdict.SAME_TOPIC, Verdict.NOT_AT_ALL)


def test_what_agents_used_to_say_is_out_of_date(cover):
    """The answer says that a thing has changed; a post that says the older side says otherwise than agents do now."""
    change = Disagreement(
        about="how many days",
        values=(
            Statement(text="A full service takes 2 days since we moved.", sources=("a", "b")),
            Statement(text="A full service takes 5 days.", sources=("c", "d")),
        ),
        changed=True,
    )
    base = make_question("q-time", "How long does a full service take?", ["4 | We ring you when it is ready."])
    asked = replace(base, answer=replace(base.answer, disagreements=(change,)))
    for days, verdict in ((5, Verdict.OTHERWISE), (2, Verdict.ANSWERED)):
        post = make_post(
            f"A full service takes {days} days. We ring you when it is ready.",
            url="/time/", title="How long does a full service take?",
        )  # fmt: skip
        [row] = cover([asked], [post]).questions
        assert row.verdict is verdict
        assert [found.about for found in row.differs] == (["how many days"] if days == 5 else [])


def test_only_what_may_matter_is_embedded():
    """Posts about other things cost nothing but their words."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    others = [
        make_post(
            " ".join(f"{letters[i % 26]}{letters[i // 26]}{word} {letters[j]}{word}{i}q." for j, word in enumerate(
                ("lamo", "neko", "sura", "tive"))),
            url=f"/{i}/", title=f"Zq{letters[i % 26]}{letters[i // 26]}",
        )
        for i in range(300)
    ]  # fmt: skip
    texts = list_texts([COST], [*others, SERVICE])
    assert {COST.title, SERVICE.title, "A full service is £85."} <= texts
    assert len(texts) < 60


@pytest.mark.parametrize("text", ["<!--" * 15_000, "<head>" * 10_000, "[" * 60_000, "£1 and " * 9_000, "1:00 " * 12_000,
                                  "a" * 200_000, "? " * 30_000, "\x00" * 60_000])  # fmt: skip
def test_hostile_posts_cost_no_minutes(text):
    start = time.perf_counter()
    list_texts([COST], [Post(url="http://[", title=text[:2_000], text=text), SERVICE])
    assert time.perf_counter() - start < 2


def test_a_section_is_proposed_with_its_sources_apart_from_the_text(cover):
    asked = make_question(
        "q-cost", COST.title,
        ["5 | A full service is £95.", "3 | Parts are extra.", "2 | We fetch your bike with a *van* --> <b>free</b>."],
    )  # fmt: skip
    [row] = cover([asked], [SERVICE]).questions
    proposal = propose_section(asked, row)
    comment, body = proposal.split("-->\n")
    assert comment.startswith("<!--\n")
    assert "the section “What does it cost?” of “What is included in a full service?”" in comment
    assert "q-cost-0, q-cost-1, last on 2026-05-03" in comment
    assert "“A full service is £85.” Agents say: “A full service is £95.”" in comment
    assert body.startswith("\n## How much is a full service?\n\nWe fetch your bike with a")
    assert "q-cost-" not in body
    assert "<b>" not in proposal
    assert "--" not in comment.removeprefix("<!--")


def test_steps_that_are_missing_are_numbered():
    steps = [
        Statement(text=f"{verb} the wheel.", sources=("t1", "t2"), role=Role.STEP) for verb in ("Lift", "Turn", "Fit")
    ]
    lead = Statement(text="It takes a quarter of an hour and no tools at all, whatever people say.", sources=("t1",))
    row = QuestionCoverage(question_id="q-cost", verdict=Verdict.PARTLY, post=SERVICE, missing=(lead, *steps))
    proposal = propose_section(COST, row, dress=str.upper)
    assert "1. LIFT THE WHEEL.\n2. TURN THE WHEEL.\n3. FIT THE WHEEL." in proposal
    assert "### " in proposal


def test_nothing_is_proposed_for_nothing():
    row = QuestionCoverage(question_id="q-cost", verdict=Verdict.ANSWERED, post=SERVICE)
    assert propose_section(COST, row) == ""
    difference = Difference(sentence="A full service is £85.", statement=COST.answer.statements[0], about="the price")
    only = propose_section(COST, replace(row, differs=(difference,)))
    assert only.endswith("-->\n")


def test_wordings_without_a_vector_are_passed_over(cover):
    texts = list_texts([COST], [SERVICE])
    vectors = dict(zip(sorted(texts), MinilmEmbedder().embed(sorted(texts)), strict=True))
    coverage = cover_questions([COST], {"q-cost": ["never embedded"]}, [SERVICE], vectors)
    assert coverage.by_question["q-cost"].verdict is Verdict.ANSWERED
    assert np.allclose(np.linalg.norm(list(vectors.values()), axis=1), 1, atol=1e-3)


def test_sentences_of_a_post():
    text = "We **open** at 9; we close at 5. Why?\n\n- One *thing* to mind.\n\n<!-- hidden words here -->\n\nYes."
    assert read_sentences(text) == ("We open at 9;", "we close at 5.", "One thing to mind.")


def test_addresses_of_one_page():
    assert same_page("https://www.a.example/x/index.html", "http://a.example/x#top")
    assert same_page("/x/", "https://a.example/x")
    assert not same_page("https://a.example/x", "https://b.example/x")
    assert not same_page("https://a.example/?p=1", "https://a.example/?p=2")
    assert split_address("https://a.example/") == ("a.example", "/", "")


def test_names_in_headings():
    assert find_names_in("Do you deliver to France?") == {"france"}
    assert find_names_in("How To Return A Tent To Us") == frozenset()
    assert find_names_in("Delivery: Which countries?") == frozenset()
    assert find_names_in("Wie pflege ich den Rasen?", "de") == frozenset()
