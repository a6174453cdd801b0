"""Roles: what a sentence does in an answer, told by the words it begins with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.reply_sentences import read_replies
from enquiry2article.answers.roles import ORDER_WORDS, STEP_MARK, STEP_VERBS, find_role, is_step
from enquiry2article.domain.answer import Role
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply

STEPS = """
Open the hatch under the boiler.
Please open the hatch.
You can open the hatch with a coin.
You need to open the hatch.
Then, open the hatch.
First turn the stopcock off.
Just unplug the router for a minute.
Afterwards let the felt dry.
Place the scale on a hard floor.
Find your order number on the label.
Hand the form in at the desk.
Measure the window twice.
Once done, tighten the two nuts.
Bring the lid down slowly.
Bring the milk to the boil.
Bring your old boots back within 30 days.
Log fires in the book.
Cut flowers early in the morning.
Cut costs with the yearly plan.
Set times guests can book.
Select seats you have paid for.
Check guests are told of the nuts.
Open May and choose a day.
Wash hands for 20 seconds.
"""

FALLBACKS = """
If that does not help, call the plumber.
If it still drips, change the washer.
If this doesn’t work, restart the till.
If nothing helps, bring the clock in.
But if it keeps dripping, call us.
If none of these helps, the pump is worn.
If you're still locked out and it doesn't open, ask the owner of the team.
If you're still locked out, ask the owner of the team.
If you're still in pain after a week, come back.
If you still have no picture, swap the cable.
If it still doesn't open, oil the hinge.
If it's still dripping, change the washer.
If it won't, ring the workshop.
If it isn't listed, type the number by hand.
If the door still won't close, plane the edge.
If there is still a smell, clean the trap.
If the pain persists, see the dentist.
If the fault persists, the fuse has blown.
When that happens again, note the code.
Should the problem persist, reset the meter.
Failing that, use a hairdryer.
As a last resort, cut the seam open.
Wenn das nicht hilft, rufen Sie an.
Falls es immer noch tropft, tauschen Sie die Dichtung.
Si cela ne marche pas, appelez-nous.
Si el problema persiste, llame al taller.
"""

CONDITIONS = """
If you pay by card, the money goes back to the card.
If the seal is broken, the jar cannot be returned.
Unless the seal is broken, you can return the jar.
For orders over £50 delivery is free.
For members the pool is free.
On the family plan six people can share.
Should you arrive late, ring the bell.
When the lamp blinks, the tank is empty.
Where the path forks, keep left.
In case of rain we meet in the barn.
If it does not rain, we meet in the orchard.
If it doesn't suit you, change the date online.
If it is not used by March, the voucher expires.
If it rains, the tour does not take place.
If it helps, we send a sample of the cloth.
If it is still in its box, we take it back.
If it still has its label, we take it back.
If you are still at school, the ticket costs half.
If you still have the receipt, we refund the full price.
If there is still room, guests may stay another night.
If this is your first visit and you don't have a card, come early.
If the tyre is worn on one side, you need a new spring.
Wenn es nicht regnet, treffen wir uns im Hof.
Wenn das Kind nicht schwimmen kann, bleibt es im flachen Becken.
Provided the frame is sound, we respray it.
As long as the wood is dry, one coat is enough.
Until the deposit is paid, the date is not held.
Wenn Sie bar zahlen, gibt es eine Quittung.
Si vous payez en ligne, le reçu arrive par mail.
"""

WARNINGS = """
Do not use bleach.
Don’t force the key.
Please do not wring the wool.
Never mix the two glues.
But never mix the two glues.
Be careful, the edge is sharp.
Make sure the gas is off.
Mind the gap under the step.
Important: keep the receipt.
Please note the barn is unheated.
Avoid direct sun.
Niemals Öl in den Abfluss gießen.
Achtung, die Kante ist scharf.
Nunca mezcle los dos pegamentos.
"""

PREPARE = """
You'll need a 10 mm spanner.
You need the serial number from the back.
Have your membership number ready.
Please quote the job number.
Send us photos of the crack.
Include the receipt in the parcel.
Halten Sie Ihre Kundennummer bereit.
Bring your passport.
Bring your driving licence to the desk.
Please bring the referral from your dentist.
Remember to bring your library card.
You should bring a towel and a padlock.
Bring your own cup.
If you call, you'll need the number of the invoice.
"""

PLAIN = """
We are closed on Mondays.
The kiln reaches 1,200 degrees.
Places are limited to twelve.
Cleaning takes an hour.
Looking after suede is easy.
Updates are installed at night.
Notes on tuning are in the booklet.
Neverending yarn comes in twenty colours.
Minding children is included.
You need to be eighteen.
The hatch opens with a coin.
A parcel is sent if you ask for it.
Check-in starts at three.
Drop-in classes are on Thursdays.
Log fires are not allowed in the garden.
Cut flowers last a week in fresh water.
Cut glass must be washed by hand.
Repeat prescriptions take two days.
Set menus cost £24 a head.
Hand luggage is free of charge.
Dry skin needs a richer cream.
Download links expire after a week.
Sign language tours are held in March.
Place is limited.
Upload takes a minute.
Let's begin with the lid.
"""

TOLD = [
    (text, role)
    for role, texts in {
        Role.STEP: STEPS,
        Role.FALLBACK: FALLBACKS,
        Role.CONDITION: CONDITIONS,
        Role.WARNING: WARNINGS,
        Role.PREPARE: PREPARE,
        Role.PLAIN: PLAIN,
    }.items()
    for text in texts.strip().splitlines()
]


@pytest.mark.parametrize(("text", "role"), TOLD)
def test_tell_role(text, role):
    assert find_role(text) is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Remember the ticket.", Role.STEP),
        ("The lid goes on last.", Role.STEP),
        ("If you pay by card, enter the code.", Role.STEP),
        ("Do not use bleach.", Role.WARNING),
        ("If that does not help, call the plumber.", Role.FALLBACK),
    ],
)
def test_what_a_reply_lists_is_a_step_unless_it_warns_or_is_a_way_out(text, role):
    assert find_role(text, marked=True) is role


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1. Mix the paste", "Mix the paste"),
        ("(2) Mix the paste", "Mix the paste"),
        ("12) Mix the paste", "Mix the paste"),
        ("- Mix the paste", "Mix the paste"),
        ("• Mix the paste", "Mix the paste"),
        ("Step 4: mix the paste", "mix the paste"),
        ("step 5 mix the paste", "mix the paste"),
        ("(b) Mix the paste", "Mix the paste"),
        # numbers and letters that belong to the sentence
        ("4 weeks are enough", "4 weeks are enough"),
        ("-5 degrees do no harm", "-5 degrees do no harm"),
        ("2.5 litres fit in", "2.5 litres fit in"),
        ("A. Mix is the brand", "A. Mix is the brand"),
        ("Turn it – slowly – to the left", "Turn it – slowly – to the left"),
        ("Stepping stones are sold singly", "Stepping stones are sold singly"),
    ],
)
def test_a_mark_of_a_list_is_no_part_of_the_sentence(text, bare):
    assert STEP_MARK.sub("", text) == bare


def test_a_numbered_list_in_a_reply_becomes_steps():
    text = "Like this:\n1. Put the small lid on first\n2. Turn it to the left\n\nThe seal lasts a year."
    enquiry = RedactedEnquiry(id="t1", source="x", text="How?", ask="How?", replies=(Reply(text=text),))
    told = [(sentence.text, sentence.role) for sentence in read_replies(enquiry)]
    assert told == [
        ("Like this:", Role.PLAIN),
        ("Put the small lid on first", Role.STEP),
        ("Turn it to the left", Role.STEP),
        ("The seal lasts a year.", Role.PLAIN),
    ]


@settings(deadline=None)
@given(
    st.sampled_from(["", "Please ", "Just ", "Then ", "Then, ", "Next, ", "Finally, ", "First, please ", "You can "]),
    st.sampled_from(sorted(STEP_VERBS)),
    st.sampled_from(["the lid", "it twice", "both halves of the frame", "12 of them"]),
)
def test_a_verb_of_doing_makes_a_step_however_it_is_led_in(lead, verb, rest):
    text = f"{lead}{verb} {rest}."
    assert find_role(text[0].upper() + text[1:]) is Role.STEP


@settings(deadline=None)
@given(st.sampled_from([text for text, _ in TOLD]), st.sampled_from(["  {}", "{} ", "{}\n"]))
def test_spaces_around_a_sentence_do_not_matter(text, frame):
    assert find_role(frame.format(text)) is find_role(text)


@settings(deadline=None)
@given(st.text(max_size=120), st.booleans())
def test_any_text_has_a_role(text, marked):
    assert find_role(text, marked=marked) in Role
    assert not marked or is_step(text, marked=marked)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_order_words_are_taken_off_in_front_only(text):
    assert text.endswith(ORDER_WORDS().sub("", text))
