"""Titles: what customers typed becomes a question that a reader would click, and means the same."""

import json

import numpy as np
import pytest
from conftest import invoke, load_questions, read_folder, write_export

from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.questions.naming.clauses import cut_clauses
from enquiry2article.questions.naming.phrases import share_phrases, share_wordings
from enquiry2article.questions.naming.publishable_words import PublishableWords, find_publishable
from enquiry2article.questions.naming.titles import collect_candidates, compose_title, name_clusters, tidy_title
from enquiry2article.records import Cluster, RedactedEnquiry, Reply
from enquiry2article.slugs import make_slug


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("how do i reset my password", "How do I reset my password?"),
        ("HOW DO I RETURN A TENT??", "How do I return a tent?"),
        ("cant log in", "Why can't I log in?"),
        ("I cant log in", "Why can't I log in?"),
        ("I cant find how to cancel", "How do I cancel?"),
        ("still can't work out where to send it", "Where do I send it?"),
        ("I can't find the bracket for the lamp", "Where do I find the bracket for the lamp?"),
        ("I want to return a tent.", "How do I return a tent?"),
        ("we'd like to change the address", "How do I change the address?"),
        ("i was wondering, do you ship to Sweden?", "Do you ship to Sweden?"),
        ("Can you please tell me how i can return a tent", "How can I return a tent?"),
        ("how i can return a tent", "How can I return a tent?"),
        ("how to wash a down bag", "How do I wash a down bag?"),
        ("What can I do to get a refund?", "What can I do to get a refund?"),
        ("my parcel hasnt arrived", "What can I do if my parcel hasn't arrived?"),
        ("So, where is my parcel please?", "Where is my parcel?"),
        ("why my card payment is declined", "Why is my card payment declined?"),
        ("Why my transfer has failed?", "Why has my transfer failed?"),
        ("App logs me out every day", "App logs me out every day: what can I do?"),
        ("The widget stopped working", "What can I do if the widget stopped working?"),
        ("Wie lange dauert die Lieferung", "Wie lange dauert die Lieferung?"),
        ("Meine Bestellung ist nicht angekommen", "Meine Bestellung ist nicht angekommen: was kann ich tun?"),
        ("Im Kundenkonto fehlt meine Bestellung", "Im Kundenkonto fehlt meine Bestellung: was muss ich wissen?"),
        ("how many days do you need for a repair", "How many days do you need for a repair?"),
        ("", ""),
        ("...", ""),
    ],
)
def test_tidy_title(typed, title):
    assert tidy_title(typed) == title


def test_tidy_title_is_stable():
    for typed in ("how do i reset my password", "I want to return a tent.", "Where is my parcel?"):
        assert tidy_title(tidy_title(typed)) == tidy_title(typed)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How do I reset my password?", "how-do-i-reset-my-password"),
        ("Can't I pay by card?", "cant-i-pay-by-card"),
        ("Wie groß ist Müllers Łódź-Zelt?", "wie-gross-ist-muellers-lodz-zelt"),
        ("Où est ma commande ?", "ou-est-ma-commande"),
        ("../../etc/passwd?", "etc-passwd"),
        ("Как вернуть деньги?", "kak-vernut-dengi"),
        ("？！", "question"),
    ],
)
def test_make_slug(title, slug):
    assert make_slug(title) == slug


def test_slugs_are_unique_and_cut_at_a_word():
    long = "How " + "very " * 40 + "long?"
    slug = make_slug(long)
    assert len(slug) <= 75
    assert slug.endswith("very")
    assert make_slug(long, {slug}) == f"{slug}-2"


def test_a_short_subject_gets_an_ending_in_the_language_of_its_question():
    assert tidy_title("Falsche Hausnummer", usual="de") == "Falsche Hausnummer: was muss ich wissen?"


# --- nothing of one customer's own wording


def enquire(text, customer, *replies):
    """An enquiry of a customer, with what they were answered."""
    return RedactedEnquiry(
        id=f"{customer}: {text}", source="a:1", text=text, ask=text, customer=customer,
        replies=tuple(Reply(text=reply) for reply in replies),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "texts", "general"),
    [
        ("quillon", ["my quillon", "a quillon", "the quillon"], True),
        ("quillons", ["my quillon", "a quillon", "Quillon!"], True),
        ("QUILLÓN", ["my quillon", "a quillón", "the Quillon"], True),
        ("quillon", ["my quillon", "a quillon"], False),
        ("quillon-kit", ["my quillon", "a quillon kit", "the quillon kits", "which kit"], True),
        ("Zahlungen", ["die Zahlung ist weg", "Wo ist meine Zahlung?", "Wann wird die Zahlung gebucht?"], True),
        ("how do I stop it", [], True),
        ("Bremse quietscht wieder", ["Bremse", "Bremse", "meine Bremse"], False),
        ("75", ["75 of them", "size 75", "75?"], True),
    ],
)
def test_a_word_is_general_when_three_customers_use_it(word, texts, general):
    found = find_publishable(enquire(text, f"c{n}") for n, text in enumerate(texts))
    assert found.cover(word, "de") is general
    once = find_publishable(enquire(text, "the same") for text in texts)
    assert once.cover(word, "de") is (not texts)


def test_what_the_company_tells_two_customers_is_general_but_not_its_numbers():
    told = [enquire(f"hello {n}", f"c{n}", "Press the quillon 28 times, for the frobisher.") for n in range(2)]
    told.append(enquire("hello", "c1", "Mind the zwolinski.", "Mind the zwolinski."))
    general = find_publishable(told)
    assert general.cover("quillon and frobisher")
    assert not general.cover("28 quillon")
    assert not general.cover("zwolinski")


GENERAL = PublishableWords(
    frozenset("hole mat air boiler radiat heat tent klarna parcel ship stove windshield".split())
)


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("Why can't I find the hole - mat loses air sideways?", ["Why can't I find the hole?"]),
        ("Do you ship to Atlantis, and how many tents?", ["how many tents?"]),
        ("Do you do klarna or clearpay?", ["Do you do klarna?"]),
        ("Radiators not heating glumly", ["Radiators not heating"]),
        ("Boiler replacement quotation", ["Boiler replacement"]),
        ("The stove arrived for Zwolinski, but the windshield is missing.", ["the windshield is missing"]),
        ("The stove works but Zwolinski is sad", []),
        ("I bought a tent for Zwolinski", []),
        ("Is it for the tent or the zwolinski?", ["Is it for the tent?"]),
        ("It is zwolinski, the mat", []),
    ],
)
def test_of_a_sentence_the_clauses_are_taken_that_hold_nothing_peculiar(sentence, clauses):
    assert cut_clauses(sentence, GENERAL, "en") == clauses


def test_what_one_customer_writes_three_times_is_no_shared_phrase():
    texts = ["cancel the zwolinski order", "I want to cancel my zwolinski order", "Cancel the zwolinski order!"]
    assert share_phrases([enquire(text, "same") for text in texts]) == ()
    assert share_wordings([enquire(text, "same") for text in texts]) == ()
    several = [enquire(text, f"c{n}") for n, text in enumerate(texts)]
    assert share_phrases(several) == ("How do I cancel the zwolinski order?",)
    assert "zwolinski order" in share_wordings(several)


@pytest.mark.parametrize(
    ("texts", "language", "title"),
    [
        (["zelt ahoi", "das zelt", "Zelt"], "de", "Zelt: was muss ich wissen?"),
        (["kettle of Zwolinski", "kettle 75", "75 kettle", "75"], "en", "Kettle: what do I need to know?"),
        (["eins", "zwei", "drei"], "de", "Was wird hier gefragt?"),
        (["one", "two", "three"], "en", "What do people ask here?"),
    ],
)
def test_a_title_is_composed_of_what_customers_share(texts, language, title):
    members = tuple(enquire(text, f"c{n}") for n, text in enumerate(texts))
    vectors = np.ones((len(members), 1), dtype=np.float32)
    cluster = Cluster(members=members, similarities=(1.0,) * len(members), vectors=vectors)
    assert compose_title(cluster, find_publishable(members), (), (), False, language) == title


KETTLES = """id,customer,question,answer
1,a@post.example,How do I get the limescale out of the zwolinski kettle?,Boil vinegar in it twice and rinse it.
2,b@post.example,limescale in the kettle what helps,Boil vinegar in it twice and rinse it.
3,c@post.example,there is limescale in my kettle,Boil vinegar in it twice and rinse it.
4,d@post.example,My kettle has limescale again,Boil vinegar in it twice and rinse it.
5,a@post.example,the zwolinski kettle is full of limescale,Boil vinegar in it twice and rinse it.
6,a@post.example,limescale in the zwolinski kettle!,Boil vinegar in it twice and rinse it.
7,e@post.example,When does the newsletter come out?,On the first of each month.
8,f@post.example,Which day is the newsletter sent?,On the first of each month.
9,g@post.example,what day do you send the newsletter,On the first of each month.
"""


def test_a_word_of_one_customer_is_published_nowhere(tmp_path, monkeypatch):
    export = write_export(tmp_path / "export.csv", KETTLES)
    invoke("run", export, "-w", tmp_path / "w", "-o", tmp_path / "p")
    told = json.dumps(load_questions(tmp_path / "w")) + str(read_folder(tmp_path / "p"))
    assert "zwolinski" not in told.lower()
    assert "limescale" in load_questions(tmp_path / "w")[0]["title"].lower()
    # The same without the rule, so that the words above are known to be the best there are.
    monkeypatch.setattr(PublishableWords, "cover", lambda self, text, language="en": True)
    invoke("run", export, "-w", tmp_path / "w2", "-o", tmp_path / "p2")
    assert "zwolinski" in load_questions(tmp_path / "w2")[0]["title"].lower()


def name_all(texts, earlier=""):
    cluster_texts = sorted(texts)
    members = [enquire(text, f"{n}@guests.example") for n, text in enumerate(cluster_texts)]
    embedder = MinilmEmbedder()
    general = find_publishable(members)
    vectors = dict(zip(cluster_texts, embedder.embed(cluster_texts), strict=True))
    cluster = Cluster.gather(members, vectors)
    wanted = [*collect_candidates(cluster, general), *([earlier] if earlier else [])]
    vectors |= dict(zip(wanted, embedder.embed(wanted), strict=True))
    told = {"q-0": earlier} if earlier else {}
    [question] = name_clusters([cluster], ["q-0"], [()], [""], vectors, {}, general=general, earlier=told)
    return question.title


def test_a_question_keeps_its_name_unless_another_is_much_better():
    members = ["How do I return a tent?", "How can I send a tent back?", "How do I return my tent?"]
    title = name_all(members)
    [*others] = [wording for wording in members if wording != title]
    assert [name_all(members, earlier) for earlier in others] == others
    assert name_all(members, "When does the newsletter come out?") == title
    assert name_all(members, "How do I return a tent to Ossifrage?") == title
