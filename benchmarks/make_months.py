"""Writes the names of months of many languages from the CLDR data in Babel, which is needed here only.

    python -m pip install babel && python benchmarks/make_months.py

Source: Unicode CLDR (https://cldr.unicode.org, Unicode License v3), by way of Babel (BSD-3).
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from enquiry2article.text.dates import fold_month, split_words

TARGET = Path(__file__).parent.parent / "enquiry2article" / "resources" / "fields" / "months.toml"
LANGUAGES = """en de fr es it nl pt pl ru uk tr sv da nb nn fi is cs sk sl hr bs sr sr_Latn bg mk be ro hu el et lv lt
ca eu gl cy ga mt sq az kk uz ka hy ar ar_LB ar_MA he fa ur hi bn ta th id ms fil sw af""".split()
OWN = {
    # Forms that people and programs write besides those of CLDR: "janner" of Austria, "mrz", endings left out.
    1: "jänner enero janv ledna tammikuuta", 3: "mrz maerz marz", 9: "sept setiembre sett", 10: "okt", 12: "dez"
}  # fmt: skip


def main() -> None:
    """Write the file."""
    lines = [
        "# Names of months: for each language twelve entries, the forms of a month divided by bars, without case and",
        "# accents. From Unicode CLDR (Unicode License v3), written by benchmarks/make_months.py.",
    ]
    for code in LANGUAGES:
        months = Locale.parse(code).months
        found = []
        for number in range(1, 13):
            forms = [
                str(months[use][width].get(number, ""))
                for use in ("format", "stand-alone")
                for width in ("wide", "abbreviated")
            ]
            if code == "en":
                forms += OWN.get(number, "").split()
            folded = [" ".join(split_words(fold_month(form))) for form in forms]
            found.append("|".join(sorted({form for form in folded if len(form) > 1})))
        lines.append(f"{code} = [\n" + "".join(f'    "{forms}",\n' for forms in found) + "]")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
