"""Where the password or key of a site comes from: the environment, the system's keyring, or a person who types it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable

from enquiry2article.domain.errors import SettingsError

SERVICE = "enquiry2article"
"""Under which the keyring keeps it: `keyring set enquiry2article ADDRESS`."""


def find_secret(name: str, variable: str, address: str, ask: Callable[[str], str] | None) -> str:
    """Return the secret of a site; `ask` asks a person, and is None where there is none.

    Raises:
        SettingsError: it is nowhere.
    """
    found = os.environ.get(variable, "") or _look_in_keyring(address)
    if not found and ask:
        found = ask(f"{name} for {address}")
    if not found.strip():
        raise SettingsError(
            f"The {name} for {address} is missing. Put it into the environment variable {variable}, or, with the "
            f"package keyring, into the system's keyring: keyring set {SERVICE} {address}"
        )
    return found.strip()


def _look_in_keyring(address: str) -> str:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(SERVICE, address) or "")
    except Exception:  # its backends raise what they like, as on a machine without a desktop
        return ""
