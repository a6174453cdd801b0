"""LIX is counted on what a person reads, and the advice fits what makes a text heavy."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.readability import Level, Readability, advise_on_readability, measure_readability

PLAIN = "You can send the tent back for 28 days. Print the label and take the parcel to a shop."

LAWYERLY = (
    "Notwithstanding the foregoing provisions, cancellations communicated subsequent to dispatch necessitate "
    "reimbursement of administrative expenditure incurred, determined proportionately according to documentation "
    "furnished by the contracting organisation and acknowledged by its authorised representative."
)

# The same answer in four languages, as a shop would write it.
ANSWERS = {
    "en": "You can return the item within fourteen days of delivery. Sign in to your account and choose the order. "
    "Then print the return label and put it on the parcel.",
    "de": "Sie können die Ware innerhalb von vierzehn Tagen nach Erhalt zurücksenden. Melden Sie sich in Ihrem "
    "Kundenkonto an und wählen Sie die Bestellung aus. Drucken Sie danach das Rücksendeetikett aus.",
    "es": "Puede devolver el producto en un plazo de catorce días desde la recepción del pedido. Inicie sesión en su "
    "cuenta y elija el pedido. Después imprima la etiqueta de devolución y péguela en el paquete.",
    "pl": "Możesz zwrócić zakupiony towar w ciągu czternastu dni od otrzymania przesyłki. Zaloguj się na swoje konto i "
    "wybierz zamówienie. Następnie wydrukuj etykietę zwrotną i naklej ją na paczkę.",
}


def test_an_accent_of_its_own_cuts_no_word() -> None:
    assert measure_readability("Cafe\u0301s are open") == measure_readability("Caf\u00e9s are open")


def test_lix_is_sentence_length_plus_the_percentage_of_long_words() -> None:
    # 8 words, 2 sentences, 2 words of more than six letters: 8 / 2 + 100 * 2 / 8.
    assert measure_readability("We repair bicycles daily. Our service is quick.") == Readability(
        words=8, sentences=2, words_per_sentence=4.0, long_words=0.25, lix=29.0, level="easy"
    )


def test_six_letters_are_not_long_and_seven_are() -> None:
    assert measure_readability("letter").long_words == 0
    assert measure_readability("letters").long_words == 1


def test_only_letters_make_a_word_long() -> None:
    assert measure_readability("1234567890 4.2.1 can't we'll").long_words == 0
    assert measure_readability("e-mails").long_words == 0
    assert measure_readability("Überweisung").long_words == 1


@pytest.mark.parametrize(
    "text", ["", " \n ", "---", "```\ncode\n```", "![picture](a.png)", "...", "https://shop.example/a"]
)
def test_nothing_to_read_is_easy(text: str) -> None:
    measured = measure_readability(text)
    assert measured == Readability(words=0, sentences=0, words_per_sentence=0, long_words=0, lix=0, level="easy")
    assert advise_on_readability(measured) == ""


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Open [Settings](https://shop.example/configuration 'Administration') now.", "Open Settings now."),
        ("Open [Settings](https://shop.example/a_(configuration)) now.", "Open Settings now."),
        ("Open [Settings][config] now.\n\n[config]: https://shop.example/administration", "Open Settings now."),
        ("See <https://shop.example/configuration> or https://shop.example/administration.", "See or."),
        ("[![Configuration](a.png)](https://shop.example/b) Look.", "Look."),
        ("Look.[^administration]\n\n[^administration]: Later.", "Look.\n\nLater."),
        ("# Returns\nSend it.", "Returns\n\nSend it."),
        ("Returns\n=======\nSend it.", "Returns\n\nSend it."),
        ("## Returns of all our tents and goods ##\nsend it.", "Returns of all our tents and goods. Send it."),
        ("1. Open it\n2. Close it", "Open it.\n\nClose it."),
        ("- [ ] open it in the morning, please\n* [x] close\n+ wait", "Open it in the morning, please. Close. Wait."),
        ("10) Open it.\n    Wait.", "Open it. Wait."),
        ("> Send it\n> back.", "Send it back."),
        ("> 1. Open it\n> 2. Close it", "Open it.\n\nClose it."),
        ("| Size | Price |\n|:-----|------:|\n| big | 5 |\n| small | 3 |", "Size, price. Big, 5. Small, 3."),
        ("**Send it.** _Then wait._ ~~Or `stop`.~~", "Send it. Then wait. Or stop."),
        ("Press &#123;Go&#125; \\[now\\] &amp; wait.", "Press Go now & wait."),
        ("It costs 14\\.5 euros.", "It costs 14.5 euros."),
        ("Send <b>it</b> back.<!-- administration -->", "Send it back."),
        ("<!-- administration\n\nconfiguration -->\nSend it.", "Send it."),
        ("<style>\n.administration { }\n\n</style>\nSend it.", "Send it."),
        ("Wait.\n\n~~~python\nadministration()\n```\nconfiguration()\n~~~\nSend it.", "Wait. Send it."),
        ("Wait.\n\n  ````\nadministration()\n```\n<!--\n````\nSend it.", "Wait. Send it."),
        ("1. Wait.\n   ```\n   administration\n   ```\n2. Send it.", "Wait. Send it."),
        ("```\nadministration\n```python\nconfiguration\n```\nSend it.", "Send it."),
        ("Look at this\n```\nadministration\n```\nand send it.", "Look at this. And send it."),
        ("```in one line``` is code.\nSend it.", "In one line is code. Send it."),
        ("```never closed\nadministration", ""),
        ("Write ```in one line``` here.", "Write in one line here."),
        ("Send it.\n\n***\n\n- - -\n\nWait.", "Send it. Wait."),
        ("Send it.\n\n!!!\n\n😀\n\nWait.", "Send it. Wait."),
        ("Every line of a paragraph\nis read on\nTo its end.", "Every line of a paragraph is read on to its end."),
    ],
)  # fmt: skip
def test_markdown_is_read_as_the_page_shows_it(markdown: str, plain: str) -> None:
    assert measure_readability(markdown) == measure_readability(plain)


def test_an_address_is_no_part_of_the_sentence_after_it() -> None:
    measured = measure_readability("See https://shop.example/a/b. Then wait.")
    assert (measured.words, measured.sentences) == (3, 2)


def test_a_list_is_not_one_long_sentence() -> None:
    steps = "\n".join(f"{place}. open the door of the next of our rooms" for place in range(1, 11))
    assert measure_readability(steps).words_per_sentence == 9
    assert measure_readability(steps.replace("\n", "\n\n")) == measure_readability(steps)


def write_text(long: int) -> str:
    """Five sentences of 20 words, so that LIX is 20 and the number of long words among the hundred."""
    words = ["letters"] * long + ["words"] * (100 - long)
    return " ".join(" ".join(words[start : start + 20]).capitalize() + "." for start in range(0, 100, 20))


@pytest.mark.parametrize(("long", "level"), [(19, "easy"), (20, "fair"), (29, "fair"), (30, "hard")])
def test_levels_follow_the_published_scale(long: int, level: Level) -> None:
    measured = measure_readability(write_text(long))
    assert (measured.lix, measured.level) == (20.0 + long, level)


@pytest.mark.parametrize(
    ("language", "own"),
    [("en", 0), ("nl", 0), ("", 0), ("xx", 0), ("es", 2), ("fr", 2), ("pt", 4), ("it", 5), ("de", 7), ("DE-at", 7),
     ("pl", 17)],
)  # fmt: skip
def test_long_words_of_a_language_are_not_held_against_its_texts(language: str, own: int) -> None:
    heavier, lighter = (measure_readability(write_text(long), language) for long in (20 + own, 19 + own))
    assert (heavier.level, lighter.level) == ("fair", "easy")
    assert heavier.lix == 40 + own, "the measure itself is that of the text"


@pytest.mark.parametrize("language", ANSWERS)
def test_a_plain_answer_is_easy_in_its_own_language(language: str) -> None:
    assert measure_readability(ANSWERS[language], language).level == "easy"


def test_officialese_is_hard_in_every_language_we_handle() -> None:
    for language in ("en", "de", "fr", "es", "nl", "it", "pl", "pt"):
        assert measure_readability(LAWYERLY, language).level == "hard"


def measured_as(level: Level, words_per_sentence: float, long_words: float) -> Readability:
    lix = words_per_sentence + 100 * long_words
    return Readability(100, 5, words_per_sentence, long_words, lix, level)


def test_an_easy_text_needs_no_advice() -> None:
    assert advise_on_readability(measure_readability(PLAIN)) == ""
    assert advise_on_readability(measured_as("easy", 30, 0.05)) == ""


def test_long_sentences_are_named_as_the_cause() -> None:
    advice = advise_on_readability(measured_as("fair", 26.4, 0.18))
    assert "26 words" in advice
    assert "cutting" in advice
    assert "letters" not in advice


def test_long_words_are_named_where_sentences_are_short() -> None:
    advice = advise_on_readability(measured_as("hard", 20, 0.355))
    assert "36% of its words have more than 6 letters" in advice
    assert "cutting" not in advice


def test_advice_is_one_sentence_that_tells_the_levels_apart() -> None:
    fair, hard = (advise_on_readability(measured_as(level, 25, 0.2)) for level in ("fair", "hard"))
    assert fair != hard
    assert "hard" in hard
    for advice in (fair, hard):
        assert re.fullmatch(r"[A-Z][^.!?]*\.", advice)
        assert "LIX 45" in advice


MARKS = ["#", "-", "*", "_", "`", "```", "~~~", "[", "](", ")", "![", "<", "<!--", "-->", ">", "|", "\n", "\n\n",
         "1. ", "\\", "&lt;", "https://a.example/b", "<script>", "Letters", "are read. ", "e\u0301", "😀"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=6), max_size=30).map("".join))
def test_measures_agree_with_one_another(text: str) -> None:
    measured = measure_readability(text)
    assert 0 <= measured.sentences <= measured.words
    assert 0 <= measured.long_words <= 1
    assert measured.lix == pytest.approx(measured.words_per_sentence + 100 * measured.long_words, abs=0.2)
    assert bool(advise_on_readability(measured)) == (measured.level != "easy")


@pytest.mark.parametrize(
    "part",
    ["<!--", "<a", "[a](", "[a](x(y)", "`", "_", "*a", "![[", "\\", "&#", "[^", "<script", "> ", "1. ", " ", "```a\n"],
)  # fmt: skip
def test_hostile_texts_take_no_longer_than_others(part: str) -> None:
    start = time.perf_counter()
    measure_readability(part * (200_000 // len(part)) + "x")
    assert time.perf_counter() - start < 5
