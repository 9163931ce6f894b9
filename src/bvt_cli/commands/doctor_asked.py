"""The run that `bvt doctor` looks at: what was said before the command and around it, and the register once seen."""

import os
from functools import cached_property
from typing import TYPE_CHECKING

from bvt_cli.commands.context import Session
from bvt_cli.core.texts import Text, text

if TYPE_CHECKING:
    from bvt_cli.store.health import Health


class Asked:
    """`before`: the options before the command; `as_of`: what `--as-of` says."""

    def __init__(self, session: Session, before: dict[str, object], as_of: str | None) -> None:
        self.session = session
        self.before = before
        self.as_of = as_of

    def said_by(self, option: str, *variables: str) -> str | None:
        """Which of an option and the variables that stand in for it says something; None where none does."""
        if self.before.get(option.removeprefix("--")):
            return option
        return next((name for name in variables if os.environ.get(name)), None)

    def origin(self, option: str, variable: str) -> Text:
        """Where a path comes from, to stand in brackets after it."""
        said = self.said_by(option, variable)
        return text("the usual place") if said is None else text("by {name}", name=said)

    @cached_property
    def health(self) -> "Health | None":
        """How the register is; None where there is none. Raises RegisterError or Busy where it cannot be seen."""
        from bvt_cli.store import health

        return health.look(self.session.register) if self.session.db.is_file() else None


def account(uid: int) -> str:
    """The login name of an account, or its number where it has none."""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"
