"""What a run says of an export that is no good source of articles, and that it says nothing of a fit one."""

from __future__ import annotations

import pytest

from enquiry2article.domain.answer import Answer, Lack
from enquiry2article.domain.enquiry import Author, Enquiry, RedactedEnquiry, Reply, Turn
from enquiry2article.domain.question import Question
from enquiry2article.pipeline.unfit import count_split, warn_of_export

REPLY = (Reply(text="Press the button for five seconds."),)
GERMAN = "Wie lange dauert die Lieferung von Ersatzteilen für die Bohrmaschine nach Österreich?"
ENGLISH = "How long does it take until the spare parts for the drill arrive at my house?"


def ask(number: int, text: str = ENGLISH, *, customer: str | None = None, replied: bool = True) -> RedactedEnquiry:
    who = f"c{number}" if customer is None else customer
    return RedactedEnquiry(
        id=f"t{number}", source="", text=text, ask=text, customer=who, replies=REPLY if replied else ()
    )


def question(number: int, lack: Lack, replied: int = 5) -> Question:
    return Question(
        id=f"q-{number}", title="?", slug="", enquiry_ids=(), volume=5, customers=5, replied=replied,
        answer=Answer(lack=lack),
    )  # fmt: skip


def mail(number: int, subject: str, customer: str = "") -> Enquiry:
    return Enquiry(id=f"m{number}", source="", subject=subject, customer=customer)


FIT = [question(n, Lack.NOTHING) for n in range(4)]
ALL = (0, 40)


def test_a_fit_export_is_not_blamed() -> None:
    assert warn_of_export([ask(n) for n in range(40)], FIT, ALL) == ()


def test_nearly_all_case_handling_is_told() -> None:
    asking = [ask(n) for n in range(40)]
    cases = [question(n, Lack.CASE) for n in range(5)]
    [told] = warn_of_export(asking, cases, ALL)
    assert "5 of 5 questions only handle each customer's own case" in told
    assert warn_of_export(asking, [*cases[:3], *FIT], ALL) == ()
    unanswered = [question(n, Lack.MISSING, replied=0) for n in range(5)]
    assert warn_of_export(asking, unanswered, ALL) == ()


def test_one_customer_who_wrote_most_is_told() -> None:
    asking = [ask(n, customer="form" if n < 25 else None) for n in range(40)]
    [told] = warn_of_export(asking, FIT, ALL)
    assert told.startswith("One customer wrote 62% of what is asked.")
    assert warn_of_export([ask(n, customer="") for n in range(40)], FIT, ALL) == ()


@pytest.mark.parametrize(("replied", "told"), [(False, 1), (True, 0)])
def test_languages_side_by_side_are_told_only_where_no_reply_joins_them(replied: bool, told: int) -> None:
    asking = [ask(n, GERMAN if n % 3 else ENGLISH, replied=replied) for n in range(30)]
    found = warn_of_export(asking, [], (0, 30))
    assert len(found) == told
    assert all("German 67%, English 33%" in line for line in found)


def test_a_very_small_export_is_not_judged() -> None:
    assert warn_of_export([ask(n, customer="one") for n in range(6)], [], (3, 6)) == ()


def test_rows_that_go_on_what_others_began_are_told() -> None:
    rows = [mail(n, f"{'Re: ' if n % 2 else ''}Broken zip {n // 2}", f"c{n // 2}") for n in range(20)]
    assert count_split(rows) == count_split(rows[::-1]) == (10, 20)
    [told] = warn_of_export([ask(n) for n in range(20)], FIT, (10, 20))
    assert told.startswith("10 of 20 rows go on")


def test_answers_to_a_subject_are_parts_where_nobody_is_told_apart() -> None:
    assert count_split([mail(1, "Re: Zip"), mail(2, "Zip"), mail(3, "AW: zip"), mail(4, "Lamp")]) == (2, 4)


def test_the_subject_of_a_form_splits_nothing() -> None:
    assert count_split([mail(n, "Contact form", f"c{n % 5}") for n in range(20)]) == (0, 20)
    assert count_split([mail(n, "Contact form") for n in range(20)]) == (0, 20)


def test_rows_of_one_id_are_parts() -> None:
    rows = [Enquiry(id="7", source=""), Enquiry(id="7~2", source=""), Enquiry(id="7~3", source="", subject="x")]
    assert count_split(rows) == (2, 3)


def test_whole_conversations_go_on_nothing() -> None:
    said = (Turn(author=Author.CUSTOMER, text="Is it open?"), Turn(author=Author.AGENT, text="Until six."))
    rows = [Enquiry(id=str(n), source="", subject="Zip", customer="c1", turns=said) for n in range(20)]
    assert count_split(rows) == (0, 20)
