"""Which files are meant, and what is in archives: nothing leaves them, nothing in them is a path, no trap is sprung."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry2article.domain.errors import InputError, NoSuchFile, UnknownFormat
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.ingest.archives import MOST_FILES, show_name
from enquiry2article.ingest.files import find_exports, open_path
from enquiry2article.ingest.products.slack import SlackReader
from enquiry2article.ingest.read import Ingested, read_exports
from enquiry2article.ingest.structured.json_reader import JsonReader
from enquiry2article.ingest.tables.delimited import DelimitedReader

READERS = {"csv": DelimitedReader(), "json": JsonReader(), "slack": SlackReader()}
TABLE = (
    b"id,question,answer\n1,Is the bakery open on Sundays?,From eight to eleven.\n2,Do you bake without nuts?,Yes.\n"
)
RECORDS = json.dumps([{"id": "j1", "question": "Can I order a cake by telephone?", "answer": "Yes."}]).encode()


def pack(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def bundle(members: Sequence[tuple[str, bytes]], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def read(*paths: Path) -> Ingested:
    return read_exports(paths, READERS, ReadOptions())


def ids(found: Ingested) -> list[str]:
    return [enquiry.id for enquiry in found.enquiries]


def problems(found: Ingested) -> list[str]:
    return [report.problem for report in found.files if report.problem]


# --- files, folders, patterns


def test_pattern_gives_each_file_once(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.txt"):
        (tmp_path / name).write_bytes(TABLE)
    assert [file.name for file in find_exports([tmp_path / "*.csv", tmp_path / "a.csv"])] == ["a.csv", "b.csv"]


def test_pattern_that_fits_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"There is no file .*\*\.csv\. Check the name"):
        find_exports([tmp_path / "*.csv"])


def test_misspelt_name_is_offered(tmp_path: Path) -> None:
    (tmp_path / "enquiries.csv").write_bytes(TABLE)
    with pytest.raises(NoSuchFile, match=r"Did you mean .*enquiries\.csv\?"):
        find_exports([tmp_path / "enquirys.csv"])


def test_name_with_signs_of_a_pattern_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "export [1].csv").write_bytes(TABLE)
    assert [file.name for file in find_exports([tmp_path / "export [1].csv"])] == ["export [1].csv"]


def test_folder_with_junk_beside_the_export(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "tickets.csv").write_bytes(TABLE)
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "empty.csv").write_bytes(b"")
    found = read(tmp_path)
    assert ids(found) == ["1", "2"]
    strangers = {name for report in found.files for name in report.strangers}
    assert strangers == {f"{tmp_path.name}/logo.png", f"{tmp_path.name}/empty.csv"} or problems(found)


def test_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="holds no files"):
        find_exports([tmp_path])


# --- packed files


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", pack([("tickets.csv", TABLE)])),
        ("a.zip", pack([("tickets.csv", TABLE)], zipfile.ZIP_STORED)),
        ("a.zip", pack([("tickets.csv", TABLE)], zipfile.ZIP_BZIP2)),
        ("a.zip", pack([("__MACOSX/._tickets.csv", b"\0\5\x16\7"), ("export/tickets.csv", TABLE), ("export/", b"")])),
        ("a.bin", pack([("tickets.csv", TABLE)])),
        ("tickets.csv.gz", gzip.compress(TABLE)),
        ("tickets.csv.gz", gzip.compress(TABLE[:40]) + gzip.compress(TABLE[40:])),
        ("a.tar", bundle([("./export/tickets.csv", TABLE)])),
        ("a.tgz", bundle([("tickets.csv", TABLE)], "w:gz")),
        ("a.tar.gz", bundle([("tickets.csv", TABLE)], "w:gz")),
        ("a.zip", pack([("inner.zip", pack([("tickets.csv", TABLE)]))])),
        ("a.zip", pack([("tickets.csv.gz", gzip.compress(TABLE))])),
        ("a.tar", bundle([("inner.zip", pack([("tickets.csv", TABLE)]))])),
        ("a.zip", pack([("a.zip", pack([("b.zip", pack([("tickets.csv", TABLE)]))]))])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_packed_export_is_read_in_place(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    assert ids(found) == ["1", "2"]
    assert not problems(found)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_all_files_of_an_archive_are_read(tmp_path: Path) -> None:
    for name, make in (("a.zip", pack), ("a.tar", bundle)):
        (tmp_path / name).write_bytes(make([("z.json", RECORDS), ("a.csv", TABLE), ("b.txt", b"\0\1\2")]))
        found = read(tmp_path / name)
        assert ids(found) == ["1", "2", "j1"]
        assert [report.strangers for report in found.files if report.strangers] == [(f"{name}/b.txt",)]
        assert [item.source for item in found.enquiries] == [f"{name}/a.csv:2", f"{name}/a.csv:3", f"{name}/z.json#1"]


# --- names that are no paths


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv", "\\\\host\\evil.csv"]
)
@pytest.mark.parametrize("make", [pack, bundle])
def test_name_that_leads_out_of_an_archive_is_told(
    name: str, make: Callable[[Sequence[tuple[str, bytes]]], bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(make([(name, TABLE), ("good.json", RECORDS)]))
    found = read(tmp_path / "a.zip")
    assert ids(found) == ["j1"]
    assert len(problems(found)) == 1
    assert "leads out of the archive" in problems(found)[0]
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]
    assert not (tmp_path.parent / "evil.csv").exists()


def test_links_in_a_tar_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(TABLE.replace(b"bakery", b"SECRET"))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            link = tarfile.TarInfo("link.csv")
            link.type, link.linkname = kind, str(tmp_path / "secret.csv")
            archive.addfile(link)
        entry = tarfile.TarInfo("good.json")
        entry.size = len(RECORDS)
        archive.addfile(entry, io.BytesIO(RECORDS))
    (tmp_path / "a.tar").write_bytes(buffer.getvalue())
    found = read(tmp_path / "a.tar")
    assert ids(found) == ["j1"]
    assert "SECRET" not in repr(list(found.enquiries))


@pytest.mark.parametrize("name", ["a\nb\x1b[31m.csv", "x" * 400 + ".csv", "\u202egnp.csv"])
def test_names_from_archives_are_fit_to_be_shown(name: str) -> None:
    shown = show_name(name)
    assert shown.isprintable()
    assert len(shown) <= 120


# --- traps and damage


def test_what_unpacks_to_a_thousand_times_its_size_is_a_trap(tmp_path: Path) -> None:
    zeros = b"id,question\n" + b"0" * (80 << 20)
    trap = tmp_path / "a.zip"
    trap.write_bytes(pack([("bomb.csv", zeros), ("good.json", RECORDS)]))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(zeros))
    tracemalloc.start()
    try:
        found = read(trap)
        with pytest.raises(UnknownFormat, match="unpacks to more than"):
            read(tmp_path / "b.csv.gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ids(found) == ["j1"]
    assert "unpacks to more than 80 MiB" in problems(found)[0]
    assert peak < 48 << 20


def test_many_small_traps_are_one_trap(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack([(f"{n}.csv", b"id,question\n" + b"0" * (40 << 20)) for n in range(3)]))
    with pytest.raises(UnknownFormat, match=r"a\.zip: unpacks to more than 120 MiB"):
        read(tmp_path / "a.zip")


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    data = pack([("0.csv", TABLE), ("1.csv", TABLE)], zipfile.ZIP_STORED)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    for place in (0, 10):  # where the second member is said to begin: with the first one, or within it
        shared = data[: second + 42] + place.to_bytes(4, "little") + data[second + 46 :]
        (tmp_path / "a.zip").write_bytes(shared)
        with pytest.raises(UnknownFormat, match=r"a\.zip: files in it share the same bytes") as caught:
            read(tmp_path / "a.zip")
        assert "\n" not in str(caught.value)


def test_archive_behind_other_bytes_is_no_overlap(tmp_path: Path) -> None:
    # As a self-unpacking archive has a program before it; Python then moves the places of all members.
    stub = b"\0" * 100
    with (tmp_path / "a.zip").open("wb") as file:
        file.write(pack([("t.csv", TABLE), ("u.csv", TABLE)])[:0] + b"PK\x03\x04" + stub)
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("t.csv", TABLE)
            archive.writestr("u.csv", TABLE.replace(b"1,", b"3,").replace(b"2,", b"4,"))
    assert len(ids(read(tmp_path / "a.zip"))) == 4


def test_trap_within_an_archive_within_an_archive(tmp_path: Path) -> None:
    inner = pack([("bomb.csv", b"id,question\n" + b"0" * (80 << 20))])
    (tmp_path / "a.zip").write_bytes(pack([("inner.zip", inner), ("good.json", RECORDS)]))
    found = read(tmp_path / "a.zip")
    assert ids(found) == ["j1"]
    assert "unpacks to more than" in problems(found)[0]


def test_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    data = RECORDS
    for _ in range(12):
        data = pack([("inner.zip", data)])
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.zip"):
        read(tmp_path / "a.zip")


def test_large_table_in_an_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    rows = b"".join(
        b"%d,Is shop number %d open on Sundays and on Mondays?,Yes\n" % (n, n * 7919) for n in range(10_000)
    )
    (tmp_path / "a.zip").write_bytes(pack([("tickets.csv", b"id,question,answer\n" + rows)]))
    file = open_path(tmp_path / "a.zip").parts[0]
    del rows
    tracemalloc.start()
    try:
        count = sum(1 for _ in READERS["csv"].read(file, ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 10_000
    assert peak < 3 << 20  # enquiries that are kept take 5 MiB


def lock(data: bytes) -> bytes:
    """Mark the members of a zip as encrypted."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(mark)
        changed[start + place] |= 1
    return bytes(changed)


def test_member_with_a_password_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(lock(pack([("locked.csv", TABLE), ("open.json", RECORDS)])))
    found = read(tmp_path / "a.zip")
    assert ids(found) == ["j1"]
    assert problems(found) == ["a.zip/locked.csv: has a password. Unpack it and give the file inside."]


def test_member_that_breaks_off_is_told(tmp_path: Path) -> None:
    data = bytearray(pack([("bad.csv", TABLE * 50), ("good.json", RECORDS)], zipfile.ZIP_DEFLATED))
    start = data.find(b"bad.csv") + len(b"bad.csv")
    data[start + 20 : start + 60] = bytes(40)
    (tmp_path / "a.zip").write_bytes(bytes(data))
    found = read(tmp_path / "a.zip")
    assert "j1" in ids(found)
    assert len(problems(found)) == 1
    assert problems(found)[0].startswith("a.zip/bad.csv: the archive is damaged (")


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.tgz"])
def test_archive_that_breaks_off_is_told(name: str, tmp_path: Path) -> None:
    make = {
        "a.zip": pack([("t.csv", TABLE)]),
        "a.csv.gz": gzip.compress(TABLE),
        "a.tgz": bundle([("t.csv", TABLE)], "w:gz"),
    }
    for end in (12, len(make[name]) // 2, len(make[name]) - 9):
        (tmp_path / name).write_bytes(make[name][:end])
        with pytest.raises(InputError, match=name.replace(".", r"\.")) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data"), [("a.bz2", bz2.compress(TABLE)), ("a.7z", b"7z\xbc\xaf\x27\x1c"), ("a.rar", b"Rar!\x1a\7")]
)
def test_packing_that_is_not_known_is_told(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnknownFormat, match=name.replace(".", r"\.")):
        read(tmp_path / name)


def test_archive_without_any_export_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack([("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")]))
    with pytest.raises(UnknownFormat, match=r"a\.zip is packed \(zip\), and nothing in it"):
        read(tmp_path / "a.zip")


def test_archive_of_too_many_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_FILES >= 100_000
    monkeypatch.setattr("enquiry2article.ingest.archives.MOST_FILES", 5)
    for name, make in (("a.zip", pack), ("a.tar", bundle)):
        (tmp_path / name).write_bytes(make([(f"{number}.csv", TABLE) for number in range(8)]))
        with pytest.raises(UnknownFormat, match="holds more than 5 files"):
            read(tmp_path / name)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_archives_raise_nothing_but_input_errors(data: st.DataObject, tmp_path: Path) -> None:
    members = [("a.csv", TABLE), ("b/c.json", RECORDS), ("d.zip", pack([("e.csv", TABLE)]))]
    name, whole = data.draw(
        st.sampled_from(
            [
                ("a.zip", pack(members)),
                ("a.tar", bundle(members)),
                ("a.tgz", bundle(members, "w:gz")),
                ("a.gz", gzip.compress(TABLE)),
            ]
        )
    )
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / name).write_bytes(bytes(content))
    problem = ""
    try:
        found = list(read(tmp_path / name).enquiries)
    except InputError as error:
        problem, found = str(error), []
    assert "\n" not in problem
    assert problem or found


def test_file_that_vanishes_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE)
    file = open_path(path)
    path.unlink()
    with pytest.raises(NoSuchFile, match="cannot be opened"), file.open():
        pass


def test_bundle_of_one_is_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack([("t.csv", TABLE)]))
    file = open_path(tmp_path / "a.zip")
    assert ExportFile.bundle([file]) is file
