"""What `enquiry2article.toml` may say, and how a mistake in it is told."""

import re
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.errors import SettingsError
from enquiry2article.domain.settings import DraftSettings, Settings
from enquiry2article.storage.settings_file import load_settings, read_settings
from enquiry2article.storage.toml_file import SECTIONS

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Read a text, or bytes, as the settings file of the current folder."""
    monkeypatch.chdir(tmp_path)

    def load(content):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        Path("enquiry2article.toml").write_bytes(data)
        settings = load_settings(None)
        assert Path("enquiry2article.toml").read_bytes() == data
        return settings

    return load


@pytest.fixture
def refuse(load):
    """Check that a file is refused in one line that names it; gives the message."""

    def refuse(content):
        with pytest.raises(SettingsError) as caught:
            load(content)
        message = str(caught.value)
        assert message.startswith("enquiry2article.toml")
        assert "\n" not in message
        assert len(message) < 300
        return message

    return refuse


def test_without_a_file_everything_has_its_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings(None)
    assert settings == Settings()
    assert settings.site.language == "en"
    assert settings.site.url_template == ""
    assert "A person will read it" in settings.style.help
    assert settings.drafts.kind == "auto"
    assert settings.drafts.structured_data == ()
    assert not settings.drafts.image
    assert settings.drafts.round_ups
    assert settings.drafts.stale_after_days == 365
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "[site]\n[style.words]\n"])
def test_an_empty_file_says_nothing(load, content):
    assert load(content) == Settings()


def test_the_example_of_the_page(load):
    settings = load(EXAMPLE)
    assert settings.site.name == "Warm House"
    assert settings.site.url_template.format(slug="bleed-a-radiator").endswith("/blog/bleed-a-radiator/")
    assert settings.author.about.endswith("since 1987.")
    assert settings.style.resource_box.format(title="T", url="U", site="S").startswith('"T" first appeared on S')
    assert settings.style.forbidden == ("cheap", "no-brainer", "world-class")
    assert next(iter(settings.style.spelling.items())) == ("warm flow", "WarmFlow")
    assert settings.style.words["prior to"] == "before"
    assert settings.drafts == DraftSettings(structured_data=("BlogPosting",), image=True)


def test_the_page_explains_every_key_and_shows_it():
    for section, keys in SECTIONS.items():
        assert f"`[{section}]`" in PAGE
        for key in keys:
            assert f"| `{key}` |" in PAGE or f"`[{section}.{key}]`" in PAGE, key
            assert re.search(rf"^(?:{key} =|\[{section}\.{key}\])", EXAMPLE, re.MULTILINE), key


def test_the_page_tells_the_defaults():
    usual = Settings()
    for shown in (usual.style.help, usual.style.resource_box, str(usual.drafts.stale_after_days)):
        assert shown in PAGE


def test_a_mark_and_the_line_ends_of_windows_are_fine(load):
    settings = load(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert settings == load(EXAMPLE)


@pytest.mark.parametrize(
    "url", ["https://peak.example/blog", "https://peak.example/blog/", "http://peak.example/blog//"]
)
def test_the_template_is_made_from_the_address(load, url):
    assert load(f'[site]\nurl = "{url}"').site.url_template == f"{url.split(':')[0]}://peak.example/blog/{{slug}}/"


def test_a_template_of_its_own_needs_no_address(load):
    site = load('[site]\nurl_template = "https://peak.example/?p={slug}"').site
    assert (site.url, site.url_template) == ("", "https://peak.example/?p={slug}")


@pytest.mark.parametrize(
    ("written", "code"), [("en-gb", "en-GB"), ("DE", "de"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")]
)
def test_languages_are_written_as_usual(load, written, code):
    assert load(f'[site]\nlanguage = "{written}"').site.language == code


def test_choices_and_lists_forgive_capitals_and_repetition(load):
    settings = load(
        '[drafts]\nkind = "FAQ"\nstructured_data = ["faqpage", "FAQPage", "BlogPosting"]\n'
        '[style]\nforbidden = ["cheap", " Cheap ", "no  brainer"]'
    )
    assert settings.drafts.kind == "faq"
    assert settings.drafts.structured_data == ("FAQPage", "BlogPosting")
    assert settings.style.forbidden == ("cheap", "no brainer")
    assert load("[drafts]\nstructured_data = []").drafts.structured_data == ()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        # Sections and keys
        ('[sight]\nname = "a"', ["sight", '"site"']),
        ("[Site]", ['"site"']),
        ('name = "a"', ["[site]", "[author]"]),
        ('[spelling]\n"a" = "b"', ["[style.spelling]"]),
        ('[words]\n"a" = "b"', ["[style.words]"]),
        ('[zebra]\nsun = "a"', ["zebra", "[site], [author], [style], [drafts]"]),
        ('site = "Peak"', ["site", "section", "[site]"]),
        ('[[site]]\nname = "a"', ["site", "section"]),
        ('[site]\nnmae = "a"', ["[site] nmae", '"name"']),
        ('[site]\nsign_off = "a"', ["[site] sign_off", "[style]"]),
        ('[author]\nshoe = "a"', ["[author] shoe", "name, about, url"]),
        ('[style]\n"Resource Box" = "a"', ["Resource Box", '"resource_box"']),
        ('[style.words]\nsign_off = "Bye"', ["sign_off", "[style]", "above"]),
        ('[style.spelling]\nforbidden = ["a"]', ["forbidden", "[style]", "above"]),
        # Types
        ("[site]\nname = 5", ["[site] name", "quotation marks", "a number"]),
        ("[site]\nname = 2026-01-01", ["[site] name", "a date"]),
        ("[author]\nabout = true", ["[author] about", "true or false"]),
        ('[drafts]\nround_ups = "yes"', ["[drafts] round_ups", "true or false"]),
        ("[drafts]\nimage = 1", ["[drafts] image", "true or false"]),
        ('[drafts]\nstale_after_days = "90"', ["[drafts] stale_after_days", "whole number", "365"]),
        ("[drafts]\nstale_after_days = true", ["[drafts] stale_after_days", "whole number"]),
        ("[drafts]\nstale_after_days = 0", ["[drafts] stale_after_days", "from 1"]),
        ("[drafts]\nstale_after_days = 90000000000", ["[drafts] stale_after_days", "36500"]),
        ('[drafts]\nstructured_data = "FAQPage"', ["[drafts] structured_data", "a list", "["]),
        ("[drafts]\nstructured_data = [1]", ["[drafts] structured_data", "quotation marks"]),
        ('[style]\nforbidden = "cheap"', ["[style] forbidden", "a list"]),
        ('[style]\nforbidden = [" "]', ["[style] forbidden"]),
        ('[style]\nspelling = "a"', ["[style] spelling", "[style.spelling]"]),
        # Choices
        ('[drafts]\nkind = "howto"', ["[drafts] kind", '"howto"', 'Did you mean "how-to"?']),
        ('[drafts]\nkind = "poem"', ["[drafts] kind", '"troubleshooting"', '"tips"']),
        ('[drafts]\nstructured_data = ["Recipe"]', ["[drafts] structured_data", '"BlogPosting", "FAQPage", "HowTo"']),
        ('[site]\nlanguage = "English"', ["[site] language", '"en-GB"']),
        ('[site]\nlanguage = "en_GB"', ["[site] language", 'try "en-GB"']),
        # Addresses
        ('[site]\nurl = "peak.example/blog"', ["[site] url", '"https://peak.example/blog"']),
        ('[site]\nurl = "ftp://peak.example"', ["[site] url", "https://"]),
        ('[site]\nurl = "javascript:alert(1)"', ["[site] url", "https://"]),
        ('[site]\nurl = "https://"', ["[site] url"]),
        ('[site]\nurl = "https://[peak"', ["[site] url"]),
        ('[site]\nurl = "https://peak.example/our blog"', ["[site] url"]),
        ('[site]\nurl = "https://peak.example/{lang}"', ["[site] url"]),
        ('[site]\nurl = "https://peak.example/?page=1"', ["[site] url", "?"]),
        ('[author]\nurl = "me"', ["[author] url", "https://"]),
        # Places to fill in
        (
            '[site]\nurl = "https://a.example/b/"\nurl_template = "https://a.example/"',
            ["{slug}", "a.example/b/{slug}/"],
        ),
        ('[site]\nurl_template = "https://a.example/{slugg}/"', ["[site] url_template", "{slugg}", '"slug"']),
        ('[site]\nurl_template = "/blog/{slug}/"', ["[site] url_template", "https://"]),
        ('[site]\nurl_template = "https://a.example/{slug}/{"', ["[site] url_template", "brace"]),
        ('[style]\nresource_box = "See {tile}"', ["[style] resource_box", "{tile}", '"title"', "{site}"]),
        ('[style]\nresource_box = "{title.__class__}"', ["[style] resource_box"]),
        ('[style]\nresource_box = "{title!r}{0}{}"', ["[style] resource_box"]),
        ('[style]\nresource_box = "{{title}}"', ["[style] resource_box", "brace"]),
        # Tables of words
        ('[style.spelling]\ngore.tex = "GORE-TEX"', ["[style.spelling] gore", "quotation marks"]),
        ('[style.spelling]\n"gore" = "A"\n"Gore" = "B"', ["[style.spelling] Gore", "twice"]),
        ('[style.spelling]\n"a b" = "A"\n"a  b" = "B"', ["[style.spelling] a b", "twice"]),
        ('[style.words]\n"use" = "employ"\n"utilise" = "use"', ["[style.words] utilise", '"use"']),
        ('[style.words]\n"very" = ""', ["[style.words] very", "forbidden"]),
        ('[style.words]\n" " = "a"', ["[style.words]", "no word"]),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(refuse, content, parts):
    message = refuse(content)
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("content", "place", "hint"),
    [
        ("[site]\nname = Peak Outdoor", "line 2, column 8", 'name = "text"'),
        ("[site]\nname = “Peak”", "line 2, column 8", "straight quotation marks"),
        ('\n\n[style.spelling]\ngore tex = "GORE-TEX"', "line 4, column 6", "several words"),
        ("[drafts]\r\nimage = True", "line 2, column 9", "small letters"),
        ('[site]\nname = "Peak\nurl = ""', "line 2, column 13", "quotation mark is missing"),
        ('[site]\nname = "C:\\Users"', "line 2, column", "single quotation marks"),
        ('[site]\nname = "a"\nname = "b"', "line 3, column", "twice"),
        ("[site\n", "line 1, column 6", "]"),
    ],
)
def test_what_is_not_toml_is_told_with_line_and_column(refuse, content, place, hint):
    message = refuse(content)
    assert place in message
    assert hint in message


@pytest.mark.parametrize(
    "data",
    ['[site]\nname = "Größe"'.encode("cp1252"), "[site]\n".encode("utf-16"), "[site]\n".encode("utf-16-le"), b"\0"],
)
def test_another_encoding_is_told(refuse, data):
    assert "UTF-8" in refuse(data)


@pytest.mark.parametrize("content", ["[drafts]\nstale_after_days = " + "9" * 5000, "x = " + "[" * 20_000])
def test_absurd_values_are_refused(refuse, content):
    refuse(content)


def test_a_named_file_is_read_from_anywhere(tmp_path):
    file = tmp_path / "house.toml"
    file.write_text('[author]\nname = "Ann"', encoding="utf-8")
    assert load_settings(file).author.name == "Ann"


def test_a_named_file_has_to_be_there(tmp_path):
    (tmp_path / "house.toml").write_text("")
    with pytest.raises(SettingsError, match=r"huose\.toml.*Did you mean \"house\.toml\"") as caught:
        load_settings(tmp_path / "huose.toml")
    assert "no such settings file" in str(caught.value)
    with pytest.raises(SettingsError, match="no such settings file"):
        load_settings(tmp_path / "no" / "folder.toml")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SettingsError, match="folder"):
        load_settings(tmp_path)


VALUES = st.recursive(
    st.one_of(st.text(max_size=20), st.booleans(), st.integers(), st.floats(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
KEYS = st.sampled_from([*(key for keys in SECTIONS.values() for key in keys), "other"])


SECTION_VALUES = st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=3))


def message_of(read, *arguments):
    """Give the message with which something is refused, or "" when it is not."""
    try:
        read(*arguments)
    except SettingsError as error:
        return str(error)
    return ""


@given(st.dictionaries(st.sampled_from([*SECTIONS, "other"]), SECTION_VALUES))
def test_any_values_give_settings_or_one_line(values):
    message = message_of(read_settings, values)
    assert "\n" not in message
    if not message:
        settings = read_settings(values)
        settings.style.resource_box.format(title="T", url="U", site="S")
        assert settings.site.url_template.format(slug="a") == settings.site.url_template.replace("{slug}", "a")


@given(
    st.one_of(st.binary(max_size=80), st.text(st.sampled_from('[]="\\{}#.\n\r ations'), max_size=80).map(str.encode))
)
def test_any_file_gives_settings_or_one_line(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(data)
    assert "\n" not in message_of(load_settings, file)
