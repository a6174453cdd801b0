"""The unpacked model of languages: kept in the user's cache, told to be the same, and made anew where it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from enquiry2article.text import language as language_model
from enquiry2article.text.language import compute_language_chances

TEXTS = ("Akku lädt nicht", "Where do I park?", "Kan ik morgen komen?", "¿Dónde está mi pedido?", "Hvor er pakken min?")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    language_model._identifier.cache_clear()
    yield tmp_path / "enquiry2article"
    language_model._identifier.cache_clear()


def tell_anew() -> list[dict[str, float]]:
    language_model._identifier.cache_clear()
    return [dict(compute_language_chances(text)) for text in TEXTS]


def test_the_model_from_the_cache_says_what_the_packed_one_says(cache: Path) -> None:
    packed = tell_anew()
    assert [path.name.split("-")[0] for path in cache.iterdir()] == ["languages"]
    assert tell_anew() == packed


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY\x01\x00v\x00"])
def test_a_damaged_cache_is_not_used(cache: Path, damage: bytes) -> None:
    packed = tell_anew()
    language_model._identifier.cache_clear()
    next(cache.glob("*/nextmove.npy")).write_bytes(damage)
    assert tell_anew() == packed


def test_a_cache_that_cannot_be_written_does_no_harm(cache: Path) -> None:
    packed = tell_anew()
    for path in sorted(cache.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    cache.rmdir()
    cache.write_text("no folder", encoding="utf-8")
    assert tell_anew() == packed
