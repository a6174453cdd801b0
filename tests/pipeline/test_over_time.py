"""Time told of a whole run: what a marketer reads about a year of enquiries, and where the days come from."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import invoke, load_questions, write_export

from enquiry2article.domain.coverage import Coverage, QuestionCoverage, Verdict
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.post import Post
from enquiry2article.domain.question import Answered, Effect, Outcome, Question, QuestionStatus, Season, Worth
from enquiry2article.pipeline.over_time import add_time, find_answered
from enquiry2article.storage.decisions_file import Decision
from enquiry2article.storage.serialise import decode_question, encode_record
from enquiry2article.storage.workspace import Workspace

NOW = datetime(2026, 12, 1, tzinfo=UTC)
URL = "https://baker.example/blog/order-a-cake/"

QUESTION = Question(
    id="q-1", title="How do I order a cake?", slug="x", enquiry_ids=("1",), volume=1, customers=1,
    status=QuestionStatus.ANSWERED, post_url=URL,
)  # fmt: skip


def cover(published: datetime | None, url: str = URL) -> Coverage:
    post = Post(url=url, title="Order a cake", text="…", published=published)
    row = QuestionCoverage(question_id="q-1", verdict=Verdict.ANSWERED, post=post)
    return Coverage(questions=(row,), by_question={"q-1": row})


def since(coverage: Coverage, *decisions: Decision, before: dict[str, Answered] | None = None) -> Answered:
    return find_answered([QUESTION], coverage, decisions, before or {}, NOW)["q-1"]


def test_the_posts_own_date_counts_most() -> None:
    said = Decision(action="answered-by", question="q-1", url=URL, date="2026-08-01")
    published = datetime(2026, 6, 10, tzinfo=UTC)
    assert since(cover(published), said) == Answered(url=URL, since=published)
    assert since(cover(None), said).since.date().isoformat() == "2026-08-01"
    assert since(cover(published, "https://baker.example/other/"), said).since.date().isoformat() == "2026-08-01"


def test_without_a_date_it_is_the_day_on_which_it_was_noticed() -> None:
    assert since(Coverage()) == Answered(url=URL, since=NOW, dated=False)
    noticed = Answered(url=URL, since=NOW - timedelta(days=60), dated=False)
    assert since(Coverage(), before={"q-1": noticed}) == noticed
    other = Answered(url="https://baker.example/other/", since=NOW - timedelta(days=60))
    assert since(Coverage(), before={"q-1": other}).since == NOW


@pytest.mark.parametrize("date", ["", "last summer", "2026-13-01"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    said = Decision(action="answered-by", question="q-1", url=URL, date=date)
    assert not since(Coverage(), said).dated


def test_what_is_not_answered_is_not_in_it() -> None:
    new = Question(id="q-2", title="?", slug="y", enquiry_ids=("1",), volume=1, customers=1)
    assert find_answered([new], Coverage(), [], {}, NOW) == {}


def test_the_workspace_remembers_since_when(tmp_path: Path) -> None:
    known = {"q-1": Answered(url=URL, since=NOW, dated=False), "q-2": Answered(url=URL, since=NOW)}
    with Workspace.create(tmp_path) as state:
        assert state.drafts.load_answered() == {}
        state.drafts.save_answered(known)
        assert state.drafts.load_answered() == known
        state.drafts.save_answered({})
        assert state.drafts.load_answered() == {}


def test_a_question_is_stored_with_all_that_time_tells() -> None:
    full = Question(
        id="q-1", title="?", slug="x", enquiry_ids=("1",), volume=1, customers=1,
        season=Season(months=(11, 12), years=2, share=0.6),
        effect=Effect(since=NOW, days=90, before=None, after=4, outcome=Outcome.STILL),
        worth=Worth(monthly=3.5, low=1.2, high=8.1, minutes=6.0, timed=4),
    )  # fmt: skip
    assert decode_question(encode_record(full)) == full
    plain = json.loads(encode_record(full))
    for name in ("season", "effect", "worth", "months", "trend"):
        del plain[name]
    assert decode_question(json.dumps(plain)).worth is None  # as an older version wrote it


def test_moments_with_and_without_a_zone_go_together() -> None:
    rows = [
        RedactedEnquiry(id=str(n), source="x", text="t", ask="t", received=NOW.replace(tzinfo=zone) - timedelta(days=n))
        for n, zone in enumerate([UTC, None] * 30)
    ]
    asked = Question(id="q-1", title="?", slug="x", enquiry_ids=("1", "2"), volume=2, customers=2)
    (found,) = add_time([asked], rows, {})
    assert found.worth is not None
    assert found.worth.monthly == 1.0


def test_a_typing_mistake_in_one_year_does_not_make_everything_old() -> None:
    rows = [
        RedactedEnquiry(id=str(n), source="x", text="t", ask="t", received=NOW - timedelta(days=n / 2))
        for n in range(200)
    ]
    ids = tuple(str(n) for n in range(0, 200, 2))
    asked = Question(id="q-1", title="?", slug="x", enquiry_ids=ids, volume=100, customers=100)
    slip = RedactedEnquiry(id="slip", source="x", text="t", ask="t", received=NOW.replace(year=2062))
    assert add_time([asked], [*rows, slip], {}) == add_time([asked], rows, {})
    assert add_time([asked], rows, {})[0].trend == "steady"


CAKES = [
    "How do I order a birthday cake?",
    "how can i order a cake for a birthday",
    "I would like to order a birthday cake, how does that work?",
    "Ordering a birthday cake: how?",
]
STOLLEN = [
    "Do you ship Christmas stollen?",
    "can you send stollen by post for christmas",
    "I'd like Christmas stollen sent by post, do you do that?",
    "Is stollen shipped by post at Christmas?",
]
HOURS = [
    "Are you open on Sunday?",
    "what are your opening hours on sundays",
    "Sunday opening hours please: are you open?",
    "Is the shop open on Sundays?",
]
NUTS = [
    "Which of your breads contain nuts?",
    "are there nuts in your bread",
    "I have a nut allergy: which bread can I eat?",
    "Nuts in the bread: which loaves?",
]
ANSWERS = {
    "nuts": "Only the walnut loaf and the seed roll contain nuts, and all are baked in one room.",
    "cake": "Call us three days before or order in our shop, and say for how many people it should be.",
    "stollen": "We ship stollen by post from the middle of November; it arrives within two days.",
    "hours": "On Sundays we are open from eight to twelve.",
}


def write_two_years(path: Path) -> Path:
    """Cakes all the time, answered by a post in June 2026 and asked less since; hours as ever; stollen in winter."""
    rows = ["id,date,customer,question,answer,Handling time (min)"]

    def ask(kind: str, texts: list[str], day: datetime, minutes: int) -> None:
        number = len(rows)
        text = texts[number % len(texts)].replace('"', "")
        rows.append(f'{kind}-{number},{day.date()},c{number}@post.example,"{text}","{ANSWERS[kind]}",{minutes}')

    start = datetime(2025, 1, 1)
    for number in range(730):
        day = start + timedelta(days=number)
        if number % 4 == 0 and (day < datetime(2026, 6, 10) or number % 40 == 0):
            ask("cake", CAKES, day, 12 + number % 3)
        if number % 2 == 0:
            ask("nuts", NUTS, day, 4)
        if number % 3 == 0:
            ask("hours", HOURS, day, 2)
        if day.month in (11, 12) and number % 4 == 1:
            ask("stollen", STOLLEN, day, 5)
    return write_export(path, "\n".join(rows) + "\n")


def kind_of(question: dict[str, Any]) -> str:
    (kind,) = {id_.partition("-")[0] for id_ in question["enquiry_ids"]}
    return kind


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: Any) -> tuple[dict[str, Any], str, Path]:
    folder: Path = tmp_path_factory.mktemp("years")
    export = write_two_years(folder / "bakery.csv")
    run = ("run", export, "-w", folder / "w", "-o", folder / "posts")
    invoke(*run)
    first = {kind_of(question): question["id"] for question in load_questions(folder / "w")}
    lines = []
    for kind, url, day in (("cake", URL, "2026-06-10"), ("hours", "https://baker.example/hours/", "2026-04-01")):
        lines += [
            "[[decision]]", 'action = "answered-by"', f'question = "{first[kind]}"', f'url = "{url}"',
            f'date = "{day}"', "",
        ]  # fmt: skip
    (folder / "w" / "decisions.toml").write_text("\n".join(lines), encoding="utf-8")
    summary = invoke(*run).stdout
    found = {kind_of(question): question for question in load_questions(folder / "w")}
    return found, summary, folder / "w"


def test_two_years_of_a_bakery(two_years: tuple[dict[str, Any], str, Path]) -> None:
    found, summary, workspace = two_years
    assert found["stollen"]["season"] == {"months": [11, 12], "years": 2, "share": 1.0}
    assert "asked mostly in November and December, every year" in found["stollen"]["reasons"]
    assert found["hours"]["season"] is None
    assert found["cake"]["season"] is None
    cake, hours = found["cake"]["effect"], found["hours"]["effect"]
    assert (cake["outcome"], cake["since"], cake["days"]) == ("less", "2026-06-10", 180)
    assert cake["high"] < 1
    assert hours["outcome"] == "still"
    assert 0.5 < hours["ratio"] < 2
    assert found["stollen"]["effect"] is None
    assert found["hours"]["worth"]["minutes_each"] == 2
    assert 9 <= found["hours"]["worth"]["customers_a_month"] <= 11
    assert any("about 2 minutes each: 20 min a month" in reason for reason in found["hours"]["reasons"])
    assert "1 question is answered and still asked:" in summary
    assert "1 question is asked less since a post answers it" in summary
    listed = invoke("questions", "-w", workspace, "--still-asked")
    assert "https://baker.example/hours/" in listed.stdout
    assert URL not in listed.stdout
    assert "contact form" in listed.stderr
    assert "asked mostly in November and December" in invoke("questions", "-w", workspace).stdout


def test_nothing_is_still_asked_once_the_decision_is_taken_back(
    two_years: tuple[dict[str, Any], str, Path],
) -> None:
    found, _, workspace = two_years
    before = (workspace / "decisions.toml").read_text(encoding="utf-8")
    invoke("restore", found["hours"]["id"], "-w", workspace)
    assert "There are no such questions" in invoke("questions", "-w", workspace, "--still-asked").stderr
    (told,) = [q for q in load_questions(workspace) if q["id"] == found["hours"]["id"]]
    assert told["effect"] is None
    (workspace / "decisions.toml").write_text(before, encoding="utf-8")
