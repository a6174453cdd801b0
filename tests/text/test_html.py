"""HTML of mails and helpdesks as text."""

import pytest

from enquiry2article.text.html import strip_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<a href='https://x.example/y'>here</a>", "here (https://x.example/y)"),
        ("<blockquote>an earlier mail</blockquote>new", ">\nnew"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_markup_becomes_text(markup, text):
    assert strip_markup(markup, quotes=False).strip() == text


def test_quotes_stay_where_they_are_wanted():
    assert strip_markup("<blockquote>an earlier mail</blockquote>new", quotes=True).strip() == "an earlier mail\n\nnew"
