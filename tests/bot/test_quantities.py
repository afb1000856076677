import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.quantities import quantities

# text, words, low, high
AMOUNTS = [
    ("six miners", "six", 6, 6),
    ("12 homes burned", "12", 12, 12),
    ("1,234 ballots", "1,234", 1234, 1234),
    ("1,20,000 voters", "1,20,000", 120_000, 120_000),
    ("3 lakh farmers", "3 lakh", 300_000, 300_000),
    ("two crore voters", "two crore", 20_000_000, 20_000_000),
    ("1.2m viewers", "1.2m", 1_200_000, 1_200_000),
    ("3.4 million viewers", "3.4 million", 3_400_000, 3_400_000),
    ("5k runners", "5k", 5_000, 5_000),
    ("twenty-one ships", "twenty-one", 21, 21),
    ("two hundred and five cows", "two hundred and five", 205, 205),
    ("a hundred and twenty homes", "a hundred and twenty", 120, 120),
    ("a million trees", "a million", 10**6, 10**6),
    ("at least 13 sailors", "at least 13", 13, None),
    ("no fewer than 40 firms", "no fewer than 40", 40, None),
    ("more than three goals", "more than three", 4, None),
    ("over 100 flights", "over 100", 100, None),
    ("nearly 100 flights", "nearly 100", 90, 99),
    ("almost 200 farms", "almost 200", 180, 199),
    ("about 40 shops", "about 40", 35, 45),
    ("around 1,200 seats", "around 1,200", 1150, 1250),
    ("some 40 shops", "some 40", 35, 45),
    ("roughly 12 trucks", "roughly 12", 11, 13),
    ("up to 50 jobs", "up to 50", 0, 50),
    ("as many as 300 fish", "as many as 300", 0, 300),
    ("fewer than 10 seats", "fewer than 10", 0, 9),
    ("less than 5 goals", "less than 5", 0, 4),
    ("12 to 15 boats", "12 to 15", 12, 15),
    ("12-15 boats", "12-15", 12, 15),
    ("12–15 boats", "12–15", 12, 15),
    ("between 12 and 15 boats", "between 12 and 15", 12, 15),
    ("2 to 3 million birds", "2 to 3 million", 2_000_000, 3_000_000),
    ("two or three goals", "two or three", 2, 3),
    ("a couple of boats", "a couple", 2, 2),
    ("two dozen boats", "two dozen", 24, 24),
    ("a dozen boats", "a dozen", 12, 12),
    ("half a dozen boats", "half a dozen", 5, 7),
    ("dozens of boats", "dozens", 24, 99),
    ("scores of boats", "scores", 40, None),
    ("several boats", "several", 3, 9),
    ("hundreds of boats", "hundreds", 200, 999),
    ("thousands of boats", "thousands", 2000, 9999),
    ("tens of thousands of birds", "tens of thousands", 20_000, 99_999),
    ("hundreds of thousands of birds", "hundreds of thousands", 200_000, 999_999),
    ("100-plus boats", "100-plus", 100, None),
    ("20 or more boats", "20 or more", 20, None),
    ("20 or so boats", "20 or so", 17, 23),
    ("2000 people", "2000", 2000, 2000),
    ("none of the six survived", "none of the six", 0, 0),
    ("nobody voted", "nobody", 0, 0),
    ("no passengers were hurt", "no", 0, 0),
    ("both pilots resigned", "both", 2, 2),
    ("half of the 12 passengers", "half of the 12", 6, 6),
    ("four of the six boats", "four of the six", 4, 4),
    ("4 of 6 boats", "4 of 6", 4, 4),
    ("4 out of 6 boats", "4 out of 6", 4, 4),
    ("all six boats", "all six", 6, 6),
    ("all of the 12 boats", "all of the 12", 12, 12),
    ("at least the fourth bridge", "at least the fourth", 4, None),
    ("$3.4bn", "$3.4bn", 3_400_000_000, 3_400_000_000),
    ("more than US$5 million", "more than US$5 million", 5_000_000, None),
    ("Rs 500 crore", "Rs 500 crore", 5_000_000_000, 5_000_000_000),
    ("200 euros", "200 euros", 200, 200),
    ("12 per cent", "12 per cent", 12, 12),
    ("about 5.5%", "about 5.5%", 4.95, 6.05),
    ("30 km", "30 km", 30, 30),
    ("a five-hour meeting", "five-hour", 5, 5),
]


@pytest.mark.parametrize(("text", "words", "low", "high"), AMOUNTS)
def test_amounts(text, words, low, high):
    [found] = quantities(text)
    assert text[found.start : found.end] == words
    assert found.low == pytest.approx(low)
    assert found.high == (None if high is None else pytest.approx(high))


# text that holds no amount, and why
NONE = [
    ("A KC-135 and an F-15 took off", "designations"),
    ("Flight MH17 and flight 370", "flights"),
    ("The Boeing 737 is old", "a type"),
    ("Route 66 leads west", "a road"),
    ("Section 12 of the law", "a section"),
    ("The iPhone 15 is out", "a product"),
    ("The G7 met", "a group"),
    ("Since 9/11", "a date"),
    ("Covid-19 spread", "a disease"),
    ("In 2015 he left", "a year"),
    ("On March 12 it rained", "a date"),
    ("On 12 March 2026 it rained", "a date"),
    ("At 2 pm it rained", "a time"),
    ("At 14:30 it rained", "a time"),
    ("Call 555-201-1234", "a telephone number"),
    ("Call (555) 201-1234", "a telephone number"),
    ("City won 3-2", "a score"),
    ("They lost 1-4", "a score"),
    ("The motion passed 52-48", "a falling pair is a vote"),
    ("one of the largest firms", "an idiom"),
    ("They looked at one another", "an idiom"),
    ("one in five", "a share"),
    ("the 1990s", "a decade"),
    ("5301 Mill Avenue", "an address"),
    ("the 200 block of Elm", "an address"),
    ("24/7", "an idiom"),
    ("https://example.org/12", "an address of the net"),
    ("４ boats", "digits of another script"),
    ("World War II", "no digits"),
    ("Formula 1", "a name"),
    ("Image 3 of 10", "a gallery"),
    ("Type 2 diabetes", "a name"),
    ("at 28th and Main Streets", "an address"),
    ("the 911 caller", "a service"),
    ("call 555-HELP", "a telephone number"),
    ("KRON 4 News has more", "a station"),
    ("Norway's 2014 season", "a year"),
    ("no one else left", "others did"),
    ("None of the injuries is grave", "injuries, not people"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "why"), NONE)
def test_no_amount(text, why):
    assert quantities(text) == (), why


FLAGS = [
    ("two more boats sank", "increment"),
    ("another three boats sank", "increment"),
    ("an additional 12 boats", "increment"),
    ("three others left", "others"),
    ("40 fires so far this year", "cumulative"),
    ("40 bridges destroyed during the war", "cumulative"),
    ("taking the total number to 40", "cumulative"),
    ("including two children", "part"),
    ("about 40 boats", "approximate"),
]


@pytest.mark.parametrize(("text", "flag"), FLAGS)
def test_flags(text, flag):
    [found] = quantities(text)
    assert getattr(found, flag)


def test_highest_since_is_no_running_total():
    [found] = quantities("12 deaths, the highest since 2010")
    assert not found.cumulative


def test_replaced_amount():
    old, new = quantities("the toll rose from 4 to 6")
    assert (old.low, old.earlier) == (4, True)
    assert (new.low, new.earlier) == (6, False)


@pytest.mark.parametrize(
    ("text", "nearly", "vague"),
    [
        ("nearly 100 boats", 100, None),
        ("almost $3 million", 3_000_000, None),
        ("dozens of boats", None, "dozens"),
        ("Several hundred boats", None, "several hundred"),
        ("a couple of boats", None, None),
        ("12 boats", None, None),
    ],
)
def test_words_that_a_reader_should_see(text, nearly, vague):
    [found] = quantities(text)
    assert (found.nearly, found.vague) == (nearly, vague)


AGES = [
    "a 34-year-old man",
    "two-year-old twins left",
    "Ann Lee, 17, won",
    "boys aged 12",
    "a 6-yo won",
    "a 9 yr old boy",
    "both 22 – won",
    "ages 13, 17 and 19",
]


@pytest.mark.parametrize("text", AGES)
def test_ages_count_nobody(text):
    assert {q.kind for q in quantities(text)} == {"age"}


TYPES = [
    ("$5", "money", "USD"),
    ("€5 million", "money", "EUR"),
    ("5 million pounds", "money", "GBP"),
    ("C$20", "money", "CAD"),
    ("Rs 5", "money", "INR"),
    ("30 kilometres", "measure", "kilometre"),
    ("40 mph", "measure", "mile per hour"),
    ("20 degrees Celsius", "measure", "degree Celsius"),
    ("three weeks", "measure", "week"),
    ("7%", "percent", None),
]


@pytest.mark.parametrize(("text", "kind", "unit"), TYPES)
def test_types(text, kind, unit):
    [found] = quantities(text)
    assert (found.kind, found.currency or found.unit) == (kind, unit)


NOUNS = [
    ("six crew members on board", ("crew", "members")),
    ("three fishing boats sank", ("fishing", "boats")),
    ("four of the six bridge builders were hurt", ("bridge", "builders")),
    ("12 killed in the storm", ()),
    ("dozens of homes", ("homes",)),
    ("the number of farm workers killed rose to 12", ("farm", "workers")),
]


@pytest.mark.parametrize(("text", "noun"), NOUNS)
def test_nouns(text, noun):
    assert quantities(text)[0].noun == noun


def test_whole_of_a_part():
    [found] = quantities("four of the six boats")
    assert (found.low, found.of, "four of the six boats"[found.of_start : found.of_end]) == (4, 6, "six")


@given(st.integers(0, 999_999_999))
def test_grouped_digits_are_the_number(value):
    if 1500 <= value < 2100:
        return
    [found] = quantities(f"{value:,} boats")
    assert found.low == found.high == value


@given(st.text(alphabet="0123456789 ,.-–$€%abcdefmhonetw\n'’", max_size=120))
def test_any_text_is_read_with_true_offsets(text):
    found = quantities(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert all(q.low is None or q.high is None or q.low <= q.high for q in found)


def test_long_text_is_fast():
    assert len(quantities("at least 12 boats and 3 homes, or 1,000 others; " * 500)) == 1500
