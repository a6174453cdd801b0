"""Records as the workspace keeps them, in JSON, and back again; what older versions wrote can still be read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import msgspec

from enquiry2article.domain.answer import Answer, Lack, Role, Statement
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.question import Question


def encode_record(record: Any) -> str:
    """Return a record as JSON."""
    # numpy's numbers are none of msgspec's types.
    return json.dumps(msgspec.to_builtins(record, enc_hook=float), ensure_ascii=False)


def encode_enquiry(enquiry: RedactedEnquiry) -> str:
    """Return an enquiry as JSON, without what is empty and without the hidden values."""
    plain = {name: value for name, value in msgspec.to_builtins(enquiry).items() if value and name != "hidden"}
    if enquiry.content is False:
        plain["content"] = False
    return json.dumps(plain, ensure_ascii=False)


def decode_enquiry(text: str) -> RedactedEnquiry:
    """Return the enquiry that `encode_enquiry` wrote."""
    return msgspec.convert({"text": "", "ask": "", **json.loads(text)}, RedactedEnquiry)


def drop_enquiries(question: Question, enquiry_ids: Collection[str]) -> Question:
    """Take enquiries out of a question: what only they said is gone, what others said too stays.

    The ways of asking it are all gone, since nobody can tell any more whose they were; the next run finds them anew.
    """
    gone = set(enquiry_ids)

    def keep(statements: Iterable[Statement]) -> tuple[Statement, ...]:
        left = (
            replace(
                s,
                sources=tuple(id_ for id_ in s.sources if id_ not in gone),
                exemplar="" if s.exemplar in gone else s.exemplar,
            )
            for s in statements
        )
        return tuple(statement for statement in left if statement.sources)

    answer = question.answer
    sides = (replace(d, values=keep(d.values)) for d in answer.disagreements)
    left = tuple(id_ for id_ in question.enquiry_ids if id_ not in gone)
    return replace(
        question,
        enquiry_ids=left,
        volume=len(left),
        customers=max(0, min(question.customers - 1, len(left))),
        variants=(),
        answer=replace(
            answer,
            statements=keep(answer.statements),
            asked=keep(answer.asked),
            handled=keep(answer.handled),
            spare=keep(answer.spare),
            # Half of a colleague's reply is no whole one.
            retold=keep(answer.retold) if len(keep(answer.retold)) == len(answer.retold) else (),
            disagreements=tuple(side for side in sides if len(side.values) > 1),
        ),
    )


def strip_question(question: Question) -> Question:
    """Take out of a question what customers and agents wrote, but for the title; the next run finds it anew."""
    answer = question.answer
    return replace(
        question,
        keywords=(),
        tags=(),
        variants=(),
        draft="",
        answer=Answer(lack=answer.lack, replies=answer.replies, agents=answer.agents, confirmed=answer.confirmed),
    )


def decode_question(text: str) -> Question:
    """Return the question that `encode_record` wrote, now or in an older version."""
    plain = json.loads(text)
    answer = plain["answer"]
    answer.setdefault("lack", Lack.NOTHING if answer["statements"] else Lack.MISSING)
    sides = (side for disagreement in answer["disagreements"] for side in disagreement["values"])
    for statement in (*answer["statements"], *answer.get("asked", ()), *answer.get("handled", ()), *sides):
        if statement.get("step"):  # the oldest version knew no other role
            statement.setdefault("role", Role.STEP)
    return msgspec.convert(plain, Question)
