"""Fetches the one file that somebody named by its address on the net: a feed or a sitemap of their own site.

But for `publishing/client`, when a person pushes drafts, nothing else in the program opens a connection. What is sent
is the request for that address; nothing is known here of enquiries, and no address that a file holds is followed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from enquiry2article.domain.errors import NoSuchFile

LONGEST: Final = 64 << 20
"""Bytes of a file that is fetched; sitemaps may have 50 MiB (https://www.sitemaps.org/protocol.html)."""

SECONDS: Final = 30
"""Silence of the other side after which it is given up."""


def fetch_file(address: str, folder: Path) -> Path:
    """Fetch an address of http or https into a new file in a folder, and return the file.

    Raises:
        NoSuchFile: it cannot be fetched, is larger than `LONGEST`, or leads away from the web.
    """
    from http.client import HTTPException
    from urllib import request  # not needed by most commands, and slow to import

    if not address.lower().startswith(("http://", "https://")):
        raise NoSuchFile(f"{address} is no address of the web. Give one that begins with https://, or a file.")
    opener = request.OpenerDirector()  # without those for files and FTP, to which a site might lead
    for handler in (
        request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler, request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler, request.HTTPErrorProcessor,
    ):  # fmt: skip
        opener.add_handler(handler())
    wanted = request.Request(address, headers={"User-Agent": "enquiry2article", "Accept": "*/*"})
    try:
        answer = opener.open(wanted, timeout=SECONDS)
        if answer is None:
            raise NoSuchFile(f"{address} leads to something that is not on the web. Save it as a file and give that.")
        with answer:
            body = answer.read(LONGEST + 1)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NoSuchFile(
            f"{address} cannot be fetched ({' '.join(str(reason).split())}). Save it as a file and give that."
        ) from None
    if len(body) > LONGEST:
        raise NoSuchFile(f"{address} is larger than {LONGEST >> 20} MiB. Save the part that you need as a file.")
    file = folder / f"{len(list(folder.iterdir()))}.xml"
    file.write_bytes(body)
    return file
