"""Writes down at which address a pushed draft is public, as the decision `answered-by`, so that `match` links to it."""

from __future__ import annotations

from dataclasses import replace

from enquiry2article.domain.protocols import PushTarget
from enquiry2article.publishing.memory import Memory
from enquiry2article.storage.decisions_file import Decision, add_decision, read_decisions
from enquiry2article.storage.workspace import Workspace


def record_public_addresses(target: PushTarget, memory: Memory, workspace: Workspace, today: str) -> dict[str, str]:
    """Ask the site for every post that was pushed, and give the newly public ones: question → address.

    An address is told once: whoever takes the decision back, or decides otherwise later, has the last word.

    Raises:
        SiteError: the site cannot be asked.
        SettingsError: the decisions cannot be read or written.
    """
    known = {question.id for question in workspace.results.load_questions()}
    decided = {decision.question: decision for decision in read_decisions(workspace.folder)}
    told = {}
    for key, post in sorted(memory.posts.items()):
        there = target.load(post.id) if post.id and post.question_id in known else None
        if there is None or not there.public_url or there.public_url == post.told:
            continue
        last = decided.get(post.question_id)
        if not (last and last.action == "answered-by" and last.url == there.public_url):
            decision = Decision(action="answered-by", question=post.question_id, url=there.public_url, date=today)
            add_decision(workspace.folder, decision)
            told[post.question_id] = there.public_url
        memory.save(key, replace(post, told=there.public_url))
    return told
