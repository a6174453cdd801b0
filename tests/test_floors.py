"""Imports go down the floors of docs/architecture.md: never up, and never from stage to stage."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "enquiry2article"

FLOORS = {
    0: {"records", "export_records", "post_records", "protocols", "errors", "verdicts"},
    1: {
        "answers", "articles.change_proposals", "articles.headings",
        "articles.kind", "articles.layout", "articles.openings", "articles.readability", "articles.structured_data",
        "offline",
        "arrivals", "as_of", "asking", "attention", "attention_words", "automatic_mail", "calibration",
        "chance", "characters",
        "columns", "courtesies", "curt", "dates", "decoding",
        "effects", "eleventy_urls", "field_words", "filters", "firmness", "forms", "gate",
        "gist", "column_content", "column_model", "column_words",
        "handling_time", "hashed_features",
        "history", "house_style", "hugo_urls",
        "jekyll_urls", "keywords", "labels", "language_model", "languages", "light_nltk", "likeness", "links",
        "long_messages",
        "mail_marks", "mail_words", "markup", "model_names", "name_cues", "name_lexicon", "name_words", "node_urls",
        "noise", "order_numbers", "page_links", "patterns", "personal_accounts", "personal_ids",
        "personal_names", "personal_numbers", "personal_places", "personal_secrets", "personal_vehicles",
        "placeholders", "post_anchors", "post_looks", "post_marks", "post_metadata", "post_pairs", "post_parts",
        "post_paths", "post_sections", "post_urls", "post_words", "python_urls", "quote_headers",
        "quoted_mail", "ratings", "redactions", "reply_phrases", "background", "same_answer", "same_question",
        "saved_replies", "saying", "seasons", "seeds", "shelf", "shortlist", "sides", "signatures", "slugs",
        "source_keys", "spam", "spans", "surveys", "text", "trends",
        "unfit", "value_cues", "vault", "visibility", "web_addresses", "word_pieces", "wording", "sandbox", "words",
        "worth", "vocabulary", "vouched_words", "word_lists", "privacy",
    },
    2: {
        "checkup", "chronicle", "content_sites", "decisions", "enquiry_store", "export_files", "fetching",
        "front_matter",
        "history_listing", "listing",
        "last_good", "node_sites", "plugins", "post_files", "posts", "repair", "report", "settings",
        "site_settings", "sites",
        "articles.editor_note",
        "articles.templating", "stored_records", "temporary_store", "workspace", "workspace_archive", "workspace_files",
        "workspace_schema", "writer_lock",
    },
    3: {
        "articles", "questions", "clean", "coverage", "embed", "group", "identity", "ingest", "match", "publish",
        "privacy.redact", "rank", "reply",
    },
    4: {
        "covering", "describing", "holds", "matching", "mining", "pipeline", "preparation", "rehearsal",
        "known_questions", "remembering", "rerun", "timing",
    },
    5: {
        "__init__", "__main__", "cli", "cli_decisions", "cli_history", "cli_matching", "cli_privacy", "cli_repair",
        "command_line", "matcher",
        "terminal",
    },
}  # fmt: skip
ANNEXES = {
    "readers", "embedders", "groupers", "publishers", "post_readers", "reply_exporters",
}  # fmt: skip
ANNEX_MAY_IMPORT = FLOORS[0] | FLOORS[1] | FLOORS[2]
FLOOR_OF = {module: floor for floor, modules in FLOORS.items() for module in modules}
EXCEPTIONS = {("checkup", "embedders")}  # the check-up looks at the model itself


def name_room(parts):
    """The module, or the package that stands on a floor as a whole but for the stage in it."""
    whole = ".".join(parts[:2])
    return whole if whole in FLOOR_OF else parts[0]


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imports_of(path):
    """The modules of ours that a file imports, anywhere in it, as paths below the package."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("enquiry2article"):
            rest = node.module.removeprefix("enquiry2article").lstrip(".")
            yield from [rest] if rest else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("enquiry2article."):
                    yield alias.name.removeprefix("enquiry2article.")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    room, rest = name_room(parts), parts[1:]
    if rest and rest[-1] == "__init__":
        return
    for target in imports_of(path):
        name = name_room(target.split("."))
        if room in ANNEXES:
            assert name in ANNEX_MAY_IMPORT or name in ANNEXES, f"{path.name} may not import {target}"
            continue
        assert room in FLOOR_OF, f"{room} has no floor yet: add it to FLOORS and to docs/architecture.md"
        if (room, name) in EXCEPTIONS:
            continue
        assert name not in ANNEXES, f"{room} imports the annex {target}; choose it by name through plugins"
        if FLOOR_OF[room] == 3:
            assert FLOOR_OF[name] < 3 or name == room, f"the stage {room} imports {target}"
        assert FLOOR_OF[name] <= FLOOR_OF[room], f"{room} imports upward: {target}"


def test_every_floor_is_in_the_picture():
    picture = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    missing = [module for module in FLOOR_OF if not module.startswith("__") and f"`{module}`" not in picture]
    assert not missing, f"docs/architecture.md does not show {missing}"
