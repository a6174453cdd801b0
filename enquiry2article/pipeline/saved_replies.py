"""Replies for everybody who asks one question: made of the posts that answer, and written as a helpdesk wants them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from enquiry2article.articles.publishing import sweep_leftovers, write_atomically
from enquiry2article.domain.post import Post
from enquiry2article.domain.settings import Settings
from enquiry2article.matching.index import make_targets
from enquiry2article.matching.replies.extract import find_gist
from enquiry2article.matching.replies.phrases import tell_phrases
from enquiry2article.matching.replies.reply import tell_language
from enquiry2article.matching.replies.saved_replies import SavedReply, Voice, make_saved_reply
from enquiry2article.pipeline.match import find_next_posts, pass_reply
from enquiry2article.pipeline.prepare import open_gate
from enquiry2article.storage.decisions_file import apply_decisions, read_decisions
from enquiry2article.storage.workspace import Workspace


def list_saved_replies(workspace: Workspace, posts: Sequence[Post], settings: Settings) -> list[SavedReply]:
    """Make a reply for everybody who asks one question, for each question that a post answers, the first one first.

    Whose post has no answer yet, or an address that nobody can be sent to, has none.
    """
    questions = apply_decisions(workspace.results.load_questions(), read_decisions(workspace.folder))
    targets = make_targets(questions, {}, posts)
    answered = {target.question_id: target.posts[0] for target in targets if target.posts and target.question_id}
    following = find_next_posts(questions, targets)
    gate = open_gate(workspace, settings)
    made: list[SavedReply] = []
    for question in questions:
        post = answered.get(question.id)
        if post is None or question.status == "ignored":
            continue
        language = tell_language(post, settings.site.language)
        phrases = {key: settings.style.dress(phrase) for key, phrase in tell_phrases(language).items()}
        voice = Voice(phrases=phrases, language=language, site=settings.site.url)
        reply = make_saved_reply(
            question.title, find_gist(post), post, following.get(question.id), voice,
            taken=[other.shortcut for other in made],
        )  # fmt: skip
        if reply and pass_reply(f"{reply.name}\n{reply.body_text}", gate, [post, following.get(question.id)]):
            made.append(reply)
    return made


def write_saved_replies(folder: Path, files: Mapping[str, str]) -> None:
    """Write what a `ReplyExporter` gives.

    Raises:
        PublishError: the folder cannot be written.
    """
    sweep_leftovers({(folder / place).parent for place in files})
    for place, text in sorted(files.items()):
        write_atomically(folder / place, text)
