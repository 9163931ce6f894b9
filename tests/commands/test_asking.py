"""On a terminal bvt asks for what was left out, shows what it is about to write, and asks once more."""

import fcntl
import os
import select
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from bvt_cli.commands import keys
from bvt_cli.core.form import AGREEMENT
from bvt_cli.core.form_followup import ENDS_OF_HOMES
from bvt_cli.core.form_home import HOME
from bvt_cli.render.key_words import said
from conftest import Bvt, base_environment

if os.name != "posix":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

CTRL_C, CTRL_D = "\x03", "\x04"
INTRODUCTION = "Answer and press Enter; ? explains a question. Ctrl-C stops, and nothing is written.\n"
REST = "The rest may be left out: Enter skips a question, a full stop (.) all of them.\n"


class Session(NamedTuple):
    """How a run on a terminal ended. `dialogue`: what stood on the screen but for stdout, answers included."""

    exit_code: int
    stdout: str
    dialogue: str


Terminal = Callable[..., Session]


@pytest.fixture
def terminal(surroundings: dict[str, str]) -> Terminal:
    """`terminal("home", "add", answers=[...])`: bvt at a terminal, answered question by question."""

    def run(
        *arguments: str, answers: list[str] | None = None, env: Mapping[str, str] | None = None, piped: bool = False
    ) -> Session:
        screen, its_end = os.openpty()
        data, data_end = os.pipe() if piped else os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "bvt_cli", *arguments],
            env={**base_environment(), **surroundings, **(env or {})},
            stdin=its_end,
            stdout=data_end,
            stderr=its_end,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(its_end)
        os.close(data_end)
        shown = b"".join(_answered(screen, iter(answers or ())))
        stdout = b"".join(_chunks(data))
        return Session(process.wait(60), _text(stdout), _text(shown))

    return run


def _answered(screen: int, answers: Iterator[str]) -> Iterator[bytes]:
    """What is shown, with an answer given to each question; without one left, Ctrl-D."""
    for chunk in _chunks(screen):
        yield chunk
        if chunk.endswith((b": ", b"] ")):
            answer = next(answers, CTRL_D)
            os.write(screen, (answer if answer in (CTRL_C, CTRL_D) else f"{answer}\n").encode())


def _chunks(handle: int) -> Iterator[bytes]:
    while select.select([handle], [], [], 60)[0]:
        try:
            chunk = os.read(handle, 65536)
        except OSError:  # the other end of a terminal is closed
            chunk = b""
        if not chunk:
            os.close(handle)
            return
        yield chunk
    raise AssertionError("bvt waits for something that is no question")


def _text(shown: bytes) -> str:
    return shown.decode().replace("\r\n", "\n")


def test_a_home_is_added_by_answering(empty: Bvt, terminal: Terminal) -> None:
    """Codes by their first letters; Enter takes the default; the ref alone goes to stdout."""
    result = terminal("home", "add", answers=["besøk", "Familien Prøve", "", "", "12", ".", ""])
    assert result == (
        0,
        "H1\n",
        f"{INTRODUCTION}"
        "Kind (respite home, support family, foster home, resource family): besøk\n"
        "Name, such as Familien Berg: Familien Prøve\n"
        "Employment (contractor, employee under SGS 1030) [contractor]: \n"
        f"{REST}"
        "Applied on, such as 2025-01-31: \n"
        "Commitment in months, such as 12: 12\n"
        "Municipality, such as 0301: .\n"
        "\n"
        "A new home:\n"
        "\n"
        "  Kind                  respite home\n"
        "  Name                  Familien Prøve\n"
        "  Employment            contractor\n"
        "  Commitment in months  12\n"
        "\n"
        "Write this? [Y/n] \n"
        "H1 is added.\n"
        "Next: bvt home person H1\n",
    )
    assert empty("home", "show", "H1", "--json").json == {
        "ref": "H1",
        "kind": "besokshjem",
        "name": "Familien Prøve",
        "employment": "oppdragstaker",
        "commitment_months": 12,
    }


def test_what_was_given_is_not_asked_for(empty: Bvt, terminal: Terminal) -> None:
    """With --yes it is written without a last question."""
    result = terminal("child", "add", "--case", "2025/1", "--party", "--yes", answers=["04.05.2018", "."])
    assert (result.exit_code, result.stdout) == (0, "C1\n")
    assert result.dialogue == (
        f"{INTRODUCTION}Born, such as 2018-05-04: 04.05.2018\n{REST}Siblings: .\n"
        "C1 is added.\nNext: bvt agreement add --child C1\n"
    )
    assert empty("child", "show", "C1", "--json").json["party"] is True


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", "This cannot be left out."),
        ("?", "What the home applied as."),
        ("r", "Kind: r may be any of respite home, resource family."),
        ("besøkshejm", "did you mean respite home?"),
    ],
)
def test_a_wrong_answer_is_told_and_asked_for_again(empty: Bvt, terminal: Terminal, wrong: str, sentence: str) -> None:
    """And ? tells what is meant."""
    question = "Kind (respite home, support family, foster home, resource family): "
    result = terminal("home", "add", "--name", "Prøve", "--yes", answers=[wrong, "foster home", "", "."])
    first, again, _ = result.dialogue.removeprefix(INTRODUCTION).split(question)
    assert first == ""
    assert again.startswith(f"{wrong}\n")
    assert sentence in again
    assert empty("home", "show", "H1", "--json").json["kind"] == "fosterhjem"


def test_an_answer_is_looked_at_beside_the_others(kommune: Bvt, terminal: Terminal) -> None:
    """A stay cannot end before it begins; a sibling must be in the register."""
    result = terminal("stay", "add", "A-1", answers=["2025-08-15", "2025-08-01", "2025-08-17", "no", ""])
    assert result.exit_code == 0
    assert "to (2025-08-01) is before from (2025-08-15).\nTo, such as" in result.dialogue
    asked = terminal("child", "add", "--case", "2025/9", "--born", "2018-13-01")
    assert (asked.exit_code, asked.dialogue) == (
        2,
        "--born: 2018-13-01 is no date; write 2024-10-04 or 04.10.2024.\n",
    )
    result = terminal(
        "child", "add", "--case", "2025/9", answers=["2018-01-01", "C-404", "C-77, C78", "C-77, C-78", "."]
    )
    assert "There is no child C-404 in the register.\n" in result.dialogue
    assert "There is no child C78 in the register; did you mean C-78?\n" in result.dialogue
    assert "  Siblings  C-77, C-78\n" in result.dialogue


@pytest.mark.parametrize(
    ("last", "exit_code", "sentence"),
    [
        (CTRL_C, 130, "Stopped; nothing was written.\n"),
        (CTRL_D, 2, "The answers ended too early; nothing was written.\n"),
        ("n", 2, "Nothing was written.\n"),
    ],
)
def test_until_the_last_answer_nothing_is_written(
    empty: Bvt, terminal: Terminal, last: str, exit_code: int, sentence: str
) -> None:
    """Whether one stops, runs out of answers, or says no."""
    before = empty("export").stdout
    result = terminal("child", "add", answers=["2025/1", "2018-05-04", ".", last])
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert result.dialogue.endswith(f"\n{sentence}")
    assert empty("export").stdout == before


@pytest.mark.parametrize(
    ("options", "env", "piped"),
    [(["--json"], {}, False), ([], {"BVT_NO_INPUT": "1"}, False), ([], {}, True)],
    ids=["json", "BVT_NO_INPUT", "stdout is no terminal"],
)
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["home", "add"], "bvt home add also needs --kind, --name, --employment."),
        (["child", "add"], "bvt child add also needs --case, --born."),
        (["agreement", "add", "--measure", "fosterhjem"], "bvt agreement add also needs --home, --child, --from."),
        (["home", "step", "H-004"], "conversation|home_visit|contract|"),
        (["home", "step"], "HOME is missing; see bvt home step --help."),
        (["home", "step", "H-004", "attest"], "say whose with --person (P-005, P-006, P-007)."),
    ],
)  # fmt: skip
def test_unattended_nothing_is_ever_asked(
    kommune: Bvt, terminal: Terminal, arguments: list[str], sentence: str, options: list[str],
    env: dict[str, str], piped: bool,
) -> None:  # fmt: skip
    """What is missing is told, exit 2."""
    result = terminal(*arguments, *options, env=env, piped=piped)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.dialogue
    assert INTRODUCTION not in result.dialogue


def test_a_complete_command_is_carried_out_without_a_question(kommune: Bvt, terminal: Terminal) -> None:
    """So what stands in a guide runs as printed."""
    result = terminal("home", "step", "H-004", "contract", "--on", "2025-06-01")
    assert result == (0, "", "H-004: contract on 2025-06-01.\nNext: bvt home check H-004\n")


def test_every_key_of_the_form_is_asked_for(empty: Bvt, terminal: Terminal) -> None:
    """Without a word of code for each; how it came to an end is said when it does."""
    ends = [field.key for field in ENDS_OF_HOMES]
    result = terminal("home", "add", answers=["b", "Prøve", "", *[""] * 20])
    assert result.exit_code == 0
    labels = {said(key.field.key, key.owner).label for key in keys.keys_of(HOME, ["ref", *ends])}
    asked = result.dialogue.partition("A new home:")[0]
    assert {label for label in labels if f"\n{label}" not in asked} == set()


def test_a_step_is_chosen_among_those_still_missing(kommune: Bvt, terminal: Terminal) -> None:
    """By its number in the list, which knows the person too; the type is the usual one of a carer."""
    result = terminal("home", "step", "H-004", answers=["4", "", "2025-05-02", "2025-05-01", "2025-05-09", ""])
    assert result.exit_code == 0
    assert (
        "   1  conversation                 1 of 2\n"
        "   2  contract                     0 of 1\n"
        "   3  police certificate           P-005 Nils Myr\n"
        "   4  police certificate           P-006 Britt Myr\n"
        "   5  confidentiality declaration  P-006 Britt Myr\n"
        "   6  police certificate           P-007 Bestefar Myr\n"
        "   7  home visit\n"
    ) in result.dialogue
    assert "2025-05-01 is before the certificate was issued, 2025-05-02.\n" in result.dialogue
    assert (
        "  Home    H-004\n  Step    police certificate\n  Person  P-006\n  Type    exhaustive and extended\n"
        "  Issued  2025-05-02\n  On      2025-05-09\n"
    ) in result.dialogue
    steps = kommune("home", "show", "H-004", "--json").json["steps"]
    assert {"code": "attest", "person": "P-006", "type": "uttommende_utvidet", "issued": "2025-05-02",
            "on": "2025-05-09", "by": "tester"} in steps  # fmt: skip


def test_the_persons_of_the_home_are_listed(kommune: Bvt, terminal: Terminal) -> None:
    """With their names, to whoever may read them anyway."""
    result = terminal("home", "step", "H-001", "confidentiality", answers=["P-404", "1", "2025-06-01", ""])
    assert result.exit_code == 0
    assert "   1  P-001  Kari Berg  carer\n" in result.dialogue
    assert "The home H-001 has no person P-404.\n" in result.dialogue
    assert result.dialogue.endswith("H-001: confidentiality declaration of P-001 on 2025-06-01.\n"
                                    "Next: bvt home check H-001\n")  # fmt: skip


LATER = ("end_reason", "visits_per_year", "supervision_per_year")


@pytest.mark.parametrize(
    ("measure", "needed", "not_asked"),
    [
        ("støtte", ["C-77", "2025-07-01", "medium"], {"network", "basis", "days_per_month", "factor"}),
        ("besøk", ["C-77", "2025-07-01"], {"network", "size", "factor"}),
        ("foster", ["C-77", "2025-07-01"], {"network", "size", "basis", "days_per_month"}),
    ],
)
def test_an_agreement_is_asked_for_what_belongs_to_its_measure(
    kommune: Bvt, terminal: Terminal, measure: str, needed: list[str], not_asked: set[str]
) -> None:
    """The measure before the child; what is known only later is not asked for."""
    before = ["H-002", measure]
    child, *rest = needed
    asks_size = rest[1:]
    result = terminal("agreement", "add", answers=[*before, child, rest[0], *asks_size, *[""] * 12])
    assert result.exit_code == 0, result.dialogue
    asked = result.dialogue.partition("A new agreement:")[0]
    labels = {key.field.key: said(key.field.key, key.owner).label for key in keys.keys_of(AGREEMENT, ["ref", *LATER])}
    assert {key for key, label in labels.items() if f"\n{label}" not in asked} == not_asked


def test_a_first_child_is_needed_before_an_agreement(empty: Bvt, terminal: Terminal) -> None:
    """Told at once, with the command that helps."""
    result = terminal("agreement", "add")
    assert (result.exit_code, result.dialogue) == (2, "There are no homes yet; add one with `bvt home add`.\n")


def test_without_a_register_no_question_is_asked(terminal: Terminal, tmp_path: Path) -> None:
    result = terminal("home", "add")
    assert result.exit_code == 78
    assert result.dialogue == f"There is no register at {tmp_path / 'bvt.db'}. Make one with `bvt init`.\n"


def test_from_the_first_home_to_a_posted_month_by_answering(terminal: Terminal) -> None:
    """In bokmål, following what each command names as the next."""
    language = {"BVT_LANG": "nb", "BVT_AS_OF": "2025-03-15"}

    def told(*arguments: str, answers: list[str] | None = None) -> str:
        result = terminal(*arguments, answers=answers, env=language)
        assert result.exit_code == 0, result.dialogue
        return result.dialogue.splitlines()[-1].removeprefix("Neste: ")

    assert told("init", "--pay-from", "2025-01") == "bvt home add"
    assert told("home", "add", answers=["besøkshjem", "Familien Prøve", "", "", "12", ".", "j"]) == "bvt home person H1"
    assert told("home", "person", "H1", answers=["Prøve Prøvesen", "14.03.1982", "", "", ""]) == "bvt home step H1"
    for day in ("03.02.2025", "10.02.2025"):
        told("home", "step", "H1", answers=["samtale", day, ""])
    for step in ("hjemmebesøk", "kontrakt", "taushets"):
        answers = [step, *(["P1"] if step == "taushets" else []), "01.03.2025", "ja"]
        told("home", "step", "H1", answers=answers)
    assert told("home", "step", "H1", answers=["1", "", "10.02.2025", "", ""]) == "bvt home check H1"
    assert told("home", "check", "H1") == "bvt home approve H1 --kind besokshjem --on 2025-03-15"
    assert told("home", "approve", "H1", "--on", "2025-03-15") == "bvt agreement add --home H1"
    assert told("child", "add", answers=["2025/1", "04.05.2018", ".", ""]) == "bvt agreement add --child C1"
    assert told("agreement", "add", "--home", "H1", answers=["", "1", "", ".", ""]) == "bvt stay add A1"
    assert told("stay", "add", "A1", answers=["21.03.2025", "23.03.2025", "", ""]) == "bvt stay list --agreement A1"
    posted = terminal("pay", "month", "--post", env=language)
    assert posted.exit_code == 0
    assert "4\u00a0275,00" in posted.stdout  # 3 døgn x (1026 + 399)
