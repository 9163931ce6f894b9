"""What every command of bvt does alike: help, places, errors and exit codes."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sample
from bvt_cli.commands import root
from conftest import Bvt


@pytest.fixture(autouse=True)
def _with_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bvt_cli.commands.sample", sample)
    monkeypatch.setitem(root.COMMANDS, "sample", root.Entry("sample", "A sample."))


def test_the_version_is_told(bvt: Bvt) -> None:
    assert bvt("--version") == (0, "bvt 0.1.0\n", "")
    assert bvt("--quiet", "--version") == (0, "bvt 0.1.0\n", "")


def test_help_lists_all_commands_without_importing_them(bvt: Bvt) -> None:
    result = bvt("--help")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in root.COMMANDS)


def test_help_shows_examples_before_usage_and_options(bvt: Bvt) -> None:
    help_text = bvt("sample", "list", "--help").stdout
    assert help_text.startswith("List the samples.\n\nExamples:\n    bvt sample list --json\n  The same as CSV:\n")
    assert (
        help_text.index("bvt sample list --csv") < help_text.index("Usage:") < help_text.index("--csv-dialect DIALECT")
    )


def test_help_speaks_the_language_asked_for(bvt: Bvt) -> None:
    assert "Eksempler:" in bvt("--lang", "nb", "sample", "list", "--help").stdout
    assert "Eksempler:" in bvt("sample", "list", "--help", env={"BVT_LANG": "", "LANG": "C.UTF-8"}).stdout
    assert "Examples:" in bvt("sample", "list", "--help", env={"BVT_LANG": "", "LANG": "en_GB.UTF-8"}).stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sampel"], "There is no command bvt sampel; did you mean sample?"),
        (["sample", "lits"], "There is no command bvt sample lits; did you mean list?"),
        (["sample", "zzz"], "There is no command bvt sample zzz; bvt sample --help lists those there are."),
        (["sample"], "bvt sample needs a command: list, day, places, refuse, answer, fail, stop."),
        (["sample", "list", "--jsn"], "There is no option --jsn; did you mean --json, --csv?"),
        (["sample", "list", "--zzz"], "There is no option --zzz; see bvt sample list --help."),
        (["sample", "list", "--db", "x"], "--db stands before the command: bvt --db ..."),
        (["sample", "list", "--number"], "--number needs a value; see bvt sample list --help."),
        (["sample", "list", "--csv=1"], "--csv takes no value; see bvt sample list --help."),
        (["sample", "list", "a", "b"], "bvt sample list takes no more arguments; too many: a, b."),
        (["sample", "refuse"], "HOME is missing; see bvt sample refuse --help."),
        (["sample", "list", "--json", "--csv"], "--json and --csv do not go together."),
        (["sample", "list", "--csv-dialect", "x"], "--csv-dialect: x is none of rfc4180, excel-no."),
        (["--lang", "xx", "sample", "day"], "--lang: xx is none of nb, nn, en."),
        (["--db", "", "sample", "day"], "--db needs a path."),
        (["sample", "day", "--as-of", "2025-02-29"], "--as-of: 2025-02-29 is no date; write 2024-10-04 or 04.10.2024."),
        (["sample", "day\udc80"], "An argument is not valid UTF-8."),
    ],
)
def test_a_wrong_command_line_gets_one_sentence_and_exit_2(bvt: Bvt, arguments: list[str], sentence: str) -> None:
    result = bvt(*arguments)
    stderr = result.stderr if "--json" not in arguments else result.stderr.replace('    "message": "', "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in stderr


def test_under_json_a_wrong_command_line_is_json_too(bvt: Bvt) -> None:
    result = bvt("sample", "list", "--json", "--csv", env={"BVT_LANG": "nb"})
    assert result.stdout == ""
    assert result.stderr == (
        '{\n  "error": {\n    "code": "usage",\n    "message": "--json and --csv do not go together.",\n'
        '    "details": []\n  }\n}\n'
    )


def test_a_refusal_tells_what_is_missing(bvt: Bvt) -> None:
    assert bvt("sample", "refuse", "H-001") == (
        3,
        "",
        "H-001 cannot be approved.\n  conversation: too few (1 of 2)\n",
    )


def test_a_refusal_under_json_holds_the_records(bvt: Bvt) -> None:
    result = bvt("sample", "refuse", "H-001", "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert '"code": "refused"' in result.stderr
    assert '"code": "conversation"' in result.stderr


def test_problems_of_a_file_stand_with_file_and_line_and_nothing_that_steers_the_terminal(bvt: Bvt) -> None:
    assert bvt("sample", "refuse", "H-404") == (65, "", "The file is wrong.\n  settings.yaml:12: No x\\x1b.\n")


def test_a_command_may_answer_with_an_exit_code(bvt: Bvt) -> None:
    assert bvt("sample", "answer").exit_code == 3


def test_a_fault_in_bvt_is_told_without_values(bvt: Bvt) -> None:
    """Nothing of the register may leak into logs: the kind of error and its place must do."""
    result = bvt("sample", "fail", "Kari")
    assert result.exit_code == 1
    assert result.stderr.startswith("This is a fault in bvt (ValueError at bvt_cli/commands/")
    assert "Kari" not in result.stderr
    traced = bvt("sample", "fail", "Kari", env={"BVT_TRACEBACK": "1"}).stderr
    assert "Traceback" in traced
    assert "Kari" not in traced


def test_an_interrupted_run_ends_with_130(bvt: Bvt) -> None:
    assert bvt("sample", "stop").exit_code == 130


def test_the_day_is_the_one_asked_for_else_the_one_of_the_environment(bvt: Bvt) -> None:
    assert bvt("sample", "day", "--as-of", "04.10.2024").stdout == "2024-10-04, tester\n"
    assert bvt("sample", "day").stdout == "2025-06-15, tester\n"
    assert bvt("--lang", "nb", "sample", "day").stdout == "15.06.2025, tester\n"


def test_the_rates_lie_beside_the_register_unless_said_otherwise(bvt: Bvt, tmp_path: Path) -> None:
    assert bvt("--db", "/srv/a.db", "sample", "places").json == {"db": "/srv/a.db", "rates": "/srv/rates"}
    assert bvt("sample", "places", env={"BVT_RATES": "/srv/own"}).json["rates"] == "/srv/own"
    assert bvt("sample", "places", env={"BVT_DB": "", "XDG_DATA_HOME": "/data"}).json["db"] == "/data/bvt/bvt.db"
    default = tmp_path / ".local" / "share" / "bvt" / "bvt.db"
    assert bvt("sample", "places", env={"BVT_DB": "", "XDG_DATA_HOME": "relative"}).json["db"] == str(default)


def test_a_list_comes_as_text_json_or_csv(bvt: Bvt) -> None:
    assert bvt("sample", "list").stdout == (
        "Ref    Name               Month    Amount (NOK)\n"
        "-----  -----------------  -------  ------------\n"
        "H-001  Familien [x] Berg  2025-03      4,275.00\n"
        "H-002  =1+1\\x1b[31m       2025-04     -1,718.75\n"
    )
    assert bvt("sample", "list", "--json").json[1] == {
        "ref": "H-002",
        "name": "=1+1\x1b[31m",
        "month": "2025-04",
        "amount": "-1718.75",
    }
    assert bvt("sample", "list", "--csv").stdout == (
        "ref,name,month,amount\r\nH-001,Familien [x] Berg,2025-03,4275.00\r\nH-002,'=1+1\\x1b[31m,2025-04,-1718.75\r\n"
    )


def test_json_and_csv_are_the_same_in_every_language(bvt: Bvt) -> None:
    for form in ("--json", "--csv"):
        assert len({bvt("--lang", lang, "sample", "list", form).stdout for lang in ("nb", "nn", "en")}) == 1


def test_an_empty_list_is_empty_data_and_a_sentence_for_people(bvt: Bvt) -> None:
    assert bvt("sample", "list", "--number", "0") == (0, "", "There are no samples.\n")
    assert bvt("--quiet", "sample", "list", "--number", "0") == (0, "", "")
    assert bvt("sample", "list", "--number", "0", "--json") == (0, "[]\n", "")
    assert bvt("sample", "list", "--number", "0", "--csv").stdout == "ref,name,month,amount\r\n"


def every_command() -> Iterator[tuple[str, Any]]:
    for name in root.COMMANDS:
        command = root.command_named(name)
        yield name, command
        yield from ((f"{name} {sub}", each) for sub, each in getattr(command, "commands", {}).items())


def test_every_command_says_what_it_does_and_gives_an_example(bvt: Bvt) -> None:
    for name, command in every_command():
        assert command.help, name
        assert hasattr(command, "commands") or f"bvt {name}" in (command.epilog or ""), name
        assert bvt(*name.split(), "--help").exit_code == 0


def test_every_option_says_what_it_means() -> None:
    for name, command in every_command():
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.opts}"
