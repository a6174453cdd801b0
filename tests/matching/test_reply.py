"""A reply to paste: greets by name, thanks, answers, links, says what comes next, and is signed by a person, or is not.

The letters are in tests/cases/replies/letters. Renew them, and read what changed, with:
python -m pytest tests/matching/test_reply.py --renew-golden
"""

import re
from dataclasses import replace

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.domain.errors import TemplateProblem
from enquiry2article.domain.match import Evidence, Match
from enquiry2article.domain.post import Post, PostSection
from enquiry2article.domain.settings import Author, HouseStyle, Settings, Site
from enquiry2article.matching.replies.extract import extract_summary, flatten, is_outline, make_plain, summarise_body
from enquiry2article.matching.replies.links import make_link
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.matching.replies.reply import ReplyWriter, clean_name, find_post_language
from enquiry2article.text.word_lists import list_languages

LETTERS = ROOT / "tests" / "cases" / "replies" / "letters"
WRITER = ReplyWriter()

TENT = Post(
    url="https://shop.example/blog/return-a-tent/",
    title="How do I return a tent?",
    text="Open *your order*, press `Return` and print the label. The label is free for 28 days.\n\n## Else?\n\nRing.",
    language="en-GB",
    sections=(
        PostSection(heading="What if the box is gone?", anchor="no-box", text="Any sturdy box will do. Tape it well."),
    ),
)
MONEY = Post(
    url="https://shop.example/blog/refund/",
    title="When do I get my money back?",
    text="We refund you within 14 days of the day on which the parcel reaches us.",
    language="en",
)
SWAP = Post(url="/blog/swap/", title="Can I swap it for a larger one?", text="Yes, within 28 days.", language="en")
RADIATOR = Post(
    url="https://warm.example/heizkoerper/",
    title="Wie entlüfte ich einen Heizkörper?",
    text="Drehen Sie das Ventil mit dem Schlüssel eine halbe Umdrehung auf. Warten Sie, bis Wasser kommt.",
    language="de",
)
LESSON = Post(
    url="https://ecole.example/annuler/",
    title="Comment annuler un cours ?",
    text="Ouvrez votre réservation et appuyez sur « Annuler ». C'est gratuit jusqu'à 24 heures avant le cours.",
    language="fr",
)
BREAD = Post(
    url="https://horno.example/congelar/",
    title="¿Puedo congelar el pan?",
    text="Sí, entero o en rebanadas, durante tres meses. Descongélelo en la bolsa.",
    language="es",
)
BIKE = Post(
    url="https://fiets.example/remmen/",
    title="Hoe stel ik mijn remmen af?",
    text="Draai de stelschroef een kwartslag naar links en probeer de rem opnieuw.",
    language="nl",
)


def link(post, **more):
    return Match(enquiry_id="e1", decision="link", post=post, **more)


HOUSE = Settings(
    site=Site(url="https://shop.example/blog", language="en"),
    author=Author(name="Moira Fenwick"),
    style=HouseStyle(sign_off="Happy camping!", words={"whole": "full", "Hi": "Dear"}, spelling={"label": "LABEL"}),
)
TWO = link(TENT, also=(link(MONEY), Match(enquiry_id="e1", decision="unsure", post=SWAP)))
GERMAN_HOUSE = Settings(
    site=Site(language="de"), author=Author(name="Jutta Brandt"), style=HouseStyle(sign_off="Bleiben Sie warm!")
)
CASES = {
    "english": lambda: WRITER.write(link(TENT), name="Petra"),
    "english_without_a_name": lambda: WRITER.write(link(MONEY)),
    "english_with_what_comes_next": lambda: WRITER.write(link(TENT), name="Petra", next_post=MONEY),
    "english_part_of_a_post": lambda: WRITER.write(link(TENT, section=TENT.sections[0]), name="Petra"),
    "english_two_answers_and_a_rest": lambda: WRITER.write(TWO, name="Petra"),
    "english_of_a_house": lambda: ReplyWriter(settings=HOUSE).write(link(TENT), name="Petra", next_post=SWAP),
    "english_thanking_for_the_question": lambda: WRITER.write(link(TENT), subject="Can I send a tent back?"),
    "german": lambda: WRITER.write(link(RADIATOR), name="Jörg"),
    "german_without_a_name": lambda: WRITER.write(link(RADIATOR)),
    "german_of_a_house": lambda: ReplyWriter(settings=GERMAN_HOUSE).write(link(RADIATOR), name="Jörg"),
    "french": lambda: WRITER.write(link(LESSON), name="Zoé"),
    "french_with_what_comes_next": lambda: WRITER.write(link(LESSON), next_post=replace(LESSON, url="/suite/")),
    "spanish": lambda: WRITER.write(link(BREAD), name="Íñigo"),
    "spanish_without_a_name": lambda: WRITER.write(link(BREAD)),
    "dutch": lambda: WRITER.write(link(BIKE), name="Sanne"),
    "dutch_without_a_name": lambda: WRITER.write(link(BIKE)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_letter_is_as_it_was_read_last(name, request):
    path = LETTERS / f"{name}.txt"
    letter = CASES[name]()
    if request.config.getoption("--renew-golden"):
        path.write_text(letter, encoding="utf-8")
    assert letter == path.read_text(encoding="utf-8")


def test_there_is_no_letter_left_over():
    assert {path.stem for path in LETTERS.iterdir()} == set(CASES)


@pytest.mark.parametrize(
    "match",
    [
        Match(enquiry_id="e1", decision="none"),
        Match(enquiry_id="e1", decision="unsure", post=TENT),
        Match(enquiry_id="e1", decision="link"),
        link(TENT, attention="sounds upset"),
        link(TENT, also=(link(MONEY, attention="wants to cancel"),)),
        link(
            replace(TENT, text="*This article still has to be written.*\n\n## What it has to say\n\nHow long it takes.")
        ),
        link(replace(TENT, text="")),
        link(replace(TENT, text="- a\n- b")),
        link(replace(TENT, text="Your order [order number] left on Monday.")),
        link(replace(TENT, text="Have you ever asked yourself why?")),
        link(replace(TENT, url="javascript:alert(1)")),
        link(replace(TENT, url="")),
    ],
)
def test_where_a_person_should_write_there_is_no_text(match):
    assert WRITER.write(match, name="Petra") == ""


def test_nobody_gets_one_link_twice():
    assert WRITER.write(link(TENT), given=True) == ""
    assert WRITER.write(link(TENT), had=[TENT.url]) == ""
    letter = WRITER.write(TWO, had=[MONEY.url], next_post=MONEY)
    assert TENT.url in letter
    assert MONEY.url not in letter
    assert read_reply_phrases("en")["rest"] in letter
    twice = WRITER.write(link(TENT, also=(link(TENT),)), next_post=TENT)
    assert twice.count(TENT.url) == 1
    assert read_reply_phrases("en")["rest"] not in twice


def test_another_part_of_the_same_page_is_another_answer():
    letter = WRITER.write(link(TENT, also=(link(TENT, section=TENT.sections[0]),)))
    assert "Any sturdy box will do." in letter
    assert f"{TENT.url}#no-box" in letter


def test_a_reply_is_in_one_language():
    assert "Heizkörper" not in WRITER.write(link(TENT), next_post=RADIATOR)
    letter = WRITER.write(link(TENT, also=(link(RADIATOR),)))
    assert "Heizkörper" not in letter
    assert read_reply_phrases("en")["rest"] in letter


@pytest.mark.parametrize("language", [*list_languages("reply.toml"), "de-AT", "nl", "", "pt_BR"])
def test_every_language_has_all_phrases(language):
    assert read_reply_phrases(language).keys() == read_reply_phrases("en").keys()
    assert all("{" not in phrase and "<" not in phrase for phrase in read_reply_phrases(language).values())


def test_the_language_is_what_the_post_says_or_what_it_is_written_in():
    assert find_post_language(replace(BREAD, language="es_MX")) == "es"
    assert find_post_language(replace(RADIATOR, language="")) == "de"
    assert find_post_language(Post(url="/x", title="XK-2", text=""), "fr") == "fr"


def test_a_template_of_before_still_works(tmp_path):
    (tmp_path / "reply.txt.j2").write_text(
        "{% if name %}Hi {{ name }},{% else %}Hello,{% endif %}\n{{ gist }}\n{{ post.url }}\n{{ post.title }}",
        encoding="utf-8",
    )
    letter = ReplyWriter([tmp_path]).write(link(TENT, section=TENT.sections[0]), name="Petra")
    assert letter.splitlines() == [
        "Hi Petra,", "Any sturdy box will do. Tape it well.", f"{TENT.url}#no-box", TENT.title,
    ]  # fmt: skip


def test_a_broken_template_is_told_with_its_place(tmp_path):
    (tmp_path / "reply.txt.j2").write_text("{{ hello }}\n{{ nonsense }}", encoding="utf-8")
    with pytest.raises(TemplateProblem, match=r"reply\.txt\.j2, line 2"):
        ReplyWriter([tmp_path]).write(link(TENT))


SECRET = "zq81 wombat {{ 7*7 }} {% raw %} <script>alert(1)</script> =HYPERLINK(1) ../../etc"


def test_no_word_of_the_customer_is_in_it():
    evidence = Evidence(wordings=(SECRET,), words=("wombat",), runner_up=SECRET, reason=SECRET)
    match = link(TENT, evidence=evidence, question_id="q-wombat", also=(link(MONEY, evidence=evidence),))
    match = replace(match, enquiry_id=SECRET)
    letter = WRITER.write(match, name=SECRET, next_post=SWAP)
    assert letter
    for word in ("zq81", "wombat", "49", "script", "HYPERLINK", "etc"):
        assert word not in letter


@pytest.mark.parametrize(
    ("given_name", "greeted"),
    [
        ("Petra", "Petra"), ("petra", "Petra"), ("PETRA", "Petra"), ("O'Brien", "O'Brien"), ("jean-luc", "Jean-Luc"),
        ("Anna Maria", "Anna Maria"), ("McDonald", "McDonald"), ("Zoe\u0308", "Zoë"), ("李", "李"), ("محمد", "محمد"),
        ("अनिता", "अनिता"), ("J.", "J."), ("", ""), ("Info", ""), ("support", ""), ("Team", ""), ("x@y.example", ""),
        ("=cmd", ""), ("+49 151", ""), ("a" * 41, ""), ("Dr. Anna von der Heide", ""), ("shop.example", ""), ("-", ""),
        ("<b>Al</b>", ""), ("{{name}}", ""), ("Al\nBcc: x", ""), ("Al\u202eice", ""), ("Z\u0337\u0310\u0321a", ""),
        ("http://x", ""), ("Petra, Quist", ""),
    ],
)  # fmt: skip
def test_only_what_looks_like_a_name_is_greeted(given_name, greeted):
    assert clean_name(given_name) == greeted


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://shop.example/a", "https://shop.example/a"),
        ("http://shop.example:8080/a?b=c#d", "http://shop.example:8080/a?b=c#d"),
        ("/blog/a/", "/blog/a/"),
        ("https://müller.example/größe", "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://shop.example/50%/{{x}}", "https://shop.example/50%25/%7B%7Bx%7D%7D"),
        ('https://shop.example/"<b>', "https://shop.example/%22%3Cb%3E"),
        *[
            (url, "")
            for url in (
                "", " ", "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd",
                "mailto:a@b.example", "//evil.example/x", "/\\evil.example", "\\\\evil", "https://", "https:///x",
                "https://shop.example@evil.example/", "http://a b/", "https://x.example/a\nb", "blog/a", "?a", "#a",
                "https://x.example:99999/", "https://[::1", "https://x.example/\u202egpj.exe", "a" * 3000,
            )
        ],
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_handed_out(url, written):
    assert make_link(url) == written


def test_an_address_gets_its_site_and_its_anchor():
    assert make_link("/a/", site="https://shop.example/blog/") == "https://shop.example/a/"
    assert make_link("/a/#old", anchor="größe & mehr") == "/a/#gr%C3%B6%C3%9Fe%20&%20mehr"


@pytest.mark.parametrize(
    ("body", "gist"),
    [
        ("Yes. It is free.", "It is free."),
        ("Yes, it is free.", "Yes, it is free."),
        ("# Title\n\nFirst this. Then that. And more.", "First this. Then that."),
        ("Title\n=====\n\nIt takes two days.", "It takes two days."),
        ("1. Open it.\n2. Press **Return**\n3. Wait.", "Open it. Press Return."),
        ("To return it:\n\n1. Open it now.\n2. Wait a day.", "Open it now. Wait a day."),
        ("> Said somebody.\n\nIt is true.", "It is true."),
        ("![A tent](tent.jpg)\n\nIt is true.", "It is true."),
        ("{{< youtube x >}}\n\nIt is true.", "It is true."),
        ('[caption id="1" align="left"]\n\nIt is true.', "It is true."),
        ("| a | b |\n|---|---|\n\nIt is true.", "It is true."),
        ("```\nrm -rf\n\nrun it now.\n```\n\nIt is true.", "It is true."),
        ("<!-- note. For us only. -->\n\nIt is true.", "It is true."),
        ("<h2>Really. This way.</h2><p>It is <b>true</b>.</p><p>More of it.</p>", "It is true."),
        ("<script>var a. b.</script>\n\nIt is true.", "It is true."),
        ("Did you know? It is true.", "It is true."),
        ("Ask [our shop](https://shop.example/a_(b)) or <https://shop.example/x>. Go.", "Ask our shop or https://shop.example/x."),
        (r"Type \*.txt and \[x\] in my\_file. Wait.", "Type *.txt and [x] in my_file."),
        ("Press &lt;Enter&gt; twice.", "Press <Enter> twice."),
        ("Use snake_case_names and 2 * 3 * 4 here.", "Use snake_case_names and 2 * 3 * 4 here."),
        ("Type {{name}} there. It is true.", "It is true."),
        ("Mail [email] about it. It is true.", "It is true."),
        ("As I already told you, it is closed. It is true.", "It is true."),
        ("The invoice is attached. You find it in your account too.", "You find it in your account too."),
        ("But that is not all. It is true.", "It is true."),
        ("word " * 80 + "end.", ""),
        ("It is true. " + "word " * 60 + "end.", "It is true."),
        ("No full stop here", ""),
        ("*A note in italics, about the article.*\n\nIt is true.", "A note in italics, about the article."),
        ("", ""),
        ("\n\n\n", ""),
    ],
)  # fmt: skip
def test_a_gist_is_whole_sentences_that_answer(body, gist):
    assert summarise_body(body) == gist


def test_of_a_post_the_part_that_answers_speaks():
    assert extract_summary(TENT, TENT.sections[0]) == "Any sturdy box will do. Tape it well."
    assert extract_summary(TENT, replace(TENT.sections[0], text="- a box")).startswith("Open your order")
    assert (
        extract_summary(replace(TENT, text="", description="Returns are free for 28 days."))
        == "Returns are free for 28 days."
    )
    assert is_outline("## Title\n\n*Still to be written.*\n\nMore.")
    assert not is_outline("**Bold** start.\n\nMore.")


HARM = st.sampled_from(
    [
        "{{ 7*7 }}", "{% raw %}", "{#", "<script>alert(1)</script>", "<b", "&lt;", "&#60;script&#62;",
        "](javascript:x)", "[a](b)",
        "`", "**", "__", "\\", "\n\n", "\n", "# ", "1. ", "- ", "|", "=cmd", "\x00", "\u202e", "\ud800", "%s",
        "$|$", "[name]", "It is true. ", "Open it now. ", "?", "---\n", "*" * 50, "[" * 50, "<p>", "```", "\ue05b",
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(HARM, st.text(max_size=12)), max_size=12).map("".join)


@settings(max_examples=200, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_a_hostile_post_gives_a_plain_letter_or_none(title, text, name, url):
    post = Post(url=f"https://shop.example/{url}", title=title, text=text, language="en")
    letter = WRITER.write(link(post, also=(link(MONEY),)), name=name, next_post=replace(post, url="/next/"))
    if not letter:
        return
    assert letter.encode("utf-8")
    assert letter.startswith(("Hi ", "Hello,"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", letter)
    assert "\n\n\n" not in letter
    links = [line for line in letter.splitlines() if line.startswith(("http", "/"))]
    assert any(re.fullmatch(r"https://shop\.example/[!-~]*", line) for line in links)
    assert MONEY.url in links


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_plain_words_are_one_line(text):
    for plain in (make_plain(text), flatten(text), summarise_body(text)):
        assert plain == " ".join(plain.split())
        assert plain.encode("utf-8") is not None


@pytest.mark.parametrize("piece", ["*", "[", "](", "<a ", "{{<", "`", "_a", "![", "\\", "<!--", "a. ", "\n\n", "1. "])
def test_a_wall_of_signs_takes_no_time(piece):
    import time

    start = time.perf_counter()
    summarise_body(piece * 20_000)
    make_link(piece * 20_000)
    assert time.perf_counter() - start < 3
