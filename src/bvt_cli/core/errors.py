"""The errors a user can meet; each knows its exit code and its code in JSON.

One place (`main`) turns them into words on stderr and an exit code. Anything else that escapes is
a fault in bvt, exit 1.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from bvt_cli.core.texts import Text


class Problem(NamedTuple):
    """One thing wrong with what was given: where (file and line, or field), and what to do about it."""

    place: str
    message: Text


class BvtError(Exception):
    """Something a user can cause or mend.

    `message` is one whole sentence; `details` are the single problems (`Problem`) or plain records
    (what an approval lacks), shown below it, and under `details` in JSON.
    """

    exit_code: ClassVar[int]
    code: ClassVar[str]

    def __init__(self, message: Text, details: Sequence[Problem | Mapping[str, object]] = ()) -> None:
        super().__init__(message.msgid)
        self.message = message
        self.details = tuple(details)


class Usage(BvtError):
    """The command was given something it does not understand."""

    exit_code = 2
    code = "usage"


class Refused(BvtError):
    """A rule says no."""

    exit_code = 3
    code = "refused"


class NotFound(BvtError):
    """There is no such home, agreement, run ..."""

    exit_code = 4
    code = "not_found"


class RateError(BvtError):
    """A rate is missing, or a rate file is wrong or was changed."""

    exit_code = 5
    code = "rate"


class InvalidInput(BvtError):
    """An input file or a value is invalid; nothing was written."""

    exit_code = 65
    code = "invalid_input"


class Busy(BvtError):
    """Another bvt is writing; trying again helps."""

    exit_code = 75
    code = "busy"


class RegisterError(BvtError):
    """No register here, one newer than this bvt, a damaged one, or wrong settings."""

    exit_code = 78
    code = "register"
