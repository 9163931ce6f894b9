"""Why the system says no, in words a reader knows."""

import errno
import os

from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text


def test_what_happens_often_is_said_in_words_that_can_be_translated() -> None:
    """A folder that is not there, a full disk."""
    assert system_reason(OSError(errno.ENOENT, "No such file or directory")) == text("there is no such file or folder")
    assert system_reason(OSError(errno.ENOSPC, "No space left on device")) == text("the disk is full")


def test_the_rest_is_said_as_the_system_says_it() -> None:
    """Or by its kind where the system says nothing."""
    assert system_reason(OSError(errno.ELOOP, os.strerror(errno.ELOOP))) == os.strerror(errno.ELOOP)
    assert system_reason(TimeoutError()) == "TimeoutError"
