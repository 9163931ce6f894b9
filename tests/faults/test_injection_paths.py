"""Files laid in bvt's way: links, also dangling ones, in place of outputs, the register, and what is not finished yet.

Whatever bvt writes is a new file, so nothing is ever written through a link, and nothing that stands is replaced.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.register import KOMMUNE
from tests.faults import hostile, walk

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")

WRITES = {
    "bvt pay export --out": "pay export R1 --format csv --out {to}",
    "bvt pay workbook --out": "pay workbook R1 --out {to}",
    "bvt pay statement --html": "pay statement H-001 --month 2025-02 --html {to}",
    "bvt pay statement --pdf": "pay statement H-001 --month 2025-02 --pdf {to}",
    "bvt pay statement --into": "pay statement --all --month 2025-02 --into {to}",
    "bvt pay letter --html": "pay letter K1 --html {to}",
    "bvt pay letter --pdf": "pay letter K1 --pdf {to}",
    "bvt letter write --out": "letter write contract --home H-002 --agreement A-4 --out {to}",
    "bvt letter write --html": "letter write contract --home H-002 --agreement A-4 --html {to}",
    "bvt letter write --pdf": "letter write contract --home H-002 --agreement A-4 --pdf {to}",
    "bvt network report --svg": "network report --svg {to}",
    "bvt network experiences --html": "network experiences N-1 --half 2025H1 --html {to}",
    "bvt audit --html": "audit --year 2025 --html {to}",
    "bvt report year --html": "report year 2024 --html {to}",
    "bvt report half --html": "report half 2024H2 --html {to}",
    "bvt report month --html": "report month 2025-03 --html {to}",
    "bvt due --ics": "due --ics {to}",
    "bvt db backup FILE": "db backup {to}",
    "bvt db new-identity FILE": "db new-identity {to}",
    "bvt demo --keep": "demo --keep {to}",
    "bvt person export --html": "person export P-001 --html {to}",
    "bvt --db": "--db {to} init",
    # the last, for the register is encrypted afterwards
    "bvt db rekey --new-key-file": "db rekey --encrypt --new-key-file {to}",
}
"""What names a file that bvt makes, with a line that makes one."""
READS = {
    "bvt --rates",
    "bvt --key-file",
    "bvt import --from",
    "bvt import --map",
    "bvt import FILE",
    "bvt rate rehearse FILE",
    "bvt pay compare --map",
    "bvt pay compare FILE",
    "bvt pay reconcile --map",
    "bvt pay reconcile FILE",
    "bvt network experiences --text-file",
    "bvt db backup --recipients-file",
    "bvt db backup --identity",
    "bvt db restore --identity",
}
"""What names a file that is only read."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of the example municipality, with a run and a claim."""
    folder = tmp_path_factory.mktemp("kept")
    for typed in (
        ("init", "--pay-from", "2024-10"),
        ("import", str(KOMMUNE)),
        ("pay", "month", "2025-02", "--post"),
        ("pay", "block", "A-1", "--from", "2025-04", "--reason", "Avklares"),
    ):
        assert walk.called(folder, *typed).code in (0, 3), typed
    return folder


@pytest.fixture
def place(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with walk.passing(tmp_path) as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        (folder / "secret").write_text("untouched", encoding="utf-8")
        monkeypatch.chdir(folder)
        yield folder


def test_every_place_where_a_file_is_named_is_known() -> None:
    """A new option that names a file cannot be forgotten."""
    named = {
        f"{command.path} {each.typed.partition(' ')[0].strip('[]')}"
        for command in walk.docs_tree.tree()
        for each in (*command.options, *command.arguments)
        if each.typed.rpartition(" ")[2].strip("[]") in ("FILE", "FOLDER", "PATH")
    }
    assert named == WRITES.keys() | READS


@pytest.mark.parametrize(
    "lies_there", ["dangling", *(pytest.param(each, marks=pytest.mark.faults) for each in ("link", "file"))]
)
def test_nothing_is_written_through_a_link_or_over_a_file(place: Path, lies_there: str) -> None:
    """For every output: refused, with what lies there as it was."""
    for number, line in enumerate(WRITES.values()):
        target = place / f"target-{number}"
        if lies_there == "file":
            target.write_text("untouched", encoding="utf-8")
        else:
            target.symlink_to(place / ("secret" if lies_there == "link" else "nowhere"))
        before = sorted(os.listdir(place))
        ran = walk.called(place, *line.format(to=target).split())
        assert ran.code in (2, 3, 78), (line, ran.err)
        assert sorted(os.listdir(place)) == before, line
        assert target.is_symlink() is (lies_there != "file")
        assert lies_there != "file" or target.read_text("utf-8") == "untouched"
    assert (place / "secret").read_text("utf-8") == "untouched"


def test_a_link_in_place_of_the_unfinished_file_is_never_followed(place: Path) -> None:
    """In a folder that others may write to, somebody may guess the name that the file has until it is finished."""
    for number, line in enumerate(WRITES.values()):
        if "--into" in line or "--keep" in line:
            continue  # these make a folder, and in it nobody but its owner can lay anything
        target = place / f"target-{number}"
        guessed = place / f".{target.name}.{os.getpid()}.new"
        guessed.symlink_to(place / "secret")
        ran = walk.called(place, *line.format(to=target).split())
        assert ran.code in (0, 2, 3, 78), (line, ran.err)
        assert (place / "secret").read_text("utf-8") == "untouched", line
        assert not target.exists() or not target.is_symlink()
        guessed.unlink(missing_ok=True)


def test_what_is_written_is_for_its_owner_only_whatever_the_umask(place: Path) -> None:
    before = os.umask(0)
    try:
        for number, line in enumerate(WRITES.values()):
            target = place / f"target-{number}"
            if "--keep" in line:
                continue  # a process of its own per command
            ran = walk.called(place, *line.format(to=target).split())
            assert ran.code in (0, 3), (line, ran.err)
            files = [target] if target.is_file() else [*target.iterdir(), target]
            assert all(stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 for each in files), line
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    "name", ["-x", "--json", "a\nb", "a\x1b]0;x\x07b", "a\u202eb", "../outside", "%s{0}{path}", "æ" * 200]
)
def test_an_odd_name_of_a_file_is_a_name_and_shown_without_harm(place: Path, name: str) -> None:
    inside = place / "inside"
    inside.mkdir()
    os.chdir(inside)
    for option in (f"--html={name}", f"--html=./{name}"):
        ran = walk.called(place, "report", "month", "2025-03", option)
        assert ran.code in (0, 2, 3), ran.err
        assert hostile.harm(ran.out + ran.err) == []
        if ran.code == 0:
            assert Path(name).is_file()
    assert {path.name for path in place.iterdir()} - {"inside", "outside"} == {"bvt.db", "rates", "secret"}


def test_no_ref_names_a_file_outside_the_folder(place: Path) -> None:
    """Statements are called by the home's ref, which may hold `/` and dots."""
    renamed = KOMMUNE.read_text("utf-8").replace("H-001", "H/../../../x")
    fresh = place / "fresh"
    fresh.mkdir()
    (fresh / "document.yaml").write_text(renamed, encoding="utf-8")
    for typed in (
        ("init", "--pay-from", "2024-10"),
        ("import", "document.yaml"),
        ("pay", "month", "2025-02", "--post"),
    ):
        os.chdir(fresh)
        assert walk.called(fresh, *typed).code in (0, 3), typed
    before = sorted(str(each) for each in place.rglob("*"))
    assert walk.called(fresh, "pay", "statement", "--all", "--month", "2025-02", "--into", "letters").code == 0
    made = {str(each) for each in place.rglob("*")} - set(before)
    assert all(each.startswith(str(fresh / "letters")) for each in made)
    assert any("x" in Path(each).name for each in made)


def test_a_register_reached_by_a_link_has_its_journal_beside_the_file_itself(place: Path) -> None:
    """So all who use it by either name wait for each other, and recover what a killed one began."""
    (place / "elsewhere").mkdir()
    link = place / "elsewhere" / "bvt.db"
    link.symlink_to(place / "bvt.db")
    with closing(sqlite3.connect(link, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE home SET capacity = 1")
        assert (place / "bvt.db-journal").exists()
        assert not (place / "elsewhere" / "bvt.db-journal").exists()
    added = walk.called(place, "--db", str(link), "child", "add", "--case", "2025/1", "--born", "2018-05-04")
    assert added.code == 0, added.err
    assert "2025/1" in walk.called(place, "child", "list").out
    assert link.is_symlink()


def test_a_folder_of_rates_or_a_link_to_one_that_somebody_else_laid_there_is_not_read(place: Path) -> None:
    """Whoever can write the rates decides what is paid."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    others = place / "others"
    others.mkdir()
    shutil.rmtree(place / "rates")
    (place / "rates").symlink_to(others)
    os.chown(place / "rates", 65534, 65534, follow_symlinks=False)
    assert walk.called(place, "rules").code == 78
    os.chown(place / "rates", 0, 0, follow_symlinks=False)
    assert walk.called(place, "rules").code == 0
    os.chown(others, 65534, 65534)
    refused = walk.called(place, "rules")
    assert refused.code == 78
    assert "belongs to somebody else" in refused.err
