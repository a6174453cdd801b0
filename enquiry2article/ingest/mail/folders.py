"""Knows what mail programs call their own folders and labels: sent mail, drafts, spam and the rest.

Names are those of Gmail, Outlook, Apple Mail, Thunderbird and webmail in the languages in which shops most often run
them. A name in a language that is missing costs little: it is taken for a label of the person's own.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from enquiry2article.text.word_lists import read_table

_LONGEST = 100
_NUMBER = re.compile(r"(?<![ _-])[ _-]*\(?\d{1,4}\)?$")


def fold_label(label: str) -> str:
    """Make two spellings of one label equal: no case, plain spaces.

    >>> fold_label("Sent\u00a0Items ")
    'sent items'
    """
    return " ".join(unicodedata.normalize("NFC", label[:_LONGEST]).casefold().split())


@functools.cache
def _list_names(kind: str) -> frozenset[str]:
    """List the folded names of one kind of `resources/mail/folders.toml`."""
    return frozenset(fold_label(name) for name in read_table("mail/folders.toml")[kind].splitlines() if name)


_CATEGORY = re.compile(r"(?:category|kategori\w{0,2}|cat[ée]gorie?|categor[ií]ae?|categori[ea]|luokka|категория) ?:? ")
_SYNC = re.compile(r"(?:imap_|\[imap\]/|\[gmail\]/|\[google mail\]/|category_|\^)")


def is_sent(label: str) -> bool:
    """Return whether a folder or label holds what the owner of the mailbox has sent."""
    return fold_label(label) in _list_names("sent")


def is_draft(label: str) -> bool:
    """Return whether a folder or label holds what has never been sent."""
    return fold_label(label) in _list_names("drafts")


def is_spam(label: str) -> bool:
    """Return whether a folder or label holds what the mail program took for spam."""
    return fold_label(label) in _list_names("spam")


def is_own_label(label: str) -> bool:
    """Return whether a person gave the label, as against the mail program."""
    folded = fold_label(label)
    if any(folded in _list_names(kind) for kind in ("others", "sent", "drafts", "spam")):
        return False
    return not _CATEGORY.match(folded) and not _SYNC.match(folded)


def name_folders(path: str) -> tuple[str, ...]:
    """Return the names of the folders that a mail lies in, as a mail program shows them.

    `path` is the name of its file, with the folders before it: "Sent.mbox", "mail.zip/Sent Items/12.eml",
    "backup/.Sent/cur/1767600000.M12P34.host:2,S", "Local Folders/Inbox.sbd/Sent-1".

    >>> name_folders("Maildir/.INBOX.Sent/cur/1767600000.host:2,S")
    ('Maildir', 'INBOX', 'Sent')
    """
    names: list[str] = []
    *folders, own = path.split("/")
    if own.casefold().endswith((".mbox", ".mbx", ".mbs")) or "." not in own:
        folders.append(own)
    for folder in folders:
        if folder in ("cur", "new", "tmp", "Messages", "mbox", "Data"):
            continue
        if folder.startswith("."):
            names += [part for part in folder.split(".") if part]
            continue
        stem = re.sub(r"\.(?:mbox|mbx|mbs|sbd|zip|tgz|tar|gz)$", "", folder, flags=re.IGNORECASE)
        names.append(_NUMBER.sub("", stem) or stem)
    return tuple(names)
