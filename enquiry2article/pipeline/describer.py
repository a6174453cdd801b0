"""Describes the questions of a run one by one: exemplars and title are chosen together, then the answer is composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.compose import Agreement, Lead, compose_answer
from enquiry2article.answers.contradictions import find_contradictions
from enquiry2article.answers.conversations import Conversation, find_middle, gather_conversations, measure_likeness
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.answers.exemplars import choose_exemplars, measure_reply, trim_reply, weigh_agreed, weigh_reply
from enquiry2article.answers.leads import (
    LEAST_ON_TOPIC,
    count_agreeing,
    find_material,
    find_mean,
    find_other,
    measure_agreement,
    order_by_core,
)
from enquiry2article.answers.overtaken import list_refused
from enquiry2article.answers.reply_sentences import Sentence, find_boilerplate
from enquiry2article.articles.headings import read_no_subject
from enquiry2article.domain.answer import PERSONAL, Answer, Disagreement, Lack
from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.question import Identity, Question, Variant
from enquiry2article.privacy.output_check import OutputCheck, find_unsafe_sentences
from enquiry2article.questions.grouping.group import count_customers
from enquiry2article.questions.grouping.identity import list_core, make_id, weigh_core
from enquiry2article.questions.naming.candidates import Candidate, find_usual_language, share_stems
from enquiry2article.questions.naming.titles import SAME_MEANING, Under, choose_title, make_heading, weigh_for_answer
from enquiry2article.questions.naming.topics import Topics
from enquiry2article.questions.naming.variants import find_sub_questions, find_variants
from enquiry2article.questions.related import list_neighbours
from enquiry2article.text.slugs import make_slug
from enquiry2article.text.words import normalise

ROUNDS = 8
"""How often an answer is composed anew because a sentence of it may hold personal data."""

LEAST_WORTH = 0.5
"""How likely an editor must be to publish an exemplar's reply, for an article to be made of it."""

LEAST_TITLE = 0.35
"""Expected grade of the title above it, 0..1, for an article to be made of it."""

MOST_LEADS = 30
"""Replies of a question, the best ones, that are tried as exemplars."""

LEAST_VALUE, LEAST_ALONE, FEWEST_AGREEING = 0.2, 0.26, 2
"""The least product of both, the same for a reply with which fewer conversations agree, and how many are enough.

What a threshold gives in cross-validation, benchmarks/fit_exemplars.py tells; these were chosen by hand among three,
after readers had graded drafts of all three on the sets of docs/answers.md."""

LEAST_HEADING = 0.5
"""The same for the heading of a further section."""

LEAST_OUTLINE, LEAST_UNDER = 0.4, 0.2
"""Expected grade of a title above what nobody answers, and of the questions under it, for an outline to be written."""

MOST_SECTIONS = 3

LEAST_GAIN = 1.0
"""Conversations that a further exemplar must cover beyond the first, to be a section."""

STAYS = 1.25
"""How many times better another reply must be than the one that led the article last time."""

REFUSED = 0.6
"""What a reply counts for each sentence that is out of date or contested."""


@dataclass(frozen=True, slots=True)
class _Composed:
    """Title and answer of a question."""

    title: str
    answer: Answer
    order: tuple[str, ...]
    """Its enquiries, nearest to the title and to the first exemplar first."""
    turned: bool
    """Whether that is another question than the one that these enquiries were grouped as before."""


@dataclass(slots=True)
class Describer:
    """What is known of all questions while they are described one by one, the largest first."""

    clusters: Sequence[Cluster]
    """Those who ask in the language of most."""
    others: Sequence[Sequence[RedactedEnquiry]]
    """Those of each question who ask in another language: they are counted, and nothing else."""
    ids: Sequence[str]
    sentences: dict[str, tuple[Sentence, ...]]
    """Those of each enquiry's replies. What turns out to be personal is marked there."""
    vectors: Mapping[str, NDArray[np.float32]]
    candidates: list[Sequence[Candidate]]
    check: OutputCheck
    last: Mapping[str, Question]
    kept: frozenset[str]
    topics: Topics | None
    named: Mapping[str, str]
    """Question → what it is called whatever its enquiries say."""
    decided: frozenset[str]
    ended: dict[str, str]
    """Title, normalised → the question that was called so last and is not among `ids`."""
    identities: Mapping[str, Identity]
    today: datetime
    boilerplate: frozenset[str] = frozenset()
    taken: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    """The titles that are given, normalised, with their vectors."""

    def describe_all(self) -> list[Question]:
        own = [self._list_own(cluster) for cluster in self.clusters]
        self.boilerplate = find_boilerplate(own)
        found = self._find_contradictions(own)
        changed = [one for of_one in found for one in of_one if one.changed]
        self.taken = {
            normalise(title): self.vectors[title]
            for id_, title in self.named.items()
            if id_ in self.ids or id_ not in self.kept
        }
        # Where the title could not be shown, the id stood in for the slug.
        slugs = {id_: known.slug for id_, known in self.identities.items() if known.slug != id_}
        questions = []
        for place, disagreements in enumerate(found):
            question = self._describe(place, disagreements, changed)
            if question.id not in slugs:
                slugs[question.id] = make_slug(question.title, set(slugs.values()))
            questions.append(replace(question, slug=slugs[question.id]))
        return questions

    def _list_own(self, cluster: Cluster) -> list[Sentence]:
        return [sentence for member in cluster.members for sentence in self.sentences[member.id]]

    def _find_contradictions(self, own: Sequence[Sequence[Sentence]]) -> list[tuple[Disagreement, ...]]:
        middles = [find_middle([s for s in of_one if not s.unfit], self.vectors) for of_one in own]
        near = list_neighbours(self.ids, self.clusters, middles)
        return [
            find_contradictions(of_one, [own[other] for other in near[place]], self.vectors)
            for place, of_one in enumerate(own)
        ]

    def _describe(
        self, place: int, disagreements: tuple[Disagreement, ...], changed: Sequence[Disagreement]
    ) -> Question:
        """Name and answer one question, again without each sentence in which the gate finds something.

        After `ROUNDS` the answer is given as it is: the gate is asked once more before it leaves.
        """
        for _ in range(ROUNDS):
            composed = self._compose(place, disagreements, changed)
            unsafe = find_unsafe_sentences(composed.answer, self.check)
            named = self.ids[place] not in self.named and self.check.inspect(composed.title)
            if named:  # a title with a name in it would keep the draft from being written
                self.candidates[place] = [c for c in self.candidates[place] if c.title != composed.title]
            if not unsafe and not named:
                break
            for member in self.clusters[place].members:
                self.sentences[member.id] = tuple(
                    replace(s, unfit=PERSONAL, general=0.0) if finish_sentence(s.text) in unsafe else s
                    for s in self.sentences[member.id]
                )
            disagreements = tuple(
                found
                for found in disagreements
                if not any(unsafe & {side.text, *side.wordings} for side in found.values)
            )
        about = self.vectors.get(composed.title)
        if about is None:
            about = self.clusters[place].middle()
        self.taken[normalise(composed.title)] = about
        return self._make_question(place, composed)

    def _compose(
        self, place: int, disagreements: tuple[Disagreement, ...], changed: Sequence[Disagreement]
    ) -> _Composed:
        """Choose exemplars and title of one question together, and compose its answer."""
        cluster = self.clusters[place]
        gathered = gather_conversations(
            cluster.members, cluster.vectors, self.sentences, self.vectors, self.boilerplate
        )
        conversations = [trim_reply(conversation, self.vectors) for conversation in gathered]
        likeness = measure_likeness(conversations)
        worth = self._weigh(place, conversations, disagreements, changed)
        able, chosen, title = self._choose(place, conversations, likeness, worth)
        turned = False
        if not chosen and self.ids[place] in self.last.keys() - self.kept - self.decided:
            elsewhere = self._choose(place, conversations, likeness, worth, turned=True)
            if elsewhere[1]:
                able, chosen, title = elsewhere
                turned = not self._is_of_core(place, conversations, likeness, chosen[0])
        about = self.vectors[title] if title in self.vectors else cluster.middle()
        leads: list[Lead] = [Lead(conversations[row]) for row in chosen[:1]]
        taken = {**self.taken, normalise(title): about}
        for row in chosen[1:]:
            heading, form = self._name(place, conversations, likeness, [row], taken, heading=True)
            if form >= LEAST_HEADING and float(self.vectors[heading] @ about) >= LEAST_ON_TOPIC:
                leads.append(Lead(conversations[row], heading))
                taken[normalise(heading)] = self.vectors[heading]
        agreement = Agreement(conversations, self.vectors)
        other = find_other(chosen, able, likeness)
        answer = compose_answer(
            leads, agreement, about, disagreements, changed, title, conversations[other] if other >= 0 else None
        )  # fmt: skip
        material = find_material(conversations, worth, about) if answer.lack is Lack.MISSING else None
        if material:
            told = compose_answer([Lead(material)], agreement, about, disagreements, changed, title)
            answer = replace(told, lack=Lack.TERSE) if told.statements else answer
        order = order_by_core(conversations, about, likeness[chosen[0]] if chosen else None)
        return _Composed(title, answer, order, turned)

    def _is_of_core(
        self, place: int, conversations: Sequence[Conversation], likeness: NDArray[np.float64], lead: int
    ) -> bool:
        """Return whether a conversation is at least as like the core of the question as any two of its enquiries
        are.
        """
        weights = weigh_core(self.identities[self.ids[place]].enquiry_ids)
        own = np.array([weights.get(conversation.enquiry.id, 0.0) for conversation in conversations])
        own[lead] = 0.0
        between = likeness[~np.eye(len(own), dtype=np.bool_)]
        return float(own @ likeness[lead]) >= float(own.sum() * between.mean()) if own.any() else True

    def _choose(
        self,
        place: int,
        conversations: Sequence[Conversation],
        likeness: NDArray[np.float64],
        worth: Sequence[float],
        *,
        turned: bool = False,
    ) -> tuple[list[float], list[int], str]:
        """Choose exemplars and title: first, what each conversation is able to be; second, the rows of the exemplars.

        `turned` says not to keep to what the question was called before.
        """
        named = {
            row: self._name(place, conversations, likeness, [row], self.taken, turned=turned)
            for row in sorted(range(len(worth)), key=lambda row: (-worth[row], row))[:MOST_LEADS]
            if worth[row] >= LEAST_WORTH
        }
        if self.ids[place] in self.named:  # the house's title stands, so only which reply fits it best is asked
            fullest = max((form for _, form in named.values()), default=0.0) or 1.0
            named = {row: (title, form / fullest) for row, (title, form) in named.items()}
        # An exemplar is worth as much as the article that it makes: its text under the best title it can have.
        value = [worth[row] * named[row][1] if row in named else 0.0 for row in range(len(worth))]
        agrees = measure_agreement(likeness)
        able = [
            own if row in named and named[row][1] >= LEAST_TITLE and self._is_borne_out(row, own, agrees) else 0.0
            for row, own in enumerate(value)
        ]
        chosen = choose_exemplars(agrees, able, most=MOST_SECTIONS, least_gain=LEAST_GAIN)
        title, _ = named[chosen[0]] if chosen else self._name(place, conversations, likeness, [], self.taken)
        return able, chosen, title

    def _is_borne_out(self, row: int, value: float, agrees: NDArray[np.float64]) -> bool:
        """Return whether a reply is good enough for as many conversations as agree with it."""
        return value >= (LEAST_VALUE if np.count_nonzero(agrees[row]) > FEWEST_AGREEING else LEAST_ALONE)

    def _weigh(
        self,
        place: int,
        conversations: Sequence[Conversation],
        disagreements: Sequence[Disagreement],
        changed: Sequence[Disagreement],
    ) -> list[float]:
        """Weigh each conversation's reply as the exemplar of an article."""
        refused = {text for found in (*disagreements, *changed) for text in list_refused(found)}
        known = self.last.get(self.ids[place])
        led = {statement.exemplar for statement in known.answer.statements} - {""} if known else set()
        worth = []
        for conversation in conversations:
            value = weigh_reply(measure_reply(conversation, self.vectors))
            if value:
                alike = count_agreeing(conversation, conversations)
                value = weigh_agreed(value, alike, conversation.helped)
                value *= REFUSED ** sum(finish_sentence(s.text) in refused for s in conversation.kept)
                if conversation.enquiry.id in led:
                    value = min(0.999, value * STAYS)
            worth.append(round(value, 4))
        return worth

    def _name(
        self,
        place: int,
        conversations: Sequence[Conversation],
        likeness: NDArray[np.float64],
        rows: Sequence[int],
        taken: Mapping[str, NDArray[np.float32]],
        *,
        heading: bool = False,
        turned: bool = False,
    ) -> tuple[str, float]:
        """Choose the title of an exemplar's section, from the conversations that agree with it.

        A `heading`, and the title of a question that has `turned`, need not say what the question was called before.
        """
        cluster, id_ = self.clusters[place], self.ids[place]
        if id_ in self.kept and not heading:
            return self.named[id_], 1.0
        earlier = self.last[id_].title if id_ in self.last and not heading and not turned else ""
        if rows:
            lead = conversations[rows[0]]
            agrees = measure_agreement(likeness)[rows[0]]
            agreeing = [c for c, share in zip(conversations, agrees, strict=True) if share > 0]
            members = {
                c.enquiry.id: round(float(share), 4)
                for c, share in zip(conversations, agrees, strict=True)
                if share > 0
            }
        else:
            lead, agreeing = None, list(conversations)
            members = {conversation.enquiry.id: 1.0 for conversation in conversations}
        under = Under(
            asked=find_mean([conversation.asked for conversation in agreeing]),
            replied=lead.replied if lead else None,
            first=self.vectors[lead.kept[0].text] if lead else None,
            text=" ".join(sentence.text for sentence in lead.kept) if lead else "",
        )
        if id_ in self.named and not heading:
            title = self.named[id_]
            return title, weigh_for_answer(title, self.vectors[title], under)
        shares = share_stems([conversation.enquiry for conversation in agreeing])
        candidates = self._list_candidates(place, earlier)
        if earlier and all(candidate.title != earlier for candidate in candidates):
            candidates.append(Candidate(earlier, frozenset(members)))
        title, form = choose_title(candidates, self.vectors, members, shares, under, taken, earlier)
        if title or heading:
            return title, form
        keywords = self.topics.keywords[place] if self.topics else ()
        return make_heading(keywords, taken, read_no_subject(find_usual_language(cluster))), 0.0

    def _list_candidates(self, place: int, earlier: str) -> list[Candidate]:
        """List what a question may be called: one that had a title, only what says the same.

        Where nobody asks with the words of that title, as where it was made of key words, what its core asks.
        """
        found = [*self.candidates[place]]
        identity = self.identities.get(self.ids[place])
        if not earlier or not identity:
            return found
        if any(candidate.title == earlier for candidate in found):
            told = self.vectors[earlier]
            return [c for c in found if float(self.vectors[c.title] @ told) > SAME_MEANING]
        core = set(list_core(identity.enquiry_ids)) if identity.has_core else set(identity.enquiry_ids)
        return [c for c in found if core & c.enquiry_ids and not c.shared]

    def _list_able(self, place: int, least: float) -> list[Candidate]:
        """List what may be shown beside a title: what would itself be one of at least this grade."""
        return [c for c in self.candidates[place] if self._weigh_unanswered(place, c.title) >= least]

    def _weigh_unanswered(self, place: int, title: str) -> float:
        return weigh_for_answer(title, self.vectors[title], Under(asked=self.clusters[place].middle()))

    def _make_question(self, place: int, composed: _Composed) -> Question:
        cluster, id_ = self.clusters[place], self.ids[place]
        title, answer = composed.title, composed.answer
        if composed.turned:
            id_ = make_id(cluster, {*self.identities, *self.ids})
        if id_ not in self.identities and id_ not in self.named:
            id_ = self.ended.pop(normalise(title), id_)
        members = (*cluster.members, *self.others[place])
        dates = sorted(member.received for member in members if member.received)
        known = self.last.get(id_) if id_ in self.kept or not self.topics else None
        variants: tuple[Variant, ...] = ()
        if title in self.vectors and answer.lack is Lack.NOTHING:
            variants = find_variants(self._list_able(place, LEAST_TITLE), self.vectors, title)
        elif title in self.vectors and self._weigh_unanswered(place, title) >= LEAST_OUTLINE:
            variants = find_sub_questions(self._list_able(place, LEAST_UNDER), self.vectors, title)
        identity = self.identities.get(id_)
        return Question(
            id=id_,
            title=title,
            slug="",
            enquiry_ids=(*composed.order, *(member.id for member in self.others[place])),
            volume=len(members),
            customers=count_customers(members),
            replied=sum(bool(member.replies) for member in members),
            keywords=known.keywords if known else self.topics.keywords[place] if self.topics else (),
            variants=variants,
            area=known.area if known else self.topics.areas[place] if self.topics else "",
            first_seen=dates[0] if dates else None,
            last_seen=dates[-1] if dates else None,
            since=identity.since if identity else self.today,
            answer=answer,
        )
