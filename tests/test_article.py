"""An article is the answer's own sentences in an order that helps: nothing lost, nothing added, nothing twice."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from conftest import invoke, read_folder, write_export
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.drafts import describe_question, draft_article, draft_round_ups
from enquiry2article.articles.editor_note import LONGEST_DESCRIPTION
from enquiry2article.articles.headings import read_headings
from enquiry2article.articles.layout import choose_kind, lay_out_article
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.records import Answer, Kind, Lack, Question, Role, Statement, Variant
from enquiry2article.settings import KINDS, DraftSettings, HouseStyle, Settings, Site
from enquiry2article.word_lists import list_languages

PLAIN, STEP, CONDITION = Role.PLAIN, Role.STEP, Role.CONDITION
WARNING, FALLBACK, PREPARE = Role.WARNING, Role.FALLBACK, Role.PREPARE


def say(role, *texts):
    return [Statement(text=text, sources=("T-1", "T-2"), role=role) for text in texts]


def ask(title, *statements, asked=(), variants=()):
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
            asked=tuple(say(PLAIN, *asked)),
            lack=Lack.NOTHING if statements else Lack.MISSING,
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
        (COTTAGE, Kind.POLICY),
        (POODLE, Kind.TIPS),
        (BOOKSHOP, Kind.FAQ),
    ],
)
def test_the_shape_of_the_evidence_chooses_the_kind(question, kind):
    assert choose_kind(question) is kind
    assert lay_out_article(question).kind is kind


def test_trouble_with_a_way_out_is_troubleshooting_without_any_steps():
    texts = say(PLAIN, "The scale shows dashes when its battery is low.")
    way_out = say(FALLBACK, "If a new battery does not help, send the scale to us.")
    assert choose_kind(ask("Why is my kitchen scale not working?", *texts, *way_out)) is Kind.TROUBLESHOOTING
    assert choose_kind(ask("Why is my kitchen scale not working?", *texts)) is Kind.FAQ
    assert choose_kind(ask("Which battery does the kitchen scale take?", *texts, *way_out)) is Kind.FAQ


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
    ]
    assert sections["What if that does not help?"] == [RADIATOR.answer.statements[-1].text]
    assert sections["How do other people ask this?"] == ["- Radiator cold at the top, how do I let the air out?"]


def test_troubleshooting_announces_its_steps_as_things_to_try():
    sections = read_sections(write(DISHWASHER))
    assert sections["What can I try, and in which order?"] == [
        "1. Clean the filter under hot water.",
        "2. Check the hose for a kink.",
        "3. Run the rinsing programme once.",
    ]
    assert "How do I do it, step by step?" not in sections


def test_what_follows_the_steps_is_no_step():
    question = ask("How do I wax skis?", *RADIATOR.answer.statements[:4], *say(PLAIN, "The cloth can be washed."))
    [*steps, after] = read_sections(write(question))["How do I do it, step by step?"]
    assert [step[:3] for step in steps] == ["1. ", "2. ", "3. "]
    assert after == "The cloth can be washed."


def test_three_steps_are_a_list_when_nothing_comes_before_them():
    question = ask("How do I reset the lock?", *say(STEP, "Open the lid.", "Hold R.", "Wait for the green light."))
    assert choose_kind(question) is Kind.HOW_TO
    assert read_sections(write(question))["How do I do it, step by step?"] == [
        "1. Open the lid.",
        "2. Hold R.",
        "3. Wait for the green light.",
    ]


def test_how_others_ask_stands_below_an_article_that_begins_with_its_steps_too():
    steps = say(STEP, "Open the lid.", "Hold R.", "Wait for the green light.", "Type your code.")
    body = write(ask("How do I reset the lock?", *steps, variants=["The lock wants a new code, how?"]))
    assert "- The lock wants a new code, how?" in body


def test_a_policy_lists_its_rules_and_its_conditions():
    question = ask(COTTAGE.title, *COTTAGE.answer.statements, *say(PLAIN, "Dogs cost 5 pounds.", "Cots are free."))
    sections = read_sections(write(question))
    assert sections[""] == ["Up to 30 days before you arrive a change of dates is free."]
    assert sections["What exactly applies?"] == [
        "- We answer within two days.",
        "- Dogs cost 5 pounds.",
        "- Cots are free.",
    ]
    assert sections["What if my case is different?"] == [
        "- If you write later than that, we charge 25 pounds.",
        "- For stays at Easter it is 40 pounds.",
    ]


def test_tips_are_numbered_in_the_order_of_the_answer():
    lines = read_sections(write(POODLE))[""]
    rest = [statement.text for statement in POODLE.answer.statements[1:]]
    assert lines == [POODLE.answer.statements[0].text, *(f"{n}. {text}" for n, text in enumerate(rest, start=1))]


def test_a_brief_first_sentence_is_joined_by_the_next_one():
    [first] = BOOKSHOP.answer.statements
    second = say(PLAIN, "Choose the paper at the till.")
    assert lay_out_article(ask("Do you wrap?", first, *second)).short == f"{first.text} Choose the paper at the till."
    [long] = say(PLAIN, "Whoever buys a book here gets it wrapped at the till in a paper of their own choice.")
    assert lay_out_article(ask("Do you wrap?", long, *second)).short == long.text


def test_a_lead_in_is_no_short_answer():
    question = ask(
        "How do I bleed it?", *say(PLAIN, "This is how it is done:"), *say(STEP, *"Open_Wait_Shut".split("_"))
    )
    article = lay_out_article(question)
    assert article.short == ""
    assert article.sections[0].steps == ("Open", "Wait", "Shut")


def test_one_condition_or_warning_stays_where_it_stands_and_two_get_a_heading():
    first, between, last = say(
        PLAIN, " ".join(["Glasses are ready after a week"] * 3), "We ring you.", "Bring them in."
    )
    warnings = say(WARNING, "Never clean them with a dry cloth.", "Do not leave them in a car.")
    alone = read_sections(write(ask("When are my glasses ready?", first, warnings[0], between, last)))
    assert alone[""] == [first.text, "Never clean them with a dry cloth. We ring you. Bring them in."]
    both = read_sections(write(ask("When are my glasses ready?", first, warnings[0], between, warnings[1], last)))
    assert both[""] == [first.text, "We ring you. Bring them in."]
    assert both["What should I watch out for?"] == [f"- {warning.text}" for warning in warnings]


def test_what_to_have_at_hand_stands_before_the_steps_and_what_agents_ask_for_at_the_end():
    needs = say(PREPARE, "You will need the number of your policy.", "Have the keys of the car ready.")
    steps = say(STEP, "Ring the garage.", "Choose a day.", "Leave the keys in the box.")
    start = say(PLAIN, "Any of our four garages in the county can look at the scratch on the day you ring.")
    question = ask("How do I report a scratch?", *start, *needs, *steps, asked=["Which panel is scratched?"])
    headings = list(read_sections(write(question)))
    assert headings[:4] == [
        "",
        "What do I need?",
        "How do I do it, step by step?",
        "What should I tell you when I write?",
    ]
    assert read_sections(write(question))["What do I need?"] == [f"- {need.text}" for need in needs]
    assert read_sections(write(question))["What should I tell you when I write?"] == ["- Which panel is scratched?"]


def test_only_what_is_needed_stands_below_what_do_i_need():
    needs = say(PREPARE, "You will need the number of your policy.", "Have the keys of the car ready.")
    start = say(PLAIN, "Any of our four garages in the county can look at the scratch on the day you ring.")
    sections = read_sections(write(ask("Who mends a scratch?", *start, *needs, *say(PLAIN, "It costs you nothing."))))
    assert sections["What do I need?"] == [f"- {need.text}" for need in needs]


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
        "Was brauche ich?",
        "Wie gehe ich Schritt für Schritt vor?",
        "Und wenn es bei mir anders ist?",
        "Worauf muss ich achten?",
        "Und wenn das nicht hilft?",
        "Was soll ich angeben, wenn ich schreibe?",
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


def test_where_no_little_word_tells_the_language_that_of_the_house_holds():
    question = ask("Ok?", *say(PREPARE, "A", "B", "C", "D"))
    assert "What do I need?" in write(question)
    assert "Was brauche ich?" in write(question, site=Site(language="de-AT"))
    assert "What do I need?" in write(question, site=Site(language="eo"))


WORDS = st.lists(st.sampled_from("oven tap valve oil week price gasket press if open key".split()), max_size=15)


@st.composite
def answers(draw):
    """Statements in any order and of any role; the number at the beginning of each tells it from the others."""
    made = []
    for number in range(draw(st.integers(1, 14))):
        words = " ".join([f"K{number:02}", *draw(WORDS)])
        end = draw(st.sampled_from([".", ".", ".", "?", ":"]))
        made += say(draw(st.sampled_from(list(Role))), f"{words}{end}")
    return made


@given(answers(), st.sampled_from([None, *Kind]), st.integers(0, 3))
def test_no_sentence_is_lost_or_added_or_told_twice(statements, kind, asked):
    question = ask("How do I mend it?", *statements, asked=[f"Q{number:02} which?" for number in range(asked)])
    article = lay_out_article(question, kind=kind)
    parts = [article.short]
    for section in article.sections:
        assert section.paragraphs or section.steps or section.points
        parts += [*section.steps, *section.points, *section.paragraphs]
    told = " ".join(parts)
    counted = Counter(re.findall(r"[KQ]\d\d", told))
    assert set(counted.values()) == {1} or not told.strip()
    everything = [*statements, *question.answer.asked]
    lost = [statement.text for statement in everything if statement.text[:3] not in counted]
    assert all(text.endswith(":") for text in lost)
    for statement in everything:
        told = told.replace(statement.text, "")
    assert told.strip() == ""


WRITERS = [TemplateWriter(settings=Settings(drafts=DraftSettings(kind=kind))) for kind in KINDS]


@given(answers(), st.sampled_from(WRITERS))
def test_things_to_do_keep_their_order_and_their_numbers(statements, writer):
    body = writer.write(ask("How do I mend it?", *statements), {})
    steps = {statement.text[:3] for statement in statements if statement.role is STEP}
    told = [code for code in re.findall(r"K\d\d", body) if code in steps]
    assert told == sorted(told)
    numbers = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", body)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_word_of_order_is_taken_off_a_numbered_step():
    texts = ["First open the hood.", "Then pull the lever.", "Finally, shut it."]
    [section] = lay_out_article(ask("How?", *say(PLAIN, "This is how it is done:"), *say(STEP, *texts))).sections
    assert section.steps == ("Open the hood.", "Pull the lever.", "Shut it.")


@pytest.mark.parametrize(
    "text", ["First aid boxes go on top.", "Next day delivery has to be ticked.", "Next to the boiler turn the valve."]
)
def test_a_word_that_only_looks_like_a_word_of_order_stays(text):
    steps = say(STEP, "Open the lid.", text, "Shut the lid.")
    [section] = lay_out_article(ask("How?", *say(PLAIN, "This is how it is done:"), *steps)).sections
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
    asked=["Is it gore tex or wax?"],
)


def test_the_house_spelling_and_words_are_in_every_part_of_the_article():
    body = write(JACKET, style=STYLE)
    assert not re.search(r"gore tex|utilise|spin-dry", body, re.IGNORECASE)
    assert len(re.findall("GORE-TEX", body)) == 7
    assert "1. Close the GORE-TEX zips.\n2. Use a soft brush.\n3. Spin it at 400 turns." in body


PAGE = Settings(style=STYLE, drafts=DraftSettings(structured_data=("BlogPosting", "FAQPage", "HowTo"), image=True))
SHOPPING = replace(
    ask("Which gore tex jacket?", *say(PLAIN, "Any gore tex one will do, and we utilise it ourselves.")),
    area="gore tex",
    keywords=("utilise gore tex", "gore tex", "", "Gore Tex"),
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
    description = describe_question(ask("How?", first, second), long.dress)
    assert description == "Wash the Hilltop Storm Shell Jacket Classic cold."
    assert len(describe_question(ask("How?", second), long.dress)) <= LONGEST_DESCRIPTION


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


def test_without_an_answer_the_draft_is_an_outline_in_the_customers_words():
    body = write(ask("Can I bring my dog?", variants=["Are dogs allowed in the cottage?"]))
    assert body.startswith("*This article still has to be written")
    assert "- Are dogs allowed in the cottage?" in body


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
