"""One strict Jinja environment in a sandbox: the user's folder first, ours second, each customer's word made safe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import jinja2
from jinja2.exceptions import SecurityError

from enquiry2article.articles.sandbox import TemplateSandbox
from enquiry2article.domain.errors import TemplateProblem


def find_beside_package(name: str) -> Path:
    """Return where a folder that travels with the package lies: inside it when installed, beside it in a checkout.

    Raises:
        TemplateProblem: it is in neither place.
    """
    package = Path(str(resources.files("enquiry2article")))
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise TemplateProblem(f"The folder {name} that belongs to enquiry2article is missing. Install it again.")


def open_templates(folders: Sequence[Path] = ()) -> TemplateSandbox:
    """Make the environment; a template in one of `folders` stands in for ours of the same name.

    An unknown name in a template is an error rather than an empty place. Customers' words pass through the filter
    `words`, which makes them plain text in Markdown, in HTML and for the template languages of site generators.
    """
    environment = TemplateSandbox(
        loader=jinja2.FileSystemLoader([str(folder) for folder in (*folders, find_beside_package("templates"))]),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    environment.filters["words"] = escape_words
    environment.filters["link"] = link_words
    return environment


def link_words(text: str, url: str) -> str:
    """Make a Markdown link of a stranger's words and an address; without an address, the words alone."""
    return f"[{escape_link_words(text)}]({quote(url, safe=URL_SIGNS)})" if url else escape_words(text)


def escape_link_words(text: str) -> str:
    """Make a stranger's words plain text that can stand between the brackets of a link: any bracket would end it."""
    # A bracket behind an odd number of backslashes is escaped already.
    return BRACKETS.sub(lambda found: found[1] + ("" if len(found[1]) % 2 else "\\") + found[2], escape_words(text))


def render_template(environment: TemplateSandbox, name: str, values: Mapping[str, object]) -> str:
    """Fill a template.

    Raises:
        TemplateProblem: the template is missing, is not well-formed, uses a name that does not exist, or does what no
            template may: look into the inside of things, go on for ever, fill the memory.
    """
    try:
        text = environment.fill(environment.get_template(name), values)
    except jinja2.TemplateNotFound as error:
        raise TemplateProblem(f"There is no template called {error.name}.") from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateProblem(f"{error.filename or error.name}, line {error.lineno}: {_end(error.message)}") from error
    except (jinja2.UndefinedError, SecurityError) as error:
        raise TemplateProblem(f"{_find_place(name, error)}: {_end(error.message)}") from error
    # Whatever else an expression of a template can raise: a division by zero, a number of a word, a file that is no
    # text. Only its kind is told, since what it says may quote a customer.
    except Exception as error:
        raise TemplateProblem(f"{_find_place(name, error)}: cannot be filled ({type(error).__name__}).") from error
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _end(message: str | None) -> str:
    """End a sentence of Jinja's: some have their full stop, some have not."""
    return f"{(message or 'it cannot be used').rstrip('.')}."


def _find_place(name: str, error: Exception) -> str:
    """Return file and line of an error that happened while a template was filled."""
    trace = error.__traceback__
    place = name
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".j2", name)):
            place = f"{file}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


BRACKETS = re.compile(r"(?<!\\)(\\*)([\[\]])")
URL_SIGNS = ":/?#@!$&'*+,;=%~"
"""Signs that keep their meaning in an address; brackets and spaces would end the link."""

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ENTITY = re.compile(r"&(?=#?\w{1,32};)")
MARKDOWN_SIGNS = re.compile(
    r"[\\`*]"  # an escape, code, emphasis
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; inside a word it means itself
    r"|\[(?=[^\]]*\][(\[:])|\](?=[(\[:])"  # a link, an image, a footnote
)
TAG_AS_CODE = re.compile(r"(`<[/!a-zA-Z][^`{}\n]{0,300}>`)")
LINE_SIGNS = re.compile(r"^(?:[#>+-]|\d{1,9}[.)])")
ENTITIES = re.compile(r"[{}]|~(?=~)|(?<=~)~|^[=:]")
"""Signs that not every Markdown lets one escape with a backslash."""


def escape_words(text: str) -> str:
    """Make a stranger's words one line of plain text: no HTML, no Markdown, no Liquid, Nunjucks or Go template.

    Braces become entities because site generators read `{{` and `{%` before Markdown is read. Signs that are harmless
    where they stand are left as they are, since a person will read and edit the draft.
    """
    flat = " ".join(CONTROLS.sub(" ", text).split())
    # Tags between code marks are code, which no Markdown reads as HTML; braces are never among them.
    pieces = TAG_AS_CODE.split(flat)
    flat = "".join(piece if place % 2 else _escape_signs(piece) for place, piece in enumerate(pieces))
    # A line that begins like a heading, a quotation, a list or a rule would become one.
    return LINE_SIGNS.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", flat)


def _escape_signs(flat: str) -> str:
    flat = ENTITY.sub("&amp;", flat).replace("<", "&lt;")
    flat = MARKDOWN_SIGNS.sub(lambda sign: f"\\{sign[0]}", flat)
    return ENTITIES.sub(lambda sign: f"&#{ord(sign[0])};", flat)
