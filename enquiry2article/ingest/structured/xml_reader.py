"""Reads XML of any helpdesk: the elements that repeat are its records, and are read as records of JSON are."""

from __future__ import annotations

from collections.abc import Iterator

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.structured.json_reader import read_any_records
from enquiry2article.ingest.structured.json_stream import Placed, build_frame
from enquiry2article.ingest.structured.xml_records import Layout, find_root, read_elements, to_record

_PAGES = frozenset({"html", "svg", "urlset", "sitemapindex", "feed", "rdf:rdf"})
"""Outermost elements of what holds no conversations."""


class XmlReader(Reader):
    """Reads XML that no reader of one program takes for its own."""

    title = "XML of any helpdesk (.xml)"
    generic = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether the file begins as XML does that may hold records."""
        root = find_root(file)
        return "it begins as XML does" if root and root not in _PAGES else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each record, as `JsonReader.read` does.

        Raises:
            MissingColumn: nothing in the records could be the customer's text, or a mapped name is not there.
            NoSuchFile: the file cannot be opened.
        """
        layout = Layout.learn(file)
        path = layout.find_record()
        people: dict[str, list[object]] = {}
        for name, person in layout.people:
            people.setdefault(name, []).append(person)
        frame = build_frame({}, people)

        def open_file() -> Iterator[Placed | BadRow]:
            number = 0
            for item in read_elements(file, path[-1:]):
                if isinstance(item, BadRow):
                    yield item
                else:
                    number += 1
                    yield Placed(f"{file.name}#{number}", to_record(item, path, layout.repeated), frame)

        yield from read_any_records(file.name, open_file, options)
