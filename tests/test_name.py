"""Titles: what customers typed becomes a question that a reader would click, and means the same."""

import pytest

from enquiry2article.name import tidy_title
from enquiry2article.slugs import make_slug


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("how do i reset my password", "How do I reset my password?"),
        ("HOW DO I RETURN A TENT??", "How do I return a tent?"),
        ("cant log in", "Why can't I log in?"),
        ("I cant log in", "Why can't I log in?"),
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
