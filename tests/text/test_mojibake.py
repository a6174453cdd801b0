"""Line ends that an export wrote as signs, and what only speaks of such signs."""

import pytest

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.text.mojibake import undo_cell_escapes, undo_line_escapes


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        (r"Hello,\n\nhow do I air it?\nIda", "Hello,\n\nhow do I air it?\nIda"),
        (r"Hello,\r\nhow do I air it?\r\n\r\nIda", "Hello,\nhow do I air it?\n\nIda"),
        (r"Open it.\nPress Return.\n- one\n- two", "Open it.\nPress Return.\n- one\n- two"),
        (r"Run C:\new\tools first.\n\nBest", "Run C:\\new\\tools first.\n\nBest"),
        ("こんにちは。\\nテントの洗い方は？", "こんにちは。\nテントの洗い方は？"),
        ("Hello,\\\n\\\nhow?", "Hello,\n\nhow?"),
    ],
)
def test_escaped_line_ends_are_line_ends(text, undone):
    assert undo_line_escapes([text]) == [undone]


@pytest.mark.parametrize(
    "text",
    [
        r"My pattern ^\d+\n$ does not match, why?",
        r"How do I write \n in the template?",
        r"Where is C:\new\tools\names.txt?",
        r"I wrote print(" + r'"Hello.\nWorld"' + r") and it fails.",
        r"Use `a\n\nb` for two lines.",
        r"Look into \\server\new\Reports and tell me.",
        "Here are\nlines that\nend as\nlines do.\nA \\n is one sign.\\n\\nBest",
    ],
)
def test_what_speaks_of_an_escape_stays(text):
    assert undo_line_escapes([text]) == [text]


def test_a_conversation_is_of_one_export():
    """What is sure in the question holds in the reply, which alone would be doubtful."""
    turns = (
        Turn(author=Author.CUSTOMER, text=r"Hello,\n\nHow do I air it?"),
        Turn(author=Author.AGENT, text=r"press it\nand wait"),
    )
    cleaned = clean_enquiry(Enquiry(id="1", source="a.csv:1", turns=turns))
    assert [turn.text for turn in cleaned.turns] == ["Hello,\n\nHow do I air it?", "press it\nand wait"]
    assert clean_enquiry(cleaned) == cleaned


def test_cell_escapes_are_undone_once():
    assert undo_cell_escapes("a_x000D_\nb_x0009_c") == "a\r\nb\tc"
    assert undo_cell_escapes("_x005F_x000D_") == "_x000D_"
    assert undo_cell_escapes("max_x_y _x12_") == "max_x_y _x12_"
