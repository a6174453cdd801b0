"""One customer's case or everybody's: what agents promise to one, and the plain sentences of policy that must stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.case_specific import asks_back, is_general, names_particular
from enquiry2article.answers.reply_sentences import ASKS_BACK, ONE_CASE, read_replies
from enquiry2article.records import RedactedEnquiry, Reply

DONE_OR_PROMISED = """
I can see the booking in our system.
I've just reset the counter of the sewing machine.
I have put a spare key in the post.
I checked the kiln log from that night.
I'll ask the joiner about the hinge.
I’ll ask the joiner about the hinge.
I am sending a second set of straps.
We've sent a second set of straps.
We have cancelled the second lesson.
We have booked the later class.
We'll offer you half of the fee back.
As a goodwill gesture a new lid is free.
As an exception we take the worn boots back.
The fee is waived just this once.
In your case the fee is waived.
As agreed, the ladder stays until the roof is done.
As discussed, the fee is waived.
Your parcel left the depot in the evening.
Your refund went out by cheque.
Your order is now with the courier.
Yours will be a 52 cm frame.
Your second parcel holds the lid.
You mentioned a crack in the lid.
Your photo shows the older hinge.
The key goes out today by post.
Done, the date is moved.
The order [order number] is packed.
[name] will bring the ladder.
We have moved your lesson to four.
We are sending you a new lid.
You have booked the early class.
The boat you have booked takes six.
You are on the small plan.
You're 16, so an adult must sign.
All 1,900 clients were imported.
Leave it unticked to write to all 1,900 at once.
You will get a call from the mason.
You'll hear from the bank shortly.
Somebody from the office will ring you.
"""

OVER_WHEN_IT_IS_READ = """
The courier comes tomorrow morning.
The mason was at the house yesterday.
The joiner will ring this afternoon.
The van comes on Thursday.
The boat is back in the water by Friday.
The new lid was posted this morning.
It should be with you by the weekend.
It'll arrive in a plain box.
The offer is valid until 14 May.
The hall is booked on the 3rd of June.
The repair is due 12 August.
The roof is done by the 21st at the latest.
This week the pool is closed.
Today the pool is closed.
The lesson is moved to Friday at five.
Your class is moved from Monday to Thursday.
The plants arrive Wednesday or Thursday.
The price goes up on 1.6.2026 for good.
The old app stops on 2026-06-30 for good.
The garage is closed from 24/12/26 on.
The branch moves on March 3 to the mill.
Die Preise steigen am 1.6.2026 um zwei Euro.
"""

SOMEBODY_SPEAKS_OF_HIMSELF_OR_SOMEBODY = """
I find the wider tyre more comfortable.
The parcel is with me in the office.
Between you and me, the blue wool is nicer.
It took my own kiln two days.
My own kiln took two days for that.
Mine took two days for that.
I'd take the wider tyre.
My colleague has noted it.
He needs a smaller saddle for that.
Your daughter can use the small racket.
"""

PRAISE_AND_SMALL_TALK = """
Lucky you, it is the last one.
Happy birthday from all of us!
Well spotted, the label is wrong.
You're quite right about the hinge.
Mystery solved, it was the fuse.
Good question, the manual is silent on it.
That's odd, the lamp should blink.
Don't worry, the dye washes out.
It happens to everyone at first.
You did everything right with the dye.
Sorry for the muddle with the keys.
Oh dear, that sounds wet.
We apologise for the noise.
Thank you for sending the drawing.
Happy hiking in the new boots!
Tut mir leid für die Umstände.
Ich habe Ihnen die Rechnung geschickt.
"""

TOO_SHORT = """
Done.
See website.
Not possible, no.
"""

POLICY = """
A lost key costs £12.
We do not dye polyester.
We send a new lid if the old one is cracked.
We refund the fee if the class is cancelled by us.
After we have received the parcel, the money is paid within a week.
Once we've received the form, the key is cut.
Refunds are paid to the card that you used.
If you have paid by card, the money goes back to the card.
Your order can be changed until it is packed.
Your account shows the last twelve readings.
Your ticket is valid for both ferries.
Your deposit is paid back after the inspection.
Your card is charged when the boots leave us.
You need the number on the frame.
You can bring a friend to the lesson.
You can cancel until the evening before.
Once you have sent the form, the key is cut.
The pool is open every Friday until nine.
We are open Monday to Friday from nine.
Mondays are quiet at the climbing hall.
The newsletter comes out on the first of each month.
The season runs from May to September.
May is the best month for planting.
Orders placed before noon leave the same day.
Today's menu is on the board by the door.
The exhibition moves to the north wing in March.
Children under eight swim with an adult.
The second coat goes on after six hours.
Wash the wool at 30 degrees and dry it flat.
If the lamp blinks twice, charge it overnight.
Click "My bookings" and choose the date.
Press "E-mail me" and wait for the code.
Press «Remind me» and wait for the code.
Open my account and choose the date.
Gift cards are valid for three years.
Meters in cellars are read from outside.
History tours begin at ten.
Luckily the filter can be washed.
Do not worry about a faint smell, it goes after a day.
Öffnen Sie die Klappe unter dem Kessel.
Wir liefern auch nach Österreich.
The shop is closed on Sundays.
The newsletter comes out on the 1st of each month.
Your first lesson is free of charge.
If you are on the yearly plan, you can switch at any time.
The museum is closed on Good Friday.
Passes end on 31 August each year.
Press »Remind me« and wait for the code.
Press 'Remind me' and wait for the code.
The 3rd coat is for outdoor wood only.
The market is open Thursday, Friday and Saturday.
Rye bread is baked Tuesday, Thursday or Saturday.
The desk is open Mon-Fri 8 to 6 and Saturday 9 to 1.
Orders placed on a Sunday leave the day after.
The museum is free on the first Sunday of each month.
The pool is for schools on Wednesday mornings.
If you are 16 or over, bring a passport.
Once you're 65, the eye test is free.
You can cancel any class you have booked until noon.
Every lesson you've paid for counts for a year.
Bring the ticket that you have booked.
You can change the seat you have booked in the app.
The plan ends with the month you have paid for.
Unless we have sent a bill, nothing is due.
All 1,200 seats are numbered.
All 12,000 books are in the catalogue.
You will get a call when the crown is ready.
You'll hear from us within two days.
My account shows the bills of a year.
My bookings lists all rooms.
Write dates as 2026-06-01 in the form.
The mill opened on 1.6.1998 as a museum.
Tables on deck 3 have a view.
"""


def lines_of(*texts):
    return [line for text in texts for line in text.strip().splitlines()]


ONE = lines_of(
    DONE_OR_PROMISED, OVER_WHEN_IT_IS_READ, SOMEBODY_SPEAKS_OF_HIMSELF_OR_SOMEBODY, PRAISE_AND_SMALL_TALK, TOO_SHORT
)


OPENINGS = frozenset({*lines_of(TOO_SHORT), "Done, the date is moved."})
"""What is told by where it stands or by its length, and not in the middle of another sentence."""


@pytest.mark.parametrize("text", ONE)
def test_what_belongs_to_one_customer_is_not_general(text):
    assert not is_general(text)


@pytest.mark.parametrize("text", lines_of(POLICY))
def test_what_holds_for_everybody_is_general(text):
    assert is_general(text)


@settings(deadline=None)
@given(st.sampled_from(lines_of(POLICY)), st.sampled_from([one for one in ONE if one not in OPENINGS]))
def test_a_general_beginning_does_not_make_a_single_case_general(policy, one):
    """An agent who gives the rule and then the case has written about the case."""
    assert not is_general(f"{policy.rstrip('.')} – {one}")


@settings(deadline=None)
@given(st.sampled_from(lines_of(POLICY)))
def test_a_redacted_name_anywhere_makes_it_one_case(text):
    assert not is_general(f"{text} [name]")
    assert not is_general(f"[order number] {text}")


@pytest.mark.parametrize(
    "text",
    [
        "Which size of boots do you need?",
        "Could you send us a photo of the crack.",
        "Please can you tell us the number on the frame.",
        "Would you just check the fuse and tell us.",
        "Please let us know which boat you had.",
        "Please let me know if it still drips.",
    ],
)
def test_agents_who_ask_back(text):
    assert asks_back(text)
    assert not is_general(text)


@pytest.mark.parametrize(
    "text",
    [
        "You can check the fuse behind the flap.",
        "Let us know the number on the frame when you book.",
        "The form asks which boat you want.",
        "Tell us which boat you want and we book it.",
    ],
)
def test_sentences_that_answer_rather_than_ask(text):
    assert not asks_back(text)
    assert is_general(text)


def test_a_reply_tells_of_each_sentence_why_it_cannot_be_used():
    text = "Which boat did you have? I have put a spare key in the post. A lost key costs £12."
    enquiry = RedactedEnquiry(id="t1", source="x", text="How?", ask="How?", replies=(Reply(text=text),))
    assert [sentence.unfit for sentence in read_replies(enquiry)] == [ASKS_BACK, ONE_CASE, ""]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We meet in front of Alder Hall.", True),
        ("The key hangs at number 4, Alder side.", True),
        ("Alder grows by the water.", False),  # begins the sentence: any word does
        ("Open Studio > Alder and press Save.", False),  # a menu
        ('Press "Alder" and then Save.', False),  # a button
        ("The wood is alder or oak.", False),
        ("We meet in front of Maple Hall.", False),
    ],
)
def test_a_name_of_one_case_is_a_capitalised_word_inside_a_sentence(text, named):
    assert names_particular(text, frozenset({"alder"})) is named


@settings(deadline=None)
@given(st.text(max_size=150))
def test_any_text_can_be_judged(text):
    assert not (is_general(text) and asks_back(text))
    assert not names_particular(text, frozenset())


def test_how_few_words_are_enough_may_be_said():
    assert not is_general("Press Reset.")
    assert is_general("Press Reset.", fewest=2)
    assert not is_general("Reset.", fewest=2)
    assert not is_general("Refunded today.", fewest=2)
