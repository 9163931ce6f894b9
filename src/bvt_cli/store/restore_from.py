"""What a backup holds, in a new file beside the register that the register's own key opens.

A backup may be plain, or have a key of its own; what stands as the register keeps its key, and stays encrypted.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from bvt_cli.core.errors import Refused, RegisterError, Usage
from bvt_cli.core.reasons import system_reason
from bvt_cli.core.texts import text
from bvt_cli.store import age_files, backup, database, keys, new_file
from bvt_cli.store.location import Location

PLAIN, OTHER_KEY = "plain", "other_key"


class Backup(NamedTuple):
    """A backup, the keys that may open it, and the secret keys of age that do."""

    path: Path
    keys: Sequence[Location] = ()
    identities: Sequence[str] = ()


class Filled(NamedTuple):
    """Where the register is to be, with the key that opens it then; what the backup was where it was not like that."""

    place: Location
    turned: str | None = None


def fill(unfinished: Path, place: Location, source: Backup) -> Filled:
    """Copy a backup as it is into an empty file, with the key that the register has, or else with its own.

    Raises Usage where it cannot be read, RegisterError where it is damaged or no key opens it, Refused for an encrypted
    one where a plain register stands.
    """
    try:
        sealed = age_files.is_encrypted(source.path)
        if sealed and not source.identities:
            raise Usage(
                text("{path} is encrypted with age; say with --identity where the secret key is.",
                     path=str(source.path))
            )  # fmt: skip
        if sealed:
            content = age_files.decrypted(source.path.read_bytes(), source.identities, source.path)
            with new_file.unfinished_beside(place.path.with_name(f"{place.path.name}.age")) as bare:
                new_file.fill(bare, content)
                return _copied(unfinished, place, bare, source)
        return _copied(unfinished, place, source.path, source)
    except FileNotFoundError:
        raise Usage(text("There is no file {file}.", file=str(source.path))) from None
    except OSError as error:
        raise Usage(
            text("{path} cannot be read: {reason}.", path=str(source.path), reason=system_reason(error))
        ) from None


def _copied(unfinished: Path, place: Location, bare: Path, source: Backup) -> Filled:
    opener = _opener(place, bare, source)
    with faults_of(source.path), closing(database.connect(opener, "ro")) as backed_up:
        if database.cut_short(backed_up, bare):
            raise damaged(source.path, ["the last page is cut short"])
    target = place if place.has_key else opener._replace(path=place.path)
    if opener.has_key and not place.has_key and place.path.exists() and not keys.is_encrypted(place.path):
        raise Refused(
            text("The backup {backup} is encrypted, and the register {path} is not; nothing was changed. Encrypt the"
                 " register first, with `bvt db rekey --encrypt`.", backup=str(source.path), path=str(place.path))
        )  # fmt: skip
    if _secret(opener) == _secret(target):
        _pages(unfinished, target, opener, source.path)
        return Filled(target)
    _turned(unfinished, target, opener, source.path)
    return Filled(target, OTHER_KEY if opener.has_key else PLAIN)


def _opener(place: Location, bare: Path, source: Backup) -> Location:
    """The backup, with the key that opens it."""
    if not keys.is_encrypted(bare):
        return Location(bare)
    from bvt_cli.store import encrypted

    tried = [each._replace(path=bare) for each in (place, *source.keys) if each.has_key]
    for each in tried:
        if encrypted.opens(each):
            return each
    if not tried:
        raise RegisterError(
            text("The backup {path} is encrypted, or damaged; nothing was changed. If it is encrypted, say with"
                 " --key-file before the command where its key is; else try an older backup.", path=str(source.path))
        )  # fmt: skip
    raise RegisterError(
        text("The key does not open the backup {path}: it was made with another, or is damaged; nothing was changed."
             " Say with --key-file before the command where its key is, or try an older backup.",
             path=str(source.path))
    )  # fmt: skip


def _secret(place: Location) -> bytes | None:
    if not place.has_key:
        return None
    from bvt_cli.store import encrypted

    return encrypted.key_that_opens(place).secret if place.path.exists() else keys.key(place).secret


def _pages(unfinished: Path, target: Location, opener: Location, source: Path) -> None:
    with faults_of(source), closing(database.connect(opener, "ro")) as backed_up:
        backed_up.execute("BEGIN")
        with closing(backup.fresh(target, unfinished)) as copied, database.sqlite_errors(target.path):
            backed_up.backup(copied)


def _turned(unfinished: Path, target: Location, opener: Location, source: Path) -> None:
    """Row by row, for the pages of one key are not those of another."""
    from bvt_cli.store import encrypted, rekey

    raw = "" if not opener.has_key else encrypted.key_that_opens(opener).raw()
    with faults_of(source), closing(backup.fresh(target, unfinished)) as copied:
        copied.execute("PRAGMA foreign_keys = OFF")  # the tables come in no order
        uri = f"{opener.path.absolute().as_uri()}?mode=ro"
        copied.execute(f'ATTACH DATABASE ? AS turned KEY "{raw}"', (uri,))
        copied.execute("SELECT sqlcipher_export('main', 'turned')")
        for pragma in ("application_id", "user_version"):
            value = copied.execute(f"PRAGMA turned.{pragma}").fetchone()[0]
            copied.execute(f"PRAGMA main.{pragma} = {int(value):d}")
        if not rekey.same(copied):
            raise damaged(source, [])
        copied.execute("DETACH DATABASE turned")


@contextmanager
def faults_of(source: Path) -> Iterator[None]:
    """What SQLite says of a backup that is damaged, as the fault of the backup."""
    try:
        with database.sqlite_errors(source):
            yield
    except RegisterError as error:
        if error.__cause__ is None or not database.fault_name(error.__cause__).startswith(_UNREADABLE):
            raise
        raise damaged(source, []) from error


_UNREADABLE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def damaged(source: Path, found: Iterable[str]) -> RegisterError:
    return RegisterError(
        text("The backup {path} is damaged, or is no register. Try an older one; nothing was changed.",
             path=str(source)),
        [{"problem": each} for each in found],
    )  # fmt: skip
