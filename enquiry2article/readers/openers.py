"""Says who asks and who answers where nobody has a role: in forums and in the channels of a chat program."""

from __future__ import annotations

from collections.abc import Sequence

from enquiry2article.export_records import ReadOptions
from enquiry2article.records import Author


def tell_by_opener(people: Sequence[str], opener: str, options: ReadOptions) -> Author:
    """Say who speaks in a thread that `opener` began. `people`: the writer's id first, then names and addresses.

    Where the user has named the company's people, they answer and nobody else does; otherwise whoever did not ask.

    >>> mia = ReadOptions(agents=("Mia",))
    >>> tell_by_opener(["U1", "Ana"], "U1", ReadOptions()).value, tell_by_opener(["U2", "Bo"], "U1", mia).value
    ('customer', 'customer')
    """
    if any(options.names_agent(person) for person in people):
        return Author.AGENT
    return Author.CUSTOMER if options.agents or not opener or people[0] == opener else Author.AGENT
