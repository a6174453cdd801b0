"""Front matter: whatever is written is read back as the same text, and hostile words stay words."""

from datetime import UTC, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.front_matter import read_body, render_post
from enquiry2article.articles.post_metadata import read_metadata
from enquiry2article.domain.errors import FrontMatterProblem

TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))),
    st.sampled_from(
        [
            "---",
            "yes",
            "0123",
            "2026-01-01",
            "a: b",
            "{{ x }}",
            "{% raw %}",
            "- x",
            "# x",
            "'",
            '"',
            "\\",
            "null",
            "]]>",
        ]
    ),
)
KEYS = st.sampled_from(["title", "slug", "content", "handler", "description", "question_id", "no", "on"])


@given(front_matter=st.dictionaries(KEYS, st.one_of(TEXTS, st.lists(TEXTS)), min_size=1), body=TEXTS)
def test_what_is_written_is_read_back(front_matter, body):
    text = render_post(front_matter, body)
    read = read_metadata(text)
    found, rest = read.words, read.body
    assert found == front_matter
    assert list(found) == list(front_matter)
    assert rest.strip() == body.strip()
    assert read_body(text) == rest
    # Any other YAML reader sees the same: every string is quoted.
    block = text.split("---\n")[1] if "---" not in str(front_matter) else None
    if block is not None:
        assert {str(key): value for key, value in yaml.safe_load(block).items()} == front_matter or "no" in front_matter


def test_dates_and_flags_are_written_bare():
    text = render_post({"date": datetime(2026, 3, 9, 8, tzinfo=UTC), "draft": True}, "Body")
    assert "date: 2026-03-09T08:00:00+00:00\n" in text
    assert "draft: true\n" in text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\ufeff---\ntitle: A\n---\nBody", "A"),
        ("---\r\ntitle: A\r\n---\r\nBody", "A"),
        ("---\ntitle: yes\nslug: 0123\n---\nBody", "yes"),
        ("---\ntitle: 2026-01-01\n---\nBody", "2026-01-01"),
    ],
)
def test_traps_of_the_library_are_closed(text, title):
    read = read_metadata(text)
    found, body = read.words, read.body
    assert found["title"] == title
    assert found.get("slug", "0123") == "0123"
    assert body.strip() == "Body"


def test_without_front_matter_all_is_body():
    read = read_metadata("Just text.\n")
    assert (read.words, read.body) == ({}, "Just text.\n")


@pytest.mark.parametrize("text", ["---\ntitle: a: b\n---\nx", "---\n- a\n---\nx", "---\ntitle: [\n---\nx"])
def test_broken_front_matter_is_refused(text):
    with pytest.raises(FrontMatterProblem):
        read_metadata(text)


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: How: "do" I?\ntags: [\n---\n',
        "---\n- a list\n---\n",
        "---\r\ntitle: a: b\r\n---  \r\n",
        "\ufeff---\ntitle: a\n\n# a note: to myself\nslug: b\n\n---\n\n",
        '---\ntitle: "A title that\ngoes on"\n---\n\n',
        "---\ntitle: the closing line is lost\nslug: a\n\n",
        '+++\ntitle = "TOML"\n\n[params]\nkind = "faq"\n+++\n',
        "",
    ],
)
@pytest.mark.parametrize("body", ["One line.\n", "Note: wash it.\n\nThen dry it.\n\n---\n\n**Ann**: the tailor.\n"])
def test_the_body_is_found_whatever_the_front_matter_is_like(front, body):
    assert read_body(front + body) == body


def test_front_matter_alone_has_no_body():
    for text in ("---\ntitle: a\n---", "---\ntitle: a\n", "---", "+++\n+++\n", ""):
        assert read_body(text) == ""
