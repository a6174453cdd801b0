"""What a column of ids means in which an id stands more than once."""

import pytest

from enquiry2article.ingest.fields.ids import judge_ids

FOUND = {"id": "Ticket", "question": "Said", "answer": "Reply"}


@pytest.mark.parametrize(
    ("ids", "said", "replies", "meaning"),
    [
        (["1", "2", "3"], ["a", "b", "c"], ["", "", ""], ("", "")),
        (["1", "1", "2", "2"], ["a", "a", "b", "b"], ["r", "s", "t", "u"], ("Ticket", "")),  # a row for each reply
        (["1", "1", "2", "2"], ["a", "a", "b", "b"], ["r", "r", "t", "t"], ("", "")),  # exported twice
        (["1", "1", "1", "1"], ["a", "b", "c", "d"], ["", "", "", ""], ("", "Ticket")),  # no id of a ticket
    ],
)
def test_ids_that_repeat(ids, said, replies, meaning):
    assert judge_ids(FOUND, {"Ticket": ids, "Said": said, "Reply": replies}) == meaning
