"""Records as the workspace keeps them, in JSON, and back again; what older versions wrote can still be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from enquiry2article.domain.answer import Answer, Disagreement, Lack, Role, Statement
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.domain.question import (
    Effect,
    Outcome,
    Question,
    Season,
    Variant,
    Worth,
)


def record_to_plain(value: Any) -> Any:
    """Turn a record into what JSON can hold; dates become ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: record_to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [record_to_plain(item) for item in value]
    return value


def enquiry_to_plain(enquiry: RedactedEnquiry) -> dict[str, Any]:
    """Turn an enquiry into what JSON can hold, without what is empty and without the hidden values: see the vault."""
    plain = {name: value for name, value in record_to_plain(enquiry).items() if value and name != "hidden"}
    if enquiry.content is False:
        plain["content"] = False
    return plain


def enquiry_from_plain(plain: dict[str, Any]) -> RedactedEnquiry:
    """Make an enquiry of what `enquiry_to_plain` gave."""
    replies = (Reply(**{**reply, "at": _date_from_plain(reply["at"])}) for reply in plain.get("replies", ()))
    values: dict[str, Any] = {"text": "", "ask": "", **plain, "replies": tuple(replies)}
    values.update((name, tuple(plain[name])) for name in ("asks", "later", "tags", "facets") if name in plain)
    return RedactedEnquiry(**{**values, "received": _date_from_plain(plain.get("received"))})


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


def question_from_plain(plain: dict[str, Any]) -> Question:
    """Make a question of what `record_to_plain` gave."""
    answer = plain["answer"]
    return Question(
        **{
            **plain,
            "enquiry_ids": tuple(plain["enquiry_ids"]),
            "keywords": tuple(plain["keywords"]),
            "tags": tuple(plain.get("tags", ())),
            "related": tuple(plain["related"]),
            "next": tuple(plain.get("next", ())),
            "reasons": tuple(plain["reasons"]),
            "months": tuple((month, count) for month, count in plain.get("months", ())),
            "season": _season_from_plain(plain.get("season")),
            "effect": _effect_from_plain(plain.get("effect")),
            "worth": Worth(**plain["worth"]) if plain.get("worth") else None,
            "variants": tuple(Variant(**variant) for variant in plain["variants"]),
            "first_seen": _date_from_plain(plain["first_seen"]),
            "last_seen": _date_from_plain(plain["last_seen"]),
            "since": _date_from_plain(plain["since"]),
            "answer": Answer(
                **{
                    **answer,
                    "statements": tuple(_statement_from_plain(s) for s in answer["statements"]),
                    "headings": tuple(answer.get("headings", ())),
                    "asked": tuple(_statement_from_plain(s) for s in answer.get("asked", ())),
                    "handled": tuple(_statement_from_plain(s) for s in answer.get("handled", ())),
                    "spare": tuple(_statement_from_plain(s) for s in answer.get("spare", ())),
                    "retold": tuple(_statement_from_plain(s) for s in answer.get("retold", ())),
                    "lack": Lack(answer.get("lack", "" if answer["statements"] else "missing")),
                    "disagreements": tuple(
                        Disagreement(
                            **{
                                **d,
                                "values": tuple(_statement_from_plain(s) for s in d["values"]),
                                "since": _date_from_plain(d.get("since")),
                            }
                        )
                        for d in answer["disagreements"]
                    ),
                    "confirmed": _date_from_plain(answer["confirmed"]),
                }
            ),
        }
    )


def _season_from_plain(plain: dict[str, Any] | None) -> Season | None:
    return Season(**{**plain, "months": tuple(plain["months"])}) if plain else None


def _effect_from_plain(plain: dict[str, Any] | None) -> Effect | None:
    if not plain:
        return None
    return Effect(**{**plain, "since": datetime.fromisoformat(plain["since"]), "outcome": Outcome(plain["outcome"])})


def _statement_from_plain(plain: dict[str, Any]) -> Statement:
    known = {key: value for key, value in plain.items() if key != "step"}  # version 1 told steps only
    role = Role(plain.get("role", Role.STEP if plain.get("step") else Role.PLAIN))
    return Statement(
        **{
            **known,
            "sources": tuple(plain["sources"]),
            "role": role,
            "newest": _date_from_plain(plain.get("newest")),
            "wordings": tuple(plain.get("wordings", ())),
        }
    )


def _date_from_plain(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
