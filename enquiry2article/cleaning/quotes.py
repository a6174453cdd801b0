"""Takes off the mails that a mail answers, and opens a mail that only passes another one on.

Pure. What a header looks like, `cleaning/quote_headers` knows; here is decided where the quoted mail begins and ends.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.cleaning.header_blocks import count_block, is_label
from enquiry2article.cleaning.mail_boilerplate import is_reply_line
from enquiry2article.cleaning.quote_headers import (
    count_attribution,
    find_mail_title,
    is_dashed_title,
    is_marked,
    is_marked_soon,
    is_moment_only,
)

_RULE: Final = re.compile(r"^[_=*~─‐-]{5,}$")
_LONGEST_MARKED_HEADER: Final = 8
_LETTER: Final = re.compile(r"[^\W_]")


def strip_quotes(lines: list[str]) -> list[str]:
    """Take off the mails that a mail answers or forwards. What was written between quoted lines stays."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if is_reply_line(line) and not any(map(_LETTER.search, kept)):
            kept.clear()  # it stands above all else, under a rule perhaps
        elif is_marked(line):
            if _is_header_in_marks(lines, place):
                break
            place += 1
            continue
        elif _begins_other_mail(lines, place):
            break
        if taken := count_attribution(lines, place):
            if not is_marked_soon(lines, place + taken):
                break  # the quoted mail bears no marks, so nobody can tell where it ends
            _drop_title(kept)
            place += taken
            continue
        if not is_reply_line(line):
            kept.append(line)
        place += 1
    if place < len(lines):
        _drop_title(kept)
    while kept and (not kept[-1] or _RULE.match(kept[-1][:80])):
        kept.pop()
    return kept


def _is_header_in_marks(lines: list[str], place: int) -> bool:
    """Return whether only the header of a mail bears marks, and the mail itself, which ends the text, bears none."""
    end = place
    while end < len(lines) and is_marked(lines[end]):
        end += 1
    if end - place > _LONGEST_MARKED_HEADER or not any(lines[end:]) or is_marked_soon(lines, end):
        return False
    bare = [line.lstrip("|> ") for line in lines[place:end]]
    if count_block(bare, 0) == len(bare) or (bare[0] and count_attribution(bare, 0) == len(bare)):
        return not any(map(is_marked, lines[end:]))
    return bool(is_moment_only(bare[0])) and len(bare) > 1 and count_block(bare, 1) == len(bare) - 1


def _drop_title(kept: list[str]) -> None:
    """Take off what belongs to the header that follows: rules, words between dashes, a moment on a line of its own."""
    while kept and (not kept[-1] or _RULE.match(kept[-1][:80])):
        kept.pop()
    if kept and (is_dashed_title(kept[-1]) or find_mail_title(kept[-1]) or is_moment_only(kept[-1])):
        kept.pop()


def open_forward(lines: list[str], *, whatever: bool) -> list[str]:
    """Return the words of the mail that this one passes on, without its header; [] where it passes none on.

    With `whatever` the mail that it answers will do: who sends nothing but that passes it on, whatever it is called.
    """
    for place, line in enumerate(lines):
        forwarded = find_mail_title(line) == "forwarded"
        if not forwarded and not _begins_other_mail(lines, place):
            if count_attribution(lines, place):
                return []
            continue
        if not forwarded and (not whatever or is_reply_line(line)):
            return []
        return _skip_header(lines, place)
    return []


def _skip_header(lines: list[str], place: int) -> list[str]:
    """Return what follows a separator and the labelled lines below it."""
    if not is_label(lines[place]):
        place += 1
    while place < len(lines) and not lines[place]:
        place += 1
    if place < len(lines):
        place += count_block(lines, place)
    while place < len(lines) and lines[place]:
        # A long list of people goes on in the next line.
        goes_on = "@" in lines[place] or lines[place - 1].endswith((",", ";"))
        if not is_label(lines[place]) and not (goes_on and is_label(lines[place - 1])):
            break
        place += 1
    return lines[place:]


def _begins_other_mail(lines: list[str], place: int) -> bool:
    return bool(find_mail_title(lines[place]) or count_block(lines, place) or is_reply_line(lines[place]))
