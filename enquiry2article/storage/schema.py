"""The tables of a workspace, as the steps that led to them. `storage/workspace` opens it; what is in it is told
there."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # Version 1
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE vectors (
        model TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text_hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ledger (
        position INTEGER PRIMARY KEY, enquiry_id TEXT NOT NULL, source TEXT NOT NULL, status TEXT NOT NULL,
        question_id TEXT NOT NULL, also TEXT NOT NULL, similarity REAL, reason TEXT NOT NULL, text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE questions (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
    CREATE TABLE identities (
        id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, since TEXT NOT NULL, enquiry_ids TEXT NOT NULL
    ) STRICT;
    CREATE TABLE drafts (
        folder TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (folder, path, digest)
    ) STRICT;
    """,
    # Version 2: what was written into each draft, and who never got a reply
    """
    CREATE TABLE written (
        folder TEXT NOT NULL, path TEXT NOT NULL, sentences TEXT NOT NULL, PRIMARY KEY (folder, path)
    ) STRICT;
    ALTER TABLE ledger ADD COLUMN replied INTEGER NOT NULL DEFAULT 0;
    """,
    # Version 3: what was matched, so that nobody is handed a link twice and a person can say what was right
    """
    CREATE TABLE matches (
        enquiry_id TEXT PRIMARY KEY, customer TEXT NOT NULL, url TEXT NOT NULL, question_id TEXT NOT NULL,
        decision TEXT NOT NULL, text TEXT NOT NULL, received TEXT NOT NULL
    ) STRICT;
    CREATE INDEX matches_by_customer ON matches (customer);
    ALTER TABLE ledger ADD COLUMN customer TEXT NOT NULL DEFAULT '';
    """,
    # Version 4: keyed hashes of personal values, by which they are recognised where they should not stand
    """
    CREATE TABLE vault (
        hash TEXT NOT NULL, customer TEXT NOT NULL, kind TEXT NOT NULL, atoms INTEGER NOT NULL,
        PRIMARY KEY (hash, customer)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE removals (
        file TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (file, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE removal_samples (
        position INTEGER PRIMARY KEY, file TEXT NOT NULL, kind TEXT NOT NULL, sentence TEXT NOT NULL,
        customer TEXT NOT NULL
    ) STRICT;
    CREATE TABLE doubts (word TEXT PRIMARY KEY, customers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE forgotten (customer TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    """,
    # Version 5: every enquiry ever read, so that the next export adds to the last
    """
    CREATE TABLE enquiries (
        id TEXT PRIMARY KEY, key TEXT NOT NULL, content TEXT NOT NULL, opening TEXT NOT NULL, customer TEXT NOT NULL,
        file TEXT NOT NULL, source TEXT NOT NULL, replied INTEGER NOT NULL, twin TEXT NOT NULL, record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX enquiries_by_key ON enquiries (key);
    CREATE INDEX enquiries_by_customer ON enquiries (customer);
    CREATE TABLE bad_rows (
        id TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (id, file)
    ) STRICT, WITHOUT ROWID;
    """,
    # Version 6: what each run found, where mining put each wording, what a person's decisions hold together; vectors in
    # half the space, since a table without rowids puts every one of them on a page of its own
    """
    CREATE TABLE compact_vectors (
        model TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text_hash)
    ) STRICT;
    INSERT INTO compact_vectors SELECT * FROM vectors;
    DROP TABLE vectors;
    ALTER TABLE compact_vectors RENAME TO vectors;
    CREATE TABLE runs (number INTEGER PRIMARY KEY, at TEXT NOT NULL, record TEXT NOT NULL) STRICT;
    CREATE TABLE run_questions (
        run INTEGER NOT NULL, question_id TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (run, question_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mined (wording BLOB PRIMARY KEY, label INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE holds (
        decision TEXT NOT NULL, enquiry_id TEXT NOT NULL, question_id TEXT NOT NULL, came_from TEXT NOT NULL,
        PRIMARY KEY (decision, enquiry_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE answered (
        question_id TEXT PRIMARY KEY, url TEXT NOT NULL, since TEXT NOT NULL, dated INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    # Version 7: whether the enquiries of a question stand in the order in which they tell what it is
    """
    ALTER TABLE identities ADD COLUMN has_core INTEGER NOT NULL DEFAULT 0;
    """,
)
"""Each entry leads from the version before it to its own. Never change one that was released: add another."""
