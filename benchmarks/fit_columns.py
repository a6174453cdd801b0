"""Fits the model that tells what the columns of a table hold, on tables made of invented texts.

    python benchmarks/fit_columns.py            writes resources/fields/column_model.json and prints held-out accuracy

The texts are in column_texts.toml. A part of the languages is held out, with shapes of tables that the fitting does
not see: headings nobody knows, rows without greetings, few rows. scikit-learn is needed here only.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from enquiry2article.cleaning.field_names import load_columns
from enquiry2article.ingest.fields.column_content import measure_columns
from enquiry2article.ingest.fields.column_model import FITTED

HERE = Path(__file__).parent
TARGET = HERE.parent / "enquiry2article" / "resources" / "fields" / "column_model.json"
SEED = 17
TABLES = 5_000
HELD_OUT = 1_500

NAMES = load_columns()["names"]
WORDS = load_columns()["words"]
PEOPLE = """Ada Quint, Bo Marsh, Cem Aydin, Dora Novak, Eli Sand, Fay Orr, Gil Pons, Hana Ueda, Ivo Lenz,
Jun Mori, Kai Berg, Lea Roth, Max Ode, Nia Cole, Oda Voss, Pia Ruiz, Quinn Day, Rui Sousa,
Sana Ali, Tom Hale, Uwe Falk, Vera Petrova, Wu Lan, Yara Haddad, Zoe Klein""".replace("\n", " ").split(", ")
STAFF = ["Mira Holt", "Jo Tanner", "Sam Field", "Inge Maar"]
WAYS: list[Callable[[str], str]] = [
    str,
    str,
    str,
    lambda name: name.split()[0],
    lambda name: name.casefold().replace(" ", "."),
    lambda name: f"{name[0]}{name.split()[-1]}".casefold(),
    lambda name: f"{name.split()[-1]}, {name.split()[0]}",
    str.upper,
]
"""How programs write people's names."""
NOTHING_KNOWN = ["field_{}", "col{}", "Spalte {}", "x{}", "Custom field {}", "Zusatz {}", "attr_{}", "F{}", "{}"]
VAGUE = ["Text", "Content", "Details", "Comment", "Comments", "Notes", "Body", "Message", "Info", "Description"]
OTHERS = {
    "Status": ["Open", "Closed", "Pending"],
    "Priority": ["High", "Low", "Normal"],
    "Category": ["Billing and invoices", "Delivery and shipping", "Returns and refunds", "Product questions"],
    "Resolution": ["Fixed", "Won't fix", "Workaround provided", "Duplicate"],
    "Solution": ["Workaround provided", "Sent replacement to customer"],
    "Response": ["Sent", "Not sent"],
    "Answer": ["yes", "no"],
    "Lösung": ["Erledigt", "Offen", "Ersatz wurde geschickt"],
    "Group": ["Support", "Sales", "Level 2"],
    "Product": ["Kettle", "Router", "Mat"],
    "Language": ["en", "de", "fr"],
    "Tags": ["refund,late", "billing", "vip"],
    "Via": ["web", "email", "chat"],
    "Kind": ["end-user", "agent"],
    "SLA": ["met", "breached"],
    "Country": ["Germany", "France", "Spain"],
    "Company": ["Quint Ltd", "Marsh GmbH", "Sand & Sons", "Orr SA", "Ueda KK"],
}


class Maker:
    """Makes tables, each with what its columns hold."""

    def __init__(self, languages: list[str], texts: dict, rng: random.Random, *, strange: bool) -> None:
        self.languages, self.all_texts, self.rng, self.strange = languages, texts, rng, strange

    def make(self) -> tuple[list[str], list[list[str]], list[str]]:
        rng = self.rng
        self.texts = self.all_texts[rng.choice(self.languages)]
        self.rows = rng.choice([1, 2, 3, 5, 8, 12, 20, 40, 80])
        self.greets = {side: rng.choice([0, 0, 0.3, 0.8, 1]) for side in ("question", "answer")}
        self.signs = {side: rng.choice([0, 0, 0.3, 0.8, 1]) for side in ("question", "answer")}
        self.few = rng.choice([True, True, False])
        self.longest = rng.choice([1, 1, 2, 3])
        plan: list[tuple[str, str, list[str]]] = []
        has_question = rng.random() < 0.9
        if has_question:
            plan.append(("question", self.name("question"), self.column(lambda: self.text("question"))))
        if rng.random() < (0.7 if has_question else 0.2):
            empty = rng.choice([0, 0, 0, 0.3, 0.6])
            plan.append(("answer", self.name("answer"), self.column(lambda: self.text("answer"), empty)))
        if rng.random() < 0.12:
            self.few = False
            plan.append(("answer", self.name("answer"), self.column(lambda: self.journal("answer"), 0.2)))
        if rng.random() < 0.3:
            made = self.journal if rng.random() < 0.3 else self.text
            plan.append(("note", self.name("note"), self.column(lambda: made("note"), rng.choice([0, 0.4]))))
        if rng.random() < 0.85 and rng.random() < 0.1 and len(plan) > 1:
            plan.reverse()
        before: list[tuple[str, str, list[str]]] = []
        if rng.random() < 0.6:
            start = rng.choice([1, 1000, 48211, 9_300_000])
            form = rng.choice(["{}", "{}", "T-{}", "INC{:07d}", "#{}"])
            before.append(("id", self.name("id"), [form.format(start + row) for row in range(self.rows)]))
        if rng.random() < 0.6:
            before.append(("date", self.name("date"), self.column(self.date_maker())))
        if rng.random() < 0.5:
            title = "Name" if rng.random() < 0.25 else self.name("subject")
            before.append(("subject", title, self.column(lambda: self.text("subject"))))
        side: list[tuple[str, str, list[str]]] = []
        if rng.random() < 0.5:
            way = rng.choice(WAYS)
            people = [way(name) for name in PEOPLE]
            side.append(("name", self.name("name"), self.column(lambda: rng.choice(people))))
        if rng.random() < 0.4:
            way = rng.choice(WAYS)
            team = [way(name) for name in STAFF[: rng.choice([1, 2, 4])]]
            side.append(("agent", self.name("agent"), self.column(lambda: rng.choice(team), rng.choice([0, 0.2]))))
        if rng.random() < 0.4:
            side.append(("email", self.name("email"), self.column(self.address)))
        if rng.random() < 0.2:
            side.append(("phone", self.name("phone"), self.column(lambda: f"+49 30 {rng.randint(100000, 9999999)}")))
        for _ in range(rng.choice([0, 1, 2, 4])):
            side.append(("other", *self.other()))
        rng.shuffle(side)
        cut = rng.randint(0, len(side))
        columns = [*before, *side[:cut], *plan, *side[cut:]]
        header = [name for _, name, _ in columns]
        rows = [[cells[row] for _, _, cells in columns] for row in range(self.rows)]
        return header, rows, [label for label, _, _ in columns]

    def column(self, make: Callable[[], str], empty: float = 0) -> list[str]:
        return ["" if self.rng.random() < empty else make() for _ in range(self.rows)]

    def fill(self, text: str) -> str:
        product = self.rng.choice(self.texts["products"][: 2 if self.few else 9])
        return text.replace("{p}", product).replace("{n}", str(self.rng.randint(2, 50 if self.few else 90000)))

    def text(self, field: str) -> str:
        rng, texts = self.rng, self.texts
        bank = texts[f"{field}s"]
        if field in ("subject", "note"):
            return self.fill(rng.choice(bank))
        parts = rng.sample(bank[: 4 if self.few and field == "answer" else 99], k=min(rng.randint(1, self.longest), 4))
        said = " ".join(self.fill(part) for part in parts)
        own = "reply_" if field == "answer" else ""
        if rng.random() < self.greets[field]:
            said = rng.choice(texts[f"{own}greeting"]) + rng.choice([" ", "\n", "\n\n"]) + said
        if rng.random() < self.signs[field]:
            said += rng.choice(["\n\n", "\n"]) + rng.choice(texts[f"{own}sign_off"])
        return said.lower() if self.strange and rng.random() < 0.3 else said

    def journal(self, field: str) -> str:
        mark = "Work notes" if field == "note" else "Additional comments"
        day = self.rng.randint(10, 28)
        return f"2026-02-{day} 10:31:00 - {self.rng.choice(STAFF)} ({mark})\n{self.text(field)}"

    def date_maker(self) -> Callable[[], str]:
        form = self.rng.choice(
            ["2026-02-{:02d}", "{:02d}.02.2026", "02/{:02d}/2026 10:1{}", "{} Feb 2026", "2026-02-{:02d}T09:00:00Z"]
        )
        return lambda: form.format(self.rng.randint(1, 28), self.rng.randint(0, 9))

    def address(self) -> str:
        name = self.rng.choice(PEOPLE).casefold().replace(" ", ".")
        return f"{name}{self.rng.randint(1, 99)}@{self.rng.choice(['post', 'mail', 'inbox'])}.example"

    def other(self) -> tuple[str, list[str]]:
        rng = self.rng
        kind = rng.random()
        if kind < 0.65:
            name, values = rng.choice(list(OTHERS.items()))
            if rng.random() < 0.2:
                name = rng.choice(NOTHING_KNOWN).format(rng.randint(1, 99))
            values = values[: rng.randint(1, len(values))]
            return name, self.column(lambda: rng.choice(values), rng.choice([0, 0.3]))
        if kind < 0.75:
            return rng.choice(["Replies", "Count", "Minutes", "Rating", "Answers"]), self.column(
                lambda: str(rng.randint(0, 9))
            )
        if kind < 0.85:
            return rng.choice(["URL", "Link", "Page"]), self.column(
                lambda: f"https://shop.example/{rng.randint(1, 999)}"
            )
        if kind < 0.92:
            return rng.choice(["Order", "SKU", "Parent"]), self.column(lambda: f"SK{rng.randint(1, 99999)}")
        return rng.choice([*VAGUE, "Attachment", "Reply", "Question"]), [""] * self.rows

    def name(self, field: str) -> str:
        rng = self.rng
        kind = rng.random() + (0.3 if self.strange else 0)
        if field == "note":
            if kind < 0.6:
                return (
                    rng.choice(["Internal", "Private", "internal_", "Interne", "Staff"])
                    + " "
                    + rng.choice(["note", "comment", "notes", "Notiz", "remarks", "response"])
                )
            return rng.choice(NAMES["comment"])
        if kind < 0.5:
            return rng.choice(NAMES[field])
        if kind < 0.72:
            stem = rng.choice(WORDS[field])
            if field == "answer" and rng.random() < 0.3:
                return f"{stem} {rng.choice(WORDS['to_customer'])}"
            lead = {
                "question": ["customer", "client", "initial", "first"],
                "answer": ["our", "agent", "final", "support"],
            }
            return f"{rng.choice(lead.get(field, ['the', 'ticket', 'current']))} {stem}"
        if kind < 0.84 and field in ("question", "answer"):
            return rng.choice([*VAGUE, *NAMES["comment"]])
        return rng.choice(NOTHING_KNOWN).format(rng.randint(1, 99))


def gather(maker: Maker, count: int) -> tuple[list[dict[str, float]], list[str]]:
    """Make tables and measure their columns."""
    features, labels = [], []
    for _ in range(count):
        header, rows, held = maker.make()
        for column, label in zip(measure_columns(header, rows), held, strict=True):
            if column.texts:
                features.append(dict(column.features))
                labels.append(label)
    return features, labels


def main() -> None:
    """Fit, write the weights and print what the held-out tables say."""
    texts = tomllib.loads((HERE / "column_texts.toml").read_text(encoding="utf-8"))
    held_out = texts.pop("held_out")
    known = [language for language in texts if language not in held_out]
    features, labels = gather(Maker(known, texts, random.Random(SEED), strange=False), TABLES)
    vectors = DictVectorizer(sparse=True)
    model = LogisticRegression(C=2.0, max_iter=3_000)
    model.fit(vectors.fit_transform(features), labels)
    order = [list(model.classes_).index(field) for field in FITTED]
    weights = {
        name: [round(float(model.coef_[place][column]), 3) for place in order]
        for column, name in enumerate(vectors.get_feature_names_out())
    }
    intercepts = [round(float(model.intercept_[place]), 3) for place in order]
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(weights.items()))
    TARGET.write_text(
        f'{{\n  "fields": {json.dumps(FITTED)},\n  "intercepts": {json.dumps(intercepts)},\n  "weights": {{\n{lines}\n'
        "  }\n}\n"
    )
    tested, truth = gather(Maker(held_out, texts, random.Random(SEED + 1), strange=True), HELD_OUT)
    told = list(model.predict(vectors.transform(tested)))
    right: Counter[str] = Counter(label for label, said in zip(truth, told, strict=True) if label == said)
    said_count = Counter(told)
    for field, count in Counter(truth).most_common():
        found, precise = right[field] / count, right[field] / max(said_count[field], 1)
        print(f"{field:9} {count:5}  found {found:.3f}  right when said {precise:.3f}")
    print(f"{len(features)} columns fitted, {len(tested)} held out, right {sum(right.values()) / len(tested):.3f}")
    swapped = Counter((label, said) for label, said in zip(truth, told, strict=True) if label != said)
    print(swapped.most_common(12))


if __name__ == "__main__":
    main()
