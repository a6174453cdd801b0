"""Customers' words never become Markdown, HTML or a template of a site generator."""

import re
from html.parser import HTMLParser

import jinja2
import markdown
from hypothesis import example, given
from hypothesis import strategies as st

from enquiry2article.templating import escape_words, open_templates

HOSTILE = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
        st.sampled_from(
            ["<script>", "</p>", "{{ site }}", "{% raw %}", "**", "_", "`", "```", "](", "[a]", "(javascript:x)", "# ",
             "- ", "1. ", "> ", "&lt;", "&#60;", "|", "---", "~~", "![", "\n", "\\", "<!--", "http://x", "\u202e", "😀"]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


@given(HOSTILE)
@example("1. a")
@example("&lt;b&gt;")
@example("[a](b)")
def test_words_stay_words(text):
    escaped = escape_words(text)
    assert "{{" not in escaped
    assert "{%" not in escaped
    assert "\n" not in escaped
    reader = Reader()
    reader.feed(markdown.markdown(f"Before.\n\n{escaped}\n\nAfter.", extensions=["sane_lists", "tables"]))
    assert set(reader.tags) <= {"p"}
    wanted = " ".join(text.split())
    assert re.sub(r"\s+", " ", reader.text).strip() == f"Before. {wanted} After.".replace("  ", " ")


def test_control_characters_are_dropped():
    # Markdown uses some of them for its own purposes.
    assert escape_words("a\x02\x03b\x00\x1bc\x85d") == "a b c d"


def test_harmless_signs_are_left_for_the_editor():
    for text in ("Settings > Billing", "it's 5 * 3", "file_name", "[order number]", "R&D & more", "50 % off (really)"):
        assert escape_words(text) == text.replace("*", "\\*")


def test_an_unknown_name_is_an_error_and_not_a_gap():
    environment = open_templates()
    try:
        environment.from_string("{{ nothing_of_the_kind }}").render({})
    except jinja2.UndefinedError:
        return
    raise AssertionError("an unknown name was printed as nothing")
