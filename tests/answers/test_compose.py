"""Answers: one conversation's reply, whole and in its order, without what belongs to its case, borne out by others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry2article.answers.compose import MOST_ADDED, Agreement, Lead, compose_answer
from enquiry2article.answers.contradictions import find_contradictions
from enquiry2article.answers.conversations import gather_conversations, measure_likeness
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.answers.exemplars import MOST_SENTENCES, choose_exemplars, measure_reply, trim_reply, weigh_reply
from enquiry2article.answers.reply_sentences import find_boilerplate, judge_replies, read_replies
from enquiry2article.domain.answer import Disagreement, Lack, Role, Statement
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.embedding.minilm import MinilmEmbedder

EMBEDDER = MinilmEmbedder()
START = datetime(2026, 1, 1, tzinfo=UTC)


def converse(id_, *replies, asked="How does it work?", agent="", day=1, **more):
    """An enquiry and the replies to it, which all are of one agent and one day."""
    at = START + timedelta(days=day)
    own = tuple(Reply(text=text, agent=agent, at=at) for text in replies)
    return RedactedEnquiry(id=id_, source="x", text=asked, ask=asked, replies=own, received=at, **more)


def number(replies, **more):
    """Conversations t1, t2 … that each got one of the replies, a day apart, of three agents in turn."""
    return [converse(f"t{n}", reply, agent=f"a{n % 3}", day=n, **more) for n, reply in enumerate(replies, start=1)]


def embed(texts):
    texts = sorted(set(texts))
    return dict(zip(texts, EMBEDDER.embed(texts), strict=True)) if texts else {}


def gather(members, others=()):
    """The conversations of a question beside the members of other questions, and the vectors of all their sentences."""
    questions = [members, *others]
    read = {member.id: read_replies(member) for question in questions for member in question}
    vectors = embed(sentence.text for own in read.values() for sentence in own)
    judged = judge_replies(read, vectors, EMBEDDER.name)
    footers = find_boilerplate([[s for member in question for s in judged[member.id]] for question in questions])
    asked = EMBEDDER.embed([member.ask for member in members])
    return gather_conversations(members, asked, judged, vectors, footers), vectors


def compose(members, lead="t1", title="How does it work?", others=(), changed=(), headings=(), about=()):
    """The answer that one conversation leads, or none if `lead` is ""; `headings` are those of further ones by id.

    The texts `about` tell what the question is about, if the title does not.
    """
    conversations, vectors = gather(members, others)
    by_id = {conversation.enquiry.id: conversation for conversation in conversations}
    told = [sentence for conversation in conversations for sentence in conversation.sentences]
    leads = [Lead(trim_reply(by_id[lead], vectors))] if lead else []
    leads += [Lead(by_id[id_], heading) for id_, heading in headings]
    return compose_answer(
        leads, Agreement(conversations, vectors), find_mean(about or [title]),
        find_contradictions(told, [], vectors), changed, title,
    )  # fmt: skip


def keep(*replies):
    """The texts that are left of the replies of one conversation."""
    [conversation], _ = gather([converse("t1", *replies)])
    return [sentence.text for sentence in conversation.kept]


def find_mean(texts):
    mean = np.mean(EMBEDDER.embed(texts), axis=0)
    return mean / np.linalg.norm(mean)


def texts_of(answer):
    return [statement.text for statement in answer.statements]


# -- what is cut from a reply ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        (
            "Hi Sam,\n\nthanks for getting in touch. I have refunded the deposit to your card this morning. "
            "A deposit is refunded within five working days after the boat is back. Sorry!\n\nBest wishes,\nEllie",
            ["A deposit is refunded within five working days after the boat is back."],
        ),
        (
            "Guten Tag Frau Weber,\n\nvielen Dank für Ihre Nachricht. Ich habe Ihre Buchung soeben storniert. "
            "Eine Buchung kann bis zum Vortag kostenlos storniert werden.\n\nMit freundlichen Grüßen\nIhr Team",
            ["Eine Buchung kann bis zum Vortag kostenlos storniert werden."],
        ),
        (
            "Bonjour Madame,\n\nmerci pour votre message. J'ai annulé votre commande ce matin. "
            "La livraison est gratuite à partir de 50 euros. Bonne journée !",
            ["La livraison est gratuite à partir de 50 euros."],
        ),
        (
            "Hola:\n\ngracias por tu mensaje. He cancelado tu reserva y te he devuelto el dinero. "
            "Las entradas se pueden cambiar hasta 24 horas antes de la función. Un saludo,",
            ["Las entradas se pueden cambiar hasta 24 horas antes de la función."],
        ),
        (
            "Buongiorno,\n\ngrazie per averci scritto. Ho annullato il suo ordine stamattina. "
            "La garanzia dura due anni dalla data di acquisto. Cordiali saluti,",
            ["La garanzia dura due anni dalla data di acquisto."],
        ),
    ],
    ids=["en", "de", "fr", "es", "it"],
)
def test_only_what_holds_for_everybody_is_kept(reply, left):
    assert keep(reply) == left


@pytest.mark.parametrize(
    "reply",
    [
        "Could you send me your order number?",
        "Bitte senden Sie uns ein Foto des Schadens.",
        "Pouvez-vous nous envoyer une photo du produit ?",
        "¿Nos puedes enviar el número de pedido?",
        "Può inviarci una foto del difetto?",
        "The order [order number] is on its way.",
        "I'll check with the warehouse and come back to you.",
        "",
    ],
)
def test_what_asks_back_or_handles_the_case_is_no_answer(reply):
    assert keep(reply) == []


def test_what_is_left_out_is_counted_by_its_reason():
    reply = "Hi!\nI have cancelled it. Could you send us the number on the label?"
    answer = compose(number([reply, reply, reply]), lead="")
    assert answer.left_out["about one case"] == 3
    assert answer.left_out["asks back"] == 3
    assert [statement.text for statement in answer.asked] == ["Could you send us the number on the label?"]
    assert answer.asked[0].sources == ("t1", "t2", "t3")
    assert compose(number([reply, reply]), lead="").asked == ()  # two agents may ask the same by chance


AROUND = [
    "{} ^JR",
    "{} ^Mk",
    "{} *TB.",
    "{} - JP",
    "[user name] {}",
    "[user name] [user name]: {}",
    "[user name] Hi Jo, {}",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "told",
    [
        "Open Settings, choose Network and press Reset to get a new address.",
        "you can change the password in the app under Settings and Security.",
    ],
)
def test_handles_and_initials_do_not_make_a_sentence_one_case(around, told):
    [kept] = keep(around.format(told))
    assert kept.lower() == told.lower()


LEAD_IN = "A printer can be set up anew like this:"
LIST = [
    "Open the menu and choose Printers.",
    "Click the printer and choose Remove.",
    "Click Add printer and choose the name on the label.",
    "Print a test page.",
]
STAY = "The settings of other printers stay as they are."


def test_a_reply_stays_in_its_order_whatever_is_cut():
    steps = LIST[:3]
    reply = f"Hi Ann,\n{steps[0]} {steps[1]} I have sent you a new cable today. {steps[2]} {STAY} Best wishes, Tom"
    assert keep(reply) == [*steps, STAY]


def test_a_list_is_whole_with_its_lead_in():
    reply = f"{LEAD_IN}\n" + "\n".join(f"{n}. {item}" for n, item in enumerate(LIST, start=1))
    assert keep(f"{reply}\n\n{STAY}") == [LEAD_IN, *LIST, STAY]


@pytest.mark.parametrize("place", range(4))
def test_a_list_of_which_a_step_cannot_stand_is_absent_with_its_lead_in(place):
    items = [*LIST]
    items[place] = "Ask [name] for the key of order [order number]."
    reply = f"{LEAD_IN}\n" + "\n".join(f"{n}. {item}" for n, item in enumerate(items, start=1))
    assert keep(f"{reply}\n\n{STAY}") == [STAY]


@pytest.mark.parametrize(
    ("cut", "leaning"),
    [
        ("I have sent you the form [order number] by post.", "It must be signed by all tenants of the flat."),
        ("I have sent you the form [order number] by post.", "This usually takes two to three weeks."),
        ("Do you have a business account?", "If so, a licence is needed for each computer."),
        ("Are you using the old app?", "If not, open Settings and choose Update."),
    ],
)
def test_a_sentence_that_points_back_goes_with_what_it_points_to(cut, leaning):
    first = "Tenants may sublet one room of their flat."
    assert keep(f"{first} {cut} {leaning}") == [first]


def test_what_points_back_to_a_sentence_that_stands_stays():
    reply = ["Tenants may sublet one room of their flat.", "This requires the consent of the owner."]
    assert keep(" ".join(reply)) == reply


@pytest.mark.parametrize(
    "sentence",
    [
        "If you have paid by card, the money goes back to the card.",
        "Unless the seal is broken, the filter can be returned within 28 days.",
        "Falls der Verschluss offen ist, kann der Filter nicht zurückgegeben werden.",
    ],
)
def test_a_condition_stays_with_its_sentence(sentence):
    answer = compose([converse("t1", sentence)])
    assert texts_of(answer) == [sentence]


def test_a_greeting_between_two_replies_is_no_gap():
    """What the agent says in his second mail may go on from the first."""
    first = "Open the portal and choose Contracts to see the term of a contract."
    second = "It can be cancelled three months before the end of the term."
    assert keep(first, f"Hi again,\n{second}\nBest wishes") == [first, second]


# -- one conversation leads, others bear it out ---------------------------------------------------------------------

RESET = "Open Settings, choose Security and press Reset password."
TERM = "A password must be changed after 90 days."
LENGTH = "A password must have at least twelve letters or digits."
CARD = "Companies can also let their staff sign in with a key card."
CHILD = "Accounts of children can only be opened by a parent."


def test_several_turns_of_one_conversation_are_one_answer():
    answer = compose([converse("t1", f"Hi! {RESET} {TERM}", "You are welcome!", f"{LENGTH} Bye!")])
    assert texts_of(answer) == [RESET, TERM, LENGTH]
    assert answer.replies == 1
    assert {statement.exemplar for statement in answer.statements} == {"t1"}


def test_each_statement_names_all_who_say_it():
    members = number(
        [f"{RESET} {TERM}", f"Hello, {TERM[0].lower()}{TERM[1:]}", "Boots need wax twice a year to stay dry."]
    )
    answer = compose(members)
    by_text = {statement.text: statement for statement in answer.statements}
    assert by_text[RESET].sources == ("t1",)
    assert by_text[TERM].sources == ("t1", "t2")
    assert by_text[TERM].agents == 2
    assert by_text[TERM].newest == START + timedelta(days=2)
    assert answer.confirmed == START + timedelta(days=2)
    assert answer.replies == 3


def test_what_two_others_say_is_added_and_what_one_says_is_offered():
    alone = "Passwords that were used before cannot be used again."
    members = number([RESET, f"{RESET} {LENGTH}", f"{RESET} {LENGTH}", f"{RESET} {alone}"])
    answer = compose(members, about=[LENGTH, alone])
    assert texts_of(answer) == [RESET, LENGTH]
    added = answer.statements[-1]
    assert (added.exemplar, added.sources) == ("", ("t2", "t3"))
    assert [statement.text for statement in answer.spare] == [alone]


def test_only_a_few_sentences_are_added():
    more = [
        LENGTH,
        "Resetting the password ends all sessions on other devices.",
        "Nobody but the owner of an account can reset its password.",
        "After five wrong passwords the account is locked for an hour.",
    ]
    members = number([RESET, *[f"{RESET} {sentence}" for sentence in more for _ in range(2)]])
    answer = compose(members, about=more)
    assert texts_of(answer)[0] == RESET
    assert len(answer.statements) == 1 + MOST_ADDED < 1 + len(more)


def test_what_is_not_about_the_title_is_not_added():
    members = number([RESET, f"{RESET} {CHILD}", f"{RESET} {CHILD}"])
    answer = compose(members, about=["How do I reset my password?"])
    assert texts_of(answer) == [RESET]
    assert answer.spare == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The form for tenants is at https://example.org/tenants and must be signed.",
            "The form for tenants is at https://example.org/owners and must be signed.",
        ),
        (
            "A password must be changed after 90 days of use.",
            "A password must be changed after 180 days of use.",
        ),
        (
            "Each further card costs 5 pounds and is sent by post.",
            "Each further card costs 25 pounds and is sent by post.",
        ),
    ],
)
def test_other_links_and_numbers_are_not_the_same_statement(one, other):
    answer = compose(number([one, other]))
    assert answer.statements[0].sources == ("t1",)
    assert answer.statements[0].wordings == ()


def test_a_further_conversation_is_a_section_without_what_stands_above_it():
    members = number([f"{RESET} {TERM}", f"Passwords must be changed after 90 days. {CHILD}"])
    answer = compose(members, headings=[("t2", "Who opens the account of a child?")])
    assert answer.headings == ("", "Who opens the account of a child?")
    assert [(s.text, s.section, s.exemplar) for s in answer.statements] == [
        (RESET, 0, "t1"),
        (TERM, 0, "t1"),
        (CHILD, 1, "t2"),
    ]


def test_a_footer_of_many_replies_goes_even_where_it_holds_for_everybody():
    footer = "We donate one per cent of all sales to a charity."
    others = [
        [converse("u1", f"Students get a discount of ten per cent with a valid card. {footer}")],
        [converse("v1", f"Boots need wax twice a year to stay dry. {footer}")],
    ]
    answer = compose([converse("t1", f"{RESET} {footer}")], others=others)
    assert texts_of(answer) == [RESET]
    assert texts_of(compose([converse("t1", f"{RESET} {footer}")])) == [RESET, footer]


def test_an_answer_that_several_questions_share_is_no_footer():
    others = [[converse(f"u{n}", RESET)] for n in range(3)]
    assert texts_of(compose([converse("t1", RESET)], others=others)) == [RESET]


# -- contradictions and changes -------------------------------------------------------------------------------------

SIDES = [
    "Refunds take {} working days once the parcel is here.",
    "A refund takes {} working days after we get the parcel.",
]


def disagree(days_of):
    """Six conversations in which agents keep to their own number of days."""
    return [
        converse(f"t{n}", f"{RESET} {SIDES[n % 2].format(days)}", agent=agent, day=day)
        for n, (agent, days, day) in enumerate(days_of, start=1)
    ]


def test_of_two_sides_only_the_proposed_one_stands_whoever_leads():
    members = disagree([("ann", 5, 1), ("bob", 10, 2), ("ann", 5, 3), ("bob", 10, 4), ("ann", 5, 5), ("ann", 5, 6)])
    for lead in ("t1", "t2"):
        answer = compose(members, lead=lead, title="How long does a refund take?")
        told = " ".join(texts_of(answer))
        assert "5 working days" in told
        assert "10 working days" not in told
        [found] = answer.disagreements
        assert "5 working days" in found.values[0].text
        assert {source for value in found.values for source in value.sources} == {f"t{n}" for n in range(1, 7)}


def test_what_was_true_earlier_is_replaced_by_what_is_true_today():
    members = disagree([("ann", 10, n) for n in (1, 2, 3)] + [("ann", 5, n) for n in (40, 41, 42)])
    answer = compose(members, title="How long does a refund take?")
    assert answer.disagreements[0].changed
    assert "10 working days" not in " ".join(texts_of(answer))
    replaced = next(s for s in answer.statements if "5 working days" in s.text)
    assert set(replaced.sources) == {"t4", "t5", "t6"}


CHANGED = Disagreement(
    about="days",
    values=(
        Statement(text="A password must be changed after 180 days from now on.", sources=("n1", "n2")),
        Statement(text=TERM, sources=("o1", "o2"), wordings=("It is good for 90 days.",)),
    ),
    changed=True,
)


def test_what_has_changed_has_changed_in_the_draft_of_every_question():
    answer = compose([converse("t1", f"{RESET} {TERM} {LENGTH}")], changed=[CHANGED])
    assert texts_of(answer) == [RESET, CHANGED.values[0].text, LENGTH]
    assert answer.statements[1].sources == ("n1", "n2")


def test_an_outdated_sentence_that_nothing_can_replace_is_dropped_with_what_points_back_to_it():
    short = Statement(text="Now 180 days.", sources=("n1",))
    changed = replace(CHANGED, values=(short, CHANGED.values[1]))
    reply = f"{RESET} {TERM} This applies to all accounts of a company. {LENGTH}"
    assert texts_of(compose([converse("t1", reply)], changed=[changed])) == [RESET, LENGTH]


# -- yes or no ------------------------------------------------------------------------------------------------------

NO = "No, the warranty does not cover damage by water."
YES = "Yes, the warranty covers damage by water as well."
COVERS = "It covers faults of the material for two years."


def test_a_title_that_asks_for_yes_or_no_gets_it():
    members = number([f"{NO} {COVERS}", f"{NO} {COVERS}", f"{NO} {COVERS}"])
    answer = compose(members, title="Does the warranty cover damage by water?")
    assert texts_of(answer) == [NO, COVERS]


def test_a_mere_no_stands_before_the_answer_only_if_the_title_asks_for_it():
    asked = "Can the frying pan go in the dishwasher?"
    [member] = number(
        ["No. The iron rusts in there within a day. Clean it by hand with hot water and a brush."], asked=asked
    )
    assert texts_of(compose([member], title=asked))[0] == "No. The iron rusts in there within a day."
    other = texts_of(compose([member], title="How do I clean the frying pan?"))
    assert other[0] == "The iron rusts in there within a day."


def test_a_reply_keeps_the_short_sentence_that_answers_and_loses_a_side_remark():
    asked = "Do I have to type in all my forty clients?"
    answers = "No typing needed."
    rest = "Clients > Import takes a table with name, mail and telephone, and a sample is linked there."
    for before, left in ((f"{answers} ", [answers, rest]), ("Fair enough. ", [rest])):
        [conversation], vectors = gather([converse("t1", f"{before}{rest}", asked=asked)])
        assert [sentence.text for sentence in trim_reply(conversation, vectors).kept] == left


def test_another_title_and_replies_that_disagree_get_neither_yes_nor_no():
    asked = compose(number([NO, NO, NO]), title="How long is the warranty?")
    torn = compose(number([NO, f"{YES} {COVERS}"]), title="Does the warranty cover damage by water?")
    for answer in (asked, torn):
        assert texts_of(answer)
        assert not any(text.startswith(("No,", "Yes,")) for text in texts_of(answer))


# -- what is no article ---------------------------------------------------------------------------------------------

CASES = [
    "I have found your suitcase and sent it to your hotel this morning.",
    "I have looked your suitcase up and it was sent to your hotel yesterday.",
    "Your suitcase has been found and was sent to your hotel last night.",
    "I found your suitcase in Leeds and have sent it to your hotel.",
]


def test_a_question_whose_agents_only_handle_cases_says_so_and_what_they_do():
    answer = compose(number(CASES), lead="")
    assert answer.statements == ()
    assert answer.lack is Lack.CASE
    assert answer.handled
    assert all("suitcase" in statement.text for statement in answer.handled)
    assert len(answer.handled[0].sources) >= 2


def test_where_some_replies_hold_for_everybody_or_hardly_any_is_there_the_answer_is_only_missing():
    for replies in ([*CASES, f"{RESET} {TERM}"], CASES[:2], ["Hi!", "Hello!", "Thanks!"], [""]):
        assert compose(number(replies), lead="").lack is Lack.MISSING


def test_a_terse_answer_of_one_is_none_and_of_two_is_one():
    assert compose(number(["Students pay half."])).lack is Lack.TERSE
    assert compose(number([f"{RESET} {TERM}"])).lack is Lack.NOTHING
    assert compose(number(["Students pay half."] * 2)).lack is Lack.NOTHING


# -- which conversations lead ---------------------------------------------------------------------------------------


def weigh(members):
    conversations, vectors = gather(members)
    return {c.enquiry.id: weigh_reply(measure_reply(c, vectors)) for c in conversations}


def test_a_whole_answer_is_better_than_a_case_with_a_rule_in_it_and_nothing_is_worth_nothing():
    asked = "How do I reset my password?"
    worth = weigh([
        converse("whole", f"{RESET} {TERM} {LENGTH}", asked=asked),
        converse("mixed", f"I have reset your password. {LENGTH} Which day suits you for a call?", asked=asked),
        converse("case", "I have refunded the money to your card.", asked=asked),
    ])  # fmt: skip
    assert worth["whole"] > worth["mixed"] > worth["case"] == 0


def test_a_reply_of_more_than_fourteen_sentences_leads_nothing():
    rooms = "kitchen bathroom bedroom cellar attic garden garage hall balcony office larder porch stairs roof laundry"
    sentences = [f"The heating of the {room} has a switch of its own." for room in rooms.split()]
    assert MOST_SENTENCES == 14
    worth = weigh([converse("t1", " ".join(sentences[:14])), converse("t2", " ".join(sentences))])
    assert worth["t1"] > 0
    assert worth["t2"] == 0


def test_exemplars_speak_for_all_conversations_and_are_not_near_each_other():
    likeness = np.array([
        [1.0, 0.9, 0.9, 0.1, 0.1],
        [0.9, 1.0, 0.9, 0.1, 0.1],
        [0.9, 0.9, 1.0, 0.1, 0.1],
        [0.1, 0.1, 0.1, 1.0, 0.9],
        [0.1, 0.1, 0.1, 0.9, 1.0],
    ])  # fmt: skip
    assert choose_exemplars(likeness, [0.7, 0.9, 0.7, 0.8, 0.7], most=3, least_gain=1.0) == [1, 3]
    assert choose_exemplars(likeness, [0.7, 0.9, 0.7, 0.0, 0.0], most=3, least_gain=1.0) == [1]
    assert choose_exemplars(likeness, [0.0] * 5, most=3, least_gain=1.0) == []
    assert choose_exemplars(likeness, [0.7, 0.9, 0.7, 0.8, 0.7], most=1, least_gain=0.0) == [1]


def test_conversations_are_alike_in_what_was_asked_and_in_what_was_replied():
    reset, water = "How do I reset my password?", "Does the warranty cover damage by water?"
    conversations, _ = gather([
        converse("t1", RESET, asked=reset), converse("t2", RESET, asked=reset), converse("t3", NO, asked=reset),
        converse("t4", NO, asked=water),
    ])  # fmt: skip
    likeness = measure_likeness(conversations)
    assert likeness[0, 1] == pytest.approx(1.0, abs=0.01)
    assert likeness[0, 1] > likeness[0, 2] > likeness[0, 3]
    assert (likeness == likeness.T).all()


# -- always ---------------------------------------------------------------------------------------------------------

POOL = [
    RESET, TERM, LENGTH, *CASES, NO, "Hi Sam,", "Best wishes,\nEllie", "It must be dry.", "If so, open Settings.",
    "Then press the button:", "1. Switch it off.\n2. Wait for a minute.", "Could you send me a photo?",
    "Refunds take 5 working days once the parcel is here.", "Refunds take 10 working days once the parcel is here.",
    "Die Lieferung dauert drei Tage.", "Ich habe Ihre Buchung storniert.", "The order [order number] is late.", "ok 😀",
]  # fmt: skip
REPLIES = st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=6).map("\n".join), min_size=1, max_size=6)


def find_lead(members):
    worth = weigh(members)
    best = max(worth, key=lambda id_: (worth[id_], id_))
    return best if worth[best] else ""


@given(REPLIES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_statement_is_a_whole_sentence_of_a_reply_in_its_sources(replies):
    members = number(replies)
    said = {
        member.id: {finish_sentence(s.text) for s in read_replies(member)} | {s.text for s in read_replies(member)}
        for member in members
    }
    answer = compose(members, lead=find_lead(members))
    for statement in (*answer.statements, *answer.spare, *answer.retold, *answer.asked, *answer.handled):
        assert statement.sources
        holders = [id_ for id_ in statement.sources if statement.text in said[id_]]
        assert holders, statement
        assert "[" not in statement.text
    assert len(texts_of(answer)) == len(set(texts_of(answer)))
    assert all(statement.exemplar in ("", find_lead(members)) for statement in answer.statements)


@given(REPLIES, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_the_conversations_does_not_matter(replies, chance):
    members = number(replies)
    shuffled = chance.sample(members, len(members))
    lead = find_lead(members)
    assert find_lead(shuffled) == lead
    assert compose(members, lead=lead) == compose(shuffled, lead=lead)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("then, press the button", "Press the button."),
        ("- open Settings", "Open Settings."),
        ("It works 😀", "It works."),
        ("first, open it", "Open it."),
        ("Is it?", "Is it?"),
    ],
)
def test_finish_sentence_changes_no_fact(text, finished):
    assert finish_sentence(text) == finished


def test_items_of_a_list_that_tell_nothing_to_do_are_no_steps():
    [conversation], _ = gather(
        [converse("t1", "The box contains:\n- a lamp with a blue shade\n- two batteries\n- a spare fuse")]
    )
    assert {sentence.role for sentence in conversation.sentences if sentence.marked} == {Role.ITEM}
