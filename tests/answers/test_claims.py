"""Claims: what a sentence says of numbers, prices, yes and no, and ways through menus; and when two differ in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.claims import (
    OF,
    YES_OR_NO,
    differ_in_fact,
    name_slot,
    read_claims,
    says_changed,
)

PAID, BACK, WHEN = "what is paid", "whether it is given back", "when it happens"
NEEDED, POSSIBLE = "whether it is needed", "whether it is possible"


def claims_of(text):
    """What is claimed in general, without the words that it is claimed about."""
    return [claim for claim in read_claims(text) if OF not in claim[0]]


def sign_of(text, family):
    return dict(claims_of(text)).get(family, 0)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The water filter lasts two to three months.", [("month", (2.0, 3.0))]),
        ("Soak the beans for 8-12 hours.", [("hour", (8.0, 12.0))]),
        ("Soak the beans for 8 – 12 hours.", [("hour", (8.0, 12.0))]),
        ("Between 5 and 7 days are usual.", [("day", (5.0, 7.0))]),
        ("Allow 10 working days.", [("day", (10.0, 10.0))]),
        ("Allow ten business days.", [("day", (10.0, 10.0))]),
        ("The frame has a 2-year guarantee.", [("year", (2.0, 2.0))]),
        ("Road tyres want 6.5 bar.", [("bar", (6.5, 6.5))]),
        ("The early bird discount is 15%.", [("%", (15.0, 15.0))]),
        ("Press the knob 3 times.", [("time", (3.0, 3.0))]),
        ("The search takes 3 days, the refund 2 weeks.", [("day", (3.0, 3.0)), ("week", (2.0, 2.0))]),
        ("The permit is 25 euros a year.", [("money", (25.0, 25.0)), (PAID, -1)]),
        ("It comes to €12,50 a head.", [("money", (12.5, 12.5)), (PAID, -1)]),
        ("The yearly ticket is £20 monthly.", [("money", (20.0, 20.0)), (PAID, -1)]),
        ("A survey of the loft is £1,250.", [("money", (1250.0, 1250.0)), (PAID, -1)]),
        ("A sack holds 20 kg.", [("kg", (20.0, 20.0))]),
        ("The hall holds 90 people.", [("people", (90.0, 90.0))]),
        ("La livraison prend 3 jours.", [("day", (3.0, 3.0))]),
        ("The oats toast for twenty-five minutes.", [("minute", (25.0, 25.0))]),
        ("Chill the dough for forty five min.", [("minute", (45.0, 45.0))]),
        ("The drive takes 3 hrs, or 2 h by night.", [("hour", (3.0, 3.0)), ("hour", (2.0, 2.0))]),
        ("Bake the pie at 180 °C.", [("degree", (180.0, 180.0))]),
        ("The sail is 12 metres long.", [("metre", (12.0, 12.0))]),
        ("The kettle holds 1,5 litres.", [("litre", (1.5, 1.5))]),
        ("Members get 15 percent off.", [("%", (15.0, 15.0))]),
        ("Die Kur dauert 10 Tage.", [("day", (10.0, 10.0))]),
        ("Le bail dure 6 mois.", [("month", (6.0, 6.0))]),
        ("El curso dura 14 días.", [("day", (14.0, 14.0))]),
        # what is no count of anything
        ("One of the screws is longer.", []),
        ("Turn to page 12 of the booklet.", []),
        ("The 3rd house on the left is ours.", []),
        ("Model 400 fits on 2 brackets.", []),
        ("The paint dries overnight.", []),
        ("", []),
    ],
)
def test_read_claims_reads_numbers(text, claims):
    assert claims_of(text) == claims


@pytest.mark.parametrize(
    ("text", "slot", "before"),
    [
        ("Open Settings > Users > Roles.", "the way to role", "users"),
        ("Open Settings → Users → Roles.", "the way to role", "users"),
        ('Click on "My bookings" › "Guests".', "the way to guest", "bookings"),
        ("Go to File > Print.", "the way to print", "file"),
        ("You reach it by way of Team>Rota.", "the way to rota", "team"),
    ],
)
def test_read_claims_reads_ways_by_where_they_end(text, slot, before):
    assert (slot, before) in read_claims(text)


@pytest.mark.parametrize(
    ("text", "family", "sign"),
    [
        ("Parking behind the studio is free.", PAID, 1),
        ("Parking is included in the price.", PAID, 1),
        ("There is no charge for a second key.", PAID, 1),
        ("Nothing extra is charged for a second key.", PAID, 1),
        ("You needn't pay for a second key.", PAID, 1),
        ("A second key costs £9.", PAID, -1),
        ("You pay on collection.", PAID, -1),
        ("The postage is deducted from the voucher.", PAID, -1),
        ("The frame comes on top.", PAID, -1),
        ("Feel free to bring a cushion.", PAID, 0),
        ("Please feel free, the piano is there for everybody.", PAID, 0),
        ("The sugar free icing contains milk.", PAID, 0),
        ("A place becomes free again on Mondays.", PAID, 0),
        ("The lesson is free, but you pay for the strings.", PAID, 0),
        ("The deposit is paid back after the inspection.", BACK, 1),
        ("You get the deposit back after the inspection.", BACK, 1),
        ("We keep the deposit if a chair is broken.", BACK, -1),
        ("The deposit is non-refundable.", BACK, -1),
        ("We give back the rent, but we keep the booking fee.", BACK, 0),
        ("The new rate applies at once.", WHEN, 1),
        ("The new rate applies straight away.", WHEN, 1),
        ("The new rate applies from the next invoice.", WHEN, -1),
        ("The new rate applies at the end of the term.", WHEN, -1),
        ("A helmet must be worn on the track.", NEEDED, 1),
        ("You have to book the court.", NEEDED, 1),
        ("Booking the court is optional.", NEEDED, -1),
        ("You needn't book the court.", NEEDED, -1),
        ("Yes, the ferry takes bikes.", POSSIBLE, 1),
        ("Dogs are allowed on the terrace.", POSSIBLE, 1),
        ("We do repair zips.", POSSIBLE, 1),
        ("No, the ferry takes no bikes.", POSSIBLE, -1),
        ("We don't repair zips.", POSSIBLE, -1),
        ("We no longer repair zips.", POSSIBLE, -1),
        ("A gift card cannot be split.", POSSIBLE, -1),
        ("A spare key is not charged for.", PAID, 1),
        ("You needn't pay for the return.", PAID, 1),
        ("You needn't pay for the return.", BACK, 0),
        ("The permit is 25 euros a year.", PAID, -1),
        ("We do not keep the deposit.", BACK, 1),
        ("A helmet is not optional.", NEEDED, 1),
        ("You can't bring a bike on the ferry.", POSSIBLE, -1),
        ("Sorry, you cannot bring a bike.", POSSIBLE, -1),
        ("Dogs are not allowed on the terrace.", POSSIBLE, -1),
        ("Dogs aren't permitted on the terrace.", POSSIBLE, -1),
        ("It isn't possible to move a gift card.", POSSIBLE, -1),
        ("No problem, the mason mends chimneys.", POSSIBLE, 0),
        ("Ring as early as possible.", POSSIBLE, 0),
    ],
)
def test_read_claims_reads_yes_and_no(text, family, sign):
    assert sign_of(text, family) == sign


@pytest.mark.parametrize(
    ("affirmed", "denied", "family"),
    [
        ("Breakfast is free.", "Breakfast is not free.", PAID),
        ("Breakfast is included.", "Breakfast isn’t included.", PAID),
        ("Breakfast is free.", "Breakfast is no longer free.", PAID),
        ("Breakfast is free.", "Breakfast is neither free nor good.", PAID),
        ("The deposit is returned.", "The deposit is not returned.", BACK),
        ("The deposit comes back.", "The deposit never comes back.", BACK),
        ("You will get the deposit back.", "You won't get the deposit back.", BACK),
        ("Changes count immediately.", "Changes do not count immediately.", WHEN),
        ("A ticket is required.", "A ticket is not required.", NEEDED),
        ("You need to bring a mat.", "You don't need to bring a mat.", NEEDED),
        ("You have to bring a mat.", "You do not have to bring a mat.", NEEDED),
        ("We can deliver on Sundays.", "We can't deliver on Sundays.", POSSIBLE),
    ],
)
def test_a_negation_turns_a_claim_round(affirmed, denied, family):
    assert (sign_of(affirmed, family), sign_of(denied, family)) == (1, -1)


def test_a_negation_reaches_no_further_than_its_clause():
    assert sign_of("If the tap does not close, the visit is free.", PAID) == 1
    assert sign_of("The tap does not drip and the visit is free.", PAID) == 1
    assert sign_of("The tap does not drip but the visit is free.", PAID) == 1


def test_a_claim_tells_what_it_is_about():
    subjects = {slot.partition(OF)[2] for slot, _ in read_claims("The return label is free.") if slot.startswith(PAID)}
    assert {"label", "return"} <= subjects
    assert "free" not in subjects


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The clock is repaired in 3 weeks.", "Repairing the clock takes 5 weeks."),
        ("The visit costs £40.", "The visit costs £45."),
        ("Quilts are washed at 40 degrees.", "Wash the quilt at 60 degrees."),
        ("The second pair is free.", "You pay for the second pair on delivery."),
        ("Open Team > Rota.", "Open Calendar > Rota."),
        ("It takes five days.", "It takes 50 days."),
        ("The survey is £1,250.", "The survey is £1,350."),
        ("Die Reparatur dauert 14 Tage.", "Die Reparatur dauert 10 Tage."),
        ("La réparation prend 3 semaines.", "La réparation prend 5 semaines."),
    ],
)
def test_sentences_that_differ_in_fact(left, right):
    assert differ_in_fact(left, right)
    assert differ_in_fact(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The clock is repaired in 3 weeks.", "Repairing the clock takes three weeks."),
        ("The visit costs £40.", "We charge 40 pounds for the visit."),
        ("The visit costs £40.", "The visit takes 40 minutes."),
        ("The survey is £1,250.", "The survey is £1250."),
        ("It takes 3 days, or 10 days with a parcel shop.", "With a parcel shop it takes 10 days."),
        ("It takes 3 days or 5 days.", "It takes 5 days."),
        ("Open Team > Rota.", "Go to Team → Rota."),
        ("Oil the chain.", "Wipe the chain."),
        ("", "It takes 3 days."),
    ],
)
def test_sentences_that_do_not_differ_in_fact(left, right):
    assert not differ_in_fact(left, right)
    assert not differ_in_fact(right, left)


@pytest.mark.parametrize(
    "text",
    [
        "I must correct what I wrote on Monday: the class begins at six.",
        "My mistake, the box weighs 8 kg.",
        "What my colleague told you was wrong.",
        "That's wrong, the class begins at six.",
        "The page has moved to Reports.",
        "The old way does not work any more: use Team > Rota.",
        "The shop no longer takes cheques.",
        "It used to be fourteen days.",
        "The price has changed.",
        "From 1 March parcels are collected by Kestrel.",
        "From March parcels are collected by Kestrel.",
        "Since last week the pool opens at seven.",
        "Kestrel collects instead of Brightfoot.",
        "If you read ten days, that was wrong.",
    ],
)
def test_sentences_that_say_that_something_changed(text):
    assert says_changed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Change it under Settings.",
        "You can change the date twice.",
        "The oil is changed every year.",
        "The shop is open from 9 to 5.",
        "Since it rained the court is closed.",
        "Correct the spelling of the name in the form.",
        "Move the slider to the left.",
        "An old tyre is brittle.",
        "If the size is wrong, send the boots back.",
        "When the colour has changed, stop baking.",
        "The date can be changed in Settings.",
        "Files can be moved to another folder.",
        "",
    ],
)
def test_sentences_that_speak_of_no_change(text):
    assert not says_changed(text)


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        ("day", "how many days"),
        ("minute", "how many minutes"),
        ("people", "how many people"),
        ("money", "how much it costs"),
        ("%", "what percentage"),
        (f"{PAID}{OF}label", PAID),
        ("name", "who or what does it"),
    ],
)
def test_a_slot_has_a_name_for_people(slot, name):
    assert name_slot(slot) == name


def test_the_end_of_a_way_is_named_in_a_whole_word():
    [(slot, _)] = read_claims("Open Team > Invoices.")
    assert name_slot(slot, ["Open Team > Invoices.", "Invoices are under Money > Invoices."]) == "the way to invoices"


@settings(deadline=None)
@given(st.integers(1, 999), st.sampled_from(["days", "weeks", "minutes", "percent", "miles"]))
def test_equal_numbers_never_differ_and_other_numbers_do(number, unit):
    text = f"The second coat is dry after {number} {unit}."
    assert not differ_in_fact(text, text.replace("The", "Your"))
    assert differ_in_fact(text, text.replace(str(number), str(number + 1)))


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_read_and_never_differs_from_itself(text):
    assert not differ_in_fact(text, text)
    for slot, value in read_claims(text):
        assert slot
        assert value in (1, -1) or slot.partition(OF)[0] not in YES_OR_NO
