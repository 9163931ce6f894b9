"""A year of the example municipality: in whatever order its facts arrive, it ends as if all had been known.

Real registers, posted month by month; overpayments are taken back in instalments after a letter.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bvt_cli.core.cause import LATE
from bvt_cli.core.payment import PayRules, pay_month
from bvt_cli.core.period import Month, months
from bvt_cli.store import changes, claims, database, documents, facts, payouts, runs
from bvt_cli.store.database import Connection
from bvt_cli.store.documents import Given
from bvt_cli.store.journal import Signed
from bvt_cli.store.posting import Posting, Terms
from bvt_cli.store.rate_files import load_tables, shipped_rates
from bvt_cli.store.rule_files import load_practice

KOMMUNE = Path(__file__).resolve().parents[2] / "examples" / "kommune.yaml"
FIRST, LAST = Month(2024, 10), Month(2025, 9)
RULES = PayRules(load_tables(shipped_rates(), None).tables, load_practice(shipped_rates(), None).practice, True)
SIGNED = Signed("mls", "officer", "2025-06-15T10:00:00+00:00", "test")
INSTALMENTS = 2


def example() -> list[Given]:
    """The example as it is read from its document."""
    document = documents.read(KOMMUNE.read_bytes(), KOMMUNE.name)
    assert not document.problems
    return list(document.given)


def only(each: Given, *keys: str) -> Given:
    return each._replace(values={key: each.values[key] for key in ("ref", *keys)})


def without(each: Given, key: str) -> Given:
    return each._replace(values={other: value for other, value in each.values.items() if other != key})


def late_facts() -> list[Given]:
    """What becomes known one by one: stays and their cancellation, ends of agreements, days of birth, payees."""
    found = []
    for each in example():
        match each.entity.name:
            case "stay":
                found.append(each)
            case "agreement" if "to" in each.values:
                found.append(only(each, "to"))
            case "child":
                found.append(only(each, "born"))
            case "home" if "payees" in each.values:
                found.append(only(each, "payees"))
    return found


def at_first() -> list[Given]:
    """What is known from the beginning: no stays, no ends, wrong days of birth, one payee for each home."""
    found = [documents.given("register", {"pay_from": str(FIRST)})]
    for each in example():
        match each.entity.name:
            case "agreement":
                found.append(without(each, "to"))
            case "child":
                found.append(each._replace(values={**each.values, "born": date(2012, 1, 31)}))
            case "home":
                found.append(without(each, "payees"))
            case "network":
                found.append(each)
    return found


def learn(connection: Connection, known: list[Given]) -> None:
    changes.apply(connection, known, SIGNED, replace=True)


def write_letters(connection: Connection) -> None:
    for claim in list(claims.all_claims(connection)):
        if claim.letter_on is None:
            claims.note_event(connection, claim.number, "letter", date(2025, 1, 1), None, None, SIGNED)


def post(connection: Connection, month: Month) -> None:
    """Post a month; what would be held is taken back in instalments, with a letter."""
    preview = Posting(connection, month, RULES, Terms())
    list(preview.entries())
    over = {held.agreement for held in preview.found().held}
    posting = Posting(connection, month, RULES, Terms(over, INSTALMENTS, "Paid too much."))
    number = runs.next_number(connection)
    runs.write_lines(connection, number, posting.entries())
    if posting.lines:
        posting.close(number, {}, SIGNED)
    write_letters(connection)


def due(connection: Connection) -> list[tuple[str, ...]]:
    """Every line of the year by all that is known, whatever was posted."""
    lines = []
    for each in facts.all_facts(connection):
        for month in months(FIRST, LAST):
            if each.agreement.paid_until is None or month > each.agreement.paid_until:
                lines += pay_month(each, month, RULES).lines
    return sorted(tuple(map(str, line[:15])) for line in lines)


def standing(connection: Connection) -> Iterator[tuple[str, ...]]:
    for (agreement,) in connection.execute("SELECT ref FROM agreement").fetchall():
        for each in runs.posted(connection, agreement):
            if each.standing:
                yield tuple(map(str, each.line[:15]))


def paid_out(connection: Connection) -> int:
    """Everything the payees of all runs were to have, in øre."""
    return sum(each.amount for run in list(runs.all_runs(connection)) for each in payouts.payouts(connection, run.ref))


def owed(connection: Connection) -> int:
    return sum(debt.outstanding for debt in claims.debts(connection))


@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_in_any_order_of_arrival_the_year_ends_as_if_all_had_been_known(chance: Any) -> None:
    """Month by month, with recoveries in instalments: the standing lines, and the money, come out the same."""
    coming = [(fact, chance.randint(0, 12)) for fact in late_facts()]
    chance.shuffle(coming)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bvt.db"
        database.create(path, lambda made: changes.apply(made, at_first(), SIGNED))
        with database.writing(path) as connection:
            for number, month in enumerate([*months(FIRST, LAST), LAST]):
                learn(connection, [fact for fact, arrives in coming if arrives == number])
                post(connection, month)
            lines = due(connection)
            assert sorted(standing(connection)) == lines
            amount = sum(int(line[14]) for line in lines)
            assert paid_out(connection) - owed(connection) == amount
            assert not runs.wrong_sums(connection)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Connection]:
    """The example as it is known at first, with October to December posted."""
    path = tmp_path / "bvt.db"
    database.create(path, lambda made: changes.apply(made, at_first(), SIGNED))
    with database.writing(path) as connection:
        for month in months(FIRST, Month(2024, 12)):
            post(connection, month)
        yield connection


def causes_after(connection: Connection, *known: Given) -> set[tuple[str, ...]]:
    """What the corrections of the next posting say they were caused by."""
    learn(connection, list(known))
    posting = Posting(connection, Month(2024, 12), RULES, Terms())
    corrections = [*posting.entries(), *(entry for held in posting.found().held for entry in held.entries)]
    return {entry.causes for entry in corrections if entry.kind != "ordinary"}


def test_the_journal_tells_what_a_correction_was_caused_by(register: Connection) -> None:
    """A late stay, an agreement that had ended, a wrong day of birth; each by itself, and several together."""
    extra = {"ref": "S-99", "agreement": "A-1", "from": "2024-11-22", "to": "2024-11-24", "extra": True}
    assert causes_after(register, documents.given("stay", extra)) == {("stay", LATE)}
    ended = documents.given("agreement", {"ref": "A-1", "to": "2024-12-15"})
    assert causes_after(register, ended) == {("stay", LATE), ("agreement",)}
