"""Writes a long pattern as what it is: a list of phrases, one beside another.

Pure. It decides nothing: which phrases count, the modules decide whose patterns they are.
"""

from __future__ import annotations

import re
import textwrap
from typing import Final

_GOES_ON: Final = re.compile(r"(?<![ \t])[ \t]*\n[ \t]+")
_BETWEEN: Final = re.compile(r"(?<![ \t])[ \t]*\n| \| ")


def one_of(phrases: str) -> str:
    r"""Give a group that matches any of some phrases, which stand on lines of their own or with " | " between them.

    A line that is indented more than the first goes on with the phrase of the line above. A space in a phrase is meant.

    >>> one_of(r'''
    ...     kind regards | cheers
    ...     yours (?:sincerely
    ...         |faithfully)
    ... ''')
    '(?:kind regards|cheers|yours (?:sincerely|faithfully))'
    """
    lines = _GOES_ON.sub("", textwrap.dedent(phrases).strip("\n").rstrip())
    return f"(?:{'|'.join(_BETWEEN.split(lines))})"
