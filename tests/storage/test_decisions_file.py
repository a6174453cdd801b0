"""What a person has decided about a question holds in every later run, and their file stays as they left it."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from conftest import invoke, load_questions, write_export
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.drafts import draft_articles
from enquiry2article.articles.round_ups import draft_round_ups
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.domain.answer import Answer, Lack, Statement
from enquiry2article.domain.errors import SettingsError
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.settings import Settings, Site
from enquiry2article.storage.decisions_file import (
    DECISIONS_FILE,
    Decision,
    add_decision,
    apply_decisions,
    find_last,
    read_decisions,
)

URL = "https://fernhill.example/blog/what-does-a-night-cost/"


def tell(topic, question, answer):
    return "".join(
        f'{topic}-{number},2026-04-0{number},g{number}@guests.example,{topic},{question},"{answer}"\n'
        for number in range(1, 4)
    )


EXPORT = (
    "id,date,customer,topic,question,answer\n"
    + tell("price", "What does a night in the yurt cost?", "A night in the yurt costs 90 pounds for two people.")
    + tell("dogs", "Can we bring our dog to the campsite?", "Dogs are welcome in the meadow, and on a lead elsewhere.")
    + tell("wood", "Where can we buy firewood for the evening?", "")
    + 'alone-1,2026-04-05,h1@guests.example,,Is the river warm enough for a swim in June?,"Barely, it is snow water."\n'
    "alone-2,2026-04-06,h2@guests.example,,Did anybody find a left glove by the gate?,\n"
    "thanks-1,2026-04-07,h3@guests.example,,Thank you!,\n"
)


class Camp:
    """A campsite's workspace after a run, and its commands."""

    def __init__(self, folder):
        self.folder = folder
        self.workspace = folder / "workspace"
        self.posts = folder / "posts"
        self.file = self.workspace / DECISIONS_FILE
        self.export = write_export(folder / "mails.csv", EXPORT)
        self.run()
        self.ids = {question["enquiry_ids"][0].split("-")[0]: question["id"] for question in self.list_questions()}

    def run(self, posts="posts", exit_code=0):
        options = ["--group-by", "topic", "-w", self.workspace, "-o", self.folder / posts]
        return invoke("run", self.export, *options, exit_code=exit_code)

    def do(self, command, *arguments, exit_code=0):
        return invoke(command, *arguments, "-w", self.workspace, exit_code=exit_code)

    def list_questions(self):
        return load_questions(self.workspace)

    def drafts(self, posts="posts"):
        return sorted(path.stem for path in (self.folder / posts).glob("*.md"))


DRAFTS = [
    "can-we-bring-our-dog-to-the-campsite",
    "what-does-a-night-in-the-yurt-cost",
    "where-can-we-buy-firewood-for-the-evening",
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return Camp(tmp_path_factory.mktemp("camp"))


@pytest.fixture
def camp(shared):
    """The campsite without any decision."""
    shared.file.unlink(missing_ok=True)
    yield shared
    shared.file.unlink(missing_ok=True)


def test_an_ignored_question_gets_no_draft_any_more_and_its_old_draft_stays(camp):
    assert camp.drafts() == DRAFTS
    before = (camp.posts / f"{DRAFTS[0]}.md").read_bytes()
    said = camp.do("ignore", camp.ids["dogs"]).stdout
    assert said == "Remembered: “Can we bring our dog to the campsite?” is not for publishing.\n"
    camp.run()
    camp.run("fresh-1")
    assert (camp.posts / f"{DRAFTS[0]}.md").read_bytes() == before
    assert camp.drafts("fresh-1") == DRAFTS[1:]
    assert {question["id"]: question["status"] for question in camp.list_questions()}[camp.ids["dogs"]] == "ignored"
    new = camp.do("questions", "--new", "--format", "jsonl").stdout
    assert camp.ids["dogs"] not in new
    assert camp.ids["price"] in new


def test_a_question_that_a_post_answers_gets_no_draft_and_names_the_post(camp):
    camp.do("answered-by", camp.ids["price"], URL)
    camp.run("fresh-2")
    assert camp.drafts("fresh-2") == [DRAFTS[0], DRAFTS[2]]
    [question] = [question for question in camp.list_questions() if question["id"] == camp.ids["price"]]
    assert (question["status"], question["post_url"]) == ("answered", URL)


def test_restore_takes_back_what_was_decided(camp):
    camp.do("ignore", camp.ids["dogs"])
    camp.do("answered-by", camp.ids["dogs"], URL)
    camp.do("restore", camp.ids["dogs"])
    assert camp.do("questions", "--new", "--format", "jsonl").stdout.count("\n") == 3
    camp.run("fresh-3")
    assert camp.drafts("fresh-3") == DRAFTS


def test_the_last_decision_counts():
    question = Question(id="q-a", title="A?", slug="a", enquiry_ids=("1",), volume=1, customers=1)
    first, second = Decision(action="ignore", question="q-a"), Decision(action="answered-by", question="q-a", url=URL)
    [decided] = apply_decisions([question], [first, second])
    assert (decided.status, decided.post_url) == ("answered", URL)
    [decided] = apply_decisions([decided], [second, first])
    assert (decided.status, decided.post_url) == ("ignored", "")
    assert apply_decisions([decided], []) == [question]


def test_a_run_reads_the_file_and_never_writes_it(camp):
    text = (
        '# Ours since spring.\r\n[[decision]]\r\naction   = "ignore" # no dogs after all\r\n'
        f'question = "{camp.ids["dogs"]}"\r\nnote = "ask Meg"\r\n\r\n\r\n'
        '[[decision]]\r\naction = "ignore"\r\nquestion = "q-of-another-year"\r\n# the end, without a line end'
    ).encode()
    camp.file.write_bytes(b"\xef\xbb\xbf" + text)
    camp.run("fresh-4")
    assert camp.file.read_bytes() == b"\xef\xbb\xbf" + text
    assert camp.drafts("fresh-4") == DRAFTS[1:]


def test_commands_only_add_to_the_file(camp):
    camp.file.write_text("# Ours since spring.\n# the end, without a line end", encoding="utf-8")
    written = camp.file.read_bytes()
    camp.do("ignore", camp.ids["dogs"])
    camp.do("answered-by", camp.ids["price"], URL)
    assert camp.file.read_bytes().startswith(written + b"\n")
    assert read_decisions(camp.workspace) == [
        Decision(action="ignore", question=camp.ids["dogs"]),
        Decision(action="answered-by", question=camp.ids["price"], url=URL),
    ]


@pytest.mark.parametrize(
    "url",
    [
        'https://fernhill.example/?q="yurt"&l=\\en',
        "https://fernhill.example/größe/",
        "https://fernhill.example/⛺🔥/",
    ],
)
def test_any_address_can_be_read_back(tmp_path, url):
    decision = Decision(action="answered-by", question="q-a", url=url)
    add_decision(tmp_path, decision)
    assert read_decisions(tmp_path) == [decision]


ENTRY = '[[decision]]\naction = "ignore"\nquestion = "q-3f9k2a"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY + "[[decision]\n", ["is not well-formed", "line 4"]),
        (ENTRY + "action = ignore\n", ["is not well-formed", "line 4"]),
        (ENTRY.replace("[[decision]]", "[decision]"), ["two brackets"]),
        ("decision = 5\n", ["two brackets"]),
        ('question = "q-3f9k2a"\n' + ENTRY, ['"question" is not known there', "[[decision]]"]),
        (ENTRY.replace("[[decision]]", "[[decisions]]"), ['"decisions" is not known there', "[[decision]]"]),
        (ENTRY + ENTRY + 'quesion = "q-1"\n', ["decision 2", '"quesion" is not known', 'Did you mean "question"?']),
        (ENTRY.replace("ignore", "ignor"), ["decision 1", "answered-by", 'not "ignor"', 'Did you mean "ignore"?']),
        ('[[decision]]\nquestion = "q-3f9k2a"\n', ["decision 1", "action is one of ignore, answered-by, restore"]),
        ('[[decision]]\naction = "ignore"\n', ["decision 1", "say which question"]),
        (ENTRY.replace('"q-3f9k2a"', '""'), ["decision 1", "say which question"]),
        (ENTRY.replace('"q-3f9k2a"', "7"), ["decision 1", "between quotation marks"]),
        (ENTRY.replace("ignore", "answered-by"), ["decision 1", "url", "https://"]),
        (ENTRY.replace("ignore", "answered-by") + 'url = "fernhill.example"\n', ["decision 1", "url", "https://"]),
        (b"\xff\xfe[\x00", ["UTF-8"]),
    ],
)
@pytest.mark.parametrize("command", ["questions", "run", "ignore"])
def test_each_mistake_is_told_in_one_line_that_says_what_to_do(camp, text, said, command):
    content = text if isinstance(text, bytes) else text.encode()
    camp.file.write_bytes(content)
    if command == "run":
        message = camp.run("refused", exit_code=1).stderr
        assert camp.drafts("refused") == []
    else:
        message = camp.do(command, *([camp.ids["dogs"]] if command == "ignore" else []), exit_code=1).stderr
    assert message.startswith("Error: ")
    assert message.count("\n") == 1
    for words in (DECISIONS_FILE, *said):
        assert words in message
    assert camp.file.read_bytes() == content


def test_an_unknown_question_is_refused_with_the_nearest_one(camp):
    known = camp.ids["dogs"]
    for command in ("ignore", "restore", "answered-by"):
        more = [URL] if command == "answered-by" else []
        message = camp.do(command, known[:-1], *more, exit_code=1).stderr
        assert f'Did you mean "{known}"?' in message
        assert message.count("\n") == 1
    assert "enquiry2article questions" in camp.do("ignore", "zzz", exit_code=1).stderr
    assert not camp.file.exists()


def test_half_an_address_is_refused(camp):
    message = camp.do("answered-by", camp.ids["dogs"], "fernhill.example/dogs", exit_code=1).stderr
    assert "https://" in message
    assert not camp.file.exists()


def test_questions_that_nobody_answered_are_listed_in_the_customers_words(camp):
    listed = camp.do("questions", "--unanswered").stdout.splitlines()
    assert [line.split()[1] for line in listed[1:]] == [camp.ids["wood"]]
    assert "Where can we buy firewood for the evening?" in listed[1]
    assert "missing" in listed[1]
    camp.do("ignore", camp.ids["wood"])
    nothing = camp.do("questions", "--unanswered")
    assert nothing.stdout == ""
    assert nothing.stderr == "There are no such questions.\n"


def test_the_ledger_lists_those_who_never_got_a_reply(camp):
    def list_ids(*options):
        text = camp.do("ledger", "--format", "csv", *options).stdout
        return [row["enquiry_id"] for row in csv.DictReader(io.StringIO(text))]

    assert list_ids("--no-reply") == ["alone-2", "wood-1", "wood-2", "wood-3"]
    assert len(list_ids()) == 12
    table = camp.do("ledger", "--no-reply").stdout
    assert "wood-2" in table
    assert "price-1" not in table


SITE = Settings(site=Site(url_template="https://fernhill.example/blog/{slug}/"))


def ask(letter, **more):
    statement = Statement(text=f"Answer {letter} is one of our house.", sources=("1",))
    return Question(
        **{
            "id": f"q-{letter}",
            "title": f"What about {letter}?",
            "slug": letter,
            "enquiry_ids": (letter,),
            "volume": 1,
            "customers": 1,
            "area": "camp",
            "answer": Answer(statements=(statement,), lack=Lack.NOTHING),
            **more,
        }
    )


QUESTIONS = [
    ask("a", related=("q-b", "q-c"), next=("q-b", "q-c")),
    ask("b", status=QuestionStatus.IGNORED),
    ask("c", status=QuestionStatus.ANSWERED, post_url=URL),
    ask("d"),
    ask("e"),
]


def test_articles_point_to_the_post_that_answers_a_question():
    [first, *_] = draft_articles(QUESTIONS, TemplateWriter(settings=SITE), SITE)
    assert f"[What about c?]({URL})" in first.body


def test_an_ignored_question_is_shown_nowhere():
    writer = TemplateWriter(settings=SITE)
    drafts = [*draft_articles(QUESTIONS, writer, SITE), *draft_round_ups(QUESTIONS, writer, SITE)]
    assert len(drafts) == 4
    assert not [draft.path for draft in drafts if "What about b?" in draft.body or "q-b" in str(draft.front_matter)]


def read_draft(camp, topic, posts):
    [text] = [path.read_text() for path in (camp.folder / posts).glob("*.md") if camp.ids[topic] in path.read_text()]
    return text


def find(camp, enquiry):
    return next((q for q in camp.list_questions() if enquiry in q["enquiry_ids"]), None)


def test_what_belongs_together_is_decided_and_taken_back(tmp_path):
    camp = Camp(tmp_path)
    price, dogs, wood = camp.ids["price"], camp.ids["dogs"], camp.ids["wood"]
    said = camp.do("merge", wood, dogs).stdout
    assert said.startswith("Remembered: “Where can we buy firewood for the evening?” is one with “Can we bring our dog")
    assert "next run" in said
    camp.do("rename", price, "What is the price   of a night?")
    camp.do("split", price, "price-2", "price-3")
    camp.do("move", "alone-1", dogs)
    result = camp.run("two")
    assert "joined" not in result.stdout
    assert find(camp, "wood-1")["id"] == find(camp, "alone-1")["id"] == dogs
    assert find(camp, "dogs-1")["volume"] == 7
    assert find(camp, "price-1")["volume"] == 1
    assert find(camp, "price-3")["id"] not in (price, dogs, wood)
    draft = read_draft(camp, "price", "two")
    assert 'title: "What is the price of a night?"' in draft
    assert 'slug: "what-does-a-night-in-the-yurt-cost"' in draft
    assert "split price-2" not in camp.do("undo", "alone-1").stdout
    assert "Taken back: split" in camp.do("undo", price).stdout
    assert "Taken back: rename" in camp.do("undo", price).stdout
    assert "Taken back: merge" in camp.do("undo").stdout
    assert "could be taken back" in camp.do("undo", exit_code=1).stderr
    assert read_decisions(camp.workspace) == []
    camp.run("three")
    assert {question["id"]: question["volume"] for question in camp.list_questions()} == {price: 3, dogs: 3, wood: 3}
    assert find(camp, "alone-1") is None
    assert 'title: "What does a night' in read_draft(camp, "price", "three")


def test_the_two_parts_of_a_question_are_suggested_in_the_words_of_a_command(camp):
    wood = camp.ids["wood"]
    shown = camp.do("split", camp.ids["price"]).stdout
    assert "price-1: What does a night in the yurt cost?" in shown
    assert "nothing in it to part" in shown  # all three are in the same words
    message = camp.do("split", wood, "dogs-1", exit_code=1).stderr
    assert '"dogs-1" is no enquiry of' in message
    assert "leave some" in camp.do("split", wood, "wood-1", "wood-2", "wood-3", exit_code=1).stderr
    assert 'no enquiry "zzz"' in camp.do("move", "zzz", wood, exit_code=1).stderr
    assert "Name two" in camp.do("merge", wood, wood, exit_code=1).stderr
    assert not camp.file.exists()


def test_a_run_tells_of_decisions_about_questions_that_were_never_found(camp):
    camp.file.write_text('[[decision]]\naction = "merge"\nquestion = "q-nobody"\ninto = "q-aaaaaa"\n')
    assert "decisions.toml speaks of q-aaaaaa, q-nobody, never found here" in camp.run("unknown").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('action = "merge"\nquestion = "q-a"\n', "say with which question it is one"),
        ('action = "merge"\nquestion = "q-a"\ninto = "q-a"\n', "name two"),
        ('action = "split"\nquestion = "q-a"\n', "say which enquiries"),
        ('action = "split"\nquestion = "q-a"\nenquiries = "4711"\n', "enquiries is a list"),
        ('action = "split"\nquestion = "q-a"\nenquiries = [4711]\n', "enquiries is a list"),
        ('action = "rename"\nquestion = "q-a"\n', "say what it is called"),
        ('action = "move"\nquestion = "q-a"\n', "say which enquiry"),
        ('action = "pin"\nquestion = "q-a"\ndate = "10 June"\n', 'a day such as "2026-06-10"'),
        ('action = "undo"\n', "nothing before it"),
        ('action = "ignore"\nquestion = "q-a"\n[[decision]]\naction = "undo"\nquestion = "q-b"\n', "nothing before it"),
    ],
)
def test_half_a_decision_is_told(tmp_path, text, said):
    (tmp_path / DECISIONS_FILE).write_text(f"[[decision]]\n{text}")
    with pytest.raises(SettingsError) as told:
        read_decisions(tmp_path)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@given(
    st.builds(
        Decision,
        action=st.just("split"),
        question=st.text(min_size=1),
        enquiries=st.lists(st.text(), min_size=1).map(tuple),
        title=st.text(),
    )
)
def test_whatever_was_decided_can_be_read_back(decision):
    with tempfile.TemporaryDirectory() as folder:
        add_decision(Path(folder), decision)
        assert read_decisions(Path(folder)) == [decision]


def test_undo_takes_back_the_last_that_stands_and_twice_the_one_before():
    first, second = Decision(action="pin", question="q-a"), Decision(action="pin", question="q-b")
    assert find_last([first, second, first]) == 2
    assert find_last([first, second, first], "q-b") == 1
    assert find_last([first], "q-b") is None
