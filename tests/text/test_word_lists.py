"""Words and phrases are data, a folder a language: those of a text's own language count, and a folder adds one."""

import re

import pytest
from conftest import ROOT

from enquiry2article.answers.claims import read_claims
from enquiry2article.answers.roles import find_role
from enquiry2article.cleaning.question_sentences import begins_as_question, extract_ask
from enquiry2article.domain.answer import Role
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.text import word_lists
from enquiry2article.text.stop_words import EVERYDAY_WORDS, LATIN_POOL, STOP_WORDS
from enquiry2article.text.word_lists import Phrases, compile_patterns, fill_phrases, list_phrases, read_words

LANGUAGES = ROOT / "enquiry2article" / "resources" / "languages"
PLAIN = re.compile(r"[^\W\d_]+")

# -- false friends ---------------------------------------------------------------------------------------------------


def list_false_friends(name):
    """List the words of a list that are common words of another language: the word, its language, the other."""
    for own in LATIN_POOL:
        for word in filter(PLAIN.fullmatch, read_words(own, name)):
            for other in LATIN_POOL:
                common = STOP_WORDS[other] | EVERYDAY_WORDS[other]
                if other != own and word in common and not compile_patterns((other,), name).fullmatch(word):
                    yield word, own, other


@pytest.mark.parametrize("name", ["pointing.txt", "trouble.txt", "asking.txt"])
def test_a_common_word_of_one_language_is_none_of_another_list_of_it(name):
    friends = list(list_false_friends(name))
    assert all(compile_patterns((own,), name).fullmatch(word) for word, own, _ in friends)
    assert not any(compile_patterns((other,), name).fullmatch(word) for word, _, other in friends)


def test_polish_to_points_at_nothing_in_english():
    said = "I have looked at your tents for weeks and like the green one best, since it is light, warm and packs small."
    asked = "Do you ship to Spain? What does express delivery cost for two parcels?"
    assert extract_ask(f"{said} {asked}") == asked


@pytest.mark.parametrize(
    ("sentence", "slots"),
    [
        ("The crew of four moves about 20 an hour and works until it gets dark.", []),  # French "an" is a year
        ("Le contrat dure 1 an et se renouvelle chaque fois.", ["year"]),
        ("The order takes 3 days and is sent with the courier.", ["day"]),
    ],
)
def test_only_the_units_of_the_sentences_language_count(sentence, slots):
    assert [slot for slot, value in read_claims(sentence) if isinstance(value, tuple)] == slots


def test_only_the_conditions_of_the_sentences_language_count():
    assert find_role("Se fundió la bombilla del horno.") is Role.PLAIN
    assert find_role("Se il forno non si accende, premete il pulsante.") is Role.CONDITION


# -- the data --------------------------------------------------------------------------------------------------------

TABLES = sorted({path.name for path in LANGUAGES.glob("*/*.toml")} - {"headings.toml", "address.toml", "privacy.toml"})


@pytest.mark.parametrize("name", TABLES)
def test_every_list_of_phrases_makes_a_pattern_and_names_lists_that_are_there(name):
    table = name.removesuffix(".toml")
    for path in LANGUAGES.glob(f"*/{name}"):
        for key, lines in word_lists.read_phrases(path.parent.name, name).items():
            for line in lines.splitlines():
                re.compile(fill_phrases(table, line, path.parent.name))
                for part in re.findall(r"(?<!\(\?P)<([a-z_]+)>", line):
                    assert list_phrases(table, part, path.parent.name), (path, key, part)


def test_the_table_of_the_documentation_lists_what_is_there():
    told = dict(
        re.findall(
            r"^\| `([a-z_]+\.\w+)` \|[^|]*\| ([^|]*?) \|$", (ROOT / "docs" / "languages.md").read_text("utf-8"), re.M
        )
    )
    found = {}
    for path in sorted(LANGUAGES.glob("*/*.t*")):
        found.setdefault(path.name, []).append(path.parent.name)
    assert {name: set(codes.split()) for name, codes in told.items()} == {k: set(v) for k, v in found.items()}


# -- adding a language -----------------------------------------------------------------------------------------------


@pytest.fixture
def invented(tmp_path, monkeypatch):
    """Our resources with one more language, "qx", in a folder of their own."""
    resources = tmp_path / "resources"
    (resources / "languages").mkdir(parents=True)
    for folder in LANGUAGES.iterdir():
        (resources / "languages" / folder.name).symlink_to(folder)
    own = resources / "languages" / "qx"
    own.mkdir()
    (own / "asking.txt").write_text("# How one asks.\nblorp \\w+\n", encoding="utf-8")
    (own / "asking_words.txt").write_text("blorp\nvash\n", encoding="utf-8")
    (own / "reply.toml").write_text('greeting = "Zil"\n', encoding="utf-8")
    (own / "courtesies.toml").write_text("thanks = '''\nmerzi\n'''\n", encoding="utf-8")
    caches = [value for value in vars(word_lists).values() if hasattr(value, "cache_clear")]
    monkeypatch.setattr(word_lists, "RESOURCES", resources)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def test_a_folder_adds_a_language(invented):
    assert "qx" in word_lists.list_languages("asking.txt")
    assert begins_as_question("Vash mirt un olp", "qx")
    assert not begins_as_question("Mirt un olp", "qx")
    assert read_reply_phrases("qx")["greeting"] == "Zil"
    thanks = Phrases("courtesies", r"(?i)<thanks>")
    assert thanks("qx").fullmatch("Merzi")
    assert not thanks("qx").fullmatch("Danke")
    assert thanks("").fullmatch("Merzi")  # a text that does not tell its language
    assert thanks("de").fullmatch("Danke")
