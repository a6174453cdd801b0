"""The facts in a sentence, and when two of them exclude each other."""

import pytest

from enquiry2article.answers.facts import find_difference, read_facts, shares_values, split_values


@pytest.mark.parametrize(
    ("ours", "theirs", "slot"),
    [
        ("A pitch is £18 a night.", "A pitch is £22 a night.", "money"),
        ("It takes 3 to 5 days.", "It takes 10 days.", "day"),
        ("It takes 3 to 5 days.", "It takes 5 days.", ""),
        ("From 59 to 30 days we keep half.", "Between 59 and 30 days we keep half.", ""),
        ("We open at 9 am.", "We open from ten in the morning.", "at what time"),
        ("The key is yours from 4 pm.", "You get the key at four in the afternoon.", ""),
        ("We open from 9 am to 5 pm.", "We open at 9 am.", ""),
        ("We are open from 09:00.", "We open at 9 o'clock.", ""),
        ("Der Laden hat bis 18 Uhr geöffnet.", "Der Laden schließt um 17 Uhr.", "at what time"),
        ("Water it twice a day.", "Water it once a day.", "how often"),
        ("Water it twice a day.", "Water it 2 times a day.", ""),
        ("We ship in October and November.", "We ship from November to March.", "on which days or in which months"),
        ("You may come in March.", "They march in on Monday.", "on which days or in which months"),
        ("Oil it every 200 kilometres.", "Oil it every 100 km.", "km"),
        ("Showers are free.", "Showers cost £1.", "what is paid"),
        ("The sky is blue.", "The sky is green.", ""),
    ],
)
def test_differences(ours, theirs, slot):
    assert find_difference(ours, theirs, 1.0) == slot
    assert find_difference(theirs, ours, 1.0) == slot


def test_sentences_about_other_things_do_not_differ():
    assert find_difference("It takes 3 days.", "It costs 9 days of leave.", 0.5) == ""
    assert find_difference("Showers are free.", "Showers cost £1.", 0.7) == ""  # a yes and a no are soon misread


def test_a_time_of_day_is_no_number_of_hours():
    assert read_facts("We open at 9 h.").keys() == {"at what time"}
    assert read_facts("It takes 9 hours.").keys() == {"hour"}


def test_clauses_of_a_list():
    assert split_values("Solo is £9 a month, Team is £24 a month.") == ("Solo is £9 a month", "Team is £24 a month.")
    assert split_values("It takes 3 days, and we ring you.") == ()
    assert split_values("£9, £24.") == ()


def test_values_in_common():
    assert shares_values("It takes 5 days and costs £9.", ["It costs £9.", "Count on 5 days."])
    assert not shares_values("It takes 5 days and costs £9.", ["It costs £9."])
