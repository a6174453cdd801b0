"""Whether questions are found anew or what is new is placed among them, and what is kept for the next run.

A small export is mined anew every time: it takes seconds, and what comes out does not depend on how the enquiries came
in. In a large one an added month is placed among the questions that are there, so that it costs only what is new and
nothing moves; once the export has grown by `MOST_GROWN`, it is mined anew as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.protocols import Grouper
from enquiry2article.questions.grouping.group import Grouping, group_enquiries
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.storage.workspace import Workspace
from enquiry2article.text.canonical import canonicalise

FACT = "mining"
"""The fact under which a workspace keeps when and how it was last mined anew."""

WAY = "2"
"""Raise it when mining would find other questions: then every workspace is mined anew."""

SMALL = 3000
"""Wordings up to which an export is mined anew each time."""

MOST_GROWN = 0.25
"""How much may be added, as a share of what there was at the last mining, before all is mined anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The names of the parts that questions are found with."""

    grouper: str
    encoder: str
    """What made the vectors."""


@dataclass(frozen=True, slots=True)
class Mining:
    """The questions of an export, as clusters, and how they were found."""

    grouping: Grouping
    anew: bool
    """False if what is new was placed among the questions that were there."""
    told: str
    """What `keep_mining` remembers about it."""


def mine_enquiries(
    enquiries: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    grouper: Grouper,
    workspace: Workspace,
    options: GroupingOptions,
    *,
    said: Mapping[str, Sequence[str]],
    method: Method,
) -> Mining:
    """Find the questions, anew or from where the last mining by the same `method` and `options` left them.

    The other arguments are those of `questions/grouping/group.group_enquiries`.
    """
    wordings = {canonicalise(enquiry.text) for enquiry in enquiries if not enquiry.noise}
    way = _describe_way(method, options)
    last = json.loads(workspace.facts.load(FACT) or "{}")
    mined: dict[str, int] | None = None
    if last.get("way") == way and SMALL < len(wordings) <= (1 + MOST_GROWN) * last["wordings"]:
        mined = workspace.grouping.load_mined(wordings)
    grouping = group_enquiries(enquiries, vectors, grouper, options, said=said, mined=mined)
    anew = not mined
    told = json.dumps(
        {
            "way": way, "encoder": method.encoder, "wordings": len(wordings) if anew else last["wordings"],
            "across languages": options.across_languages,
        },
        sort_keys=True,
    )  # fmt: skip
    return Mining(grouping, anew, told)


def _describe_way(method: Method, options: GroupingOptions) -> str:
    """Describe how questions are found; a mining done another way is nothing to go on from."""
    known = options.known
    signed = [hashlib.blake2b("\n".join(known).encode(), digest_size=8).hexdigest()] if known else []
    together = ["across languages"] if options.across_languages else []
    own = [method.encoder, method.grouper, str(options.min_volume), options.detail.value]
    return " ".join([WAY, *own, *signed, *together])


def may_go_on(workspace: Workspace, count: int) -> bool:
    """Return whether so many enquiries are likely to be placed among the questions that are there, not mined anew."""
    return count > SMALL and bool(workspace.facts.load(FACT))


def find_encoder_name(workspace: Workspace) -> str:
    """Return the name of what made the vectors of the last mining, or ""."""
    return str(json.loads(workspace.facts.load(FACT) or "{}").get("encoder", ""))


def find_across_languages(workspace: Workspace) -> bool:
    """Return whether questions were counted across languages at the last mining."""
    return bool(json.loads(workspace.facts.load(FACT) or "{}").get("across languages", False))


def keep_mining(mining: Mining, workspace: Workspace) -> None:
    """Remember where everything is, for the next run to go on from."""
    with workspace.transaction():
        workspace.facts.save(FACT, mining.told)
        workspace.grouping.save_mined(mining.grouping.mined)
