"""Reads a mail that Outlook has saved as .msg: its properties are made into the headers and the body of a mail.

Sources: [MS-OXMSG] (where the properties lie), [MS-OXPROPS] (their numbers),
https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxmsg/
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.mail.bodies import Body
from enquiry2article.ingest.mail.compound_file import MAGIC, CompoundFile
from enquiry2article.ingest.mail.headers import Headers, choose_date, decode_charset
from enquiry2article.ingest.mail.messages import Mail, UnreadableMail, make_mail

_LONGEST = 4 << 20
_MOST_PEOPLE = 50
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_UNSENT, _FROM_ME = 0x08, 0x20
"""Bits of PidTagMessageFlags."""
_PROPERTIES = "__properties_version1.0"
_TEXTS = {
    # Number of the property → header
    "1035": b"Message-ID",
    "1042": b"In-Reply-To",
    "1039": b"References",
    "0037": b"Subject",
}
_ADDRESSES = ("5D01", "5D02", "0C1F", "0065")
"""The sender's address: for the Internet, of whom it was sent for, and as Exchange has them."""
_NAMES = ("0C1A", "0042")


def is_outlook_msg(file: ExportFile) -> bool:
    """Return whether a file is a mail saved by Outlook, as against an old Office document."""
    head = file.head
    return head.startswith(MAGIC) and (file.suffix == ".msg" or "__properties_version1.0".encode("utf-16-le") in head)


def parse_msg(data: bytes, source: str, folders: tuple[str, ...]) -> Mail | None:
    """Read one mail; None for a draft.

    Raises:
        ValueError: it is no compound file, or a damaged one.
        UnreadableMail: it is encrypted, its words are there in Outlook's own format only, or it is no mail.
    """
    values = _Properties(CompoundFile(data))
    kind = values.text("001A").casefold() or "ipm.note"
    if values.flags & _UNSENT:
        return None
    headers = Headers(_write_headers(values))
    if not kind.startswith(("ipm.note", "report.", "ipm.schedule.")):
        raise UnreadableMail("is a contact, an appointment or a task, and no mail", "")
    body = Body(
        text=values.body,
        locked=kind.startswith("ipm.note.smime"),
        tnef=bool(values.has("1009")),
        calendar=kind.startswith("ipm.schedule."),
        report=kind.startswith(("report.", "ipm.note.rules.")),
    )
    places = ("Sent", *folders) if values.flags & _FROM_ME else folders
    return make_mail(headers, body, source, labels=(), places=places, at=choose_date(headers, b"") or values.at)


class _Properties:
    """What a .msg says of a mail. Texts lie in a stream each, numbers together in one."""

    def __init__(self, file: CompoundFile) -> None:
        self._file = file
        self._paths = frozenset(file.paths)
        self._fixed = _read_fixed(file.read((_PROPERTIES,), _LONGEST))

    def has(self, number: str) -> bool:
        return (f"__substg1.0_{number}0102",) in self._paths

    def text(self, number: str, *folder: str) -> str:
        wide = self._file.read((*folder, f"__substg1.0_{number}001F"), _LONGEST)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._file.read((*folder, f"__substg1.0_{number}001E"), _LONGEST)
        return decode_charset(narrow.rstrip(b"\0"), _name_codec(self._number(0x3FFD)))

    def binary(self, number: str) -> bytes:
        return self._file.read((f"__substg1.0_{number}0102",), _LONGEST)

    def _number(self, tag: int) -> int:
        return int(struct.unpack("<L", self._fixed.get(tag, b"")[:4].ljust(4, b"\0"))[0])

    @property
    def flags(self) -> int:
        return self._number(0x0E07)

    @property
    def at(self) -> datetime | None:
        """When it was sent, else received."""
        for tag in (0x0039, 0x0E06):
            ticks = int.from_bytes(self._fixed.get(tag, b""), "little")
            try:
                moment = _EPOCH + timedelta(microseconds=ticks // 10)
            except OverflowError:
                continue
            if 1990 <= moment.year <= 2200:
                return moment
        return None

    @property
    def body(self) -> str:
        text = self.text("1000").replace("\r\n", "\n").strip()
        if text:
            return text
        html = self.text("1013") or decode_charset(self.binary("1013"), _name_codec(self._number(0x3FDE)))
        return html.strip()

    @property
    def sender(self) -> str:
        name = next((text for number in _NAMES if (text := self.text(number))), "")
        known = [text for number in _ADDRESSES if (text := self.text(number))]
        address = next((text for text in known if "@" in text), known[0] if known else "")
        return _write_person(name, address)

    def recipients(self) -> list[str]:
        folders = dict.fromkeys(path[0] for path in sorted(self._paths) if path[0].startswith("__recip_version1.0_"))
        people = []
        for folder in list(folders)[:_MOST_PEOPLE]:
            known = [text for number in ("39FE", "3003") if (text := self.text(number, folder))]
            address = next((text for text in known if "@" in text), known[0] if known else "")
            people.append(_write_person(self.text("3001", folder), address))
        return [person for person in people if person]


def _read_fixed(data: bytes) -> Mapping[int, bytes]:
    """Return the values of fixed size by the number of their property: 16 bytes each behind a header of 32."""
    found = {}
    for place in range(32, len(data) - 15, 16):
        (tag,) = struct.unpack_from("<L", data, place)
        found[tag >> 16] = data[place + 8 : place + 16]
    return found


def _write_headers(values: _Properties) -> bytes:
    """Return the headers that the mail came with, else write them from the properties: what was sent has none."""
    came = values.text("007D").replace("\r\n", "\n").strip()
    if ":" in came:
        return came.encode("utf-8", "replace")
    lines = [b"From: " + _flat(values.sender), b"To: " + _flat(", ".join(values.recipients()))]
    lines += [name + b": " + _flat(values.text(number)) for number, name in _TEXTS.items()]
    lines.append(b"Thread-Index: " + base64.b64encode(values.binary("0071")))
    if values.at:
        lines.append(b"Date: " + format_datetime(values.at).encode())
    return b"\n".join(lines)


def _write_person(name: str, address: str) -> str:
    plain = "".join(sign for sign in name if sign not in '"\\<>,')
    return f'"{plain}" <{address}>' if address else f'"{plain}"' if plain else ""


def _flat(text: str) -> bytes:
    return " ".join(text.split()).encode("utf-8", "replace")


def _name_codec(page: int) -> str:
    return {0: "", 20127: "ascii", 28591: "iso-8859-1", 65001: "utf-8", 1200: "utf-16-le"}.get(page, f"cp{page}")
