"""Of a very long message the beginning is read, and the run says so."""

from enquiry2article.cleaning.long_messages import LONGEST_MESSAGE, cut_long_messages, describe_cut
from enquiry2article.domain.enquiry import Author, Enquiry, Turn


def ask(text):
    return Enquiry(id="1", source="a.csv:2", turns=(Turn(author=Author.CUSTOMER, text=text),))


def test_the_beginning_of_a_long_message_is_kept_up_to_the_end_of_a_line():
    cut, count = cut_long_messages(ask("How do I wash the bag?\n" * 5000))
    text = cut.turns[0].text
    assert count == 1
    assert LONGEST_MESSAGE * 0.7 < len(text) <= LONGEST_MESSAGE
    assert text.endswith("the bag?")


def test_a_message_that_only_its_markup_makes_long_is_whole():
    styles = "<style>p { color: red; }</style>" * 1000
    cut, count = cut_long_messages(ask(f"<html><head>{styles}</head><body><p>How do I wash the bag?</p></body></html>"))
    assert count == 0
    assert "How do I wash the bag?" in cut.turns[0].text


def test_a_usual_message_is_left_as_it_is():
    enquiry = ask("How do I wash the bag?")
    assert cut_long_messages(enquiry) == (enquiry, 0)


def test_a_line_without_spaces_is_cut_as_well():
    cut, count = cut_long_messages(ask("x" * 1_000_000))
    assert count == 1
    assert len(cut.turns[0].text) == LONGEST_MESSAGE


def test_the_run_says_how_many():
    assert describe_cut(2) == "2 messages are longer than 16,000 characters: only the beginning of them is read."
