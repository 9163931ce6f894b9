"""Who looked at whom: kept before it is shown, by every command that shows one home, child, person or agreement."""

import ctypes
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import docs_tree
import pytest

from bvt_cli.commands.looked_up import LOOK_UPS
from bvt_cli.store import database, lookups
from tests.commands.no_look_ups import NOT_LOOK_UPS
from tests.conftest import Bvt

LOOKS = {
    "home show H-001": ["home H-001"],
    "home check H-001": ["home H-001"],
    "home match C-79": ["child C-79"],
    "child show C-77": ["child C-77"],
    "agreement show A-1": ["agreement A-1"],
    "agreement list --home H-001": ["home H-001"],
    "agreement list --child C-77": ["child C-77"],
    "stay list --agreement A-1": ["agreement A-1"],
    "outlay list --agreement A-1": ["agreement A-1"],
    "drive list --agreement A-1": ["agreement A-1"],
    "supplement list --agreement A-1": ["agreement A-1"],
    "grant list --child C-77": ["child C-77"],
    "outlay list": ["register register"],
    "drive list --month 2025-03": ["register register"],
    "supplement list --unapproved": ["register register"],
    "grant list": ["register register"],
    "followup show O1": ["follow_up O1"],
    "followup list --home H-001": ["home H-001"],
    "followup list --agreement A-1": ["agreement A-1"],
    "followup check A-1": ["agreement A-1"],
    "letter write confidentiality --home H-001 --person P-001": ["home H-001", "person P-001"],
    "pay explain R1-1": ["agreement A-1"],
    "pay explain --agreement A-1 --month 2025-03": ["agreement A-1"],
    "pay history H-001": ["home H-001"],
    "pay explain r1-1": ["agreement A-1"],
    "pay letter K1": ["home H-001"],
    "pay letter k1": ["home H-001"],
    "pay statement H-001 --month 2025-02": ["home H-001"],
    "pay statement --all --month 2025-02 --into {tmp}/all": ["register register"],
    "pay payees": ["register register"],
    "network show N-1": ["network N-1"],
    "network check N-1": ["network N-1"],
    "network report N-1": ["network N-1"],
    "network experiences N-1 --half 2024H2": ["network N-1"],
    "council show F-1": ["council F-1"],
    "council check F-1": ["council F-1"],
    "council next F-1": ["council F-1"],
    "council map F-1": ["council F-1"],
    "council not-invited F-1": ["council F-1"],
    "council plan F-1": ["council F-1"],
    "council family F-1": ["council F-1"],
    "council interview F-1": ["council F-1"],
    "log show --home H-001": ["home H-001"],
    "log show --child C-77": ["child C-77"],
    "log show --agreement A-1": ["agreement A-1"],
    "log show --person P-001": ["person P-001"],
    "person export P-001": ["person P-001"],
    "child list": ["register register"],
    "audit --year 2025": ["register register"],
    "export": ["register register"],
    "db backup {tmp}/copy.db": ["register register"],
}
NO_LOOKS = (
    "home list",
    "agreement list",
    "stay list",
    "followup check",
    "council check",
    "network check --all",
    "due",
    "log show",
    "pay month 2025-03",
    "home show --help",
    "home show H-nowhere",
    "pay explain R9-1",
    "pay history X-1",
    "home show",
)


def rows(folder: Path) -> list[Any]:
    select = 'SELECT at, "by", login, command, what, ref, reason FROM lookup ORDER BY id'
    with closing(sqlite3.connect(folder / "bvt.db")) as connection:
        return connection.execute(select).fetchall()


@pytest.fixture
def paid(kommune: Bvt) -> Bvt:
    """The example municipality with a month posted, a claim, and an evaluation."""
    assert kommune("pay", "month", "2025-02", "--post").exit_code == 0
    assert kommune("pay", "block", "A-1", "--from", "2025-04", "--reason", "Avklares").exit_code == 0
    assert kommune("followup", "add", "A-1", "--kind", "contact", "--on", "2025-03-20").exit_code == 0
    return kommune


def test_for_every_command_it_is_decided_whether_it_is_a_look_up() -> None:
    """A new command cannot be forgotten: either it is told at whom it looks, or why at nobody."""
    commands = {each.path.removeprefix("bvt ") for each in docs_tree.tree() if not each.group}
    assert LOOK_UPS.keys() | NOT_LOOK_UPS.keys() == commands
    assert not LOOK_UPS.keys() & NOT_LOOK_UPS.keys()


def test_what_names_whom_is_an_argument_or_option_of_the_command() -> None:
    """None is written amiss, and each names a thing that a look-up can be of."""
    from bvt_cli.commands.root import command_named

    kinds = {*lookups.THINGS, *lookups._ABOUT, lookups.REGISTER}
    for path, named in LOOK_UPS.items():
        group, _, name = path.partition(" ")
        command: Any = command_named(group)
        command = command.get_command(None, name) if name else command
        assert named.keys() <= {each.name for each in command.params}, path
        assert set(named.values()) <= kinds, path


def test_every_look_up_is_kept_with_what_was_looked_at(paid: Bvt, tmp_path: Path) -> None:
    """By whom, under which login, with which command; one row for each thing that was named."""
    assert {_command(typed) for typed in LOOKS} == LOOK_UPS.keys()
    for typed, things in LOOKS.items():
        before = rows(tmp_path)
        answer = paid(*typed.format(tmp=tmp_path).split())
        assert answer.exit_code in (0, 3), (typed, answer.stderr)
        new = rows(tmp_path)[len(before) :]
        assert [f"{what} {ref}" for *_, what, ref, _ in new] == things, typed
        assert {(by, command) for _, by, _, command, *_ in new} == {("tester", _command(typed))}


def _command(typed: str) -> str:
    """The command of a line: `home show` of `home show H-001`."""
    one, two, *_ = (*typed.split(), "")
    return one if two.startswith("-") or not two else f"{one} {two}"


def test_lists_and_what_shows_nobody_are_no_look_ups(kommune: Bvt, tmp_path: Path) -> None:
    """Nor is what is not in the register: nothing was shown."""
    for typed in NO_LOOKS:
        assert kommune(*typed.split()).exit_code in (0, 2, 3, 4), typed
        assert rows(tmp_path) == [], typed


def test_changes_are_kept_in_the_journal_and_not_as_look_ups(kommune: Bvt, tmp_path: Path) -> None:
    assert kommune("home", "set", "H-001", "--capacity", "2").exit_code == 0
    assert rows(tmp_path) == []


@pytest.mark.parametrize(
    ("typed", "looked_at"),
    [
        ("home set H-001 --name {name} --json", "home H-001"),
        ("home person H-001 --person P-001 --role carer", "home H-001"),
        ("child set C-77 --born 2015-06-09", "child C-77"),
        ("home approve H-001 --on 2024-01-01", "home H-001"),
    ],
)
def test_a_change_that_comes_to_nothing_is_a_look_up(kommune: Bvt, tmp_path: Path, typed: str, looked_at: str) -> None:
    """It tells what is held, and the journal has no word of it: because nothing changes by it, or it is refused."""
    name = kommune("home", "show", "H-001", "--json").json["name"]
    born = kommune("child", "show", "C-77", "--json").json["born"]
    before = rows(tmp_path)
    words = [each.format(name=name) for each in typed.replace("2015-06-09", born).split()]
    answer = kommune(*words)
    assert answer.exit_code in (0, 3), answer.stderr
    new = rows(tmp_path)[len(before) :]
    assert [f"{what} {ref}" for *_, what, ref, _ in new] == [looked_at]
    assert [command for _, _, _, command, *_ in new] == [_command(typed)]


def test_what_was_asked_for_in_a_wrong_way_or_is_not_there_is_no_look_up(kommune: Bvt, tmp_path: Path) -> None:
    assert kommune("home", "set", "H-001").exit_code == 2
    assert kommune("home", "set", "H-999", "--name", "Familien Prøve").exit_code == 4
    assert rows(tmp_path) == []


def test_nothing_is_shown_that_was_not_found_to_be_noted(
    kommune: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command itself finds: should the two ever read a name in different ways, nothing is seen unnoted."""
    monkeypatch.setitem(lookups._ABOUT, "home", lambda connection, ref: iter(()))
    refused = kommune("home", "show", "H-001", "--reveal", "Posten kom i retur.")
    assert (refused.exit_code, refused.stdout, rows(tmp_path)) == (4, "", [])


def test_the_reason_for_seeing_what_a_protected_home_hides_is_kept(kommune: Bvt, tmp_path: Path) -> None:
    assert kommune("home", "show", "H-001", "--reveal", "Posten kom i retur.").exit_code == 0
    assert [(what, ref, reason) for *_, what, ref, reason in rows(tmp_path)] == [
        ("home", "H-001", "Posten kom i retur.")
    ]


@pytest.mark.parametrize("reason", ["", " ", "a\nb", "\u200b", " \u2060\ufeff\u00a0", "\u202e\u3164\u2800"])
def test_a_reason_says_something_on_one_line(kommune: Bvt, tmp_path: Path, reason: str) -> None:
    refused = kommune("home", "show", "H-001", "--reveal", reason)
    assert (refused.exit_code, refused.stdout, rows(tmp_path)) == (2, "", [])


def test_a_copy_tells_of_itself(kommune: Bvt, tmp_path: Path) -> None:
    """What is looked up in a copy is not noted in the register, so it is noted that there is one: in both."""
    assert kommune("db", "backup", str(tmp_path / "copy.db")).exit_code == 0
    for register in (tmp_path / "bvt.db", tmp_path / "copy.db"):
        with closing(sqlite3.connect(register)) as connection:
            assert connection.execute("SELECT command, what FROM lookup").fetchall() == [("db backup", "register")]


def test_while_another_bvt_writes_nothing_is_shown(
    kommune: Bvt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-up waits as a change does, and gives up as one: nobody looks unseen meanwhile. Lists wait for nobody."""
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.01)
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = kommune("home", "show", "H-001")
        assert (busy.exit_code, busy.stdout) == (75, "")
        assert kommune("home", "list").exit_code == 0


def test_look_ups_are_never_changed_and_a_changed_one_is_found(kommune: Bvt, tmp_path: Path) -> None:
    """Triggers refuse it on any connection; who drops them is found by the chain."""
    for _ in range(3):
        kommune("home", "show", "H-001")
    with closing(sqlite3.connect(tmp_path / "bvt.db", isolation_level=None)) as connection:
        assert lookups.broken(connection) is None
        for change in ("UPDATE lookup SET ref = 'H-002'", "DELETE FROM lookup"):
            with pytest.raises(database.faults(), match="never changed"):
                connection.execute(change)
        connection.execute("DROP TRIGGER lookup_no_delete")
        connection.execute("DELETE FROM lookup WHERE id = 2")
        assert lookups.broken(connection) == 3


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that others can look into but not write."""
    folder = Path(tempfile.mkdtemp(prefix="bvt-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def as_reader(kommune: Bvt, tmp_path: Path, readable: Path, process: Bvt) -> Callable[..., Any]:
    """bvt as somebody who may read the register of the example municipality, and not write it."""
    assert kommune("home", "set", "H-001", "--address", "Prøveveien 1", "--protected").exit_code == 0
    (readable / "bvt.db").write_bytes((tmp_path / "bvt.db").read_bytes())
    (readable / "bvt.db").chmod(0o444)
    readable.chmod(0o555)
    other = {"preexec_fn": _write_no_more_than_others} if os.geteuid() == 0 else {}
    place = {"BVT_DB": str(readable / "bvt.db"), "HOME": str(readable)}
    return lambda *typed: process(*typed, env=place, cwd="/", **other)


def _write_no_more_than_others() -> None:
    """Let go of what lets root write everywhere (PR_CAPBSET_DROP of CAP_DAC_OVERRIDE), as from the next program on."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="rights of this kind are of Linux")
def test_where_the_register_cannot_be_written_it_is_shown_and_said_that_it_is_kept_nowhere(
    as_reader: Callable[..., Any],
) -> None:
    shown = as_reader("home", "show", "H-001", "--json")
    assert (shown.exit_code, shown.json["ref"]) == (0, "H-001")
    assert "kept nowhere that this was looked at" in shown.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="rights of this kind are of Linux")
def test_what_a_protected_home_hides_is_shown_only_where_it_can_be_kept_who_saw_it(
    as_reader: Callable[..., Any],
) -> None:
    refused = as_reader("home", "show", "H-001", "--reveal", "Posten kom i retur.")
    assert (refused.exit_code, refused.stdout) == (78, "")
    assert "Prøveveien" not in refused.stderr
