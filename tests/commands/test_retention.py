"""`bvt retention list|apply`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt
from tests.faults.erasing import LATER, MARKS, made

SETTINGS = """
settings:
  - {name: retention_homes_years, value: 1, from: 2020-01-01, reason: "Vedtak 1/20"}
  - {name: retention_children_years, value: 1, from: 2020-01-01, reason: "Vedtak 1/20"}
"""
HOME_THAT_ENDED = """
bvt_register: 1
homes:
  - {ref: H-1, kind: besokshjem, name: Familien Oppdiktet, employment: oppdragstaker, ended_on: 2025-01-31,
     persons: [{ref: P-1, name: Kari Oppdiktet, born: 1980-01-01, role: carer}],
     approvals: [{kind: besokshjem, on: 2024-09-01}]}
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04, activity: rolig}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: besokshjem, from: 2025-01-01, to: 2025-01-31}
"""
_POSTED: list[bytes] = []


@pytest.fixture
def timed(bvt: Bvt, tmp_path: Path) -> Bvt:
    """A municipality that keeps texts about homes and children for a year, and a home that has ended."""
    (tmp_path / "rates").mkdir(exist_ok=True)
    (tmp_path / "rates" / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    register = tmp_path / "bvt.db"
    if _POSTED:
        register.write_bytes(_POSTED[0])
        register.chmod(0o600)
        return bvt
    assert bvt("init", "--pay-from", "2024-10").exit_code == 0
    (tmp_path / "home.yaml").write_text(HOME_THAT_ENDED, encoding="utf-8")
    assert bvt("import", tmp_path / "home.yaml").exit_code == 0
    assert bvt("pay", "month", "2025-01", "--post", env={"BVT_AS_OF": "2025-02-10"}).exit_code == 0
    _POSTED.append(register.read_bytes())
    return bvt


def ways(bvt: Bvt, *refs: str, day: str = "2026-02-01") -> dict[str, list[str] | None]:
    """What stands in the way, by ref."""
    return {each["ref"]: each["in_the_way"] for each in bvt("retention", "list", *refs, "--as-of", day, "--json").json}


def test_as_shipped_no_time_is_set_and_nothing_is_erased(kommune: Bvt) -> None:
    """The municipality decides."""
    done = kommune("retention", "list", "--as-of", "2090-01-01")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No time is set for what is written about people" in done.stderr
    assert kommune("retention", "list", "--json").json == []
    assert kommune("retention", "apply", "--yes", "--as-of", "2026-01-01", "--json").json == []
    assert ways(kommune, "H-001")["H-001"] == ["not_ended", "no_time_set", "agreement_in_force", "unpaid"]


def test_the_list_tells_since_when_and_by_which_setting(timed: Bvt) -> None:
    """On the day a year after the last day in use; `bvt due` names it too."""
    assert timed("retention", "list", "--as-of", "2026-01-30", "--json").json == []
    assert timed("retention", "list", "--as-of", "2026-01-31", "--json").json == [
        {"what": what, "ref": ref, "ended_on": "2025-01-31", "since": "2026-01-31", "setting": setting, "years": 1,
         "in_the_way": None}
        for what, ref, setting in (
            ("home", "H-1", "retention_homes_years"), ("child", "C-1", "retention_children_years")
        )
    ]  # fmt: skip
    due = timed("due", "--kind", "retention", "--as-of", "2026-02-01", "--json").json
    assert [(each["on"], each["ref"], each["command"]) for each in due] == [
        ("2026-01-31", "C-1", "bvt retention apply C-1 --kind child"),
        ("2026-01-31", "H-1", "bvt retention apply H-1 --kind home"),
    ]


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        (["agreement set A-1 --clear to", "home set H-1 --clear ended_on"], "agreement_in_force"),
        (["agreement set A-1 --to 2025-01-15", "pay month 2025-01 --post"], "unpaid"),
        (["agreement set A-1 --to 2025-02-28", "home set H-1 --ended-on 2025-02-28"], "unpaid"),
        (["outlay add A-1 --on 2025-01-10 --receipt 7 --amount 100 --purpose Ski"], "open_voucher"),
        (["pay block A-1 --from 2025-01 --reason Feil"], "open_claim"),
        (["pay reverse R1 --reason Feil --post"], "open_claim"),
        (["grant add C-1 --on 2025-01-10 --amount 100 --decision 1/25 --purpose Ski --supplier Butikken --bill 7"],
         "open_grant"),
        (["council open --child C-1 --referred-on 2025-01-10"], "open_council"),
    ],
)  # fmt: skip
def test_what_is_in_use_is_never_erased(timed: Bvt, commands: list[str], code: str) -> None:
    """The list says why not, and to erase it by name is refused."""
    for command in commands:
        done = timed(*command.split(), env={"BVT_AS_OF": "2025-02-10"})
        assert done.exit_code in (0, 3), (command, done.stderr)
    before = timed("export").stdout
    found = ways(timed, "H-1", "C-1")
    assert code in {each for in_the_way in found.values() for each in in_the_way or ()}
    kept = next(ref for ref, in_the_way in found.items() if code in (in_the_way or ()))
    refused = timed("retention", "apply", kept, "--yes", "--as-of", "2026-02-01", env={"BVT_LANG": "en"})
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "Nothing was erased, for something of what was named may not be erased now." in refused.stderr
    assert f"  {kept}: " in refused.stderr
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    after = timed("export").stdout
    assert ("Familien Oppdiktet" in after) == ("Familien Oppdiktet" in before and found["H-1"] is not None)
    assert ("rolig" in after) == (found["C-1"] is not None)


def test_a_home_is_in_use_as_long_as_it_is_in_a_network_that_goes_on(timed: Bvt, tmp_path: Path) -> None:
    """And until it has left it."""
    network = {"ref": "N-1", "name": "Nettverk Oppdiktet", "resource_home": "H-1", "started_on": "2025-01-01"}
    (tmp_path / "n.json").write_text(json.dumps({"bvt_register": 1, "networks": [network]}), encoding="utf-8")
    assert timed("import", tmp_path / "n.json").exit_code == 0
    assert ways(timed, "H-1", "N-1") == {"H-1": ["open_network"], "N-1": ["not_ended", "no_time_set"]}


def test_what_is_erased_is_told_of_with_keys_and_no_values(timed: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """In the journal, on the screen, and where the home is shown."""
    shown = timed("retention", "apply", "--dry-run", "--as-of", "2026-02-01", "--json")
    assert shown.json == [
        {"what": what, "ref": ref, "thing": what, "thing_ref": ref, "keys": keys, "entries": 1}
        for what, ref, keys in (("home", "H-1", ["name", "persons.name"]), ("child", "C-1", ["activity"]))
    ]
    assert "Familien Oppdiktet" in timed("export").stdout
    done = timed("retention", "apply", "--yes", "--by", "leder", "--as-of", "2026-02-01", "--json")
    assert (done.exit_code, done.json) == (0, shown.json)
    assert "Backups and exports made before hold them still" in done.stderr
    noted = [each for each in journal() if each.after and "erased" in each.after]
    assert {(each.by, each.command, each.what, each.ref, tuple(each.after["erased"])) for each in noted} == {
        ("leder", "retention apply", "home", "H-1", ("name", "persons.name")),
        ("leder", "retention apply", "child", "C-1", ("activity",)),
    }
    assert "(slettet), respite home" in timed("home", "show", "H-1").stdout
    for what, ref in (("home", "H-1"), ("child", "C-1")):
        assert "What is written about it was erased on 20" in timed(what, "show", ref).stdout
    assert timed("db", "verify").exit_code == 0


def test_nothing_is_erased_by_a_day_to_come(timed: Bvt) -> None:
    """Such a day, also one left in BVT_AS_OF, shows what would be erased then; no more."""
    before = timed("export").stdout
    for arguments, env in ((("--as-of", "2199-01-01"), {}), ((), {"BVT_AS_OF": "2199-01-01"})):
        refused = timed("retention", "apply", "H-1", "--yes", *arguments, env=env)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "Nothing was erased: 2199-01-01 is still to come" in refused.stderr
        assert timed("retention", "apply", "H-1", "--dry-run", *arguments, env=env).exit_code == 0
    assert timed("export").stdout == before


def test_the_journal_tells_by_which_day_the_time_was_up(timed: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """It may be an earlier day than that of the erasing."""
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    assert [each.after["judged_on"] for each in journal() if each.after and "erased" in each.after] == [
        "2026-02-01", "2026-02-01",
    ]  # fmt: skip


def test_the_list_says_what_settles_that_which_stands_in_the_way(timed: Bvt) -> None:
    """By command; what only time settles has none."""
    timed("agreement", "set", "A-1", "--to", "2025-01-15")
    shown = timed("retention", "list", "H-1", "--as-of", "2026-01-20", env={"BVT_LANG": "en"})
    assert "pay is not settled: `bvt pay month MONTH --post`, `bvt pay claims --open`" in shown.stderr
    assert "`" not in timed("retention", "list", "H-1", "--as-of", "2026-01-20", "--json").stderr


def test_texts_that_were_erased_and_are_taken_in_again_are_told_of(timed: Bvt, tmp_path: Path) -> None:
    """By ref and day, also where it is only tried; what was never erased is not."""
    old = tmp_path / "old.yaml"
    old.write_text(timed("export").stdout, encoding="utf-8")
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    timed("home", "set", "H-1", "--phone", "00000001")
    for arguments in (("--dry-run",), ()):
        told = timed("import", old, *arguments)
        assert told.exit_code == 0, told.stderr
        assert "Texts of home H-1 were erased on 20" in told.stderr
        assert "Texts of child C-1 were erased on 20" in told.stderr
    (tmp_path / "new.yaml").write_text(
        "{bvt_register: 1, homes: [{ref: H-1, kind: besokshjem, employment: oppdragstaker, city: Oppdiktet}]}",
        encoding="utf-8",
    )
    assert "were erased" not in timed("import", tmp_path / "new.yaml").stderr


def test_no_letter_is_written_to_an_erased_home(timed: Bvt) -> None:
    """There is nobody to write to."""
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    refused = timed("letter", "write", "contract", "--home", "H-1")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "What was written about H-1 has been erased" in refused.stderr


def test_who_asks_what_is_held_on_one_is_told_what_was_erased_and_when(timed: Bvt) -> None:
    """By key, once; a member of the household is not told of what was about others."""
    timed("home", "person", "H-1", "--name", "Per Oppdiktet", "--born", "2010-01-01", "--role", "household")
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    for ref, keys in (("P-1", ["name", "persons.name"]), ("P1", ["persons.name"])):
        told = timed("person", "export", ref, "--json").json["held"]["journal"]
        erasing = [each for each in told if each["command"] == "retention apply"]
        assert [(each["ref"], each["erased"], each["keys"]) for each in erasing] == [("H-1", keys, [])]
    shown = timed("person", "export", "P-1", env={"BVT_LANG": "en"}).stdout
    assert "Name, Name (Persons)" in shown


def test_keys_are_called_by_their_names_for_people(timed: Bvt) -> None:
    """In the erasing, and in what an import would change."""
    shown = timed("retention", "apply", "--dry-run", "--as-of", "2026-02-01", env={"BVT_LANG": "en"})
    assert "Name, Name (Persons)" in shown.stdout


def test_an_erased_register_is_written_and_taken_in_again(timed: Bvt, tmp_path: Path) -> None:
    """What had to stand there stands there as erased."""
    timed("retention", "apply", "--yes", "--as-of", "2026-02-01")
    exported = timed("export").stdout
    (tmp_path / "out.yaml").write_text(exported, encoding="utf-8")
    other = {"BVT_DB": str(tmp_path / "other.db")}
    assert timed("init", env=other).exit_code == 0
    assert timed("import", tmp_path / "out.yaml", env=other).exit_code == 0
    assert timed("export", env=other).stdout == exported
    assert "(slettet)" in exported


def test_what_is_entered_anew_can_be_erased_anew(timed: Bvt) -> None:
    """Otherwise nothing is left to erase."""
    day = ("--as-of", "2026-02-01")
    timed("retention", "apply", "--yes", *day)
    assert timed("retention", "list", *day, "--json").json == []
    assert ways(timed, "H-1") == {"H-1": ["nothing_left"]}
    assert timed("retention", "apply", "--yes", *day).stderr == "There is nothing to erase.\n"
    timed("home", "set", "H-1", "--phone", "00000001")
    assert ways(timed, "H-1") == {"H-1": None}
    timed("retention", "apply", "H-1", "--yes", *day)
    assert "00000001" not in timed("export").stdout
    assert timed("db", "verify").exit_code == 0


def test_a_home_is_erased_from_the_family_council_it_came_from_and_the_rest_stays(bvt: Bvt, tmp_path: Path) -> None:
    """The child's time may be longer."""
    made(bvt, tmp_path)
    together = bvt("retention", "apply", "H-1", "C-1", "--dry-run", "--as-of", LATER)
    assert "still names people" not in together.stderr
    done = bvt("retention", "apply", "H-1", "--yes", "--as-of", LATER)
    assert done.exit_code == 0, done.stderr
    assert "The family council F-1, which H-1 came from, still names people" in done.stderr
    council = bvt("council", "show", "F-1", "--json").stdout
    assert not any(MARKS[what] in council for what in ("family", "family contact", "matching", "interview"))
    assert all(MARKS[what] in council for what in ("family 2", "interview 2", "kin", "council culture"))
    assert bvt("db", "verify").exit_code == 0
    assert bvt("retention", "apply", "C-1", "--yes", "--as-of", LATER).exit_code == 0
    council = bvt("council", "show", "F-1", "--json").stdout
    assert not any(mark in council for mark in MARKS.values())
    assert bvt("db", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["apply"], 2, "What is erased cannot be brought back; say --yes if that is meant"),
        (["apply", "H-404", "--yes"], 4, "There is no home, child or network H-404."),
        (["list", "--kind", "home"], 2, "--kind goes with a ref."),
        (["list", "C-1", "--kind", "home"], 4, "There is no home, child or network C-1."),
        (["list", "X-1"], 2, "X-1 is the ref of several things; say with --kind which is meant."),
    ],
)
def test_what_cannot_be_asked(timed: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence."""
    timed("home", "add", "--ref", "X-1", "--kind", "fosterhjem", "--name", "Oppdiktet", "--employment", "oppdragstaker")
    timed("child", "add", "--ref", "X-1", "--case", "2025/1", "--born", "2018-01-01")
    done = timed("retention", *arguments)
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert sentence in done.stderr
    assert timed("retention", "list", "X-1", "--kind", "child", "--json").json[0]["what"] == "child"
