"""The script of a text narrows down its language."""

import pytest

from enquiry2article.text.words import find_script_languages


@pytest.mark.parametrize(
    ("text", "language"),
    [("Как вернуть палатку?", "ru"), ("返品できますか", "ja"), ("Πώς πληρώνω;", "el"), ("هل يمكن", "ar")],
)
def test_letters_tell_the_language(text, language):
    assert language in find_script_languages(text)


@pytest.mark.parametrize("text", ["How?", "123 ?!", "", "How do I spell Как in English?"])
def test_latin_letters_tell_nothing(text):
    assert find_script_languages(text) == ()
