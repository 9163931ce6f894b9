"""A backup put in the place of the register: checked before, whole or not at all, and nothing is deleted."""

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bvt_cli.core.errors import Refused, RegisterError
from bvt_cli.core.texts import text
from bvt_cli.store import beginning, beside, database, journal, leftovers, migrations, new_file, restore_from, schema
from bvt_cli.store.beginning import Beginning
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.location import Location, located
from bvt_cli.store.new_file import SIDES
from bvt_cli.store.restore_from import Backup, Filled, damaged, faults_of
from bvt_cli.store.restore_place import State, put, state_of

if TYPE_CHECKING:
    from bvt_cli.store.wholeness import Found


class Flawed(RegisterError):
    """A backup whose pages are whole, but not all rows of it are as bvt wrote them."""

    def __init__(self, source: Path, flaws: "tuple[Found, ...]") -> None:
        super().__init__(
            text(
                "The backup {path} is not as bvt wrote it; nothing was changed. With --accept-flaws it is restored all"
                " the same.",
                path=str(source),
            )
        )
        self.flaws = flaws


class Restored(NamedTuple):
    """What was put in place, where the register that stood there was kept (None: none stood), and what that held.

    `flaws`: what stands in the backup otherwise than bvt wrote it, where that was accepted; `unread`: a register stood
    there that could not be read, so that nobody knows what it held; `filled`: which key opens it now.
    """

    now: State
    filled: Filled
    kept: Path | None
    before: State | None
    unread: bool
    flaws: "tuple[Found, ...]" = ()

    @property
    def lost_entries(self) -> int | None:
        """How many entries of the journal are not in it any more; None where that is not known."""
        if self.before is None:
            return None if self.unread else 0
        return max(0, self.before.entries - self.now.entries)

    @property
    def lost_runs(self) -> list[str]:
        return _in_order(self.before.runs - self.now.runs) if self.before else []

    @property
    def lost_exports(self) -> list[str]:
        return _in_order(self.before.exported - self.now.exported) if self.before else []


def _in_order(refs: Iterable[str]) -> list[str]:
    """R2 before R10."""
    return sorted(refs, key=lambda ref: (len(ref), ref))


def restore(
    register: Location | Path,
    source: Path,
    identities: Sequence[str],
    signed: Signed,
    day: date,
    *,
    replace: bool,
    accept_flaws: bool = False,
    another: bool = False,
    keys: Sequence[Location] = (),
) -> Restored:
    """Put a backup in place as the register, and note that in its journal.

    A register that stands there is kept first, beside it, as `bvt-replaced-DAY.db`; only with `replace`. What is put
    there is opened by the register's key, if it has one, whatever `keys` (else tried) opens the backup. Raises Refused
    where something stands and `replace` is not said, or the backup is of another register and `another` is not said;
    RegisterError for a backup that is not whole
    (Flawed for one that was changed behind bvt's back, unless `accept_flaws`), Busy where another bvt works in the
    register. Nothing is changed then.
    """
    place = located(register)
    leftovers.clear(place.path.parent, place.path.name, register=True)
    _refuse(place.path, replace)
    beside.refuse_strangers(place.path)
    try:
        beside.refuse_open_folder(place.path)
        beside.make_folder(place.path.absolute().parent)
        with new_file.unfinished_beside(place.path) as unfinished:
            filled = restore_from.fill(unfinished, place, Backup(source, keys, identities))
            copy = filled.place._replace(path=unfinished)
            begins = _bring_up_to_date(copy, source)
            flaws = _flaws(copy, source, accept_flaws)
            if flaws and not accept_flaws:
                raise Flawed(source, flaws)
            now = _note(copy, source, signed, len(flaws))

            def known(standing: Connection) -> None:
                if not another and beginning.differs(begins, beginning.of(standing)):
                    raise _of_another(source, place.path)

            return Restored(now, filled, *put(filled.place, unfinished, day, known), flaws)
    except OSError as error:
        raise database.not_made(place.path, error) from error


def _refuse(path: Path, replace: bool) -> None:
    if path.is_symlink() or (os.path.lexists(path) and not path.is_file()):
        raise Refused(text("What stands at {path} is not a file; nothing was changed.", path=str(path)))
    for standing in (path, *(path.with_name(path.name + side) for side in SIDES)):
        if os.path.lexists(standing) and not replace:
            raise Refused(
                text(
                    "There is already something at {path}; nothing was changed. With --replace it is kept beside, and"
                    " the backup takes its place.",
                    path=str(standing),
                )
            )


def _of_another(source: Path, path: Path) -> Refused:
    return Refused(
        text(
            "The backup {backup} is of another register than {path}: their journals begin differently. Nothing was"
            " changed; with --another it takes its place all the same.",
            backup=str(source),
            path=str(path),
        )
    )


def _bring_up_to_date(copy: Location, source: Path) -> Beginning | None:
    """Check that a copy of the backup is a whole register, and bring it to the version of this bvt; how it begins."""
    with faults_of(source), closing(database.connect(copy, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # whatever another program set in it
        version = database.known_version(connection, source)
        schema.refuse_changed(connection, source)  # first: what somebody added may be made to take all day to check
        if version < migrations.CURRENT or not any(schema.differences(connection, migrations.NAMES)):
            _refuse_damaged(connection, source)
        begins = beginning.of(connection)  # as it was: what is brought up to date gets new links
        if version < migrations.CURRENT:
            migrations.apply(connection, source)
        return begins


def _refuse_damaged(connection: Connection, source: Path) -> None:
    found = database.damage(connection)
    if found:
        raise damaged(source, found)


def _flaws(copy: Location, source: Path, accepted: bool) -> "tuple[Found, ...]":
    """What `bvt db verify` finds in it."""
    from bvt_cli.store import wholeness  # here, for it is much

    with faults_of(source), closing(database.connect(copy, "ro")) as connection:
        found = wholeness.check(connection)[0].found
        if found and accepted:
            _refuse_damaged(connection, source)
        return found


def _note(copy: Location, source: Path, signed: Signed, flaws: int) -> State:
    """Note in the journal of the copy where it comes from; what it held before that."""
    with faults_of(source), closing(database.connect(copy, "rw")) as connection:
        now = state_of(connection)
        said = {"backup": source.name, "last_entry": now.last, **({"flaws": flaws} if flaws else {})}
        connection.execute("BEGIN IMMEDIATE")
        journal.write(connection, signed, "restore", source.name, None, said)
        connection.execute("COMMIT")
    new_file.sync(copy.path)
    return now
