"""What the shells are told on Tab: commands, options, codes and refs, never a name, and at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tree

from bvt_cli.commands.completing import TREE, candidates
from bvt_cli.commands.completion import SCRIPTS
from conftest import Bvt, base_environment


def found(line: str, environment: dict[str, str]) -> list[str]:
    """The candidates for the last word of a line."""
    *before, current = line.split(" ")
    return candidates(before, current, environment)


def test_the_tree_is_that_of_the_commands() -> None:
    assert Path(TREE).read_text(encoding="utf-8") == tree.source(), "tree.txt is out of date: run `make tree`"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ho", ["home"]),
        ("home ", ["add", "set", "list", "show", "person", "payees", "step", "undo-step", "check", "approve",
                   "revoke", "match", "reject", "withdraw", "pause", "resume", "end"]),
        ("home un", ["undo-step"]),
        ("--lang n", ["nb", "nn"]),
        ("--lang nn agreement en", ["end"]),
        ("home add --ki", ["--kind"]),
        ("home add --kind ", ["besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"]),
        ("home add --kind Besø", ["besokshjem"]),
        ("home add --kind=f", ["--kind=fosterhjem"]),
        ("home add --kind = f", ["fosterhjem"]),
        ("home add --name ", []),
        ("home list --json --status en", ["ended"]),
        ("home step H-001 con", ["conversation", "contract", "confidentiality"]),
        ("home set --clear age", ["age_from", "age_to"]),
        ("home payees --remo", ["--remove"]),
        ("import ", [":files"]),
        ("demo --keep ", [":dirs"]),
        ("completion z", ["zsh"]),
        ("rules provisional", ["provisional_months"]),
        ("home no-such ", []),
        ("no-such ", []),
    ],
)  # fmt: skip
def test_commands_options_and_codes_are_known_without_a_register(line: str, expected: list[str]) -> None:
    assert found(line, {"BVT_DB": "/no/such/register.db"}) == expected


def test_an_option_is_offered_where_nothing_else_can_stand() -> None:
    assert found("home list ", {}) == found("home list --", {})
    assert found("home list --", {})[:2] == ["--kind", "--status"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("home show H-00", [f"H-00{number}" for number in range(1, 9)]),
        ("home step H-004 attest --person ", ["P-005", "P-006", "P-007"]),
        ("home list H-001 --json x", []),
        ("child show C-9", ["C-90", "C-91"]),
        ("agreement end A-1", ["A-1", "A-10", "A-11", "A-12"]),
        ("agreement add --home H-02", ["H-020", "H-021", "H-022", "H-023"]),
        ("network check ", ["N-1", "N-2"]),
        ("network report N-1 --half ", []),
        ("stay set S-2", ["S-2", *(f"S-2{number}" for number in range(1, 10))]),
        ("pay show ", ["R1"]),
    ],
)
def test_refs_are_read_from_the_register(
    kommune: Bvt, surroundings: dict[str, str], line: str, expected: list[str]
) -> None:
    """By what the argument is to name, in the order of refs; never a name."""
    assert kommune("pay", "month", "2025-03", "--post").exit_code == 3
    assert found(line, surroundings) == expected


@pytest.mark.plain_only(reason="the lines say no key")
def test_the_register_on_the_line_is_the_one_that_is_read(
    kommune: Bvt, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Also where its path needs care, or the environment names none."""
    other = tmp_path / "50% #1?.db"
    kommune("--db", other, "init")
    kommune("--db", other, "child", "add", "--ref", "X-1", "--case", "1", "--born", "2018-01-01")
    line = ["--db", str(other), "child", "show"]
    assert candidates(line, "", surroundings) == ["X-1"]
    assert candidates([f"--db={other}", "child", "show"], "", surroundings) == ["X-1"]
    (tmp_path / ".local" / "share" / "bvt").mkdir(parents=True)
    shutil.copy(other, tmp_path / ".local" / "share" / "bvt" / "bvt.db")
    assert candidates(["child", "show"], "", {"HOME": str(tmp_path)}) == ["X-1"]


@pytest.mark.parametrize("content", [None, b"", b"no register at all" * 100])
def test_nothing_is_said_where_there_is_no_register(process: Bvt, tmp_path: Path, content: bytes | None) -> None:
    """And nothing is made."""
    file = tmp_path / "bvt.db"
    if content is not None:
        file.write_bytes(content)
    assert process("__complete", "3", "bvt", "home", "show", "") == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == ([] if content is None else ["bvt.db"])


@pytest.mark.parametrize("arguments", [[], ["x"], ["9", "bvt"], ["-1", "bvt"], ["1"], ["2", "bvt", "\udcff", ""]])
def test_nothing_is_said_to_a_line_that_makes_no_sense(process: Bvt, arguments: list[str]) -> None:
    result = process("__complete", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.plain_only(reason="an encrypted register needs libraries")
def test_refs_are_told_without_importing_any_library(kommune: Bvt, surroundings: dict[str, str]) -> None:
    """Typer alone would take three times as long."""
    code = (
        "import sys; before = set(sys.modules)\nfrom bvt_cli.main import run\n"
        "run(['__complete', '3', 'bvt', 'home', 'show', 'H-00'])\nprint(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**base_environment(), **surroundings}, capture_output=True, check=True
    )
    *refs, modules = done.stdout.decode().splitlines()
    assert refs[0] == "H-001"
    own = {name for name in modules.split() if name.startswith("bvt_cli.")}
    assert own == {"bvt_cli.main", "bvt_cli.commands", "bvt_cli.commands.completing"}
    assert not {"typer", "rich", "yaml", "json", "typing", "pathlib"} & set(modules.split())


# --- the shells themselves ---


@pytest.fixture
def shell_environment(kommune: Bvt, surroundings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment in which `bvt` is a command, and the folder of this test the working one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    bvt = folder / "bvt"
    bvt.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bvt_cli "$@"\n', encoding="utf-8")
    bvt.chmod(0o755)
    for shell in SCRIPTS:
        (tmp_path / f"completion.{shell}").write_text(kommune("completion", shell).stdout, encoding="utf-8")
    environment = {**base_environment(), **surroundings}
    return {**environment, "PATH": f"{folder}{os.pathsep}{environment['PATH']}", "PWD": str(tmp_path)}


def run_in(shell: str, script: str, environment: dict[str, str]) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [shell, *flags, "-c", script], env=environment, cwd=environment["PWD"], capture_output=True, check=False
    )
    assert done.stderr.decode() == ""
    return done.stdout.decode().splitlines()


BASH = """source completion.bash
complete -p bvt
COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _bvt bvt
printf '%%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """compdef() { print "compdef $*" }
compadd() { print -l -- ${(P)2} }
source ./completion.zsh
words=(%s); CURRENT=${#words}; _bvt
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bvt pay mo", ["month"]),
        ("bvt home show H-02", ["H-020", "H-021"]),
        ("bvt home add --kind f", ["fosterhjem"]),
        ("bvt home list --sta", ["--status"]),
        ("bvt home show X", []),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_offers_it(shell_environment: dict[str, str], shell: str, line: str, expected: list[str]) -> None:
    """As typed at its prompt, with the script that `bvt completion` prints."""
    if shell == "fish":
        offered = run_in("fish", f"source completion.fish; complete -C '{line}'", shell_environment)
    else:
        script = {"bash": BASH, "zsh": ZSH}[shell] % " ".join(f"'{word}'" for word in line.split(" "))
        registered, *offered = run_in(shell, script, shell_environment)
        assert registered == {"bash": "complete -F _bvt bvt", "zsh": "compdef _bvt bvt"}[shell]
    assert [each for each in offered if each][: len(expected) or None] == expected


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_bash_parts_an_option_from_its_value(shell_environment: dict[str, str]) -> None:
    """`--kind=fo` reaches it as three words, and only the last is replaced."""
    script = BASH % "bvt home add --kind = fo"
    assert run_in("bash", script, shell_environment) == ["complete -F _bvt bvt", "fosterhjem"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_help_says_where_the_script_belongs(bvt: Bvt, shell: str) -> None:
    assert f"bvt completion {shell} > ~/" in bvt("completion", "--help").stdout


def test_another_shell_is_named_with_those_there_are(bvt: Bvt) -> None:
    result = bvt("completion", "bsah")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "SHELL: bsah is none of bash, zsh, fish; did you mean bash?\n"


# --- typing errors ---


def test_a_mistyped_code_or_ref_is_met_with_the_nearest(kommune: Bvt) -> None:
    """A ref by its letters and number."""
    assert "--kind: fosterhjm is none of" in kommune("home", "list", "--kind", "fosterhjm").stderr
    assert kommune("home", "list", "--kind", "fosterhjm").stderr.endswith("did you mean fosterhjem?\n")
    assert kommune("home", "show", "h1").stderr == "There is no home h1 in the register; did you mean H-001?\n"
    assert kommune("home", "show", "H-404").stderr == "There is no home H-404 in the register.\n"


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["home", "check", "H-004", "--on", "2025-03-01"], "bvt home step H-004 conversation --on DATE"),
        (["agreement", "show", "A-1"], "bvt pay explain --agreement A-1 --month 2025-06"),
        (["pay", "explain", "--agreement", "A-1", "--month", "2025-03"], "bvt pay month 2025-03"),
        (["rate", "check", "--as-of", "2025-08-01"], "bvt rate new 2025-07-01"),
        (["network", "check", "N-1", "--as-of", "2025-06-30"], "bvt network report N-1 --half 2025H1"),
        (["stay", "set", "S-1", "--extra"], "bvt pay month"),
    ],
)
def test_the_likely_next_command_is_named(kommune: Bvt, arguments: list[str], command: str) -> None:
    """On stderr, and not under --quiet."""
    assert f"\nNext: {command}\n" in f"\n{kommune(*arguments).stderr}"
    assert "Next:" not in kommune("--quiet", *arguments).stderr
