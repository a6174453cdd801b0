"""Titles: what customers typed becomes a question or a plain heading, of words that many share, and means the same."""

import itertools
import json

import numpy as np
import pytest
from conftest import invoke, load_questions, read_folder, write_export

from enquiry2article.articles.headings import read_no_subject
from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.naming.candidates import Candidate, collect_candidates, learn_wording, share_stems
from enquiry2article.questions.naming.clauses import cut_clauses
from enquiry2article.questions.naming.phrases import share_phrases, share_wordings
from enquiry2article.questions.naming.publishable_words import PublishableWords, find_publishable
from enquiry2article.questions.naming.rewriting import rewrite_sentence
from enquiry2article.questions.naming.spelling import Spellings
from enquiry2article.questions.naming.title_form import measure_title, weigh_title
from enquiry2article.questions.naming.titles import (
    Under,
    choose_title,
    make_heading,
    weigh_for_answer,
    weigh_shared,
)
from enquiry2article.questions.naming.variants import DOUBLE, find_sub_questions, find_variants
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.slugs import make_slug
from enquiry2article.text.words import normalise

# -- a customer's sentence becomes a title --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("how do i reset my password", "How do I reset my password?"),
        ("HOW DO I RETURN A TENT??", "How do I return a tent?"),
        ("What can I do to get a refund?", "What can I do to get a refund?"),
        ("So, where is my parcel please?", "Where is my parcel?"),
        ("how many days do you need for a repair", "How many days do you need for a repair?"),
        ("why my card payment is declined", "Why is my card payment declined?"),
        ("Why my transfer has failed?", "Why has my transfer failed?"),
        ("Wie lange dauert die Lieferung", "Wie lange dauert die Lieferung?"),
    ],
)
def test_a_question_is_only_tidied(typed, title):
    assert rewrite_sentence(typed) == (title,)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("cant log in", "Why can't I log in?"),
        ("I cant log in", "Why can't I log in?"),
        ("unable to log in", "Why can't I log in?"),
        ("I cant find how to cancel", "How do I cancel?"),
        ("still can't work out where to send it", "Where do I send it?"),
        ("I can't find the bracket for the lamp", "Where do I find the bracket for the lamp?"),
        ("I want to return a tent.", "How do I return a tent?"),
        ("we'd like to change the address", "How do I change the address?"),
        ("trying to cancel my plan", "How do I cancel my plan?"),
        ("i was wondering, do you ship to Sweden?", "Do you ship to Sweden?"),
        ("Can you please tell me how i can return a tent", "How can I return a tent?"),
        ("how i can return a tent", "How can I return a tent?"),
        ("how to wash a down bag", "How do I wash a down bag?"),
    ],
)
def test_a_wish_a_complaint_or_an_indirect_question_becomes_the_question_it_stands_for(typed, title):
    assert rewrite_sentence(typed) == (title,)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Steering problems", ("Steering problems",)),
        ("mending a leaking mat!", ("Mending a leaking mat",)),
        ("refund status?", ("Refund status",)),
        ("App logs me out every day", ("App logs me out every day",)),
        ("my parcel hasnt arrived", ("Parcel hasn't arrived", "What can I do if my parcel hasn't arrived?")),
        ("The widget stopped working", ("Widget stopped working", "What can I do if the widget stopped working?")),
        ("Meine Bestellung ist nicht angekommen", ("Meine Bestellung ist nicht angekommen",)),
        ("La batería no carga en casa", ("La batería no carga en casa",)),
        ("", ()),
        ("...", ()),
        ("[order number] <b>", ("B",)),
    ],
)
def test_a_statement_becomes_a_plain_heading(typed, titles):
    assert rewrite_sentence(typed) == titles


def test_no_title_is_a_scrap_with_a_question_behind_it():
    typed = [
        "Falsche Hausnummer",
        "Kein Licht im Keller",
        "tap drips",
        "refund",
        "Colis abîmé",
        "My lamp is broken!",
        "Tell me more",
    ]
    for text, usual in itertools.product(typed, ("en", "de", "fr")):
        assert all(":" not in title for title in rewrite_sentence(text, usual=usual))


def test_a_title_stays_as_it_is_when_it_is_rewritten_once_more():
    for typed in ("how do i reset my password", "I want to return a tent.", "Where is my parcel?", "Tap drips"):
        [title] = rewrite_sentence(typed)
        assert rewrite_sentence(title) == (title,)


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


# -- nothing of one customer's own wording ----------------------------------------------------------------------------


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
        ("Quillonen", ["die Quillone ist weg", "Wo ist meine Quillone?", "Wann wird die Quillone gebucht?"], True),
        ("how do I stop it", [], True),
        ("Bremse zwolinskit wieder", ["Bremse", "Bremse", "meine Bremse"], False),
        ("Bremse quietscht wieder", [], True),
        ("75", ["75 of them", "size 75", "75?"], True),
    ],
)
def test_a_word_that_no_dictionary_has_is_general_when_three_customers_use_it(word, texts, general):
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
        ("Radiators not heating zwolinskily", ["Radiators not heating"]),
        ("Boiler replacement zwolinski", ["Boiler replacement"]),
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


def test_what_customers_share_of_a_question_begins_where_it_asks():
    members = [enquire(text, f"c{n}") for n, text in enumerate(["How do I cancel?"] * 3)]
    assert not any(run.lower().startswith("do i") for run in share_wordings(members))


def test_slips_of_the_pen_and_small_letters_are_mended_as_other_customers_write():
    hasty = "how do i change my adress in wales"
    texts = [
        "Where do I change my address?",
        "My address is wrong in Wales",
        "The address in Wales is old",
        "wrong address",
    ]
    assert rewrite_sentence(hasty, spellings=Spellings.learn([hasty, *texts])) == (
        "How do I change my address in Wales?",
    )
    assert rewrite_sentence(hasty, spellings=Spellings.learn([hasty])) == ("How do I change my adress in wales?",)


VOUCHERS = [
    ("how do i use voucher online", "You use a gift voucher at the checkout: enter the code."),
    ("I got a voucher from my aunt, where do I type it in?", "Gift vouchers have a code: type it in at the checkout."),
    ("can a voucher be used for the sale", "You may use a gift voucher for everything, the sale too."),
    ("is the voucher still good after a year", "A gift voucher is valid for five years."),
]


def collect_titles(asked_and_told):
    members = [enquire(text, f"c{n}", reply) for n, (text, reply) in enumerate(asked_and_told)]
    cluster = Cluster.gather(members, dict.fromkeys([member.ask for member in members], np.ones(2, dtype=np.float32)))
    return {c.title: c for c in collect_candidates(cluster, learn_wording([cluster], members))}


def test_an_article_that_a_writer_left_out_is_set_as_others_write_it():
    found = collect_titles(VOUCHERS)
    assert "How do I use a voucher online?" in found
    assert not any("the sale the" in title or "a a" in title for title in found)


def test_a_phrase_of_one_customer_may_go_from_the_end_of_a_question():
    asked = ["How much are private lessons for a child of 8?", "How much are private lessons?",
             "are the private lessons on Sundays", "price of private lessons"]  # fmt: skip
    found = collect_titles([(text, "Private lessons are 40 euros.") for text in asked])
    assert "How much are private lessons?" in found
    towns = [f"Do you offer private lessons in {town}?" for town in ("Galway", "Galway city", "Galway too", "Galway")]
    found = collect_titles([(text, "We do.") for text in towns])
    assert "Do you offer private lessons?" not in {title for title, one in found.items() if not one.shared}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Could you tell me the requirements of the badge?", "What are the requirements of the badge?"),
        ("please explain the difference between the two plans", "What is the difference between the two plans?"),
        ("I don't know the password", "I don't know the password"),
    ],
)
def test_what_somebody_wants_to_be_told_is_asked_for(typed, title):
    assert rewrite_sentence(typed) == (title,)


# -- which candidate is taken ---------------------------------------------------------------------------------------

EMBEDDER = MinilmEmbedder()


def list_candidates(members, extra=()):
    """The candidates of one question, with the vectors of them, of what was asked, and of `extra`."""
    texts = sorted({member.text for member in members})
    vectors = dict(zip(texts, EMBEDDER.embed(texts), strict=True))
    cluster = Cluster.gather(members, vectors)
    candidates = collect_candidates(cluster, learn_wording([cluster], members))
    wanted = sorted({candidate.title for candidate in candidates} | {*extra})
    return cluster, candidates, {**vectors, **dict(zip(wanted, EMBEDDER.embed(wanted), strict=True))}


def name(texts, *, agreeing=None, taken=(), earlier="", told=""):
    """The title of a question of different customers, of whom those at the places `agreeing` got the answer `told`."""
    members = [enquire(text, f"{n}@guests.example") for n, text in enumerate(texts)]
    cluster, candidates, vectors = list_candidates(
        members, [*taken, *([earlier] if earlier else []), *([told] if told else [])]
    )
    chosen = members if agreeing is None else [members[place] for place in agreeing]
    if earlier and all(candidate.title != earlier for candidate in candidates):
        candidates.append(Candidate(earlier, frozenset(member.id for member in members)))
    reply = vectors[told] if told else None
    others = {normalise(title): vectors[title] for title in taken}
    agreeing_ids = {member.id: 1.0 for member in chosen}
    shares = share_stems(chosen)
    under = Under(asked=cluster.middle(), replied=reply, first=reply, text=told)
    return choose_title(candidates, vectors, agreeing_ids, shares, under, others, earlier)[0]


RETURNS = [
    "How do I return a tent?",
    "How can I send a tent back?",
    "I want to return my tent",
    "can I return the tent I bought",
]


def test_a_title_is_what_many_ask_and_no_members_detail():
    title = name([*RETURNS, "How do I return tent 48213 that I got for Easter from Aunt Ottoline?"])
    assert {"return", "tent"} <= set(list_content_stems(title)) or "send" in title
    assert not any(sign.isdigit() for sign in title)
    assert not {"easter", "aunt", "ottoline"} & set(title.lower().rstrip("?").split())


def test_the_title_comes_from_a_conversation_that_agrees_with_the_answer():
    texts = [*RETURNS, "How do I wash a tent?", "How can I wash my tent?", "Which soap is best to wash a tent?"]
    washing = name(texts, agreeing=[4, 5, 6], told="Wash the tent by hand with mild soap and let it dry.")
    assert "wash" in washing
    assert "wash" not in name(texts, agreeing=[0, 1, 2, 3], told="Open the order, press Return and print the label.")


def test_where_nobody_agrees_with_the_answer_nobody_gives_it_a_title():
    assert name(RETURNS, agreeing=[]) == ""


def test_a_title_counts_more_the_more_of_its_words_others_use_or_the_answer_holds():
    shares = share_stems([enquire(text, f"c{n}") for n, text in enumerate(RETURNS)])
    shared = weigh_shared("How do I return a tent?", shares)
    rare = weigh_shared("How do I return a tent to Wales by Easter?", shares)
    told = weigh_shared("How do I return a tent to Wales by Easter?", shares, {*list_content_stems("Wales, by Easter")})
    assert 1 >= shared >= told > rare > weigh_shared("Ossifrage quillon?", shares) > 0


def test_no_two_questions_have_the_same_title():
    titles = []
    for _ in range(3):
        titles.append(name(RETURNS, taken=titles))
    assert len({normalise(title) for title in titles}) == 3
    title = "How do I return a tent?"
    assert title not in (name([title] * 3, taken=[title]), name([title] * 3, taken=[title.upper()]))


def test_a_title_that_means_the_same_as_another_questions_is_not_taken_where_there_is_another():
    texts = ["How do I return a tent?", "How do I return a tent", "How long does a refund for a tent take?"]
    assert name(texts, taken=["How do I return my tent?"]) == "How long does a refund for a tent take?"


def test_where_there_is_no_candidate_there_is_no_title_and_a_heading_is_made_of_key_words():
    assert name(["Zwolinski", "Quillon frobisher", "Ossifrage"]) == ""
    assert make_heading(["tent", "return label"], {}, "General") == "Return label"
    assert make_heading(["tent"], {"tent"}, "General") != "Tent"
    taken = set()
    for language in ("en", "en", "de", "de"):
        heading = make_heading([], taken, read_no_subject(language))
        assert normalise(heading) not in taken
        taken.add(normalise(heading))


def test_a_question_keeps_its_name_unless_another_is_much_better():
    asked = ["How do I return a tent?", "How can I send a tent back?", "How do I return my tent?"]
    title = name(asked)
    assert title
    for earlier in asked:
        assert name(asked, earlier=earlier) == earlier
    assert name(asked, earlier="Tent 3 of 5, see below: Tuesday, Wednesday or after Easter - mine, not yours") == title


def test_the_order_of_the_customers_does_not_matter():
    texts = [*RETURNS, "Return of a tent", "my tent is too small and I want to send it back"]
    assert len({name(order) for order in itertools.islice(itertools.permutations(texts), 0, 700, 100)}) == 1


def test_candidates_hold_only_words_that_may_be_published():
    members = [
        enquire(text, f"c{n}")
        for n, text in enumerate([*RETURNS, "How do I return the quillonette?", "Zwolinski wants to return a tent"])
    ]
    _, candidates, _ = list_candidates(members)
    general = find_publishable(members)
    assert candidates
    assert all(general.cover(candidate.title) for candidate in candidates)
    assert not any("quillonette" in c.title.lower() or "zwolinski" in c.title.lower() for c in candidates)
    assert [c.title for c in candidates] == sorted(c.title for c in candidates)


# -- other wordings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("Is that fixable?", True),
        ("Can she join the course?", True),
        ("Which one do I choose?", True),
        ("Ist das normal?", True),
        ("Is there free delivery?", False),
        ("Can one person book two places?", False),
        ("How do I return a tent if it leaks?", False),
        ("How can we find out how old it is?", True),
    ],
)
def test_a_title_that_points_back_counts_half(title, points):
    vector = EMBEDDER.embed([title])[0]
    whole = weigh_title(title, measure_title(title, to_reply=0.5, to_first=0.5, to_asked=1.0))
    told = weigh_for_answer(title, vector, Under(asked=vector, replied=0.5 * vector, first=0.5 * vector))
    assert told == pytest.approx(whole / 2 if points else whole, abs=0.002)


def test_variants_ask_the_same_stand_alone_and_are_no_near_doubles():
    texts = [
        *RETURNS, "How do I return a tent please", "how do i return the tent", "What is the way to send a tent back?",
        "When does the newsletter come out?", "tent too small", "Return my tent", "What about it?",
    ]  # fmt: skip
    members = [enquire(text, f"c{n}") for n, text in enumerate(texts)]
    _, candidates, vectors = list_candidates(members)
    title = "How do I return a tent?"
    found = [variant.text for variant in find_variants(candidates, vectors, title)]
    assert 0 < len(found) <= 4
    assert all(text.endswith("?") and "tent" in text for text in found)
    for one, other in itertools.combinations([title, *found], 2):
        assert float(vectors[one] @ vectors[other]) < DOUBLE


def test_variants_tell_how_many_ask_so():
    texts = [*RETURNS, "Can I return the tent I bought?", "can i return the tent i bought"]
    members = [enquire(text, f"c{n}") for n, text in enumerate(texts)]
    _, candidates, vectors = list_candidates(members)
    [most, *_] = find_variants(candidates, vectors, "How do I return a tent?")
    assert (most.text, most.count) == ("Can I return the tent I bought?", 3)


def test_under_a_title_without_an_answer_stands_what_people_want_to_know():
    texts = [
        "Is there a loyalty card?", "How much does the loyalty card cost?", "Where can I use the loyalty card?",
        "Do you have vouchers for a loyalty card?", "When does the newsletter come out?", "I have a loyalty card",
    ]  # fmt: skip
    members = [enquire(text, f"c{n}") for n, text in enumerate(texts)]
    _, candidates, vectors = list_candidates(members)
    found = [variant.text for variant in find_sub_questions(candidates, vectors, texts[0])]
    assert {"How much does the loyalty card cost?", "Do you have vouchers for a loyalty card?"} <= {*found}
    assert texts[0] not in found
    assert not any("newsletter" in text for text in found)
    assert all(text.endswith("?") for text in found)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("where is the folder C:\\Data\\kites saved?", "Where is the folder C:\\Data\\kites saved?"),
        ("can I put {{ kite_name }} into a letter?", "Can I put {{ kite_name }} into a letter?"),
        ("I can't find the file /etc/kites.d/local.", "Where do I find the file /etc/kites.d/local?"),
        ("How do I fill in kite_id?", "How do I fill in kite_id?"),
        ("is it open and/or closed on 3/4/2026?", "Is it open and/or closed on 3/4/2026?"),
    ],
)
def test_code_in_a_title_stays_as_it_is(said, title):
    assert rewrite_sentence(said)[0] == title


def test_an_abbreviation_in_a_script_without_capitals_keeps_its_own():
    assert "PDF" in rewrite_sentence("領収書のPDFはどこですか", usual="ja")[0]
    assert rewrite_sentence("WHERE IS MY KITE")[0] == "Where is my kite?"
