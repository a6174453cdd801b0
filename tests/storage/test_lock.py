"""One program at a time changes a workspace."""

import os

import pytest

from enquiry2article.storage.lock import WorkspaceBusy, WriterLock


def test_the_second_is_told_who_has_the_lock(tmp_path):
    lock = WriterLock.take(tmp_path)
    with pytest.raises(WorkspaceBusy, match=f"process {os.getpid()}"):
        WriterLock.take(tmp_path)
    lock.release()
    WriterLock.take(tmp_path).release()
