"""Reads a large export, made up on the spot, and says how long that takes and how much memory.

    python benchmarks/reading_scale.py --kind ndjson --megabytes 1024
    python benchmarks/reading_scale.py --kind json --megabytes 1024
    python benchmarks/reading_scale.py --kind mbox --megabytes 1024

The file lies in a temporary folder and is gone afterwards. It is read by a fresh process as `run` reads it, with all
readers there are, and into the temporary database; the memory is the most that this process ever held.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

TOPICS = (
    "change the delivery address", "return shoes that are too small", "pay by invoice", "use a voucher twice",
    "reset my password", "cancel the subscription", "download an invoice again", "track a parcel that is late",
    "exchange a broken lamp", "book a table for ten people", "bring my dog to the hotel",
)  # fmt: skip
WORDS = (
    "please hello again order number basket page button mail yesterday window colour size garden lamp table invoice "
    "account letter street colleague weekend delivery question answer möglich déjà gracias 🙂"
).split()
START = datetime(2026, 1, 1, 8, tzinfo=UTC)

READ = """
import resource, sys, time
from pathlib import Path
from enquiry2article.cli.options import load_readers
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest import read_exports
readers = load_readers()
start, work = time.perf_counter(), time.process_time()
found = read_exports([Path(sys.argv[1])], readers, ReadOptions(agents=("@shop.example",)))
seconds, work = time.perf_counter() - start, time.process_time() - work
turns = 0
for enquiry in found.enquiries:
    turns += len(enquiry.turns)
again = time.perf_counter() - start - seconds
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
heavy = [name for name in ("torch", "transformers", "bertopic", "sklearn") if name in sys.modules]
times = f"{seconds:.1f} {work:.1f} {again:.1f} {peak:.0f}"
print(found.files[0].format, len(found.enquiries), turns, len(found.bad), times, *heavy)
"""


def say(chance: random.Random, words: int) -> str:
    """Make up a message."""
    text = " ".join(chance.choices(WORDS, k=words))
    return f"How can I {chance.choice(TOPICS)}? {text}.\n\nThank you, {chance.choice(('Ana', 'Bo', 'Cy', 'Di'))}"


def make_ticket(number: int, chance: random.Random) -> dict[str, object]:
    """Make up a ticket as Zendesk's account export has it."""
    customer = 1000 + chance.randrange(50_000)
    at = START + timedelta(minutes=number)
    said = [
        {
            "id": number * 10 + place,
            "type": "Comment",
            "author_id": customer if place % 2 == 0 else 7,
            "public": place != 3,
            "plain_body": say(chance, 60),
            "html_body": f"<p>{say(chance, 20)}</p>",
            "created_at": f"{at + timedelta(minutes=place):%Y-%m-%dT%H:%M:%SZ}",
        }
        for place in range(chance.randint(2, 6))
    ]
    return {
        "id": number,
        "subject": chance.choice(TOPICS).capitalize(),
        "description": said[0]["plain_body"],
        "status": "closed",
        "via": {"channel": "email"},
        "tags": ["shop", f"topic_{number % 11}"],
        "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "requester": {"id": customer, "name": f"Customer {customer}", "email": f"c{customer}@mail.example"},
        "submitter": {"id": customer},
        "assignee": {"id": 7, "name": "Lee Marsh"},
        "comments": said,
    }


def make_lines(chance: random.Random) -> Iterator[str]:
    """Give one ticket a line, for ever."""
    for number in range(1, 1 << 40):
        yield json.dumps(make_ticket(number, chance), ensure_ascii=False) + "\n"


def make_document(chance: random.Random) -> Iterator[str]:
    """Give one document with a list of tickets, without its end."""
    yield '{"count": 1, "next_page": null, "tickets": [\n'
    lines = make_lines(chance)
    yield next(lines)
    for line in lines:
        yield "," + line


def make_mailbox(chance: random.Random) -> Iterator[str]:
    """Give mails and the answers to them, for ever."""
    for number in range(1, 1 << 40):
        at = START + timedelta(minutes=number)
        customer = chance.randrange(50_000)
        subject = chance.choice(TOPICS).capitalize()
        yield make_mail(
            f"q{number}", "", f"c{customer}@mail.example", "help@shop.example", subject, at, say(chance, 80)
        )
        if number % 3:
            answer = f"{say(chance, 60)}\n\n> {say(chance, 40)}"
            later = at + timedelta(hours=1)
            yield make_mail(
                f"a{number}",
                f"q{number}",
                "help@shop.example",
                f"c{customer}@mail.example",
                f"Re: {subject}",
                later,
                answer,
            )


def make_mail(id_: str, parent: str, sender: str, to: str, subject: str, at: datetime, text: str) -> str:
    """Make up one mail of a mailbox."""
    reply = f"In-Reply-To: <{parent}@mail.example>\nReferences: <{parent}@mail.example>\n" if parent else ""
    return (
        f"From {sender} {at:%a %b %d %H:%M:%S %Y}\nMessage-ID: <{id_}@mail.example>\n{reply}From: {sender}\nTo: {to}\n"
        f"Subject: {subject}\nDate: {format_datetime(at)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{text}\n\n"
    )


KINDS: dict[str, tuple[str, Callable[[random.Random], Iterator[str]], str]] = {
    "ndjson": ("tickets.ndjson", make_lines, ""),
    "json": ("tickets.json", make_document, "]}"),
    "mbox": ("mail.mbox", make_mailbox, ""),
}


def write(path: Path, pieces: Iterator[str], size: int, end: str) -> None:
    """Write a file of about this size."""
    written = 0
    with path.open("wb") as stream:
        for piece in pieces:
            written += stream.write(piece.encode())
            if written >= size:
                break
        stream.write(end.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kind", choices=KINDS, default="ndjson")
    parser.add_argument("--megabytes", type=int, default=1024)
    chosen = parser.parse_args()
    name, make, end = KINDS[chosen.kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path, make(random.Random(1)), chosen.megabytes << 20, end)
        size = path.stat().st_size / (1 << 20)
        done = subprocess.run([sys.executable, "-c", READ, str(path)], stdout=subprocess.PIPE, text=True, check=True)
        took, enquiries, turns, bad, seconds, work, again, peak, *heavy = done.stdout.split()
    print(
        f"{chosen.kind}: {size:,.0f} MiB, read as {took}: {int(enquiries):,} enquiries, {turns} turns, {bad} bad rows"
    )
    speed = size / float(seconds)
    print(f"{seconds} s ({speed:.1f} MiB/s, {work} s of a processor), gone through again in {again} s; peak {peak} MiB")
    if heavy:
        print("Loaded for nothing:", ", ".join(heavy))


if __name__ == "__main__":
    main()
