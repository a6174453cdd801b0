"""Headers of mail programs in many languages go with the mail below them, and prose that looks like one stays."""

import re

import pytest
from conftest import CASES_FOLDER

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.quotes import strip_quotes
from enquiry2article.domain.enquiry import Author, Enquiry, Turn

CASES = CASES_FOLDER / "quotes"
SAID = "Open the tent and wash it by hand.\nLet it dry in the shade."
QUOTED = "Good day,\nhow do I wash the groundsheet?\nIt smells of smoke.\nWren"
MARKED = re.sub(r"(?m)^", "> ", QUOTED)


def read_blocks(name):
    """Blocks of a case file by their titles."""
    blocks = re.split(r"(?m)^= ", (CASES / name).read_text(encoding="utf-8"))[1:]
    return [pytest.param(block.partition("\n")[2].strip("\n"), id=block.partition("\n")[0]) for block in blocks]


HEADERS, PROSE = read_blocks("headers.txt"), read_blocks("prose.txt")


def clean(text):
    asked = Turn(author=Author.CUSTOMER, text="How do I wash it?")
    enquiry = Enquiry(id="1", source="a.csv:1", turns=(asked, Turn(author=Author.AGENT, text=text)))
    return clean_enquiry(enquiry).turns[1].text


@pytest.mark.parametrize("quoted", [QUOTED, MARKED], ids=["unmarked", "marked"])
@pytest.mark.parametrize("header", HEADERS)
def test_a_header_goes_with_the_mail_below_it(header, quoted):
    assert clean(f"{SAID}\n\n{header}\n{quoted}") == SAID
    assert clean(f"{SAID}\n\n{header}\n\n{quoted}") == SAID


@pytest.mark.parametrize("text", PROSE)
def test_prose_that_looks_like_a_header_stays(text):
    assert clean(text) == text
    assert clean(f"Good day to you all.\n\n{text}") == f"Good day to you all.\n\n{text}"


def test_there_are_headers_and_near_misses():
    assert len(HEADERS) >= 150
    assert len(PROSE) >= 60


def test_what_is_written_below_and_between_quoted_lines_stays():
    header = "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Wiebke Sandmann <\nwiebke@post.example>:"
    lines = f"{header}\n> How long does it take?\nTwo days.\n> And the price?\nTen euros.".split("\n")
    assert strip_quotes(lines) == ["Two days.", "Ten euros."]


def test_the_line_above_a_header_is_no_part_of_it():
    header = "On 2 Mar 2026 at 10:00, Wren Ashdown <wren@post.example> wrote:"
    assert strip_quotes(["Call 0131 4960321.", header, "Hello"]) == ["Call 0131 4960321."]
    assert strip_quotes(["Best", "Mira", header, "> Hello"]) == ["Best", "Mira"]


def test_a_mail_that_answers_nothing_but_a_quotation_keeps_its_words():
    assert "wash" in clean(f"On 2 Mar 2026 at 10:00, Wren <wren@post.example> wrote:\n\n{QUOTED}")
