"""The address of an article: readable ASCII words from any script, unlike any other, and the same on every day."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.text.slugs import LONGEST_SLUG, make_slug

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How do I descale the kettle?", "how-do-i-descale-the-kettle"),
        ("Why can't I log in – and what's “2FA”?", "why-cant-i-log-in-and-whats-2fa"),
        ("Why can’t I log in?", "why-cant-i-log-in"),
        ("What costs £5.50 / €6?", "what-costs-gbp5-50-eur6"),
        ("Wie ändere ich die Größe der Tür?", "wie-aendere-ich-die-groesse-der-tuer"),
        ("ÜBER ÖL UND ÄRGER?", "ueber-oel-und-aerger"),
        ("Où est ma commande, s'il vous plaît ?", "ou-est-ma-commande-sil-vous-plait"),
        ("¿Cómo cambio la contraseña?", "como-cambio-la-contrasena"),
        ("Jak zwrócić łóżko?", "jak-zwrocic-lozko"),
        ("Как вернуть деньги?", "kak-vernut-dengi"),
        ("Πού είναι η παραγγελία;", "poy-einai-i-paraggelia"),
        ("Ærøskøbing færge?", "aeroskobing-faerge"),
    ],
)
def test_letters_of_other_scripts_become_the_nearest_of_ours(title, slug):
    assert make_slug(title) == slug


@pytest.mark.parametrize(
    "title",
    [
        "退货怎么办?",
        "返品できますか?",
        "반품 방법?",
        "كيف أعيد المنتج؟",
        "איך מחזירים?",
        "मैं कैसे लौटाऊं?",
        "จะคืนสินค้าอย่างไร",
        "😀 ⛺",
    ],
)
def test_scripts_without_our_letters_get_an_address_that_tells_them_apart(title):
    slug = make_slug(title)
    assert SLUG.fullmatch(slug)
    assert slug != "question"


@pytest.mark.parametrize("title", ["", "?!", "—", " \n\t", "\u202e"])
def test_a_title_without_any_word_still_gets_an_address(title):
    assert make_slug(title) == "question"
    assert make_slug(title, {"question"}) == "question-2"


TITLES = st.text(max_size=120)


@given(TITLES, st.sets(TITLES, max_size=6))
def test_every_address_is_made_of_ascii_words_and_unlike_the_others(title, others):
    taken = set()
    for other in (*sorted(others), title, title, title):
        slug = make_slug(other, taken)
        assert SLUG.fullmatch(slug)
        assert len(slug) <= LONGEST_SLUG + len("-10")
        assert slug not in taken
        taken.add(slug)


@given(TITLES, st.sets(TITLES))
def test_the_same_title_gives_the_same_address(title, taken):
    assert make_slug(title, taken) == make_slug(title, frozenset(taken))
    assert make_slug(title) == make_slug(make_slug(title))


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=30))
def test_capitals_and_signs_make_no_difference(words):
    assert make_slug(" ".join(words)) == make_slug(f"¿{', '.join(words).upper()}!?")


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=30))
def test_a_long_title_is_cut_between_two_words_and_as_late_as_fits(words):
    kept = make_slug(" ".join(words)).split("-")
    assert kept == words[: len(kept)]
    assert len(kept) == len(words) or len("-".join(words[: len(kept) + 1])) > LONGEST_SLUG


def test_questions_with_the_same_title_are_numbered():
    taken = []
    for _ in range(4):
        taken.append(make_slug("Can I come without an appointment?", taken))
    first = "can-i-come-without-an-appointment"
    assert taken == [first, f"{first}-2", f"{first}-3", f"{first}-4"]


@pytest.mark.parametrize(
    "title",
    [
        "如何在不损坏船体的情况下修补独木舟上的小洞并且让它在冬天之前完全干燥呢",
        "キャンセルした予約の返金がまだ届いていないのですがどうすればよいでしょうかおしえてください",
        "ฉันจะยกเลิกการจองห้องพักและขอเงินคืนภายในเจ็ดวันหลังจากจองได้อย่างไรบ้างครับผมต้องการคำตอบ",
        "https" + "x" * 90,
        "x" * LONGEST_SLUG,
    ],
)
def test_a_title_without_spaces_is_cut_and_not_lost(title):
    slug = make_slug(title)
    assert slug != "question"
    assert SLUG.fullmatch(slug)
    assert LONGEST_SLUG - 1 <= len(slug) <= LONGEST_SLUG


def test_a_word_that_fits_no_address_is_cut_where_it_stands_and_any_other_is_left_out():
    wall = "x" * 90
    assert make_slug(f"iPad {wall} dry") == f"ipad-{'x' * (LONGEST_SLUG - 5)}"
    assert make_slug(f"{'a' * 60} {'b' * 20} c") == "a" * 60
    assert make_slug(f"{'a' * 74} {wall}") == "a" * 74
    assert make_slug(wall, {make_slug(wall)}) == f"{make_slug(wall)}-2"


@pytest.mark.parametrize(
    "title", ["Wie ändere ich die Größe?", "Où répare-t-on l'été à Öland?", "반품 방법?", "ÜBER Ǖ"]
)
def test_letters_of_two_characters_count_like_the_one_they_mean(title):
    assert make_slug(unicodedata.normalize("NFD", title)) == make_slug(title)
