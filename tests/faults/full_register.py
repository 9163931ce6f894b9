"""A register with something in every table and every column: what the tests of tampering and decay work on."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from bvt_cli.store import database, journal, lookups
from bvt_cli.store.database import Connection
from bvt_cli.store.journal import Signed
from bvt_cli.store.location import located
from tests.commands.register import KOMMUNE
from tests.conftest import Bvt

EVERY_KEY = Path(__file__).resolve().parents[2] / "tools" / "docs_register.yaml"
BESIDES = """
bvt_register: 1
homes:
  - {ref: H-2, protected: true}
  - {ref: H-3, protected: false, payees: [{person: P-3, share: "1", from: 2025-01-01, account: "12345678903"}],
     persons: [{ref: P-3, name: Siri Strand, born: 1979-04-01, role: carer}],
     approvals: [{kind: fosterhjem, on: 2024-12-01}, {kind: stottefamilie, on: 2024-12-01}]}
stays:
  - {ref: S-9, agreement: A-1, from: 2025-04-04, to: 2025-04-06}
outlays:
  - {ref: U-9, agreement: A-3, on: 2025-01-10, receipt: "18", amount: "200", approved_by: leder}
"""
COMMANDS = (
    "pay month 2025-01 --post",
    "pay month 2025-02 --post",
    "agreement end A-4 --on 2025-02-10 --reason planned",
    "pay month 2025-03 --post --recover A-4 --instalments 2 --reason Avtalt",
    "pay letter K1 --sent 2025-04-01",
    "pay month 2025-04 --post",
    "pay reverse R3 --reason Feil --post",
    "pay block A-3 --from 2025-05 --reason Avklares",
    "pay release K3 --reason Avklart",
    "pay settle K1 --reason Innbetalt",
    "pay authorise R1 --by leder",
    "pay confirm H-3 P-3 --by leder",
    "pay confirm H-1 P-1 --by leder",
    "pay export R1 --format csv --out {place}/R1.csv --by leder",
    "pay statement H-3 --month 2025-02 --delivered",
    "due --new",
)
ERASED = "H-1"


def fill(bvt: Bvt, place: Path) -> None:
    """Make the register beside `place` with all that bvt can write into one."""
    done(bvt, "init", "--pay-from", "2025-01")
    done(bvt, "import", EVERY_KEY)
    done(bvt, "import", "-", input=BESIDES)
    for line in COMMANDS:
        done(bvt, *(word.format(place=place) for word in line.split()))
    looking = Signed("kn", "kn", "2025-06-15T07:00:00+00:00", "home show")
    for ref, why in (("H-1", None), ("H-2", "Avtale"), ("H-3", None)):
        assert lookups.note(located(place / "bvt.db"), looking, "home", ref, why)
    with database.writing(place / "bvt.db") as connection:
        erase(connection)


def erase(connection: Connection) -> None:
    """The names and accounts of a home gone, with what the journal and the runs said of them."""
    signed = Signed("leder", "leder", "2025-06-15T08:00:00+00:00", "retention apply")
    persons = "SELECT p.id FROM person AS p JOIN home AS h ON h.id = p.home_id WHERE h.ref = ?"
    for statement in (
        "UPDATE home_text SET name = NULL, phone = NULL WHERE id = (SELECT id FROM home WHERE ref = ?)",
        f"UPDATE person_text SET name = NULL WHERE id IN ({persons})",
        "UPDATE run_payee_text SET account = NULL WHERE id IN (SELECT id FROM run_payee WHERE home = ?)",
    ):
        connection.execute(statement, (ERASED,))
    rows = [("run_payee", row[0]) for row in connection.execute("SELECT id FROM run_payee WHERE home = ?", (ERASED,))]
    select = "SELECT id FROM journal WHERE what = 'home' AND ref = ?"
    entries = [row[0] for row in connection.execute(select, (ERASED,))]
    assert rows
    assert entries
    journal.erase(connection, signed, "home", ERASED, ["name", "phone", "persons.name"], entries, rows)


def done(bvt: Bvt, *words: object, input: str = "") -> None:
    result = bvt(*words, input=input)
    assert result.exit_code in (0, 3), (words, result)
    assert "nothing was " not in result.stderr, (words, result)


def fill_with_a_municipality(bvt: Bvt, place: Path) -> None:
    """The example municipality, every payee with an account, its pay posted and exported: many rows on every page."""
    document = KOMMUNE.read_text("utf-8")
    document = re.sub(r'(payroll_id: "\d+")(?![^\n]*account)', r'\1, account: "12345678903"', document)
    done(bvt, "init", "--pay-from", "2024-10")
    done(bvt, "import", "-", input=document)
    for month in ("2024-12", "2025-01", "2025-02"):
        done(bvt, "pay", "month", month, "--post")
    for run in ("R1", "R2"):
        done(bvt, "pay", "authorise", run, "--by", "leder")
        done(bvt, "pay", "export", run, "--format", "csv", "--out", place / f"{run}.csv", "--by", "leder")


def copied(bvt: Bvt, place: Path, base: Path, filled: Callable[[Bvt, Path], None] = fill) -> Path:
    """Such a register at `place`, made once for a session of tests and copied from then on."""
    made = base / f"{filled.__name__}.db"
    path = place / "bvt.db"
    if not made.exists():
        filled(bvt, place)
        shutil.copy2(path, made)
    shutil.copy2(made, path)
    return path
