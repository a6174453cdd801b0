"""Makes personal values that look real and belong to nobody on purpose: numbers with right check digits, keys, addresses.

Everything is drawn anew from a seed, so no such value stands in this file. What is made of words (streets, names) comes
from the caller. Forms: https://en.wikipedia.org/wiki/National_identification_number for those of persons, and the
numbering plans of `phonenumbers` for telephones.
"""
# ruff: noqa: E501 - one way of writing a value, one place in a line

from __future__ import annotations

import base64
import ipaddress
import json
import string
import uuid
from random import Random

import phonenumbers
from phonenumbers import PhoneNumberFormat

LETTERS = string.ascii_uppercase
ALNUM = string.ascii_letters + string.digits


def digits(draw: Random, count: int) -> str:
    """Give that many digits, the first not zero."""
    return str(draw.randrange(1, 10)) + "".join(str(draw.randrange(10)) for _ in range(count - 1))


def letters(draw: Random, count: int, among: str = LETTERS) -> str:
    """Give that many letters."""
    return "".join(draw.choice(among) for _ in range(count))


def spell(text: str, pattern: str) -> str:
    """Put the characters of a text into a pattern of "x" and separators: ("12345", "xx-xxx") is "12-345"."""
    given = iter(text)
    return "".join(next(given) if char == "x" else char for char in pattern)


def luhn_digit(number: str) -> str:
    """Give the digit that makes a number pass Luhn's test."""
    total = 0
    for place, char in enumerate(reversed(number)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def make_card(draw: Random) -> str:
    """Give a card number of one of five networks, written in one of the usual ways."""
    prefix, length = draw.choice(
        [("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16)]
    )
    number = prefix + "".join(str(draw.randrange(10)) for _ in range(length - len(prefix) - 1))
    number += luhn_digit(number)
    if length == 15:
        return draw.choice([number, spell(number, "xxxx xxxxxx xxxxx"), spell(number, "xxxx-xxxxxx-xxxxx")])
    return draw.choice([number, spell(number, "xxxx xxxx xxxx xxxx"), spell(number, "xxxx-xxxx-xxxx-xxxx")])


_BBANS = {
    "DE": "n18", "GB": "a4n14", "FR": "n23", "ES": "n20", "NL": "a4n10", "IT": "a1n22", "AT": "n16", "CH": "n17",
    "BE": "n12", "PL": "n24", "SE": "n20", "PT": "n21", "DK": "n14", "IE": "a4n14", "FI": "n14", "NO": "n11",
    "LU": "n16", "CZ": "n20",
}  # fmt: skip


def make_iban(draw: Random) -> str:
    """Give an IBAN with the right check digits, in groups or in one piece."""
    country = draw.choice(list(_BBANS))
    form = _BBANS[country]
    body = letters(draw, int(form[1])) if form[0] == "a" else ""
    body += "".join(str(draw.randrange(10)) for _ in range(int(form[form.index("n") + 1 :])))
    as_number = "".join(str(int(char, 36)) for char in body + country + "00")
    iban = f"{country}{98 - int(as_number) % 97:02d}{body}"
    grouped = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
    return draw.choice([iban, grouped, grouped, iban.lower(), grouped.replace(" ", "-")])


_PHONE_COUNTRIES = "US CA GB DE AT CH FR ES IT NL BE PL SE NO DK PT IE AU NZ IN BR ZA CZ FI MX JP".split()


def make_phone(draw: Random, country: str = "", *, international: bool = False) -> str:
    """Give a number that its country's plan holds valid, in one of the ways people there write it."""
    country = country or draw.choice(_PHONE_COUNTRIES)
    kind = draw.choice([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE])
    example = phonenumbers.example_number_for_type(country, kind)
    national = phonenumbers.national_significant_number(example)
    for keep in (3, 4, 5, 6):
        for _ in range(60):
            trial = national[:keep] + "".join(str(draw.randrange(10)) for _ in national[keep:])
            number = phonenumbers.parse(trial, country)
            if phonenumbers.is_valid_number(number):
                return _write_phone(draw, number, international)
    return _write_phone(draw, example, international)


def _write_phone(draw: Random, number: phonenumbers.PhoneNumber, international: bool) -> str:
    if international or draw.random() < 0.5:
        text = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        code = f"+{number.country_code}"
        rest = text.removeprefix(code).strip()
        return draw.choice(
            [text, text, phonenumbers.format_number(number, PhoneNumberFormat.E164), f"00{number.country_code} {rest}",
             text.replace(" ", "-"), text.replace(" ", "."), f"({code}) {rest}", f"{code}{rest.replace(' ', '')}"]
        )  # fmt: skip
    text = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if any(char in text for char in "()-"):
        return draw.choice([text, text, text.replace(" ", "")])
    return draw.choice([text, text, text, text.replace(" ", "-"), text.replace(" ", "."), text.replace(" ", "")])


def _weigh(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(char) * weight for char, weight in zip(number, weights, strict=False))


def _make_steuer_id(draw: Random) -> str:
    while True:
        order = draw.sample("0123456789", 10)
        order[draw.randrange(1, 10)] = order[draw.randrange(1, 10)]
        if order[0] != "0" and len(set(order)) == 9:
            break
    product = 10
    for char in order:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    number = "".join(order) + str((11 - product) % 10)
    return draw.choice([number, spell(number, "xx xxx xxx xxx")])


def _make_nir(draw: Random) -> str:
    body = f"{draw.choice('12')}{draw.randrange(40, 99)}{draw.randrange(1, 13):02d}{draw.randrange(1, 96):02d}"
    body += f"{draw.randrange(1, 900):03d}{draw.randrange(1, 900):03d}"
    number = f"{body}{97 - int(body) % 97:02d}"
    return draw.choice([number, spell(number, "x xx xx xx xxx xxx xx")])


def _make_bsn(draw: Random) -> str:
    while True:
        body = digits(draw, 8)
        last = _weigh(body, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
        if last < 10:
            return draw.choice([body + str(last), spell(body + str(last), "xxxx.xx.xxx")])


_ODD = dict(zip(string.digits + LETTERS, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
                                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True))  # fmt: skip


def _make_codice_fiscale(draw: Random) -> str:
    body = letters(draw, 6, "BCDFGLMNPRSTVZ") + f"{draw.randrange(40, 99)}" + draw.choice("ABCDEHLMPRST")
    body += f"{draw.randrange(1, 29) + draw.choice([0, 40]):02d}" + draw.choice("ABCDEFGHIL") + digits(draw, 3)
    total = sum(
        _ODD[char] if place % 2 == 0 else (int(char) if char.isdigit() else LETTERS.index(char))
        for place, char in enumerate(body)
    )
    number = body + LETTERS[total % 26]
    return draw.choice([number, number.lower()])


def _day(draw: Random) -> tuple[int, int, int]:
    return draw.randrange(1945, 2004), draw.randrange(1, 13), draw.randrange(1, 29)


def _make_pesel(draw: Random) -> str:
    year, month, day = _day(draw)
    body = f"{year % 100:02d}{month + (20 if year >= 2000 else 0):02d}{day:02d}{draw.randrange(10000):04d}"
    return body + str(-_weigh(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def _make_personnummer(draw: Random) -> str:
    year, month, day = _day(draw)
    body = f"{year % 100:02d}{month:02d}{day:02d}{draw.randrange(1000):03d}"
    number = body + luhn_digit(body)
    return draw.choice([spell(number, "xxxxxx-xxxx"), f"{year // 100}{spell(number, 'xxxxxx-xxxx')}"])


def _make_ahv(draw: Random) -> str:
    body = "756" + digits(draw, 9)
    number = body + str(-_weigh(body, (1, 3) * 6) % 10)
    return spell(number, "xxx.xxxx.xxxx.xx")


def _make_rijksregister(draw: Random) -> str:
    year, month, day = _day(draw)
    body = f"{year % 100:02d}{month:02d}{day:02d}{draw.randrange(1, 998):03d}"
    number = body + f"{97 - int(('2' if year >= 2000 else '') + body) % 97:02d}"
    return draw.choice([spell(number, "xx.xx.xx-xxx.xx"), number])


def _make_cpf(draw: Random) -> str:
    body = digits(draw, 9)
    for first in (10, 11):
        rest = _weigh(body, tuple(range(first, 1, -1))) * 10 % 11
        body += str(rest % 10)
    return spell(body, "xxx.xxx.xxx-xx")


def _make_hetu(draw: Random) -> str:
    year, month, day = _day(draw)
    body = f"{day:02d}{month:02d}{year % 100:02d}{draw.randrange(2, 900):03d}"
    return f"{body[:6]}{'A' if year >= 2000 else '-'}{body[6:]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(body) % 31]}"


def _make_cpr(draw: Random) -> str:
    year, month, day = _day(draw)
    return f"{day:02d}{month:02d}{year % 100:02d}-{digits(draw, 4)}"


def _make_sin(draw: Random) -> str:
    body = digits(draw, 8)
    return spell(body + luhn_digit(body), draw.choice(["xxx xxx xxx", "xxx-xxx-xxx"]))


def _make_svnr(draw: Random) -> str:
    while True:
        year, month, day = _day(draw)
        serial, birth = digits(draw, 3), f"{day:02d}{month:02d}{year % 100:02d}"
        check = (_weigh(serial, (3, 7, 9)) + _weigh(birth, (5, 8, 4, 2, 1, 6))) % 11
        if check < 10:
            return draw.choice([f"{serial}{check} {birth}", f"{serial}{check}{birth}"])


_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def _make_dni(draw: Random) -> str:
    number = digits(draw, 8)
    return f"{number}{draw.choice(['', '', '-', ' '])}{_DNI_LETTERS[int(number) % 23]}"


def _make_nie(draw: Random) -> str:
    first, rest = draw.randrange(3), "".join(str(draw.randrange(10)) for _ in range(7))
    join = draw.choice(["", "-"])
    return f"{'XYZ'[first]}{join}{rest}{join}{_DNI_LETTERS[int(f'{first}{rest}') % 23]}"


IDS = {
    "ssn": lambda draw: f"{draw.randrange(1, 600):03d}-{draw.randrange(1, 99):02d}-{draw.randrange(1, 9999):04d}",
    "nino": lambda draw: spell(
        letters(draw, 1, "ABCEGHJLMPRSTW") + letters(draw, 1, "ABCEGHJLMPRSTW") + f"{draw.randrange(10**6):06d}"
        + draw.choice("ABCD"), draw.choice(["xx xx xx xx x", "xxxxxxxxx", "xx-xx-xx-xx-x"])),
    "steuer-id": _make_steuer_id, "nir": _make_nir, "dni": _make_dni, "nie": _make_nie, "bsn": _make_bsn,
    "codice fiscale": _make_codice_fiscale, "pesel": _make_pesel, "personnummer": _make_personnummer, "ahv": _make_ahv,
    "rijksregister": _make_rijksregister, "cpf": _make_cpf, "hetu": _make_hetu, "cpr": _make_cpr, "sin": _make_sin,
    "svnr": _make_svnr,
    "passport": lambda draw: draw.choice([digits(draw, 9), f"{letters(draw, 1)}{digits(draw, 8)}",
                                          f"{letters(draw, 2)}{digits(draw, 7)}", f"C{letters(draw, 1, 'FGHJK')}{digits(draw, 2)}{letters(draw, 2, 'KLMNPR')}{digits(draw, 3)}"]),
}  # fmt: skip


def make_ip(draw: Random) -> str:
    """Give a public address of the fourth or the sixth version."""
    if draw.random() < 0.6:
        while True:
            found = ipaddress.IPv4Address(draw.randrange(2**32))
            if found.is_global and not found.is_multicast:
                return str(found)
    whole = f"2{draw.choice(['001', '003', '600', 'a02', '804'])}:{draw.randrange(16**4):x}:"
    if draw.random() < 0.4:
        return whole + f":{draw.randrange(1, 16**4):x}:{draw.randrange(1, 16**4):x}"
    return whole + ":".join(f"{draw.randrange(16**4):04x}" for _ in range(6))


def make_mac(draw: Random) -> str:
    """Give the address of a network card."""
    pairs = [f"{draw.randrange(256):02x}" for _ in range(6)]
    text = draw.choice([":", ":", "-"]).join(pairs)
    dotted = ".".join("".join(pairs[place : place + 2]) for place in (0, 2, 4))
    return draw.choice([text, text.upper(), text.upper(), dotted])


def make_birth(draw: Random, language: str) -> str:
    """Give a day of birth in one of the ways of a language."""
    year, month, day = _day(draw)
    names = {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    }[language].split()
    name = names[month - 1]
    worded = {
        "en": [
            f"{day} {name} {year}",
            f"{name} {day}, {year}",
            f"{day}th of {name} {year}",
            f"{day} {name[:3]} {year}",
        ],
        "de": [f"{day}. {name} {year}", f"{day}.{month}.{year % 100:02d}", f"{day:02d}. {name} {year}"],
        "fr": [f"{day} {name} {year}", f"{day:02d} {name} {year}"],
        "es": [f"{day} de {name} de {year}", f"{day} de {name} del {year}", f"{day} {name} {year}"],
    }[language]
    joint = "." if language == "de" else draw.choice("/-")
    plain = [
        f"{day:02d}{joint}{month:02d}{joint}{year}",
        f"{day}{joint}{month}{joint}{year}",
        f"{year}-{month:02d}-{day:02d}",
    ]
    return draw.choice(worded + plain)


def make_plate(draw: Random, language: str) -> str:
    """Give the plate of a vehicle as countries of that language write it."""
    forms = {
        "en": ["AB12 CDE", "AB12CDE", "A123 BCD", "7ABC123", "ABC-1234", "ABC 1234"],
        "de": ["B-AB 1234", "M-X 123", "HH AB 123", "KA-BC 12", "W-12345A"],
        "fr": ["AB-123-CD", "AB 123 CD", "AB123CD", "1-ABC-234"],
        "es": ["1234 BCD", "1234BCD", "1234-BCD", "M-1234-AB"],
    }[language]
    made = ""
    for char in draw.choice(forms):
        made += (
            letters(draw, 1, "BCDFGHJKLMNPRSTVWXYZ") if char.isalpha() else digits(draw, 1) if char.isdigit() else char
        )
    return made


def make_order(draw: Random) -> str:
    """Give a number of an order, an invoice, a customer as shops give them."""
    year = draw.randrange(2021, 2027)
    return draw.choice(
        [digits(draw, draw.randrange(5, 11)), f"#{digits(draw, draw.randrange(4, 8))}", f"RE-{year}-{digits(draw, 5)}",
         f"{letters(draw, 2)}-{digits(draw, 6)}", f"{letters(draw, 3)}{digits(draw, 8)}", f"INV{digits(draw, 6)}",
         f"{digits(draw, 3)}-{digits(draw, 7)}-{digits(draw, 7)}", f"FA{year}/{digits(draw, 4)}",
         f"SO{digits(draw, 5)}", f"{letters(draw, 1)}{digits(draw, 7)}", f"{year}-{digits(draw, 4)}-{letters(draw, 2)}",
         f"{letters(draw, 2)}/{year}/{digits(draw, 5)}", f"{digits(draw, 4)} {digits(draw, 4)} {digits(draw, 3)}"]
    )  # fmt: skip


def make_tracking(draw: Random) -> str:
    """Give the number of a parcel as carriers write it."""
    return draw.choice(
        [f"1Z{letters(draw, 3, ALNUM.upper())}{letters(draw, 3)}{digits(draw, 10)}", f"JJD0{digits(draw, 18)}",
         f"00340434{digits(draw, 12)}", digits(draw, 11), digits(draw, 14), digits(draw, 12),
         f"{letters(draw, 2)}{digits(draw, 9)}{draw.choice(['GB', 'DE', 'FR', 'NL'])}", f"6A{digits(draw, 11)}",
         f"PQ{letters(draw, 1)}E1A0{digits(draw, 9)}Z", spell(digits(draw, 22), "xxxx xxxx xxxx xxxx xxxx xx"),
         f"H{digits(draw, 19)}", f"3S{letters(draw, 4)}{digits(draw, 9)}", spell(digits(draw, 12), "xxxx xxxx xxxx")]
    )  # fmt: skip


def make_handle(draw: Random, given: str, surname: str, word: str) -> str:
    """Give the name somebody bears on a network, with the sign."""
    return "@" + draw.choice(
        [f"{given}.{surname}", f"{given}_{word}", f"{word}{draw.randrange(10, 99)}", f"the_{word}_{given}",
         f"{given}{draw.randrange(1960, 2010)}", f"{surname}_{draw.randrange(9)}", f"{word}by{given}"]
    )  # fmt: skip


def make_username(draw: Random, given: str, word: str) -> str:
    """Give the name somebody logs in with."""
    return draw.choice([f"{given}_{word}", f"{word}{draw.randrange(10, 999)}", f"{given}.{word}", f"{given[0]}{word}"])


def make_email(draw: Random, given: str, surname: str, word: str) -> str:
    """Give an address for mail at a domain that can be nobody's."""
    local = draw.choice(
        [f"{given}.{surname}", f"{given[0]}.{surname}", f"{given}{draw.randrange(100)}", f"{surname}_{given}",
         f"{word}{draw.randrange(1000)}", f"{given}+{word}", f"{given}-{surname}", f"{surname}", word]
    )  # fmt: skip
    domain = draw.choice(
        [f"{word}.example", f"mail.{word}.test", "post.example", f"{word}-{surname}.example", "uni.test", "mail.test"]
    )
    made = f"{local}@{domain}"
    return draw.choice(
        [made] * 8 + [made.upper(), made.title(), made.replace("@", " (at) "), made.replace("@", "[at]")]
    )


def make_password(draw: Random, word: str) -> str:
    """Give a password as people choose them."""
    return draw.choice(
        [f"{word.title()}{draw.randrange(10, 9999)}!", f"{letters(draw, 8, ALNUM)}{draw.choice('!$%&?#')}{draw.randrange(9)}",
         f"{word}{draw.randrange(1950, 2030)}", f"{word.title()}#{draw.randrange(99)}", f"{word}-{word[::-1]}-{draw.randrange(9)}",
         f"{letters(draw, 4, ALNUM)}-{letters(draw, 4, ALNUM)}{draw.randrange(9)}", f"{letters(draw, 10, ALNUM)}{draw.randrange(9)}x",
         word.title() + letters(draw, 4)]
    )  # fmt: skip


def _encode(record: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(record).encode()).decode().rstrip("=")


def make_key(draw: Random, word: str) -> str:
    """Give a key of a program, as services hand them out."""
    small = string.ascii_lowercase + string.digits
    return draw.choice(
        [f"sk_live_{letters(draw, 24, ALNUM)}", f"pk_live_{letters(draw, 24, ALNUM)}", f"AKIA{letters(draw, 16, LETTERS + '234567')}",
         f"ghp_{letters(draw, 36, ALNUM)}", f"AIza{letters(draw, 35, ALNUM + '-_')}", f"glpat-{letters(draw, 20, ALNUM)}",
         f"xoxb-{digits(draw, 11)}-{digits(draw, 12)}-{letters(draw, 24, ALNUM)}", f"npm_{letters(draw, 36, ALNUM)}",
         f"SG.{letters(draw, 22, ALNUM)}.{letters(draw, 43, ALNUM)}", letters(draw, 32, "0123456789abcdef"),
         letters(draw, 40, "0123456789abcdef"), str(uuid.UUID(int=draw.getrandbits(128))), f"hf_{letters(draw, 34, ALNUM)}",
         f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode({'sub': digits(draw, 10), 'name': word})}.{letters(draw, 43, ALNUM)}",
         f"sk-proj-{letters(draw, 44, ALNUM)}", f"rk_test_{letters(draw, 24, ALNUM)}", f"dop_v1_{letters(draw, 64, '0123456789abcdef')}",
         letters(draw, 40, small)]
    )  # fmt: skip


def make_link(draw: Random, given: str, surname: str, word: str) -> str:
    """Give a link that leads to one person's page, file or order."""
    token = letters(draw, draw.randrange(16, 40), ALNUM)
    host = f"{word}.example"
    return draw.choice(
        [f"https://{host}/reset?token={token}", f"https://www.{host}/orders/{digits(draw, 7)}", f"https://{host}/u/{given}{surname}",
         f"http://{host}/account/verify/{token}", f"https://www.facebook.com/{given}.{surname}.{draw.randrange(99)}",
         f"https://www.linkedin.com/in/{given}-{surname}-{letters(draw, 6, 'abcdef0123456789')}",
         f"https://drive.google.com/file/d/{token}/view?usp=sharing", f"www.{host}/track?parcel={digits(draw, 12)}",
         f"https://we.tl/t-{letters(draw, 10, ALNUM)}", f"https://{host}/i/{token}?email={given}%40{host}",
         f"https://shop.{host}/my/invoices/{digits(draw, 6)}.pdf", f"https://{host}/unsubscribe?u={digits(draw, 8)}&id={token}",
         f"https://instagram.com/{given}_{word}", f"{host}/s/{token}", f"https://{given}{surname}.{host}/booking/{digits(draw, 8)}",
         f"https://meet.google.com/{letters(draw, 3, 'abcdefgh')}-{letters(draw, 4, 'abcdefgh')}-{letters(draw, 3, 'abcdefgh')}",
         f"https://{host}/users/{given}/files/IMG_{digits(draw, 4)}.jpg"]
    )  # fmt: skip


def make_address(draw: Random, language: str, streets: list[str], towns: list[str]) -> str:
    """Give a postal address as one of the countries of a language writes it.

    `streets` have the street's own form ("Elm Street", "Lindenstraße", "rue des Lilas"), `towns` are places there.
    """
    street, town, house = draw.choice(streets), draw.choice(towns), draw.randrange(1, 190)
    uk = f"{letters(draw, draw.randrange(1, 3), 'BCDEGLMNS')}{draw.randrange(1, 30)} {draw.randrange(1, 9)}{letters(draw, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"
    code = digits(draw, 5)
    if language == "en":
        state = draw.choice(["OH", "TX", "NY", "CA", "WA", "IL"])
        canada = f"{draw.choice('KLMVT')}{draw.randrange(9)}{letters(draw, 1, 'ABCEGH')} {draw.randrange(9)}{letters(draw, 1, 'ABCEGH')}{draw.randrange(9)}"
        eircode = f"{draw.choice(['D02', 'T12', 'H91', 'V94'])} {letters(draw, 1, 'AEFHKNPRTVWXY')}{digits(draw, 3)[:1]}{letters(draw, 1, 'AEFHKN')}{draw.randrange(9)}"
        return draw.choice(
            [f"{house} {street}, {town} {uk}", f"Flat {draw.randrange(1, 40)}, {house} {street}, {town}, {uk}",
             f"{house} {street}, {town}, {state} {code}", f"{house} {street} Apt {draw.randrange(1, 30)}B, {town}, {state} {code}-{digits(draw, 4)}",
             f"{house} {street}, {town} {draw.choice(['NSW', 'VIC', 'QLD'])} {digits(draw, 4)}", f"{house} {street}, {town}, ON {canada}",
             f"P.O. Box {digits(draw, 4)}, {town}, {state} {code}", f"PO Box {digits(draw, 3)}, {town} {uk}", f"{house}a {street}\n{town}\n{uk}",
             f"Unit {draw.randrange(1, 20)}, {house} {street}, {town}", f"{house} {street}, {town}", f"{house} {street}, {town}, Co. Cork, {eircode}"]
        )  # fmt: skip
    if language == "de":
        return draw.choice(
            [f"{street} {house}, {code} {town}", f"{street} {house}{draw.choice('abc')}, {code} {town}", f"{street} {house}\n{code} {town}",
             f"{street} {house}, A-{digits(draw, 4)} {town}", f"{street} {house}, {digits(draw, 4)} {town}", f"{street} {house}, D-{code} {town}",
             f"Postfach {digits(draw, 2)} {digits(draw, 2)} {digits(draw, 2)}, {code} {town}", f"{street} {house}, 2. OG links, {code} {town}",
             f"{street} {house}/{draw.randrange(1, 30)}, {digits(draw, 4)} {town}", f"{street} {house}-{house + 2}, {code} {town}",
             f"{street} Nr. {house}, {code} {town}", f"{code} {town}, {street} {house}"]
        )  # fmt: skip
    if language == "fr":
        return draw.choice(
            [f"{house} {street}, {code} {town}", f"{house} bis, {street}, {code} {town}", f"{house}, {street}\n{code} {town}",
             f"{house} {street}, bât. {draw.choice('ABC')}, {code} {town}", f"{house} {street}, appt {draw.randrange(1, 60)}, {code} {town}",
             f"BP {digits(draw, 3)}, {code} {town}", f"{house} {street}, F-{code} {town}", f"{house} ter {street}, {code} {town} Cedex",
             f"{street} {house}, {digits(draw, 4)} {town}", f"{house} {street} à {town}", f"Résidence les Tilleuls, {house} {street}, {code} {town}"]
        )  # fmt: skip
    return draw.choice(
        [f"{street} {house}, {code} {town}", f"{street}, {house}, {draw.randrange(1, 9)}º {draw.choice('ABC')}, {code} {town}",
         f"{street}, nº {house}, {code} {town}", f"{street} {house}, {draw.randrange(1, 9)}º izq., {code} {town}", f"{street}, {house}\n{code} {town}",
         f"Apartado de Correos {digits(draw, 3)}, {code} {town}", f"{street} {house}, piso {draw.randrange(1, 9)}, puerta {draw.randrange(1, 5)}, {code} {town}",
         f"{street} {house}, bajo, {code} {town}", f"{street} n.º {house}, {town}", f"{street}, {house}, esc. {draw.choice('AB')}, {code} {town}"]
    )  # fmt: skip


def make_postcode(draw: Random, language: str, *, british: bool = False) -> str:
    """Give a postcode as a country of a language has it."""
    if language == "en":
        uk = f"{letters(draw, 2, 'BCDEGLMNS')}{draw.randrange(1, 30)} {draw.randrange(1, 9)}{letters(draw, 2, 'ABDEFGHJLN')}"
        if british:
            return uk
        return draw.choice(
            [uk, uk.lower(), uk.replace(" ", ""), digits(draw, 5), f"{digits(draw, 5)}-{digits(draw, 4)}"]
        )
    return digits(draw, 5)
