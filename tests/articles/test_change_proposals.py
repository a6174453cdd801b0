"""A draft that a person has edited is theirs: what the replies say newly is told beside it, never written into it."""

import pytest
from conftest import invoke, read_folder, write_export

from enquiry2article.articles.change_proposals import holds_sentence, propose_change, read_paragraphs
from enquiry2article.articles.publishing import PROPOSALS
from enquiry2article.articles.templating import escape_words
from enquiry2article.domain.answer import Answer, Role, Statement
from enquiry2article.domain.question import Question
from enquiry2article.embedding.minilm import MinilmEmbedder

HEADER = "id,date,customer,topic,question,answer\n"
SERVICE = (
    "Choose a day in the calendar on our page. Leave the bike at the workshop on the evening before. "
    "A service takes one working day."
)
RENT = "A rented bike comes with a lock and a helmet."
BATTERY = "Bring the key of the battery if you ride an electric bike."
SEAT = "A child seat costs five euros more."


def tell(topic, question, answer, ids, month=3):
    """Rows of an export: several customers ask, and each gets the answer."""
    return "".join(
        f'{topic}-{number},2026-{month:02}-{place:02},c{number}@riders.example,{topic},{question},"{answer}"\n'
        for place, number in enumerate(ids, start=1)
    )


def tell_service(answer, ids, month=3):
    return tell("service", "How do I book a service?", answer, ids, month)


def tell_rent(answer, ids, month=3):
    return tell("rent", "What comes with a rented bike?", answer, ids, month)


SPRING = tell_service(SERVICE, range(1, 4)) + tell_rent(RENT, range(1, 4))
SUMMER = tell_service(f"{SERVICE} {BATTERY}", range(1, 5), 6) + tell_rent(f"{RENT} {SEAT}", range(1, 5), 6)


class Shop:
    """A bike shop's export, and the drafts that were made from it."""

    def __init__(self, folder):
        self.posts = folder / "posts"
        self.workspace = folder / "workspace"
        self.service = self.posts / "how-do-i-book-a-service.md"
        self.rent = self.posts / "what-comes-with-a-rented-bike.md"
        self._folder = folder

    def run(self, rows, settings=""):
        """Run on an export with these rows; gives what the command said."""
        export = write_export(self._folder / "shop.csv", HEADER + rows)
        house = write_export(self._folder / "house.toml", settings)
        options = ["--group-by", "topic", "-w", self.workspace, "-o", self.posts, "--settings", house]
        return invoke("run", export, *options).stdout

    def edit(self, old, new, path=None):
        path = path or self.service
        text = path.read_text(encoding="utf-8")
        front, body = text.split("\n---\n", 1)
        assert old in body
        path.write_text(f"{front}\n---\n{body.replace(old, new)}", encoding="utf-8", newline="\n")
        return path.read_bytes()

    def proposals(self):
        folder = self.workspace / PROPOSALS
        return {name: text.decode() for name, text in read_folder(folder).items()} if folder.exists() else {}


@pytest.fixture(autouse=True, scope="module")
def one_model():
    """Open the language model once for all runs of this file, which would take half of their time."""
    with pytest.MonkeyPatch.context() as patch:
        embed = MinilmEmbedder().embed
        patch.setattr(MinilmEmbedder, "embed", lambda self, texts: embed(texts))
        yield


@pytest.fixture
def shop(tmp_path):
    shop = Shop(tmp_path)
    shop.run(SPRING)
    return shop


def test_an_edited_draft_stays_as_it_is_and_the_news_lie_beside_it(shop):
    edited = shop.edit("A service takes", "A full service takes")
    said = shop.run(SUMMER)
    assert shop.service.read_bytes() == edited
    assert shop.proposals().keys() == {"how-do-i-book-a-service.txt"}
    assert "The replies have changed for 1 draft of those" in said
    assert f"{shop.workspace}/{PROPOSALS}" in said
    assert shop.proposals()["how-do-i-book-a-service.txt"].splitlines() == [
        "Proposed change to: How do I book a service?",
        "You have edited this draft, so it was left exactly as it is. The replies have changed since it was written.",
        "",
        "New in the replies:",
        f"  + {BATTERY}  (replies to service-1, service-2, service-3, service-4, last on 2026-06-04)",
    ]


def test_a_draft_that_nobody_edited_is_brought_up_to_date_instead(shop):
    shop.edit("A service takes", "A full service takes")
    shop.run(SUMMER)
    assert SEAT in shop.rent.read_text(encoding="utf-8").split("\n---\n")[1]
    assert "what-comes-with-a-rented-bike.txt" not in shop.proposals()


def test_where_nothing_is_edited_there_is_no_folder_of_proposals(shop):
    assert "have changed for" not in shop.run(SUMMER)
    assert not (shop.workspace / PROPOSALS).exists()


def test_where_the_replies_have_not_changed_nothing_is_proposed(shop):
    edited = shop.edit("A service takes", "A full service takes")
    more_of_the_same = SPRING + tell_service(SERVICE, range(11, 15), 6)
    for rows in (SPRING, more_of_the_same):
        assert "have changed for" not in shop.run(rows)
        assert shop.service.read_bytes() == edited
    assert shop.proposals() == {}


def test_a_sentence_that_the_person_took_out_is_not_brought_up_again(shop):
    edited = shop.edit(" A service takes one working day.", "")
    for rows in (SPRING, SUMMER, SUMMER):
        shop.run(rows)
        assert shop.service.read_bytes() == edited
        assert "A service takes" not in "".join(shop.proposals().values())
    assert BATTERY in "".join(shop.proposals().values())


def test_a_sentence_that_the_person_already_put_in_is_not_proposed(shop):
    shop.edit("A service takes", f"{BATTERY.upper()} A service takes")
    assert "have changed for" not in shop.run(SUMMER)
    assert shop.proposals() == {}


def test_a_sentence_that_the_person_put_in_as_the_house_spells_it_is_not_proposed(shop):
    spelling = '[style.spelling]\n"electric bike" = "E-Bike"\n'
    shop.edit("A service takes", f"{BATTERY.replace('electric bike', 'E-Bike')} A service takes")
    shop.run(SUMMER, spelling)
    assert shop.proposals() == {}


def test_a_sentence_that_goes_on_in_the_next_line_is_not_proposed(shop):
    shop.edit("A service takes", f"{BATTERY.replace('battery if', 'battery' + chr(10) + 'if')} A service takes")
    shop.run(SUMMER)
    assert shop.proposals() == {}


def test_a_slip_in_the_front_matter_of_an_edited_draft_stops_no_run(shop):
    text = shop.service.read_text(encoding="utf-8")
    shop.service.write_text(text.replace('"How do I book a service?"', 'How: "do" I book a service?'), encoding="utf-8")
    edited = shop.service.read_bytes()
    shop.run(SUMMER)
    assert shop.service.read_bytes() == edited
    assert BATTERY in shop.proposals()["how-do-i-book-a-service.txt"]
    assert SEAT in shop.rent.read_text(encoding="utf-8")


GATE = "Shut the gate behind you, or the sheep get out."


@pytest.mark.parametrize(
    "body",
    [
        GATE,
        "Come in.\nShut the\ngate behind you, or\nthe sheep get out. Thanks.",
        "Come in. Shut the gate behind you, or the sheep get out",
        "- Come in.\n- Shut the gate behind you,\n  or the sheep   get out.\n- Have a look.",
        "3. Shut the gate behind you, or the sheep get out! They will.",
        "> Shut the gate behind you,\n> or the sheep get out.",
        'Mind: **Shut the gate** behind _you_, or the [sheep](/sheep/ "ours") get `out`.',
        "## Shut the gate behind you, or the sheep get out.\nCome in",
        "Come in  \nShut the gate behind you, or the sheep get out.\\\nHave a look",
        "<ul><li>Come in</li><li>Shut the <b>gate</b> behind you, or the\nsheep get out.</li></ul>",
        "“Shut the gate behind you, or the sheep get out.” So it says.",
        "Come in\n---\nShut the gate behind you&#44; or the sheep get out\\.\n===",
    ],
)
def test_a_sentence_is_found_as_a_reader_finds_it(body):
    assert holds_sentence(read_paragraphs(body), GATE)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Shut the gate behind you.",
        "Shut the gate behind you, or\n\nthe sheep get out.",
        "Shut the gate behind you, or\n- the sheep get out.",
        "Please shut the gate behind you, or the sheep get out.",
        "Shut the gate behind you, or the sheep get out of the field.",
        "Shut the gate behind you, or the sheep get out, and the lambs.",
        "<!-- Shut the gate behind you, or the sheep get out. -->",
        '<script type="application/ld+json">{"text": "Shut the gate behind you, or the sheep get out."}</script>',
        "<aside>Shut the gate behind you, or the sheep get out.</aside><p>Come in.</p>",
    ],
)
def test_a_sentence_that_no_reader_reads_does_not_stand_there(body):
    assert not holds_sentence(read_paragraphs(body), GATE)


@pytest.mark.parametrize(
    "text", ["Wait 5*3 minutes.", "Type a_b or *Book*.", "Ask for <b> & co {x}.", "At 9 a.m. ring us."]
)
def test_what_we_wrote_is_found_whatever_its_signs(text):
    assert holds_sentence(read_paragraphs(f"Come in. {escape_words(text)} Thanks."), text)
    assert not holds_sentence(["Come in."], "?!")


def test_a_step_that_was_put_into_a_list_is_neither_new_nor_gone():
    then = Statement(text="Then oil the hinge.", sources=("T-1",), role=Role.STEP)
    question = Question(
        id="q-gate",
        title="Why does the gate squeak?",
        slug="gate",
        enquiry_ids=("T-1",),
        volume=1,
        customers=1,
        answer=Answer(statements=(then,)),
    )
    body = "1. Lift the gate.\n2. Oil the\n   hinge."
    assert propose_change(question, [], body) == ""
    assert "  + Then oil the hinge." in propose_change(question, [], "1. Lift the gate.")
    assert "  - After that lift the gate." in propose_change(question, [then.text, "After that lift the gate."], body)


def test_the_same_news_are_not_written_a_second_time(shop):
    shop.edit("A service takes", "A full service takes")
    shop.run(SUMMER)
    [path] = (shop.workspace / PROPOSALS).iterdir()
    before = path.stat().st_mtime_ns, path.read_bytes()
    shop.run(SUMMER)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


NOW = "Book by telephone only, and bring the bike on the same day. It is ready in the evening."


def test_what_the_replies_no_longer_say_is_told_only_where_it_still_stands(shop):
    shop.run(tell_service(SERVICE, range(1, 4)))
    shop.edit("Choose a day in the calendar on our page.", "Book a day.")
    shop.run(tell_service(NOW, range(1, 4)))
    new, gone = shop.proposals()["how-do-i-book-a-service.txt"].split("No longer borne out, and still in your text:")
    assert "Leave the bike at the workshop on the evening before." in gone
    assert "+ Book by telephone only, and bring the bike on the same day." in new
    assert "Choose a day" not in shop.service.read_text(encoding="utf-8").split("\n---\n")[1]


def test_what_the_person_took_out_is_not_still_in_their_text(shop):
    shop.edit("Choose a day in the calendar on our page.", "Book a day.")
    shop.run(tell_service(NOW, range(1, 4)))
    assert "Choose a day" not in shop.proposals()["how-do-i-book-a-service.txt"]


@pytest.mark.parametrize(
    ("sentence", "settings"),
    [
        ("Leave the e bike at the workshop on the evening before.", '[style.spelling]\n"e bike" = "E-Bike"\n'),
        ("Press *Book* twice at the end of the form.", ""),
    ],
    ids=["in the house's spelling", "with a sign that Markdown would eat"],
)
def test_what_is_no_longer_borne_out_is_found_as_it_was_written(tmp_path, sentence, settings):
    shop = Shop(tmp_path)
    shop.run(tell_service(f"{SERVICE} {sentence}", range(1, 4)), settings)
    shop.edit("A service takes", "A full service takes")
    shop.run(tell_service(SERVICE, range(1, 4)), settings)
    assert f"  - {sentence}" in "".join(shop.proposals().values())


def test_a_price_that_only_begins_like_the_old_one_is_new(shop):
    price = "Each service of a bike with gears costs 59 euros"
    shop.run(tell_service(f"{SERVICE} {price} 50.", range(1, 4)))
    shop.edit("A service takes", "A full service takes")
    shop.run(tell_service(f"{SERVICE} {price}.", range(1, 4)))
    assert f"  + {price}." in "".join(shop.proposals().values())


def test_a_proposal_that_was_taken_up_is_gone(shop):
    shop.edit("A service takes", "A full service takes")
    shop.run(SUMMER)
    shop.edit("A full service", f"{BATTERY} A full service")
    shop.run(SUMMER)
    assert shop.proposals() == {}


COPIED = [
    "Rub the chain dry with a rag. Oil each link on its inner side. Wipe the outside after ten minutes.",
    "Any chain oil for bikes will do. Every link wants one drop on the inside. Old newspaper keeps the floor clean.",
    "Do it once a month, and after each ride in the rain. Turn the pedals backwards while you oil.",
    "A chain that squeaks is far too dry. Old oil comes off with a brush and warm water.",
]


def test_an_edited_copy_is_not_asked_to_repeat_its_original(tmp_path):
    shop = Shop(tmp_path)
    rows = "".join(
        tell("chain", "How do I oil my chain?", answer, [number]) for number, answer in enumerate(COPIED, start=1)
    )
    shop.run(rows)
    [copy] = (shop.posts / "copies-for-other-sites").iterdir()
    edited = shop.edit("chain oil", "good chain oil", copy)
    shop.run(rows + tell("chain", "How do I oil my chain?", "Wax lasts three times as long as oil.", range(11, 15), 6))
    assert copy.read_bytes() == edited
    assert not [name for name in shop.proposals() if "copies" in name]
