"""Every change of the register: what is given is merged in, checked as a whole, written and journalled.

One way for documents and for commands. All problems are found before anything is written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from bvt_cli.core.consistency import counts, faults, refs_in, shared_stays
from bvt_cli.core.errors import InvalidInput, Problem, Refused
from bvt_cli.core.field import Entity, Record
from bvt_cli.core.form import AGREEMENT, ENTITIES, REGISTER, STAY
from bvt_cli.core.form_council import COUNCIL
from bvt_cli.core.form_followup import GRANT
from bvt_cli.core.form_home import HOME
from bvt_cli.core.grant import shared_bills
from bvt_cli.core.merge import Path, identity, merge
from bvt_cli.core.protection import FAMILIES, has_families, lifts
from bvt_cli.core.texts import mark, text
from bvt_cli.store import council_facts, grants, journal, records
from bvt_cli.store.database import Connection
from bvt_cli.store.documents import Given
from bvt_cli.store.journal import Signed
from bvt_cli.store.nodes import MOST_PROBLEMS

_DANGLING = {
    "home": mark("There is no home {ref}, neither here nor in the register."),
    "child": mark("There is no child {ref}, neither here nor in the register."),
    "agreement": mark("There is no agreement {ref}, neither here nor in the register."),
    "network": mark("There is no network {ref}, neither here nor in the register."),
}


class Change(NamedTuple):
    """What becomes of one thing; `before` is None for a new one. Both are whole records."""

    given: Given
    before: Record | None
    after: Record
    dropped: tuple[Path, ...]

    @property
    def entity(self) -> Entity:
        return self.given.entity

    @property
    def ref(self) -> str:
        return self.given.ref

    @property
    def changes(self) -> bool:
        return self.before != self.after


def apply(
    connection: Connection,
    given: Sequence[Given],
    signed: Signed,
    *,
    problems: Iterable[Problem] = (),
    replace: bool = False,
    may_lift: bool = False,
    tick: Callable[[], None] | None = None,
) -> list[Change]:
    """Write what is given, in the caller's transaction, and return the changes made.

    `problems`: those found in reading; `replace`: elements of given lists may be dropped; `may_lift`: a home that is
    protected may be so no longer, for a reason was given; `tick`: called for each thing written. Raises
    InvalidInput with all problems, or Refused when elements would be dropped or protection lifted; nothing is
    written then.
    """
    changes = list(_merged(connection, given))
    found = list(islice(chain(problems, _problems(connection, changes)), MOST_PROBLEMS + 1))
    if found:
        found.sort(key=_line)  # of one line, and where lines are not known, as they were found
        raise InvalidInput(text("Something is wrong in what was given; nothing was written."), found)
    _refuse_drops(changes, replace)
    if not may_lift:
        _refuse_lifting(connection, changes)
    made = [change for change in changes if change.changes]
    for change in made:
        records.save(connection, change.entity, change.before, change.after)
        _journal(connection, change, signed)
        if tick is not None:
            tick()
    return made


def _line(problem: Problem) -> int:
    """The line of a problem's place (`homes.yaml:12`), 0 where it has none."""
    line = problem.place.rpartition(":")[2]
    return int(line) if line.isascii() and line.isdigit() else 0


def _merged(connection: Connection, given: Sequence[Given]) -> Iterator[Change]:
    for entity in (*ENTITIES, REGISTER):
        mine = [each for each in given if each.entity is entity]
        if not mine:
            continue
        known = records.load_whole(connection, entity, None if entity is REGISTER else [each.ref for each in mine])
        for each in mine:
            before = known.get(each.ref)
            merged = merge(entity.fields, before, each.values)
            yield Change(each, before, merged.record, merged.dropped)


def _problems(connection: Connection, changes: list[Change]) -> Iterator[Problem]:
    known = _Known(connection, changes)
    for change in changes:
        for path, message in faults(change.entity, change.after):
            places = _given_paths(change, path)
            if not (change.given.flawed and any(map(change.given.unread, places))):
                yield change.given.problem(places[0], message)
        for path, what, ref in refs_in(change.entity.fields, change.after):
            if not known.exists(what, ref):
                sentence = _DANGLING[what]
                yield change.given.problem(_given_path(change, path), text(sentence, ref=ref))
    yield from _persons_elsewhere(connection, [each for each in changes if each.entity is HOME])
    yield from _stay_problems(connection, [each for each in changes if each.entity is STAY])
    yield from _grant_problems(connection, [each for each in changes if each.entity is GRANT])
    yield from _council_problems(connection, [each for each in changes if each.entity is COUNCIL])
    yield from _pay_from_problems(connection, [each for each in changes if each.entity is REGISTER])


def _given_path(change: Change, path: Path) -> Path:
    return _given_paths(change, path)[0]


def _given_paths(change: Change, path: Path) -> list[Path]:
    """A path in the corrected record as a path in what was given: list elements are found by what identifies them.

    There are several where an element was given twice by mistake.
    """
    if len(path) < 2 or not isinstance(path[1], int):
        return [path]
    field = change.entity.field(str(path[0]))
    if field.kind != "list":
        return [path]
    wanted = identity(field, change.after[field.key][path[1]])
    given = change.given.values.get(field.key) or ()
    found = [(field.key, index, *path[2:]) for index, each in enumerate(given) if identity(field, each) == wanted]
    return [*found] or [(field.key,)]


class _Known:
    """Which refs exist, in the register or among what is given."""

    def __init__(self, connection: Connection, changes: Iterable[Change]) -> None:
        self._connection = connection
        self._refs = {(change.entity.name, change.ref): True for change in changes}

    def exists(self, what: str, ref: str) -> bool:
        if (what, ref) not in self._refs:
            self._refs[what, ref] = records.exists(self._connection, what, ref)
        return self._refs[what, ref]


def _persons_elsewhere(connection: Connection, homes: list[Change]) -> Iterator[Problem]:
    """A person's ref belongs to one home."""
    taken: dict[str, str] = {}
    for change in homes:
        for index, person in enumerate(change.after.get("persons", ())):
            ref = person.get("ref")
            if ref is None:
                continue
            row = connection.execute(
                "SELECT home.ref FROM person JOIN home ON home.id = person.home_id WHERE person.ref = ?", (ref,)
            ).fetchone()
            owner = taken.setdefault(ref, row[0] if row else change.ref)
            if owner != change.ref:
                message = text("The person {ref} belongs to the home {home}.", ref=ref, home=owner)
                yield change.given.problem(_given_path(change, ("persons", index, "ref")), message)


def _stay_problems(connection: Connection, stays: list[Change]) -> Iterator[Problem]:
    """Stays of one agreement never share a day, those given and those known together."""
    given = {change.ref: change for change in stays if not change.given.flawed}
    by_agreement: dict[str, list[Record]] = {}
    for change in given.values():
        if "agreement" in change.after:
            by_agreement.setdefault(change.after["agreement"], []).append(change.after)
    if not by_agreement:
        return
    for record in _known_stays(connection, by_agreement.keys()):
        if record["ref"] not in given:
            by_agreement[record["agreement"]].append(record)
    for together in by_agreement.values():
        for one, other in shared_stays(together):
            late, early = (other, one) if other["ref"] in given else (one, other)
            message = text("It shares a day with the stay {other} of the same agreement.", other=early["ref"])
            yield given[late["ref"]].given.problem(("from",), message)


def _known_stays(connection: Connection, agreements: Iterable[str]) -> list[Record]:
    wanted = set(agreements)
    if len(wanted) > records.FEW:
        refs = None
    else:
        select = "SELECT ref FROM stay WHERE agreement = ?"
        refs = [row[0] for agreement in wanted for row in connection.execute(select, (agreement,))]
    found = records.load(connection, STAY, refs).values()
    return [stay for stay in found if stay["agreement"] in wanted and counts(stay)]


def _grant_problems(connection: Connection, changed: list[Change]) -> Iterator[Problem]:
    """A bill of a supplier is paid once."""
    given = {change.ref: change for change in changed if not change.given.flawed}
    known = [] if not given else [each for each in grants.bills(connection) if each["ref"] not in given]
    for one, late in shared_bills([*known, *(change.after for change in given.values())]):
        if late["ref"] in given:
            message = text("The bill is seen before: {other} is paid against it.", other=one["ref"])
            yield given[late["ref"]].given.problem(("bill",), message)


def _council_problems(connection: Connection, changed: list[Change]) -> Iterator[Problem]:
    """A child has one council at a time that is not closed."""
    given = {change.ref: change for change in changed if not change.given.flawed}
    if not given:
        return
    for late, other in council_facts.second_open(connection, (change.after for change in given.values())):
        about = {"child": late["child"], "council": other}
        message = text("The child {child} has a council that is not closed: {council}.", **about)
        yield given[late["ref"]].given.problem(("child",), message)


def _pay_from_problems(connection: Connection, register: list[Change]) -> Iterator[Problem]:
    for change in register:
        before = (change.before or {}).get("pay_from")
        if before is None or change.after.get("pay_from") == before:
            continue
        if change.after.get("pay_from") is None:
            yield change.given.problem(("pay_from",), text("pay_from cannot be taken away."))
        elif connection.execute("SELECT 1 FROM run").fetchone():
            raise Refused(
                text(
                    "Pay has been posted from {month} on, so pay_from cannot change; nothing was written.", month=before
                )
            )


def _refuse_drops(changes: list[Change], replace: bool) -> None:
    dropped = [(change, path) for change in changes for path in change.dropped]
    if dropped and not replace:
        raise Refused(
            text("This would drop elements of lists; nothing was written. Say --replace if that is meant."),
            [
                change.given.problem(path[:1], text("An element that stands in the register is not given."))
                for change, path in dropped[:MOST_PROBLEMS]
            ],
        )


def _refuse_lifting(connection: Connection, changes: list[Change]) -> None:
    """Where a home is protected, nobody learns where it is without saying why: not by lifting it for a while either."""
    found = []
    for change in changes:
        if lifts(change.entity, change.before, change.after):
            path, home = ("protected",), change.ref
        elif has_families(change.entity) and (left := _unlinked(connection, change)):
            path, home = (FAMILIES,), left
        else:
            continue
        remedy = text("Say why with `bvt home set {home} --no-protected --reveal REASON`.", home=home)
        found.append(change.given.problem(path, remedy))
    if found:
        raise Refused(
            text("This would show where a protected home is, and no reason is given; nothing was written."), found
        )


def _unlinked(connection: Connection, change: Change) -> str | None:
    """A protected home that a proposed family of a council would no longer be; what is known of it would be shown."""
    after = {each["number"]: each.get("home") for each in change.after.get(FAMILIES, ())}
    homes = [
        each["home"]
        for each in (change.before or {}).get(FAMILIES, ())
        if each["number"] in after and each.get("home") not in (None, after[each["number"]])
    ]
    protected = records.protected_homes(connection) if homes else ()
    return next((home for home in homes if home in protected), None)


def _journal(connection: Connection, change: Change, signed: Signed) -> None:
    before, after = change.before or {}, change.after
    keys = [field.key for field in change.entity.fields if before.get(field.key) != after.get(field.key)]
    journal.write(
        connection,
        signed,
        change.entity.name,
        change.ref or REGISTER.name,
        {key: before[key] for key in keys if key in before} if change.before is not None else None,
        {key: after[key] for key in keys if key in after},
    )


def agreements_of(connection: Connection, home: str) -> list[Record]:
    """The agreements of a home, in the order of refs."""
    refs = [row[0] for row in connection.execute("SELECT ref FROM agreement WHERE home = ?", (home,))]
    return list(records.load(connection, AGREEMENT, refs).values())
