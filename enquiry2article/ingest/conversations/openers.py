"""Says who asks, who answers and who is addressed in forums and in the channels of a chat program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from enquiry2article.domain.enquiry import Author
from enquiry2article.domain.export import ReadOptions


def find_by_opener(people: Sequence[str], opener: str, options: ReadOptions) -> Author:
    """Return who speaks in a thread that `opener` began. `people`: the writer's id first, then names and addresses.

    Where the user has named the company's people, they answer and nobody else does; otherwise whoever did not ask.

    >>> mia = ReadOptions(agents=("Mia",))
    >>> find_by_opener(["U1", "Ana"], "U1", ReadOptions()).value, find_by_opener(["U2", "Bo"], "U1", mia).value
    ('customer', 'customer')
    """
    if any(options.names_agent(person) for person in people):
        return Author.AGENT
    return Author.CUSTOMER if options.agents or not opener or people[0] == opener else Author.AGENT


def drop_address(text: str, names: Iterable[str]) -> str:
    """Return a message without the mentions that it begins with: they say to whom it goes and nothing of what it says.

    A message that is nothing but mentions stays as it is. `names` are those of the people mentioned, without the "@".

    >>> drop_address("@Kim @Bo Ek: 50 kilos is enough", ["Kim", "Bo Ek"]), drop_address("@Kim", ["Kim"])
    ('50 kilos is enough', '@Kim')
    """
    one_of = "|".join(re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True))
    return re.sub(rf"\A(?:\s*@(?:{one_of})(?!\w)[\s,:–-]*)+(?=\S)", "", text) if one_of else text
