"""The language of questions and of their answers."""

from __future__ import annotations

from enquiry2article.domain.question import Question
from enquiry2article.text.language import guess_language


def tell_question_language(*questions: Question) -> str:
    """Say in which language questions and their answers are, or "" where that is not sure."""
    asked = [text for q in questions for text in (q.title, *(variant.text for variant in q.variants))]
    told = [statement.text for q in questions for statement in q.answer.statements]
    return guess_language(" ".join(asked)) or guess_language(" ".join([*asked, *told]))
