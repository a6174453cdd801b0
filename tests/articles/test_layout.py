"""An article is the answer's own sentences in an order that helps: nothing lost, nothing added, nothing twice."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import invoke, read_folder, write_export
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.drafts import draft_article, draft_articles
from enquiry2article.articles.headings import read_headings, read_outline_words, read_plain_description
from enquiry2article.articles.layout import choose_kind, lay_out_article
from enquiry2article.articles.openings import LONGEST_DESCRIPTION, LONGEST_WHOLE, describe_question, find_opening
from enquiry2article.articles.round_ups import draft_round_ups
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.domain.answer import Answer, Lack, Role, Statement
from enquiry2article.domain.article import Kind
from enquiry2article.domain.question import Question, Variant
from enquiry2article.domain.settings import KINDS, DraftSettings, HouseStyle, Settings, Site
from enquiry2article.text.word_lists import list_languages

PLAIN, STEP, CONDITION = Role.PLAIN, Role.STEP, Role.CONDITION
WARNING, FALLBACK, PREPARE, ITEM = Role.WARNING, Role.FALLBACK, Role.PREPARE, Role.ITEM


def say(role, *texts, section=0):
    return [Statement(text=text, sources=("T-1", "T-2"), role=role, section=section) for text in texts]


def ask(title, *statements, asked=(), handled=(), variants=(), headings=(), lack=None):
    """A question whose answer holds the statements."""
    return Question(
        id="q-aaaaaa",
        title=title,
        slug="a",
        enquiry_ids=("T-1", "T-2"),
        volume=2,
        customers=2,
        variants=tuple(Variant(text=text, count=1) for text in variants),
        answer=Answer(
            statements=tuple(statements),
            headings=tuple(headings),
            asked=tuple(say(PLAIN, *asked)),
            handled=tuple(say(PLAIN, *handled)),
            lack=lack if lack is not None else Lack.NOTHING if statements else Lack.MISSING,
        ),
    )


def write(question, **settings):
    return TemplateWriter(settings=Settings(**settings)).write(question, {})


def read_sections(body):
    """The lines below each heading of a body, empty ones left out; "" is the heading of what comes first."""
    sections = {"": []}
    for line in body.splitlines():
        if line.startswith("## "):
            sections[line[3:]] = last = []
        elif line:
            (last if len(sections) > 1 else sections[""]).append(line)
    return sections


RADIATOR = ask(
    "How do I bleed a radiator?",
    *say(PLAIN, "A radiator that is cold at the top only wants the air let out, which takes five minutes."),
    *say(STEP, "Turn the heating off and wait until the radiator is cold.", "Hold a cloth under the valve."),
    *say(STEP, "Open the valve with the key by a quarter of a turn."),
    *say(WARNING, "Never take the screw out altogether."),
    *say(STEP, "Close it as soon as water comes.", "Then top the boiler up to 1.5 bar."),
    *say(FALLBACK, "If the radiator is still cold after that, the valve is stuck and one of us has to come."),
    variants=["Radiator cold at the top, how do I let the air out?"],
)
DISHWASHER = ask(
    "What does error E24 on my dishwasher mean?",
    *say(PLAIN, "The machine cannot pump the water away, and most often the filter is the reason."),
    *say(STEP, "Clean the filter under hot water.", "Check the hose for a kink."),
    *say(STEP, "Run the rinsing programme once."),
    *say(FALLBACK, "If the error comes back, the pump has to be looked at."),
    variants=["My dishwasher stopped with water in it"],
)
COTTAGE = ask(
    "What do you charge when guests change their dates?",
    *say(PLAIN, "Up to 30 days before you arrive a change of dates is free."),
    *say(CONDITION, "If you write later than that, we charge 25 pounds.", "For stays at Easter it is 40 pounds."),
    *say(PLAIN, "We answer within two days."),
)
POODLE = ask(
    "How do I keep my dog calm for the groomer?",
    *say(PLAIN, "A dog that has had a long walk and nothing to eat stands still for as long as we need."),
    *say(WARNING, "Never feed it in the two hours before.", "Avoid the lift when it is afraid of it."),
    *say(STEP, "Bring the blanket it sleeps on.", "Brush it at home in the week before."),
    *say(WARNING, "Do not stay in the room.", "Make sure that the claws were cut lately."),
)
BOOKSHOP = ask("Do you wrap books as gifts?", *say(PLAIN, "Yes, we wrap every book that is to be a present."))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (RADIATOR, Kind.HOW_TO),
        (DISHWASHER, Kind.TROUBLESHOOTING),
        (COTTAGE, Kind.FAQ),
        (POODLE, Kind.FAQ),
        (BOOKSHOP, Kind.FAQ),
    ],
)
def test_the_shape_of_the_evidence_chooses_the_kind(question, kind):
    assert choose_kind(question) is kind
    assert lay_out_article(question).kind is kind


CANCEL = say(STEP, "Open your bookings.", "Choose the lesson.", "Press Cancel lesson.", "Pick a reason.")


@pytest.mark.parametrize(
    ("title", "variants", "kind"),
    [
        ("How do I cancel a piano lesson?", [], Kind.HOW_TO),
        ("Can I get a refund for a lesson that is cancelled?", ["Refund for a missing lesson?"], Kind.HOW_TO),
        ("How do I cancel a piano lesson?", ["I can't come on Monday", "My car is broken", "Cancel it?"], Kind.HOW_TO),
        ("How do I open my bookings?", ["The page is broken", "I get an error", "It won't open"], Kind.TROUBLESHOOTING),
        ("Which button opens my bookings?", ["The page of my bookings is broken"], Kind.TROUBLESHOOTING),
        ("Which button opens my bookings?", ["The page is broken", "Bookings, where?"], Kind.HOW_TO),
        ("Why can't I cancel a lesson?", ["How do I cancel?", "Can I cancel?"], Kind.TROUBLESHOOTING),
    ],
)
def test_who_wants_to_cancel_is_told_how_and_who_cannot_what_to_try(title, variants, kind):
    assert choose_kind(ask(title, *CANCEL, variants=variants)) is kind


def test_a_how_to_numbers_its_steps_and_keeps_what_stands_between_two_with_the_one_before():
    sections = read_sections(write(RADIATOR))
    assert sections[""] == [RADIATOR.answer.statements[0].text]
    assert sections["How do I do it, step by step?"] == [
        "1. Turn the heating off and wait until the radiator is cold.",
        "2. Hold a cloth under the valve.",
        "3. Open the valve with the key by a quarter of a turn. Never take the screw out altogether.",
        "4. Close it as soon as water comes.",
        "5. Top the boiler up to 1.5 bar.",
        RADIATOR.answer.statements[-1].text,
    ]
    assert sections["How do other people ask this?"] == ["- Radiator cold at the top, how do I let the air out?"]


def test_troubleshooting_announces_its_steps_as_things_to_try():
    sections = read_sections(write(DISHWASHER))
    assert sections["What can I try, and in which order?"] == [
        "1. Clean the filter under hot water.",
        "2. Check the hose for a kink.",
        "3. Run the rinsing programme once.",
        DISHWASHER.answer.statements[-1].text,
    ]
    assert "How do I do it, step by step?" not in sections


def test_what_follows_the_steps_is_no_step():
    question = ask("How do I wax skis?", *RADIATOR.answer.statements[:4], *say(PLAIN, "The cloth can be washed."))
    [*steps, after] = read_sections(write(question))["How do I do it, step by step?"]
    assert [step[:3] for step in steps] == ["1. ", "2. ", "3. "]
    assert after == "The cloth can be washed."


def test_three_steps_are_a_list_without_a_heading_when_nothing_comes_before_them():
    question = ask("How do I reset the lock?", *say(STEP, "Open the lid.", "Hold R.", "Wait for the green light."))
    assert choose_kind(question) is Kind.HOW_TO
    assert read_sections(write(question))[""] == ["1. Open the lid.", "2. Hold R.", "3. Wait for the green light."]


def test_how_others_ask_stands_below_an_article_that_begins_with_its_steps_too():
    steps = say(STEP, "Open the lid.", "Hold R.", "Wait for the green light.", "Type your code.")
    body = write(ask("How do I reset the lock?", *steps, variants=["The lock wants a new code, how?"]))
    assert "- The lock wants a new code, how?" in body


def test_a_policy_that_was_asked_for_lists_its_rules():
    question = ask(COTTAGE.title, *COTTAGE.answer.statements)
    first, *rest = [statement.text for statement in COTTAGE.answer.statements]
    sections = read_sections(write(question, drafts=DraftSettings(kind="policy")))
    assert sections[""] == [first]
    assert sections["What exactly applies?"] == [f"- {text}" for text in rest]
    assert "What exactly applies?" not in read_sections(write(question))


def test_tips_that_were_asked_for_are_numbered_in_the_order_of_the_answer():
    lines = read_sections(write(POODLE, drafts=DraftSettings(kind="tips")))[""]
    rest = [statement.text for statement in POODLE.answer.statements[1:]]
    assert lines == [POODLE.answer.statements[0].text, *(f"{n}. {text}" for n, text in enumerate(rest, start=1))]


def test_a_brief_first_sentence_is_joined_by_the_next_one():
    [first] = BOOKSHOP.answer.statements
    second = say(PLAIN, "Choose the paper at the till.")
    assert lay_out_article(ask("Do you wrap?", first, *second)).short == f"{first.text} Choose the paper at the till."
    [long] = say(PLAIN, "Whoever buys a book here gets it wrapped at the till in a paper of their own choice.")
    assert lay_out_article(ask("Do you wrap?", long, *second)).short == long.text


def test_a_lead_in_stands_before_its_list_instead_of_a_heading():
    lead_in = say(PLAIN, "This is how it is done:")
    article = lay_out_article(ask("How do I bleed it?", *lead_in, *say(STEP, "Open", "Wait", "Shut")))
    assert article.short == ""
    assert [section.heading for section in article.sections] == ["", ""]
    assert article.sections[0].paragraphs == ("This is how it is done:",)
    assert article.sections[1].steps == ("Open", "Wait", "Shut")
    assert lay_out_article(ask("How do I bleed it?", *lead_in)).sections == ()


def test_each_section_has_its_own_question_above_it_and_its_steps_stay_below():
    statements = [
        *say(PLAIN, "A season ticket is valid on all buses and trams of the town for twelve months."),
        *say(STEP, "Open the app.", "Choose Tickets.", "Press Renew.", section=1),
        *say(PLAIN, "A lost card costs 8 euros.", "You get it at the station.", section=2),
    ]
    headings = ["", "How do I renew it?", "What does a new card cost?"]
    sections = read_sections(write(ask("How long is a season ticket valid?", *statements, headings=headings)))
    assert list(sections)[:3] == headings
    assert sections["How do I renew it?"] == ["1. Open the app.", "2. Choose Tickets.", "3. Press Renew."]
    assert sections["What does a new card cost?"] == ["A lost card costs 8 euros. You get it at the station."]


def test_items_that_are_nothing_to_do_are_a_list_of_points():
    items = say(ITEM, "Bread, rolls and cake.", "Milk from the farm.")
    article = lay_out_article(ask("What do you deliver?", *say(PLAIN, "Every morning we bring:"), *items))
    assert [section.points for section in article.sections] == [(), ("Bread, rolls and cake.", "Milk from the farm.")]
    assert article.kind is Kind.FAQ


def test_two_steps_far_apart_are_no_list():
    apart = [*say(STEP, "Open the lid."), *say(PLAIN, *[f"It has part {n}." for n in range(4)])] * 3
    article = lay_out_article(ask("How does it work?", *apart))
    assert article.kind is Kind.FAQ
    assert not any(section.steps for section in article.sections)


def test_conditions_and_warnings_stay_where_they_stand():
    first, between, last = say(
        PLAIN, " ".join(["Glasses are ready after a week"] * 3), "We ring you.", "Bring them in."
    )
    warnings = say(WARNING, "Never clean them with a dry cloth.", "Do not leave them in a car.")
    question = ask("When are my glasses ready?", first, warnings[0], between, warnings[1], last)
    texts = [statement.text for statement in question.answer.statements]
    assert read_sections(write(question))[""] == [texts[0], " ".join(texts[1:4]), texts[4]]


GERMAN = ask(
    "Wie entkalke ich meine Kaffeemaschine?",
    *say(PLAIN, "Mit einem Beutel Entkalker ist die Maschine in einer halben Stunde wieder frei von Kalk."),
    *say(PREPARE, "Sie brauchen einen Beutel Entkalker.", "Halten Sie eine Schale bereit."),
    *say(STEP, "Füllen Sie den Tank mit einem Liter Wasser.", "Dann geben Sie den Entkalker dazu."),
    *say(STEP, "Drücken Sie beide Tasten für fünf Sekunden."),
    *say(WARNING, "Nie Essig nehmen, denn er greift die Dichtungen an.", "Achten Sie auf den heißen Dampf."),
    *say(CONDITION, "Wenn die Lampe blinkt, ist der Tank leer.", "Falls sie rot ist, fehlt die Schale."),
    *say(FALLBACK, "Wenn das nicht hilft, schicken Sie uns die Maschine."),
    asked=["Welches Modell haben Sie?"],
    variants=["Die Maschine ist verkalkt, was kann ich tun?"],
)


def test_headings_are_questions_in_the_language_of_the_question():
    sections = read_sections(write(GERMAN))
    assert list(sections) == [
        "",
        "Wie gehe ich Schritt für Schritt vor?",
        "Wie fragen andere danach?",
        "Noch nicht weiter?",
    ]
    assert sections["Wie gehe ich Schritt für Schritt vor?"][1] == "2. Geben Sie den Entkalker dazu."
    english = list(read_sections(write(RADIATOR)))[1:]
    assert all(heading.endswith("?") and heading in read_headings("en").values() for heading in english)


def test_every_language_has_every_heading_as_a_question():
    languages = list_languages("headings.toml")
    assert {"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "zh"} <= set(languages)
    for language in languages:
        headings = read_headings(language)
        assert headings.keys() == read_headings("en").keys(), language
        assert all(heading.endswith(("?", "？", "؟", ";")) for heading in headings.values()), language
        assert len(set(headings.values())) == len(headings), language
        words = read_outline_words(language)
        assert set(words) == {"note", "wanted", "replied", "asked", "handled"}, language
        assert len(set(words.values())) == len(words), language
        for steps in (True, False):
            assert 0 < len(read_plain_description(language, steps=steps)) <= LONGEST_DESCRIPTION


def test_where_no_little_word_tells_the_language_that_of_the_house_holds():
    question = ask("Ok?", *say(PREPARE, "A", "B", "C", "D"))
    assert "Still stuck?" in write(question)
    assert "Noch nicht weiter?" in write(question, site=Site(language="de-AT"))
    assert "Still stuck?" in write(question, site=Site(language="eo"))


WORDS = st.lists(st.sampled_from("oven tap valve oil week price gasket press if open key".split()), max_size=15)


@st.composite
def answers(draw):
    """Statements of any role in up to three sections; the number at the beginning of each tells it from the others."""
    made = []
    section = 0
    for number in range(draw(st.integers(1, 14))):
        words = " ".join([f"K{number:02}", *draw(WORDS)])
        end = draw(st.sampled_from([".", ".", ".", "?", ":"]))
        section = min(2, section + draw(st.sampled_from([0, 0, 0, 1])))
        made += say(draw(st.sampled_from(list(Role))), f"{words}{end}", section=section)
    return made


@given(answers(), st.sampled_from([None, *Kind]))
def test_no_sentence_is_lost_or_added_or_told_twice_or_moved(statements, kind):
    question = ask("How do I mend it?", *statements, headings=["", "One?", "Two?"])
    article = lay_out_article(question, kind=kind)
    parts = [article.short]
    for section in article.sections:
        assert sum(map(bool, (section.paragraphs, section.steps, section.points))) == 1
        parts += [*section.steps, *section.points, *section.paragraphs]
    told = " ".join(parts)
    codes = re.findall(r"K\d\d", told)
    assert codes == sorted(set(codes))
    lost = [statement.text for statement in statements if statement.text[:3] not in codes]
    assert all(text.endswith(":") for text in lost)
    for statement in statements:
        told = told.replace(statement.text, "")
    assert told.strip() == ""


WRITERS = [TemplateWriter(settings=Settings(drafts=DraftSettings(kind=kind))) for kind in KINDS]


@given(answers(), st.sampled_from(WRITERS))
def test_things_to_do_keep_their_order_and_their_numbers(statements, writer):
    body = writer.write(ask("How do I mend it?", *statements), {})
    steps = {statement.text[:3] for statement in statements if statement.role is STEP}
    told = [code for code in re.findall(r"K\d\d", body) if code in steps]
    assert told == sorted(told)
    for lines in read_sections(body).values():
        numbers = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", "\n".join(lines))]
        assert all(number == 1 or number == before + 1 for before, number in pairwise([0, *numbers]))


def test_a_word_of_order_is_taken_off_a_numbered_step():
    texts = ["First open the hood.", "Then pull the lever.", "Finally, shut it."]
    [_, section] = lay_out_article(ask("How?", *say(PLAIN, "This is how it is done:"), *say(STEP, *texts))).sections
    assert section.steps == ("Open the hood.", "Pull the lever.", "Shut it.")


@pytest.mark.parametrize(
    "text", ["First aid boxes go on top.", "Next day delivery has to be ticked.", "Next to the boiler turn the valve."]
)
def test_a_word_that_only_looks_like_a_word_of_order_stays(text):
    steps = say(STEP, "Open the lid.", text, "Shut the lid.")
    [_, section] = lay_out_article(ask("How?", *say(PLAIN, "This is how it is done:"), *steps)).sections
    assert section.steps[1] == text


STYLE = HouseStyle(
    spelling={"gore tex": "GORE-TEX"}, words={"utilise": "use", "spin-dry": "spin"}, forbidden=("cheap", "hassle")
)
JACKET = ask(
    "How do I wash a rain jacket?",
    *say(PLAIN, "Utilise the care programme for a Gore Tex jacket, and no cheap powder at all, please, ever."),
    *say(PREPARE, "You will need soap for gore tex.", "Have a gore tex patch ready."),
    *say(STEP, "Close the gore tex zips.", "Then utilise a soft brush.", "Spin-dry it at 400 turns.", "Hang it up."),
    *say(WARNING, "Never iron gore tex.", "Do not utilise softener."),
    *say(CONDITION, "If gore tex wets out, proof it.", "When it smells, utilise vinegar."),
    *say(FALLBACK, "If it still leaks, utilise our repair service."),
    variants=["Washing a jacket?"],
)


def test_the_house_spelling_and_words_are_in_every_part_of_the_article():
    body = write(JACKET, style=STYLE)
    assert not re.search(r"gore tex|utilise|spin-dry", body, re.IGNORECASE)
    assert len(re.findall("GORE-TEX", body)) == 6
    assert "1. Close the GORE-TEX zips.\n2. Use a soft brush.\n3. Spin it at 400 turns." in body


PAGE = Settings(style=STYLE, drafts=DraftSettings(structured_data=("BlogPosting", "FAQPage", "HowTo"), image=True))
SHOPPING = replace(
    ask("Which gore tex jacket?", *say(PLAIN, "Any gore tex one will do, and we utilise it ourselves.")),
    area="gore tex",
    tags=("gore tex", "utilise gore tex", "", "Gore Tex"),
)


def test_the_house_spelling_and_words_are_in_what_search_engines_show():
    for question in (JACKET, SHOPPING, ask("Gore Tex: can I utilise soap?")):
        front = draft_article(question, {}, TemplateWriter(settings=PAGE), PAGE, None).front_matter
        shown = " ".join(str(front.get(key, "")) for key in ("title", "description", "structured_data", "image_alt"))
        assert not re.search(r"gore tex|utilise", f"{shown} {front['tags']}", re.IGNORECASE)
        assert "GORE-TEX" in shown
    assert draft_article(SHOPPING, {}, TemplateWriter(settings=PAGE), PAGE, None).front_matter["tags"] == [
        "GORE-TEX",
        "use GORE-TEX",
    ]


def test_structured_data_tell_the_steps_as_the_page_does():
    front = draft_article(JACKET, {}, TemplateWriter(settings=PAGE), PAGE, None).front_matter
    for step in ("Close the GORE-TEX zips.", "Use a soft brush.", "Spin it at 400 turns."):
        assert f'"text": "{step}"' in str(front["structured_data"])


def test_the_house_spelling_is_in_titles_wherever_they_stand():
    three = [replace(SHOPPING, id=f"q-{n}", slug=f"s{n}", title=f"May I utilise gore tex {n}?") for n in range(3)]
    first = replace(three[0], related=("q-1",), next=("q-2",), variants=(Variant(text="Gore tex: ok?", count=1),))
    writer = TemplateWriter(settings=PAGE)
    body = writer.write(first, {question.id: question for question in three})
    assert "- May I use GORE-TEX 1?" in body
    assert "- May I use GORE-TEX 2?" in body
    [page] = draft_round_ups(three, writer, PAGE)
    assert not re.search(r"gore tex|utilise", f"{page.front_matter} {page.body}", re.IGNORECASE)
    assert page.front_matter["title"] == "GORE-TEX: questions and answers"
    assert page.path.name == "faq-gore-tex.md"  # an address stays as it is


def test_a_description_that_the_house_spelling_makes_longer_still_fits():
    first, second = say(PLAIN, "Wash the shell cold.", f"{'Dry the shell slowly. ' * 5}{'It lasts long. '}".strip())
    long = HouseStyle(spelling={"shell": "Hilltop Storm Shell Jacket Classic"})
    description = describe_question(ask("How?", first, second), dress=long.dress)
    assert description == "Wash the Hilltop Storm Shell Jacket Classic cold."
    assert len(describe_question(ask("How?", second), dress=long.dress)) <= LONGEST_WHOLE


def test_forbidden_words_are_told_to_the_editor_and_never_changed():
    settings = Settings(style=STYLE)
    draft = draft_article(JACKET, {}, TemplateWriter(settings=settings), settings, None)
    assert "no cheap powder" in draft.body
    assert "Words your house does not use: cheap." in draft.note
    titled = draft_article(
        replace(JACKET, title="Is washing a hassle?"), {}, TemplateWriter(settings=settings), settings, None
    )
    assert "Words your house does not use: cheap, hassle." in titled.note
    other = draft_article(RADIATOR, {}, TemplateWriter(settings=settings), settings, None)
    assert "does not use" not in other.note


def test_without_an_answer_the_draft_is_an_outline_of_what_is_asked_and_done():
    question = ask(
        "Can I bring my dog?",
        variants=["Are dogs allowed in the cottage?", "What does a dog cost?"],
        asked=["How big is the dog?"],
        handled=["I have put a basket into the cottage."],
    )
    body = write(question)
    sections = read_sections(body)
    [note] = sections[""]
    assert re.fullmatch(r"\*[^*]+\*", note)
    assert sections["What people want to know"] == ["- Are dogs allowed in the cottage?", "- What does a dog cost?"]
    assert sections["What your colleagues ask back"] == ["- How big is the dog?"]
    assert sections["What your colleagues do for the customer: write down that rule"] == [
        "- I have put a basket into the cottage."
    ]
    assert list(sections)[-1] == "Still stuck?"
    assert len(sections) == 5


def test_an_outline_tells_the_little_that_was_replied():
    sections = read_sections(write(ask("Can I bring my dog?", *say(PLAIN, "Small ones."), lack=Lack.TERSE)))
    assert list(sections) == ["", "What was replied", "Still stuck?"]
    assert sections["What was replied"] == ["- Small ones."]


def test_an_outline_speaks_the_language_of_its_question():
    body = write(ask("Mag ik mijn hond meenemen naar het huisje?", variants=["Zijn honden in het huisje welkom?"]))
    assert "## Wat mensen willen weten" in body
    assert "written" not in body


def test_what_is_handled_case_by_case_is_not_drafted():
    case = ask("Where is my order?", handled=["I have asked the carrier."], lack=Lack.CASE)
    [draft] = draft_articles([case, replace(BOOKSHOP, id="q-b", slug="b")], TemplateWriter(), Settings())
    assert draft.question_id == "q-b"


def test_what_was_replied_to_without_an_answer_is_an_outline_only_where_it_is_clear_what_is_wanted():
    def is_drafted(question):
        return bool(draft_articles([replace(question, replied=2)], TemplateWriter(), Settings()))

    terse = {"lack": Lack.TERSE, "variants": ["Are dogs allowed in the cottage?"]}
    told = say(PLAIN, "Small ones.")
    assert is_drafted(ask("Can I bring my dog?", *told, **terse, asked=["How big is the dog?"]))
    assert not is_drafted(ask("Can I bring my dog?", *told, **terse))
    assert not is_drafted(ask("Can I bring my dog?", *told, lack=Lack.TERSE, asked=["How big?", "How old?"]))
    assert is_drafted(replace(ask("Dogs", *told, lack=Lack.TERSE), found_title="Small ones?"))  # a person has named it
    assert draft_articles([ask("Can I bring my dog?")], TemplateWriter(), Settings())  # nobody has replied


LONG = "Parcels that weigh more than 20 kilograms are brought to the kerb by a carrier of their own"


@pytest.mark.parametrize(
    ("statements", "description"),
    [
        (say(PLAIN, "Delivery takes two days.", "It is free."), "Delivery takes two days. It is free."),
        (say(PLAIN, "Yes, we deliver on Saturdays.", "We ring you."), "Yes, we deliver on Saturdays. We ring you."),
        (say(PLAIN, "No.", "Dogs stay at home."), "No. Dogs stay at home."),
        (say(PLAIN, "No.", "It is free."), "No. It is free."),
        (say(STEP, "Ring the depot on the day before."), "Ring the depot on the day before."),
        ([*say(CONDITION, "If it rains, we wait."), *say(PLAIN, "We mow.")], "If it rains, we wait. We mow."),
        (say(PLAIN, "Like this:", "We mow on dry days."), "We mow on dry days."),
        (say(PLAIN, f"{LONG}, who rings you on the day before between eight in the morning and noon, always."),
         f"{LONG}."),
        (say(PLAIN, f"{LONG}, but only if you live in a house on a road that is wide enough for a lorry to turn on."),
         f"{LONG}, but only if you live in a house on a road that is wide enough for a lorry to turn on."),
        (say(PLAIN, f"{LONG} {'and so on ' * 30}."), "What our support team answers."),
        (say(STEP, "Open the lid.", "Hold R.", "Wait."), "Open the lid. Hold R. Wait."),
    ],
)  # fmt: skip
def test_a_description_is_how_the_answer_begins(statements, description):
    assert describe_question(ask("What about it?", *statements)) == description
    assert describe_question(ask("What about it?", *statements, lack=Lack.TERSE)) == ""


def test_a_page_of_an_area_gives_the_first_sentences_of_each_answer():
    answers = [
        say(PLAIN, "Returns are free.", "You have 30 days.", "We pay by card."),
        [*say(STEP, "Open the box."), *say(PLAIN, "Refunds take a week.")],
        say(PLAIN, "A label comes with each parcel."),
        say(STEP, "Peel it.", "Stick it.", "Send it."),
    ]
    made = [
        replace(ask(f"Question {n}?", *answer), id=f"q-{n}", slug=f"s{n}", area="return")
        for n, answer in enumerate(answers)
    ]
    [page] = draft_round_ups(made, TemplateWriter(), Settings())
    sections = read_sections(page.body)
    assert sections["Question 0?"] == ["Returns are free. You have 30 days."]
    assert sections["Question 1?"] == ["Open the box. Refunds take a week."]
    assert "Question 3?" not in sections
    assert draft_round_ups([made[0], made[1], made[3]], TemplateWriter(), Settings()) == []
    assert find_opening(answers[3]) == ()


def test_kind_on_the_command_line_overrides_the_evidence(tmp_path):
    rows = "".join(
        f"{number},seeds,Which seeds can I sow in May?,"
        '"Beans and courgettes can go straight into the bed in May. Carrots like it too. Tomatoes want a roof."\n'
        for number in range(3)
    )
    export = write_export(tmp_path / "nursery.csv", "id,topic,question,answer\n" + rows)
    options = ["--group-by", "topic", "-w", tmp_path / "workspace", "--quiet"]
    invoke("run", export, *options, "-o", tmp_path / "auto")
    invoke("run", export, *options, "-o", tmp_path / "tips", "--kind", "tips")
    [auto], [tips] = (read_folder(tmp_path / name).values() for name in ("auto", "tips"))
    assert "\n1. " not in auto.decode()
    assert "\n1. " in tips.decode()
