"""Who changed what is held on a person, and who looked at it."""

import json
from collections.abc import Iterable, Iterator

from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.insight import Subject, part
from bvt_cli.core.protection import CONTACT, FAMILIES, HIDDEN
from bvt_cli.core.replay import ERASED, STANDS
from bvt_cli.store.database import Connection
from bvt_cli.store.log import MADE, SEEN_WITH
from bvt_cli.store.lookups import REGISTER

_ENTRIES = """
SELECT j.id, j.at, j."by", j.command, t.before, t.after FROM journal AS j LEFT JOIN journal_text AS t ON t.id = j.id
WHERE j.what = ? AND j.ref = ?
"""
_LOOK_UPS = 'SELECT id, at, "by", command, reason FROM lookup WHERE what = ? AND ref = ?'
_LOOK_UPS_AT_ALL = 'SELECT id, at, "by", command, reason FROM lookup WHERE what = ? AND entry >= ?'
_FIRST_NAMED = """
SELECT coalesce(min(j.id), ?3) FROM journal AS j LEFT JOIN journal_text AS t ON t.id = j.id
WHERE j.what = 'home' AND j.ref = ?1 AND (t.id IS NULL OR instr(t.after, ?2))
"""
"""The first entry that names a person of a home; where texts are erased, the first that may have."""
_NO_KEYS = (ERASED, STANDS, "entries", "rows", "judged_on")
"""What an erasing entry says beside, which is on nobody."""


def changes_of(
    connection: Connection, things: Iterable[tuple[str, str]], subject: Subject, shown: bool
) -> list[Record]:
    """The entries of the journal about some things, the oldest first, with what they say of the subject.

    An entry about a home that says nothing of a member of the household is not theirs. `shown`: also where the home is
    and how it is reached (else only that it changed). `erased`: the keys whose texts were erased then; what stood after
    that is no change.
    """
    found: dict[int, Record] = {}
    for what, ref in things:
        for number, at, by, command, *texts in connection.execute(_ENTRIES, (what, ref)):
            whole = [json.loads(each or "{}") for each in texts]
            if STANDS in whole[1]:
                continue
            before, after = (_said(what, each, subject, shown) for each in whole)
            hidden = [key for each in whole for key in each if what == "home" and not shown and key in HIDDEN]
            keys, erased = tuple(dict.fromkeys((*before, *after, *hidden))), _erased(what, whole[1], subject)
            if keys or erased or subject.role != "household":
                entry = {"at": at, "by": by, "command": command, "what": what, "ref": ref, "keys": keys}
                found[number] = {**entry, "erased": erased, "before": before, "after": after}
    return [found[number] for number in sorted(found)]


def _said(what: str, values: Record, subject: Subject, shown: bool) -> Record:
    """What one side of an entry says of the subject; of what is no key of the form, nothing."""
    entity = BY_NAME.get(what)
    if entity is None or any(key in values for key in _NO_KEYS):
        return {}
    mine = part(entity, values, subject).record
    if what == "council" and not shown:
        mine = {key: _unreached(value) if key == FAMILIES else value for key, value in mine.items()}
    return {key: value for key, value in mine.items() if shown or what != "home" or key not in HIDDEN}


def _erased(what: str, after: Record, subject: Subject) -> tuple[str, ...]:
    """The keys an entry says were erased; of a member of a household only those of persons."""
    keys = after.get(ERASED, ())
    mine = subject.role != "household" or what != "home"
    return tuple(key for key in keys if mine or key.startswith("persons."))


def _unreached(families: list[Record]) -> list[Record]:
    """Proposed families without how they are reached: in a carer's answer all of them became the carer's home."""
    return [{key: value for key, value in each.items() if key != CONTACT} for each in families]


def seen_with(connection: Connection, what: str, ref: str) -> Iterator[tuple[str, str]]:
    """What a home or a child is part of: whoever looked at that looked at them too."""
    for kind, select in SEEN_WITH[what]:
        yield from ((kind, each) for (each,) in connection.execute(select, (ref,)))


def look_ups_of(connection: Connection, things: Iterable[tuple[str, str]], subject: Subject) -> Iterator[Record]:
    """When somebody looked at some things, or at everything once the subject was there; the oldest first."""
    found: dict[int, Record] = {}
    (first,) = connection.execute(MADE, ("home" if subject.home else "child", subject.home or subject.ref)).fetchone()
    if subject.home:
        named = (subject.home, f'"ref": "{subject.ref}"')
        (first,) = connection.execute(_FIRST_NAMED, (*named, first)).fetchone()
    for number, at, by, command, reason in connection.execute(_LOOK_UPS_AT_ALL, (REGISTER, first)):
        found[number] = {"at": at, "by": by, "command": command, "what": REGISTER, "ref": None, "reason": reason}
    for what, ref in things:
        for number, at, by, command, reason in connection.execute(_LOOK_UPS, (what, ref)):
            found[number] = {"at": at, "by": by, "command": command, "what": what, "ref": ref, "reason": reason}
    yield from (found[number] for number in sorted(found))
