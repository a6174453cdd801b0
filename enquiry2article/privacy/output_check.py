"""The output check of everything that leaves for a reader's eyes: does it still hold something personal?

Pure. Redaction comes first and should leave nothing to find; it does not trust that. It looks with the same finders
and for every value that was ever met (`hashed`), and what it finds is never shown: only its kind and how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry2article.domain.answer import PERSONAL, Answer, Lack, Statement
from enquiry2article.domain.article import Refusal
from enquiry2article.domain.enquiry import HiddenValue, RedactedEnquiry
from enquiry2article.domain.match import Match
from enquiry2article.domain.question import Question
from enquiry2article.privacy.hashed_values import HashedValues, hide_value
from enquiry2article.privacy.recognisers.spans import ATOM, Span, cut_atoms, join_spans
from enquiry2article.text.placeholders import PLACEHOLDERS
from enquiry2article.text.words import fold

PUBLIC_END = "\x1f"
"""Parts one public text from the next, so that no name is made of the end of one and the beginning of another."""

FEWEST_CUSTOMERS = 3
FEWEST_AGENTS = 2
"""So many people use a word that is not somebody's name."""
RUN_LENGTHS = (2, 3)
"""Words of a run that may be taken for a name where it is once written with capitals."""

FindSpans = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class OutputCheck:
    """Looks through texts before they leave."""

    find: FindSpans
    """The finders of redaction, without the knowledge of any conversation."""
    hashed: HashedValues
    public: str = ""
    """Folded words that are public already, such as the author whom the settings name and the text of a post."""

    def inspect(self, text: str) -> list[Span]:
        """Return what is personal in a text, in its order; an empty list lets it pass."""
        found = join_spans(text, [*self.find(text), *self.hashed.find(text)])
        return [span for span in found if not self._is_public(text[span.start : span.end])] if self.public else found

    def let_pass(self, texts: Iterable[str]) -> OutputCheck:
        """Return a gate that also knows these texts to be public."""
        return replace(self, public=PUBLIC_END.join([self.public, *map(_flatten, texts)]))

    def _is_public(self, value: str) -> bool:
        return _flatten(value) in self.public

    def inspect_all(self, texts: Iterable[str]) -> dict[str, int]:
        """Count what is personal in texts, by kind; an empty answer lets them pass."""
        return dict(sorted(Counter(span.kind for text in texts for span in self.inspect(text)).items()))

    def list_clean(self, words: Iterable[str]) -> tuple[str, ...]:
        """Leave out of a list of key words, which have lost their capitals, those that are somebody's name."""
        return tuple(word for word in words if not self.inspect(word) and not self.inspect(word.title()))

    def mask(self, text: str) -> str:
        """Put placeholders in the place of what is personal."""
        pieces: list[str] = []
        place = 0
        for span in self.inspect(text):
            pieces += [text[place : span.start], PLACEHOLDERS[span.kind]]
            place = span.end
        return "".join([*pieces, text[place:]])


def _flatten(text: str) -> str:
    """Reduce a text to its runs of letters and digits, each between spaces."""
    return f" {' '.join(match[0] for match in ATOM.finditer(fold(text)))} "


def guard_questions(questions: Iterable[Question], check: OutputCheck) -> tuple[list[Question], list[Refusal]]:
    """Return the questions without what is personal in them, and the refusals of those whose title held some.

    A sentence, variant or key word that holds something is left out; of a title it is masked, and since an article
    cannot be called so, its draft is refused. Sentences left out are counted in `Answer.left_out`.
    """
    guarded: list[Question] = []
    refused: list[Refusal] = []
    for question in questions:
        found = check.inspect_all([question.title])
        if found:
            title = check.mask(question.title)
            refused.append(Refusal(question_id=question.id, title=title, found=found, place="its title"))
            question = replace(question, title=title, slug=question.id)
        guarded.append(_clean_question(question, check))
    return guarded, refused


def find_unsafe_sentences(answer: Answer, check: OutputCheck) -> set[str]:
    """Return the texts of the statements of an answer that hold something personal."""
    sides = [side for found in answer.disagreements for side in found.values]
    texts = {
        s.text for s in (*answer.statements, *answer.asked, *answer.handled, *answer.retold, *answer.spare, *sides)
    }
    texts |= {heading for heading in answer.headings if heading}
    return {text for text in texts if check.inspect(text)}


def guard_evidence(match: Match, check: OutputCheck) -> Match:
    """Mask what is personal in the evidence of a match: the wordings in which others asked the same."""
    evidence = replace(
        match.evidence,
        wordings=tuple(map(check.mask, match.evidence.wordings)),
        words=check.list_clean(match.evidence.words),
        runner_up=check.mask(match.evidence.runner_up),
        reason=check.mask(match.evidence.reason),
    )
    return replace(match, evidence=evidence, also=tuple(guard_evidence(part, check) for part in match.also))


def list_hidden_words(enquiries: Iterable[RedactedEnquiry], key: bytes) -> list[HiddenValue]:
    """Return, hidden, the words and the runs of words that several people still use after redaction."""
    known = list(enquiries)
    words = list_words(known)
    hidden = (hide_value(word, "name", key) for word in sorted(words | _list_runs(known, words)))
    return [value for value in hidden if value]


def _list_runs(enquiries: Sequence[RedactedEnquiry], words: set[str]) -> set[str]:
    """Return the runs of such words that three customers use: "renter's insurance", once written with capitals."""
    users: dict[tuple[str, ...], set[str]] = {}
    for enquiry in enquiries:
        atoms = [atom for _, _, atom in cut_atoms(enquiry.text)]
        runs = {tuple(atoms[i : i + n]) for n in RUN_LENGTHS for i in range(len(atoms) - n + 1)}
        for run in runs:
            if words.issuperset(run):
                found = users.setdefault(run, set())
                if len(found) < FEWEST_CUSTOMERS:
                    found.add(enquiry.customer or enquiry.id)
    return {" ".join(run) for run, people in users.items() if len(people) >= FEWEST_CUSTOMERS}


def list_words(enquiries: Iterable[RedactedEnquiry]) -> set[str]:
    """Return, folded, the single words that several people still use after redaction: they are words, not names.

    Several are three customers, or two agents where the export tells agents apart.
    """
    customers: dict[str, set[str]] = {}
    agents: dict[str, set[str]] = {}
    for enquiry in enquiries:
        for word in {match[0] for text in (enquiry.text, *enquiry.later) for match in ATOM.finditer(text)}:
            customers.setdefault(fold(word), set()).add(enquiry.customer or enquiry.id)
        for reply in enquiry.replies:
            if reply.agent:
                for match in ATOM.finditer(reply.text):
                    agents.setdefault(fold(match[0]), set()).add(reply.agent)
    common = {word for word, people in customers.items() if len(people) >= FEWEST_CUSTOMERS}
    return common | {word for word, people in agents.items() if len(people) >= FEWEST_AGENTS}


def _clean_question(question: Question, check: OutputCheck) -> Question:
    def keep_clean(statements: Iterable[Statement]) -> tuple[Statement, ...]:
        return tuple(
            replace(s, wordings=tuple(w for w in s.wordings if not check.inspect(w)))
            for s in statements
            if not check.inspect(s.text)
        )

    answer = question.answer
    statements, retold = keep_clean(answer.statements), keep_clean(answer.retold)
    sides = [replace(found, values=keep_clean(found.values)) for found in answer.disagreements]
    lost = len(answer.statements) - len(statements)
    left_out = {**answer.left_out, PERSONAL: answer.left_out.get(PERSONAL, 0) + lost} if lost else answer.left_out
    return replace(
        question,
        area="" if check.inspect(question.area) else question.area,
        keywords=check.list_clean(question.keywords),
        tags=check.list_clean(question.tags),
        reasons=tuple(map(check.mask, question.reasons)),
        variants=tuple(variant for variant in question.variants if not check.inspect(variant.text)),
        answer=replace(
            answer,
            statements=statements,
            lack=answer.lack if statements else Lack.MISSING,
            asked=keep_clean(answer.asked),
            handled=keep_clean(answer.handled),
            spare=keep_clean(answer.spare),
            retold=retold if len(retold) == len(answer.retold) else (),
            disagreements=tuple(found for found in sides if len(found.values) > 1 and not check.inspect(found.about)),
            left_out=left_out,
        ),
    )


def describe_findings(found: Mapping[str, int]) -> str:
    """Return what was found without saying it: "2 × phone, 1 × name"."""
    return ", ".join(f"{count} × {kind}" for kind, count in found.items())
