"""The tables and rules a command works by: those shipped, with the municipality's own laid over them."""

import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

from bvt_cli.commands.context import Session
from bvt_cli.core.errors import RegisterError
from bvt_cli.core.payment import PayRules
from bvt_cli.core.texts import text
from bvt_cli.store.rate_files import LoadedTables, load_tables, shipped_rates
from bvt_cli.store.rule_files import LoadedPractice, load_practice
from bvt_cli.store.runs import UsedFile


class Book(NamedTuple):
    """Everything dated that pay is computed by, with the files it came from."""

    rates: LoadedTables
    rules: LoadedPractice

    def pay_rules(self, provisional: bool = False) -> PayRules:
        """What the calculation uses; `provisional`: pay by the newest earlier table however old."""
        return PayRules(self.rates.tables, self.rules.practice, provisional)

    def files(self) -> dict[str, UsedFile]:
        """Every file by its name, with its fingerprint, and for a table the page it was taken from."""
        sources = {table.effective: table.source for table in self.rates.tables}
        return {
            file.name: UsedFile(file.name, file.sha256, sources.get(file.effective) if file.effective else None)
            for file in (*self.rates.files, *self.rules.files)
        }


def book(session: Session) -> Book:
    """The book of this run. Raises RateError for wrong tables, RegisterError for wrong settings."""
    own = own_folder(session)
    return Book(load_tables(shipped_rates(), own), load_practice(shipped_rates(), own))


def own_rules(session: Session) -> LoadedPractice:
    """The rules alone, for those who need no table. Raises RegisterError for wrong settings."""
    return load_practice(shipped_rates(), own_folder(session))


def own_folder(session: Session) -> Path | None:
    """The municipality's own folder, where there is one."""
    if not session.rates.is_dir() or session.rates.resolve() == shipped_rates().resolve():
        return None  # in a checkout the shipped folder may be beside the register: it is not the municipality's own
    if session.db.exists():
        _refuse_strangers_folder(session)
    return session.rates


def _refuse_strangers_folder(session: Session) -> None:
    """Whoever can write the rates decides what is paid, so they belong to the register's owner."""
    if sys.platform == "win32":
        return
    owner = os.stat(session.db).st_uid
    link = os.lstat(session.rates).st_uid  # whoever laid a link there chose the folder; root may
    if os.stat(session.rates).st_uid != owner or link not in (owner, 0):
        raise RegisterError(
            text(
                "The folder {folder} belongs to somebody else than the register {path}; it is not read.",
                folder=str(session.rates),
                path=str(session.db),
            )
        )
    for path in (session.rates, *session.rates.glob("*"), *session.rates.glob("*/*")):
        _refuse_strangers_file(path, session.db, {owner, 0})


def _refuse_strangers_file(path: Path, register: Path, owners: set[int]) -> None:
    """Nor may a file be a stranger's. A group may write: that is for its owner to say, for the folder is shared."""
    try:
        found = [path.lstat(), path.stat()]
    except OSError:  # gone, or a link to nowhere: told where it is read
        return
    if not {each.st_uid for each in found} <= owners:
        raise RegisterError(
            text(
                "The file {file} belongs to somebody else than the register {path}; no rates are read. Make it the"
                " owner's: `chown --reference={path} {file}`.",
                file=str(path),
                path=str(register),
            )
        )
    if found[1].st_mode & stat.S_IWOTH:
        raise RegisterError(
            text(
                "Everybody on this machine can write {file}, and so say what is paid; no rates are read. Run"
                " `chmod o-w {file}`.",
                file=str(path),
            )
        )
