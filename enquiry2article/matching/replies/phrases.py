"""What a reply says around the words of a post, in the language of that post.

The phrases are data (`resources/languages/<code>/reply.toml`). In a language that has none a
reply says nothing of its own: a name, the post's words and the link are right in every language, and an English letter
around a Dutch answer is right in none.
"""

from __future__ import annotations

from collections.abc import Mapping

from enquiry2article.text.word_lists import read_phrases

_FILE = "reply.toml"


def read_reply_phrases(language: str) -> Mapping[str, str]:
    """Return the phrases of a language ("de" or "de-AT"), or those that say nothing; English where it is not known."""
    code = language.replace("_", "-").split("-")[0].lower() or "en"
    return read_phrases(code, _FILE) or (
        dict.fromkeys(read_phrases("en", _FILE), "") | {"after_name": ",", "quote_open": "“", "quote_close": "”"}
    )
