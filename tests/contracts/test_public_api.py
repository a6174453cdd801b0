"""The names of the public API are there, and asking for the package alone loads none of them."""

import subprocess
import sys

import enquiry2article


def test_every_name_of_the_api_is_there():
    assert [name for name in enquiry2article.__all__ if not hasattr(enquiry2article, name)] == []


def test_the_package_alone_loads_neither_commands_nor_models():
    code = "import enquiry2article, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"click", "numpy", "torch", "bertopic", "enquiry2article.pipeline.matcher"} & set(loaded)
