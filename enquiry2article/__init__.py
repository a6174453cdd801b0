"""Turn support enquiries into articles, and later enquiries into links to them.

What stands in `__all__` is the public API; everything else may move from one version to the next.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from enquiry2article.domain.offline import switch_off_reports

switch_off_reports()  # here, because the libraries it concerns read it as they are imported

_PLACES: Final = {
    "domain.article": "Draft",
    "domain.answer": "Answer Statement",
    "domain.cluster": "Cluster",
    "domain.enquiry": "Author BadRow Enquiry RedactedEnquiry Reply Turn",
    "domain.errors": "EnquiryToArticleError",
    "domain.export": "ExportFile ReadOptions",
    "domain.match": "Match",
    "domain.post": "FoundPost Post PostContext PostProblem",
    "domain.protocols": "Embedder Grouper NameFinder PageWriter PostReader Publisher Reader Writer",
    "domain.question": "Question",
    "domain.run": "RunReport",
    "domain.settings": "Settings",
    "matching.replies.saved_replies": "ReplyExporter SavedReply",
    "pipeline.matcher": "Matcher",
    "storage.settings_file": "load_settings",
    "storage.workspace": "Workspace",
}
"""Module → the names of the API that it defines."""
_MODULES: Final = {name: module for module, names in _PLACES.items() for name in names.split()}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: the commands' own start must stay light.
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
