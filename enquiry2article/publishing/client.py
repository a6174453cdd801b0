"""Speaks HTTP with the one site that the user named: no other host, no redirects, certificates always checked.

What fails for a while is tried again with growing pauses, or after the pause that the site asks for. A request that
makes something is never repeated blindly: where its answer is lost, `UnclearError` tells the caller to look first.
"""

from __future__ import annotations

import json
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Final
from urllib import request
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit

from enquiry2article.domain.errors import PublishError, shorten

SECONDS: Final = 30
"""Silence of the site after which it is given up."""
LARGEST: Final = 32 << 20
TRIES: Final = 5
LONGEST_PAUSE: Final = 90
"""Seconds that a site may ask us to wait; for more, a person runs the command again."""

_FOR_A_WHILE: Final = frozenset({429, 500, 502, 503, 504})
_NOT_DONE: Final = frozenset({429, 503})
"""With these a site says that it has not done what was asked."""


class SiteError(PublishError):
    """Nothing can be done with the site now, whichever draft it is about."""


class RefusedError(PublishError):
    """The site does not want one draft as it is."""

    def __init__(self, message: str, status: int, said: object = None) -> None:
        super().__init__(message)
        self.status = status
        self.said = said
        """The whole answer."""


class UnclearError(PublishError):
    """Something may have been made, but the answer was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A site, and what shows it who we are."""

    address: str
    sign: Callable[[], Mapping[str, str]]
    """Gives the headers that let us in, for each request anew."""
    secrets: tuple[str, ...]
    """What must not stand in any message."""
    wait: Callable[[float], None] = time.sleep

    def ask(self, method: str, path: str, body: object = None, **query: str) -> Any:
        """Send a request and give the answer's JSON; None where there is no such thing (404, 410).

        Raises:
            SiteError: the site cannot be reached, is not trusted, or does not let us in.
            RefusedError: it does not want what was sent.
            UnclearError: POST only: it may have done it.
        """
        whole = f"{self.address}{path}"
        if query:
            whole += ("&" if "?" in path else "?") + urlencode(query)
        for attempt in range(1, TRIES + 1):
            try:
                status, headers, data = self._send(method, whole, body)
            except (OSError, HTTPException) as error:
                reason = error.reason if isinstance(error, URLError) else error
                self._refuse_untrusted(reason)
                if method == "POST" and not isinstance(reason, ConnectionRefusedError):
                    raise UnclearError(self._tell_unreachable(reason)) from None
                if attempt == TRIES:
                    raise SiteError(self._tell_unreachable(reason)) from None
                self.wait(_choose_pause(attempt))
                continue
            if status not in _FOR_A_WHILE:
                return self._read(status, headers, data)
            if method == "POST" and status not in _NOT_DONE:
                raise UnclearError(f"{self._host} answers with an error of its own ({status}).")
            pause = _read_pause(headers.get("Retry-After", ""))
            if attempt == TRIES or (pause or 0) > LONGEST_PAUSE:
                when = f"; it asks to wait {pause:.0f} seconds" if pause else ""
                raise SiteError(f"{self._host} is too busy or out of order ({status}){when}.")
            self.wait(_choose_pause(attempt) if pause is None else pause)
        raise AssertionError("unreachable")

    def _send(self, method: str, whole: str, body: object) -> tuple[int, Mapping[str, str], bytes]:
        opener = request.OpenerDirector()  # without those that follow redirects, or open files
        for handler in (request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler):
            opener.add_handler(handler())
        headers = {"User-Agent": "enquiry2article", "Accept": "application/json", **self.sign()}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        wanted = request.Request(whole, data=data, headers=headers, method=method)
        answer = opener.open(wanted, timeout=SECONDS)
        if answer is None:
            raise SiteError(f"{self.address} is no address of the web.")
        with answer:
            return answer.status, answer.headers, answer.read(LARGEST)

    @property
    def _host(self) -> str:
        return urlsplit(self.address).netloc

    def _refuse_untrusted(self, reason: object) -> None:
        if isinstance(reason, ssl.SSLError):
            why = getattr(reason, "verify_message", "") or reason.reason or "no secure connection"
            raise SiteError(
                f"The certificate of {self._host} is not trusted ({why}), so nothing was sent. If it is your own, name "
                "the file of its authority in the environment variable SSL_CERT_FILE."
            ) from None

    def _tell_unreachable(self, reason: object) -> str:
        return f"{self._host} cannot be reached ({' '.join(str(reason).split()) or type(reason).__name__})."

    def _read(self, status: int, headers: Mapping[str, str], data: bytes) -> Any:
        if 300 <= status < 400:
            target = urlsplit(headers.get("Location", ""))
            place = f"{target.scheme}://{target.netloc}" if target.netloc else "another page"
            raise SiteError(
                f"{self.address} leads on to {shorten(place, 80)}, and a password is sent nowhere else than where you "
                "said. Give the final address with --url."
            )
        try:
            found = json.loads(data) if data.strip() else {}
        except ValueError:
            found = None
        if status == 401 or (status == 403 and found is None):
            raise SiteError(f"{self._host} does not let us in ({status}): check the user and the password or key.")
        if status in (404, 410):
            return None
        if status >= 400:
            raise RefusedError(f"{self._host} refuses it ({status}{self._tell_why(found)})", status, found)
        if found is None:
            raise SiteError(f"{self.address} does not answer as such a system does. Check --url and --to.")
        return found

    def _tell_why(self, found: object) -> str:
        """Return what the site says is wrong, on one line and without any secret."""
        if not isinstance(found, dict):
            return ""
        errors = found.get("errors")
        if isinstance(errors, list) and errors and isinstance(errors[0], dict):
            found = {**found, "message": errors[0].get("context") or errors[0].get("message")}
        said = found.get("message") or found.get("description") or found.get("error") or ""
        if not isinstance(said, str) or not said:
            return ""
        for secret in self.secrets:
            said = said.replace(secret, "…")
        return f": {shorten(said, 200)}"


def check_address(address: str) -> str:
    """Return an address as it is used, without a slash at the end.

    Raises:
        SiteError: it is none, holds a password, or would send one in the clear.
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise SiteError("--url is no address of a site: give it whole, such as https://blog.example.com")
    if parts.username or parts.password:
        raise SiteError("Leave name and password out of --url: the password is taken from elsewhere.")
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        raise SiteError(f"http://{host} would send the password in the clear. Give the address with https://.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _choose_pause(attempt: int) -> float:
    """Return longer and longer pauses, unlike those of others who wait for the same."""
    return 2.0 ** (attempt - 2) * random.uniform(0.8, 1.2)


def _read_pause(text: str) -> float | None:
    """Return the seconds of a `Retry-After`, which may be a date; None where there is none."""
    if text.strip().isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
