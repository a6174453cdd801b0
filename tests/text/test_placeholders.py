"""What redaction left in a sentence is reworded where nothing is lost by it, and stays where something is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.answers.reply_sentences import read_replies
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.text.placeholders import PLACEHOLDERS, reword_placeholders


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        (
            "You can move booking [order number] once, free of charge.",
            "You can move your booking once, free of charge.",
        ),
        ("Order [order number] can be changed until noon.", "Your order can be changed until noon."),
        ("Type your order number [order number] into the form.", "Type your order number into the form."),
        ("Type order number: [order number] into the form.", "Type your order number into the form."),
        ("The copy of invoice no. [order number] is under Bills.", "The copy of your invoice no. is under Bills."),
        ("Every policy [order number] covers glass.", "Every policy covers glass."),
        ("[name], the kiln must cool for a day.", "The kiln must cool for a day."),
        ("[name] - please let the kiln cool for a day.", "Please let the kiln cool for a day."),
        ("Yes, [name], the kiln must cool for a day.", "Yes, the kiln must cool for a day."),
        ("The kiln must cool for a day, [name]!", "The kiln must cool for a day!"),
        ("Open the link in the mail (yours is [order number]).", "Open the link in the mail."),
        ("Open the link in the mail ([link]).", "Open the link in the mail."),
        ("your booking [order number] can be moved", "your booking can be moved"),
    ],
)
def test_a_sentence_speaks_to_everybody(text, reworded):
    assert reword_placeholders(text) == reworded


@pytest.mark.parametrize(
    "text",
    [
        "Send the photos to [email].",
        "Ring us on [phone] between nine and five.",
        "The key is with [name] at the desk.",
        "Then reissue [order number] with the three dots.",
        "Press [Enter] (twice) and wait.",
        "[name]: let the kiln cool for a day.",
        "It comes from [email], look in the spam folder.",
        "",
    ],
)
def test_what_cannot_be_left_out_stays(text):
    assert reword_placeholders(text) == text


@given(st.lists(st.sampled_from([*PLACEHOLDERS.values(), "order ", "your ", "(", ")", ", ", "Yes", " the lamp ", "."])))
def test_nothing_but_placeholders_and_their_company_changes(parts):
    text = "".join(parts)
    reworded = reword_placeholders(text)
    assert reword_placeholders(reworded) == reworded or "[" in reworded
    assert text.count("the lamp") - reworded.count("the lamp") <= text.count("(")


def test_a_reworded_sentence_can_stand_in_an_article():
    text = "You can move booking [order number] once, free of charge."
    enquiry = RedactedEnquiry(id="t1", source="x", text="How?", ask="How?", replies=(Reply(text=text),))
    [sentence] = read_replies(enquiry)
    assert (sentence.text, sentence.unfit) == ("You can move your booking once, free of charge.", "")


def test_a_reply_that_is_nothing_but_a_number_in_brackets_has_no_sentence():
    replies = (Reply(text="([order number])"), Reply(text="Let the kiln cool for a day."))
    enquiry = RedactedEnquiry(id="t1", source="x", text="How?", ask="How?", replies=replies)
    assert [sentence.text for sentence in read_replies(enquiry)] == ["Let the kiln cool for a day."]
