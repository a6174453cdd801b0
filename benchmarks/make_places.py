"""Writes the names of countries, parts of the world and large towns from the CLDR data in Babel, which is needed here only.

    python -m pip install babel && python benchmarks/make_places.py

Source: Unicode CLDR (https://cldr.unicode.org, Unicode License v3), by way of Babel (BSD-3). The towns are those by which
CLDR calls time zones; those that are somebody's name as well are left out, which "Jordan" among the countries is not.
"""  # noqa: E501

from __future__ import annotations

from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from enquiry2article.text.vocabulary import read_names

FOLDER = Path(__file__).parent.parent / "enquiry2article" / "resources" / "languages"
HEAD = "# Countries, parts of the world, large towns: Unicode CLDR (Unicode License v3), by benchmarks/make_places.py."
CODES = {"no": "nb"}
OWN = {
    # What CLDR has no region of its own for.
    "en": "England, Scotland, Wales, Northern Ireland, Great Britain, Britain, Holland, America, USA, UK",
    "de": "England, Schottland, Wales, Nordirland, Großbritannien, Holland, Amerika, USA",
    "fr": "Angleterre, Écosse, Pays de Galles, Irlande du Nord, Grande-Bretagne, Hollande, Amérique",
    "es": "Inglaterra, Escocia, Gales, Irlanda del Norte, Gran Bretaña, Holanda, América",
}
NOWHERE = {"001", "ZZ", "XA", "XB", "QO"}
"""The world, regions unknown, for trial, and outlying ones."""
ZONES = ("Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/")


def list_places(code: str, language: str) -> set[str]:
    """List the places that CLDR names in a language, and those of our own."""
    locale = Locale.parse(code)
    zones = {
        zone: zone.rsplit("/", 1)[1].replace("_", " ")
        for zone in get_global("zone_territories")
        if zone.startswith(ZONES)
    }
    towns = {
        str(locale.time_zones.get(zone, {}).get("city", town if locale.script is None else ""))
        for zone, town in zones.items()
    }
    people = read_names("given_names.txt") | read_names("surnames.txt")
    own = OWN.get(language, "").split(", ")
    lands = {str(name) for code, name in locale.territories.items() if code not in NOWHERE}
    return {*lands, *own, *(town for town in towns if town.lower() not in people and "," not in town)}


def main() -> None:
    """Write a file for each language that has a folder."""
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        try:
            places = list_places(CODES.get(folder.name, folder.name), folder.name)
        except UnknownLocaleError:
            continue
        lines = sorted({place.partition(" (")[0].replace("’", "'").strip() for place in places} - {""})
        (folder / "places.txt").write_text(
            "\n".join([HEAD, *(line for line in lines if len(line) > 1)]) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
