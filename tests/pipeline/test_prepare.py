"""What a message may show of an export's cell."""

import pytest

from enquiry2article.pipeline.prepare import show_example


@pytest.mark.parametrize("line_end", ["\n", "\\n", "\\r\\n", "\r\n"])
def test_an_example_has_no_signature_and_no_written_line_ends(line_end: str) -> None:
    text = line_end.join(["Hello,", "", "How do I wax my skis?", "", "Kind regards", "Ottoline Farthingale"])
    assert show_example(text) == "How do I wax my skis?"


def test_an_example_ends_at_a_word() -> None:
    shown = show_example(
        "Which of your many waxes is the right one for old wooden skis that stand in a cold barn all year?"
    )
    assert shown == "Which of your many waxes is the right one for old wooden skis that…"
    assert show_example("字" * 100) == "字" * 69 + "…"


def test_an_example_holds_no_personal_data() -> None:
    shown = show_example("Please ring Zbigniew on 07700 900123, or write to o.f@post.example: are the skis there?")
    assert not any(value in shown for value in ("Zbigniew", "900123", "post.example"))


def test_an_example_leaves_out_what_only_may_be_a_name() -> None:
    assert "Parvati" not in show_example("Shall I ask Parvati whether the skis are ready?")
