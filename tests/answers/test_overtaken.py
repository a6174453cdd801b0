"""What replies say now takes the place of what they said before."""

from enquiry2article.answers.overtaken import put_proposed
from enquiry2article.domain.answer import Disagreement, Statement


def say(text, *wordings):
    return Statement(text=text, sources=("t1",), wordings=wordings)


NEW = say("Returns are free for thirty days after delivery.")
OLD = say("Returns are free for fourteen days after delivery.")
FOUND = Disagreement(about="returns", values=(NEW, OLD))


def test_the_proposed_side_stands_where_the_other_stood():
    other = say("Print the label in your account and stick it on.")
    assert [s.text for s in put_proposed([other, OLD], [FOUND], [])] == [other.text, NEW.text]


def test_it_stands_there_once():
    assert [s.text for s in put_proposed([NEW, OLD], [FOUND], [])] == [NEW.text]


def test_what_leans_on_a_sentence_that_goes_goes_with_it():
    apart = Disagreement(about="returns", values=(say("Ask us."), OLD))
    assert put_proposed([OLD, say("This holds for all tents that we sell.")], [apart], []) == []
