"""Customers' words never become Markdown, HTML or a template of a site generator."""

import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import markdown
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from enquiry2article.articles.templating import TAG_AS_CODE, escape_words, open_templates, render_template
from enquiry2article.domain.errors import TemplateProblem

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
    assume(not TAG_AS_CODE.search(text))  # which stays code
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


# --- a stranger's template


@dataclass
class Post:
    title: str
    place: Path


def fill(folder, template):
    (folder / "article.md.j2").write_text(template, encoding="utf-8")
    post = Post("How do I send it back?", folder / "keep.txt")
    values = {"post": post, "words": ["tent", "stove"], "counts": {"tent": 3}, "text": "Print the label."}
    return render_template(open_templates([folder]), "article.md.j2", values)


@pytest.mark.parametrize(
    "expression",
    [
        'cycler.__init__.__globals__.os.popen("touch opened").read()',
        '"".__class__.__mro__[1].__subclasses__()',
        'text|attr("__class__")',
        '"{0.__class__}".format(text)',
        "post.__dict__",
        "post.place.unlink()",
        'post.place.write_text("changed")',
        "post.place.parent.iterdir()|list",
        "self._TemplateReference__context",
        "words.append(1)",
        'counts.update({"a": 1})',
        "lipsum(n=100)",
    ],
)
def test_a_template_reaches_nothing_but_what_it_is_given(tmp_path, expression, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keep.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(TemplateProblem, match=r"article\.md\.j2, line 2: ") as caught:
        fill(tmp_path, f"The first line.\n{{{{ {expression} }}}}\n")
    assert "\n" not in str(caught.value)
    assert "label" not in str(caught.value)
    assert (tmp_path / "keep.txt").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "opened").exists()


@pytest.mark.parametrize(
    "template",
    [
        "{{ 1 / 0 }}",
        "{{ text + 1 }}",
        "{{ text|int + nothing }}",
        "{{ counts.tent.is_missing }}",
        "{{ text|no_such_filter }}",
        "{% for %}",
        "{% include 'article.md.j2' %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{{ missing() }}",
    ],
)
def test_a_template_that_fails_is_one_sentence_with_its_place(tmp_path, template):
    with pytest.raises(TemplateProblem, match=r"article\.md\.j2, line \d+: [^\n]+[^.]\.$"):
        fill(tmp_path, f"The first line.\n{template}\n")


ENDLESS = [
    "{{ range(10**9)|list }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro twice(n) %}{% if n %}{{ twice(n - 1) }}{{ twice(n - 1) }}{% endif %}{% endmacro %}{{ twice(60) }}",
    "{% for a in words recursive %}{{ loop(words) if loop.depth < 60 }}{% endfor %}",
    "{{ 'tent' * 10**9 }}",
    "{{ words * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ 'tent'|center(10**10) }}",
    "{{ 'tent'.ljust(10**10) }}",
    "{{ 'a b'|replace(' ', 'x' * 1000000)|replace('x', 'y' * 1000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%*d' % (10**10, 1) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '{:>10000000000}'.format(1) }}",
    "{{ '{:>{}}'.format(1, 10**10) }}",
    "{{ 1|round(10**9) }}",
    "{{ [1]|batch(10**10, 0)|list }}",
    "{{ words|tojson(indent=10**10) }}",
    "{% set s = namespace(a='x') %}{% for i in range(60) %}{% set s.a = s.a ~ s.a %}{% endfor %}",
    "{% set s = namespace(a='x') %}{% for i in range(60) %}{% set s.a = s.a + s.a %}{% endfor %}",
    "{% set s = namespace(a='x') %}{% for i in range(60) %}{% set s.a = [s.a, s.a]|join %}{% endfor %}",
    "{% set s = namespace(a='x') %}{% for i in range(60) %}{% set s.a = [s.a, s.a] %}{% endfor %}{{ s.a }}",
    "{% set s = namespace(a='x') %}{% for i in range(60) %}{% set s.a %}{{ s.a }}{{ s.a }}{% endset %}{% endfor %}",
    "{% for a in range(99999) %}{{ text }}{{ text }}{% endfor %}",
]


def test_a_template_that_would_take_all_time_or_memory_is_refused(tmp_path):
    # In a process of its own with little memory, so that a limit that is missing ends the test and not the machine.
    code = """
        import json, resource, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[2])
        from test_templating import fill, ENDLESS
        from enquiry2article.domain.errors import TemplateProblem
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        for template in ENDLESS:
            print(template, end=" -> ", flush=True)
            try:
                print(len(fill(Path(sys.argv[1]), template)))
            except TemplateProblem as error:
                print(error)
    """
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path), str(Path(__file__).parent)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) == len(ENDLESS)
    assert [line for line in lines if "article.md.j2, line 1: " not in line or "MemoryError" in line] == []


def test_what_templates_are_written_with_still_works(tmp_path):
    template = (
        "{% macro item(word) %}- {{ word|title }}{% endmacro %}"
        "{% for word in words|sort if word != 'stove' %}"
        "{{ loop.index }}/{{ loop.length }} {{ item(word) }}{% endfor %}\n"
        "{{ text.replace('label', 'form')|upper|truncate(1000) }} {{ 2 * 1500000 }} {{ '%d of %s' % (7, 'nine') }}\n"
        "{{ words|join(', ') ~ '!' }} {% for name, count in counts.items() %}{{ name }}={{ count }}{% endfor %}"
        "{{ range(3)|map('string')|join }}{{ post.title|words }}"
        "{% set s = namespace(n=1) %}{% set s.n = s.n + 1 %}{{ s.n }}"
    )
    assert fill(tmp_path, template) == (
        "1/1 - Tent\nPRINT THE FORM. 3000000 7 of nine\ntent, stove! tent=3012How do I send it back?2\n"
    )
