"""The experiences of half-years as they were delivered: each edition kept whole, to be shown the same for ever."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from bvt_cli.core.errors import NotFound, RegisterError
from bvt_cli.core.halfyear import Family, Gathering, Half, HalfYear, half_year
from bvt_cli.core.texts import text
from bvt_cli.store import network_facts, seal
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed

_EDITIONS = """
SELECT id, edition, "on", "by", sha256 FROM delivered WHERE network = ? AND half = ? ORDER BY edition
"""


class Told(NamedTuple):
    """A half-year with all that its print needs: the network's name, and those of homes by ref."""

    half_year: HalfYear
    name: str
    names: Mapping[str, str]


class Edition(NamedTuple):
    """What was delivered, by whom and when. `key`: of its row."""

    key: int
    number: int
    delivered_on: date
    by: str
    sha256: str


def editions(connection: Connection, network: str, half: Half) -> list[Edition]:
    """The editions of a half-year's experiences, the first first."""
    rows = connection.execute(_EDITIONS, (network, str(half))).fetchall()
    return [Edition(key, number, date.fromisoformat(on), by, digest) for key, number, on, by, digest in rows]


def told(connection: Connection, edition: Edition) -> Told:
    """What an edition says. Raises NotFound where it has been erased, RegisterError where it has been altered."""
    row = connection.execute("SELECT document FROM delivered_text WHERE id = ?", (edition.key,)).fetchone()
    if row is None:
        raise NotFound(text("What was delivered on {day} is no longer kept.", day=edition.delivered_on))
    if _digest(row[0]) != edition.sha256:
        raise RegisterError(
            text(
                "What was delivered on {day} has been changed since. Take a backup into use.", day=edition.delivered_on
            )
        )
    return _read(json.loads(row[0]))


def as_recorded(connection: Connection, network: str, half: Half) -> Told:
    """A half-year as it is recorded so far. Raises NotFound where there is no such network."""
    return _recorded(connection, network_facts.network_named(connection, network), half)


def _recorded(connection: Connection, known: network_facts.NamedNetwork, half: Half) -> Told:
    found = half_year(known.network, half)
    return Told(found, known.name, network_facts.home_names(connection, found.homes))


def keep_missing(connection: Connection, signed: Signed, networks: Collection[str]) -> list[Edition]:
    """Keep what a document brings as delivered, as it prints now: of some networks, each half-year without an edition.

    A document says only the text and the day of the first delivery; the editions of another register are not in it.
    """
    if not networks:
        return []
    kept = set(connection.execute("SELECT network, half FROM delivered"))
    return [
        deliver(connection, signed, _recorded(connection, known, each.half), each.delivered_on)
        for known in network_facts.all_networks(connection)
        for each in known.network.experiences
        if known.network.ref in networks
        and each.delivered_on is not None
        and (known.network.ref, str(each.half)) not in kept
    ]


def deliver(connection: Connection, signed: Signed, what: Told, on: date) -> Edition:
    """Keep a half-year's experiences as delivered on a day, in a new edition."""
    said = what.half_year
    number = len(editions(connection, said.network, said.half)) + 1
    document = _written(what._replace(half_year=said._replace(delivered_on=on, edition=number)))
    values = (said.network, str(said.half), number, on.isoformat(), _digest(document))
    cursor = connection.execute(
        'INSERT INTO delivered (network, half, edition, "on", sha256, at, "by", login) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        (*values, signed.at, signed.by, signed.login),
    )
    assert cursor.lastrowid is not None
    connection.execute("INSERT INTO delivered_text (id, document) VALUES (?, ?)", (cursor.lastrowid, document))
    seal.add(connection, "delivered", cursor.lastrowid)
    return Edition(cursor.lastrowid, number, on, signed.by, values[4])


def _digest(document: str) -> str:
    return sha256(document.encode()).hexdigest()


def _written(what: Told) -> str:
    said = what.half_year
    document = {
        **said._asdict(),
        "half": str(said.half),
        "gatherings": [each._asdict() for each in said.gatherings],
        "families": [each._asdict() for each in said.families],
        "name": what.name,
        "names": dict(what.names),
    }
    return json.dumps(document, ensure_ascii=False, default=str)


def _read(document: dict[str, Any]) -> Told:
    name, names = document.pop("name"), document.pop("names")
    gatherings = (
        Gathering(**{**each, "on": date.fromisoformat(each["on"]), "homes": tuple(each["homes"])})
        for each in document["gatherings"]
    )
    given = {
        **document,
        "half": Half.parse(document["half"]),
        "delivered_on": date.fromisoformat(document["delivered_on"]),
        "gatherings": tuple(gatherings),
        "families": tuple(Family(**each) for each in document["families"]),
    }
    return Told(HalfYear(**given), name, names)
