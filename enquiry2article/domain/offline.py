"""The switches that keep the libraries we load from the network: reports of use to their makers, and model hubs.

They are set before any of these libraries is imported, since most read them only once: `switch_off_reports` when this
package is imported, `keep_hubs_offline` before an exchangeable part is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

REPORTS: Final = {
    # Its official builds write a device identifier and a queue of events into the user's cache folder and send them.
    # The function `disable_telemetry_events` comes too late for the identifier.
    # https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md
    "ORT_DISABLE_TELEMETRY": "reports of onnxruntime to its maker",
    # https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
    "HF_HUB_DISABLE_TELEMETRY": "reports of huggingface-hub to its maker",
    "HF_HUB_DISABLE_UPDATE_CHECK": "huggingface-hub's search for newer releases",
    # https://donottrack.sh/
    "DO_NOT_TRACK": "reports of any library that heeds this wish",
}
"""Environment variable → what it switches off when it is 1. They are set whatever the user's environment says."""

HUBS: Final = {
    "HF_HUB_OFFLINE": "downloads by huggingface-hub",
    "TRANSFORMERS_OFFLINE": "downloads by transformers",
}
"""Likewise, for libraries that fetch models. A user who sets the first to 0 allows downloads."""


def switch_off_reports() -> None:
    """Set what keeps libraries from sending reports of use."""
    for name in REPORTS:
        os.environ[name] = "1"


def keep_hubs_offline() -> None:
    """Set what keeps libraries from downloading models, unless the user's environment says otherwise.

    What numba compiles for UMAP goes into our own cache folder too, and not beside that library.
    """
    from platformdirs import user_cache_path

    wanted = os.environ.get("HF_HUB_OFFLINE") or "1"
    for name in HUBS:
        os.environ.setdefault(name, wanted)
    os.environ.setdefault("NUMBA_CACHE_DIR", str(user_cache_path("enquiry2article") / "numba"))


def import_onnxruntime() -> Any:
    """Import ONNX Runtime with its reports switched off; it is imported nowhere else."""
    switch_off_reports()
    import onnxruntime

    # For a program that imported it before us. Builds for Windows apps know nothing else.
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def list_switches() -> tuple[list[str], list[str]]:
    """List what is switched off, and what the user's environment allows; each with the variable's name."""
    keep_hubs_offline()
    off: list[str] = []
    allowed: list[str] = []
    for name, what in {**REPORTS, **HUBS}.items():
        is_off = os.environ.get(name, "").upper() in ("1", "ON", "YES", "TRUE")
        (off if is_off else allowed).append(f"{what} ({name})")
    return off, allowed


def find_left_reports() -> Path | None:
    """Find the folder where ONNX Runtime keeps a device identifier and events to be sent, if there is one.

    Earlier versions of this program left it on Linux, and any other program that uses the library may have.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111 - never raises
    folder = cache / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    return folder if folder.is_dir() else None
