"""What must never be quoted: rude, sarcastic, defensive or dismissive words; and plain ones that must not be lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.reply_sentences import CURT, read_replies
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.text.tone import is_curt

RUDE = """
As I already told you, the kiln is booked.
Like we said, the deposit is gone.
I have already explained how the lock works.
We already answered this in May.
As clearly stated on our price list, strings are extra.
See the website.
See our FAQ.
See above.
Try reading the manual.
Read the instructions properly.
If you had read the label, the jumper would still fit.
Had you bothered to look, the size is in the title.
That is not our problem.
That’s not my job.
This isn't our department.
This isn’t our department.
We’ve already told you when the kiln is free.
People like you never close the gate.
It is your own fault that the pump ran dry.
Nothing I can do about the weather.
Take it or leave it.
Well, your loss.
Next time, read the label before you wash it.
Clearly you did not shake the tin.
Surely you can count to ten.
What did you expect for £9?
Believe it or not, glass breaks.
With all due respect, a bicycle needs oil.
Calm down.
No need to shout.
You people never bring the boats back clean.
Some people think that trailers load themselves.
Everyone else manages to find the gate.
Nobody else has complained about the noise.
Nobody forced you to buy the big one.
For the hundredth time, the shed is locked at six.
How many times must we write this?
It's not rocket science to fill a form in.
Just use common sense.
It is hardly our fault that the hay got wet.
Only an idiot would wash silk at sixty.
Don't be stupid.
That is a ridiculous question.
What nonsense.
What a load of rubbish.
The bloody hinge again.
Whatever.
LOL, no.
That's your problem.
You should have read the description.
Learn to read.
Tough luck.
Deal with it.
We are not a charity.
If you don't like it, go elsewhere.
Stop wasting our time.
Don't be silly.
Wie schon gesagt, morgen.
Selbst schuld.
Das ist nicht unser Problem.
Wer lesen kann, ist klar im Vorteil.
"""

PLAIN = """
Read the label inside the jacket before you wash it.
Read the meter in the cellar and write the number down.
Read the small print on the tin for the drying time.
See above the door for the number of the flat.
The prices for hides are on our website under Leather.
Our website shows which boats are free.
The instructions for the loom are inside the lid.
A bicycle chain wants oil every 200 km.
The problem is a worn washer in the tap.
If the fault lies with the pump, we pay for the visit.
The fault code stands in the upper left corner.
It is not your fault if the glaze crazes.
Nothing is charged for the second fitting.
There is nothing to sign for a trial lesson.
You can take the lamp with you or have it sent.
We cannot dye polyester.
We can do nothing before the plaster is dry.
Dogs are welcome in the garden, but not in the kitchen.
No, the ferry does not take caravans.
The office is closed from noon to two.
Late returns cost £3 a day.
Your loan ends after three weeks.
Weight loss in the first week is normal for a puppy.
The next time slot begins at four.
People who bake with spelt need less water.
Most people choose the shorter lens.
Everyone on the team sees the rota.
Nobody but you sees your notes.
The lamp blinks three times and then stays on.
Press the button a second time to stop.
The last time to cancel is noon on the day before.
The children must be with an adult.
Calm water is best for a first lesson.
The dye has to be stirred clearly longer in winter.
Write the name clearly on the form.
Respect the quiet hours between ten and six.
The rocket salad is sown in April.
Science workshops begin at ten.
Sensible shoes are enough on the lower path.
The scrap goes into the blue crate.
Damp wood must not be varnished.
Blood oranges are in season from December.
The slide into the pool is open to children from six.
As we close at five, the last tour starts at four.
As I play by ear, notes are optional.
We explained the new tariff in the June newsletter.
The hull is tested before it leaves the yard.
Wer mit Karte zahlt, bekommt das Geld auf die Karte zurück.
Das Problem liegt meist an der Dichtung.
Let the dough relax for ten minutes.
The muscles relax after a warm bath.
Dumbbells stand next to the mirrors.
The lollipops contain no gelatine.
Crape myrtle is pruned in late winter.
Rubbish is collected on Tuesdays before seven.
Report your loss to us within 48 hours.
Some people find a flatter pillow more comfortable.
The counter shows how many times the door has opened.
How many times can I move the date of a lesson?
When is rubbish collected?
When the lamp blinks for the third time, let go of the button.
The case is so light that even a child can carry it.
You can leave it or send it to us.
No one reads your notes but you.
Of course not all dyes are safe for wool.
There is no need to panic if the boiler hums.
"""


def lines_of(texts):
    return texts.strip().splitlines()


@pytest.mark.parametrize("text", lines_of(RUDE))
def test_curt_words_are_caught(text):
    assert is_curt(text)


@pytest.mark.parametrize("text", lines_of(PLAIN))
def test_plain_words_are_not(text):
    assert not is_curt(text)


def test_there_are_plenty_of_plain_lines():
    assert len(set(lines_of(PLAIN))) > 40


@settings(deadline=None)
@given(st.sampled_from(lines_of(RUDE)), st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_do_not_hide_a_rude_line(text, change):
    assert is_curt(change(text))


@settings(deadline=None)
@given(st.sampled_from(lines_of(RUDE)), st.sampled_from(lines_of(PLAIN)))
def test_a_plain_start_does_not_hide_what_follows(rude, plain):
    assert is_curt(f"{plain.rstrip('.')}: {rude}")


@settings(deadline=None)
@given(st.sampled_from(lines_of(PLAIN)), st.sampled_from(lines_of(PLAIN)))
def test_plain_lines_one_after_the_other_stay_plain(first, second):
    assert not is_curt(f"{first} {second}")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_apostrophes_and_spaces_do_not_matter(text):
    assert is_curt(text) == is_curt(f"  {text}  ".replace("’", "'"))


def test_a_curt_sentence_of_a_reply_says_why_it_cannot_be_used():
    text = "Surely you can read a price list. Replacement strings for a hired cello are £14 a set."
    enquiry = RedactedEnquiry(id="t1", source="x", text="How?", ask="How?", replies=(Reply(text=text),))
    assert [sentence.unfit for sentence in read_replies(enquiry)] == [CURT, ""]
