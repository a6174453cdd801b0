"""Says what a column of ids means whose values repeat: parts of one enquiry, or no ids at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def judge_ids(found: Mapping[str, str], columns: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Decide what a column of ids means that repeat; gives the columns for `Columns.joined` and `Columns.repeated`.

    Joins of database tables give a ticket once for each of its replies: the same id with the same question. An id whose
    rows ask different things tells no tickets apart, unless there are only a few: those may be exported twice.
    """
    name = found.get("id", "")
    ids = [value.strip() for value in columns.get(name, ())]
    said: dict[str, set[str]] = {}
    repeated: set[str] = set()
    words = columns.get(found.get("question", ""), ())
    replies = columns.get(found.get("answer", ""), ())
    told: dict[str, set[str]] = {}
    for place, id_ in enumerate(ids):
        if id_:
            repeated |= {id_} & said.keys()
            told.setdefault(id_, set()).add(replies[place].strip() if place < len(replies) else "")
            said.setdefault(id_, set()).update({" ".join(words[place].split()) if place < len(words) else ""} - {""})
    if not repeated or all(len(said[id_]) <= 1 and len(told[id_]) == 1 for id_ in repeated):
        return "", ""  # rows that are there twice, word for word
    if sum(len(said[id_]) <= 1 for id_ in repeated) * 3 >= len(repeated) * 2:
        return name, ""
    return ("", "") if len(said) * 4 >= sum(bool(id_) for id_ in ids) * 3 else ("", name)
