"""The default writer: fills `article.md.j2`, `syndicated.md.j2` and `round-up.md.j2` with agents' own sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from enquiry2article.articles.copies import choose_title
from enquiry2article.articles.headings import choose_headings, read_headings, read_help, read_outline_words
from enquiry2article.articles.layout import lay_out_article
from enquiry2article.articles.openings import find_opening
from enquiry2article.articles.templating import escape_link_words, escape_words, open_templates, render_template
from enquiry2article.domain.answer import Lack
from enquiry2article.domain.article import Kind
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.settings import HouseStyle, Settings
from enquiry2article.questions.language import find_question_language


class TemplateWriter:
    """Writes articles from templates; `folders` are looked into before our own."""

    def __init__(self, folders: Sequence[Path] = (), settings: Settings | None = None) -> None:
        self._environment = open_templates(folders)
        self._settings = settings or Settings()
        kind = self._settings.drafts.kind
        self._kind = None if kind == "auto" else Kind(kind)
        self._dress = self._settings.style.dress

    def write(self, question: Question, others: Mapping[str, Question]) -> str:
        """Return the body in Markdown.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        language = self._choose_language(question)
        return self._render(
            "article.md.j2",
            language,
            question=question,
            article=lay_out_article(question, kind=self._kind, language=language, dress=self._dress),
            outline=None if question.answer.lack is Lack.NOTHING else self._outline(question, language),
            related=self._point_to_all(question.related, others),
            next=self._point_to_all(question.next, others),
            sign_off=self._settings.style.sign_off,
        )

    def _outline(self, question: Question, language: str) -> dict[str, object]:
        """Return what helps to write an answer: what is asked, what there is of one, what agents ask and do."""
        words, answer = read_outline_words(language), question.answer
        told = [("replied", answer.statements), ("asked", answer.asked), ("handled", answer.handled)]
        parts = [
            (words["wanted"], [variant.text for variant in question.variants]),
            *((words[name], [self._dress(statement.text) for statement in own]) for name, own in told),
        ]
        filled = [{"heading": heading, "points": points} for heading, points in parts if points]
        return {"note": words["note"], "parts": filled}

    def write_copy(self, question: Question, url: str) -> tuple[str, str]:
        """Return title and body of a copy for another site.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        title = choose_title(question, self._dress)
        language = self._choose_language(question)
        box = self._settings.style.resource_box
        site = self._settings.site.name or "our blog"
        body = self._render(
            "syndicated.md.j2",
            language,
            question=question,
            title=title,
            article=lay_out_article(question, kind=self._kind, language=language, dress=self._dress),
            resource_box=fill_resource_box(box, title=self._dress(question.title), url=url, site=site),
        )
        return title, body

    def write_round_up(self, area: str, questions: Sequence[Question]) -> str:
        """Return the body of a page that gathers the questions of one area, each with the first sentences of its
        answer.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        language = self._choose_language(*questions)
        entries = [
            {
                "title": self._dress(question.title),
                "short": " ".join(
                    self._dress(s.text)
                    for s in find_opening(question.answer.statements, find_question_language(question))
                ),
                "url": self.find_url(question),
                "more": read_headings(language)["more"],
            }
            for question in questions
        ]
        return self._render("round-up.md.j2", language, area=area, entries=entries)

    def find_url(self, question: Question) -> str:
        """Return where the post of a question is or will be, or "" where nobody has said where posts live."""
        template = self._settings.site.url_template
        return question.post_url or (template.format(slug=question.slug) if template else "")

    def _point_to_all(self, ids: Sequence[str], others: Mapping[str, Question]) -> list[dict[str, str]]:
        """Point to other questions that have an answer, except those that the person does not want published."""
        known = (others[id_] for id_ in ids if id_ in others and others[id_].status is not QuestionStatus.IGNORED)
        return [
            self._point_to(question) for question in known if question.post_url or question.answer.lack is Lack.NOTHING
        ]

    def _point_to(self, question: Question) -> dict[str, str]:
        return {"title": self._dress(question.title), "url": self.find_url(question)}

    def _choose_language(self, *questions: Question) -> str:
        """Choose the language of the words around the sentences: that of questions where we have words in it."""
        usual = self._settings.site.language
        return choose_headings(find_question_language(*questions), usual)

    def _choose_help(self, language: str) -> str:
        """Return what "Still stuck?" says: the house's words, else ours in the language of the article."""
        own = self._settings.style.help
        return own if own != HouseStyle().help else read_help(language) or own

    def _render(self, template: str, language: str, **values: object) -> str:
        common = {
            "headings": read_headings(language),
            "help": self._choose_help(language),
            "author": self._settings.author,
        }
        return render_template(self._environment, template, {**common, **values})


BOX_PART = re.compile(
    r"\[(?P<words>[^\[\]]*)\]\((?P<target>[^()]*)\)"  # a link
    r"|(?P<tag><[^<>]*>)"
    r"|(?P<address>(?:[a-z][a-z0-9+.-]{1,20}://[^\s<>()\[\]\"']{0,300})?\{url\}(?:[^\s<>()\[\]\"']{0,300}[^\s<>()\[\]\"'.,;:!?])?)"
    r"|\{(?:site|title)\}",
    re.IGNORECASE,
)
"""The parts of a resource box in which something is to be filled in, by what they are in Markdown."""


def fill_resource_box(box: str, *, title: str, url: str, site: str) -> str:
    """Fill the house's own words, which may be Markdown: {title}, {site}, {url}.

    An address that is no part of a link or a tag becomes a link, with whatever the box lets it go on with
    ("{url}?from=copy"). An `url` without "://", as long as nobody knows it, stands as it is.
    """
    values = {"title": escape_words(title), "site": site, "url": url}
    in_link = {**values, "title": escape_link_words(title)}
    # Within quotation marks, of a tag or of a link's title, no sign of a stranger may mean anything.
    quoted = {**values, "title": re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};", title)}

    def fill(part: re.Match[str]) -> str:
        if part["words"] is not None:
            return f"[{_fill(part['words'], in_link)}]({_fill(part['target'], quoted)})"
        filled = _fill(part[0], quoted if part["tag"] else values)
        return f"<{filled}>" if part["address"] and "://" in filled else filled

    return " ".join(BOX_PART.sub(fill, box).split())


def _fill(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)
