"""A register made by an earlier bvt is brought up to date with all that is in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Bvt

OLD = sorted((Path(__file__).resolve().parent.parent / "store" / "old").glob("*.sql"))


@pytest.fixture(params=OLD, ids=lambda path: str(path.stem))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The text of a register as its schema once was, put where bvt looks; what it then printed stands beside it."""
    text: Path = request.param
    with closing(sqlite3.connect(tmp_path / "bvt.db")) as connection:
        connection.executescript(text.read_text("utf-8"))
    (tmp_path / "bvt.db").chmod(0o600)
    return text


def test_it_exports_the_same(old: Path, bvt: Bvt) -> None:
    """Byte for byte."""
    assert bvt("export").stdout == old.with_suffix(".yaml").read_text("utf-8")


def test_its_posted_runs_print_the_same(old: Path, bvt: Bvt) -> None:
    """The same bytes for ever, also by a newer bvt."""
    assert bvt("pay", "show", "R2", "--json").stdout == old.with_suffix(".json").read_text("utf-8")


def test_it_passes_every_check(old: Path, bvt: Bvt) -> None:
    """The file, the lines, and the chain over runs that were posted before there was one."""
    assert bvt("db", "check").exit_code == 0
    verified = bvt("pay", "verify")
    assert (verified.exit_code, verified.stderr) == (0, "")


def test_what_was_taken_back_is_a_claim_with_its_reason(old: Path, bvt: Bvt) -> None:
    """Reasons are told by `pay explain` as before."""
    (claim,) = bvt("pay", "claims", "--json").json
    assert (claim["claim"], claim["run"], claim["amount"], claim["state"]) == ("K1", "R2", "-4275.00", "settled")
    assert "Taken back because: Avtalt." in bvt("pay", "explain", "R2-1").stdout


def test_it_goes_on_paying(old: Path, bvt: Bvt) -> None:
    """The agreement goes on after all: its months are paid as corrections and ordinary pay."""
    assert bvt("agreement", "set", "A-1", "--clear", "to").exit_code == 0
    accepted = (word for name in ("settings", "measures") for word in ("--accept-changed", f"bvt/{name}.yaml"))
    posted = bvt("pay", "month", "2025-03", "--post", "--json", *accepted)
    assert (posted.exit_code, posted.json["run"], posted.json["total"]) == (0, "R3", "8550.00")
    assert bvt("pay", "verify").exit_code == 0
