"""`bvt home person` and `bvt home payees`."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]
KARI = ("--name", "Kari Prøve", "--born", "14.03.1982", "--role", "carer")


def persons(bvt: Bvt, home: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = bvt("home", "show", home, "--json").json["persons"]
    return found


def payees(bvt: Bvt, home: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = bvt("home", "show", home, "--json").json.get("payees", [])
    return found


def test_a_person_is_added_and_its_ref_printed(kommune: Bvt) -> None:
    """A certificate is the likely next step."""
    assert kommune("home", "person", "H-001", *KARI) == (
        0,
        "P1\n",
        "P1 is added.\nNext: bvt home step H-001 attest --person P1 --issued DATE\n",
    )
    assert persons(kommune, "H-001")[0] == {"ref": "P1", "name": "Kari Prøve", "born": "1982-03-14", "role": "carer"}
    assert kommune("home", "person", "H-002", *KARI).stdout == "P2\n"


def test_a_person_is_corrected_by_its_ref(kommune: Bvt, journal: Journal) -> None:
    """Others and other keys stay."""
    result = kommune("home", "person", "H-002", "--person", "P-003", "--to", "2025-01-31")
    assert result == (0, "", "P-003 is corrected: to.\nNext: bvt home check H-002\n")
    assert persons(kommune, "H-002") == [
        {"ref": "P-002", "name": "Ola Eksempel", "born": "1979-06-02", "role": "carer"},
        {"ref": "P-003", "name": "Eva Eksempel", "born": "1981-11-23", "role": "carer", "to": "2025-01-31"},
    ]
    assert (journal()[-1].command, journal()[-1].ref) == ("home person", "H-002")
    kommune("home", "person", "H-002", "--person", "P-003", "--clear", "to")
    assert "to" not in persons(kommune, "H-002")[1]


def test_a_person_entered_by_mistake_can_be_taken_away(kommune: Bvt) -> None:
    """As long as nothing hangs on it."""
    kommune("home", "person", "H-001", *KARI)
    assert kommune("home", "person", "H-001", "--person", "P1", "--remove").exit_code == 0
    assert [each["ref"] for each in persons(kommune, "H-001")] == ["P-001"]
    result = kommune("home", "person", "H-001", "--person", "P-001", "--remove")
    assert result.exit_code == 3
    assert "P-001 has steps or pay recorded." in result.stderr


def test_the_same_person_is_not_entered_twice(kommune: Bvt) -> None:
    """A second one would block the approval for want of a certificate."""
    kommune("home", "person", "H-001", *KARI)
    again = kommune("home", "person", "H-001", *KARI)
    assert again.exit_code == 3
    assert "H-001 already has P1 with this name and day of birth; --person P1 corrects it." in again.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["H-001"], 2, "bvt home person also needs --name, --born, --role."),
        (["H-001", *KARI, "--ref", "P-001"], 2, "The home already has P-001; --person P-001 corrects it."),
        (["H-001", *KARI, "--ref", "P-002"], 65, "The person P-002 belongs to the home H-002."),
        (["H-001", "--person", "P-002", "--to", "2025-01-01"], 4, "The home H-001 has no person P-002."),
        (["H-001", "--person", "P-001", "--ref", "P-9"], 2, "--ref is for a new person"),
        (["H-001", "--remove"], 2, "--clear and --remove need --person."),
        (["H-001", "--person", "P-001", "--clear", "role"], 2, "--clear: role is none of from, to."),
        (["H-001", "--person", "P-001", "--to", "1980-01-01"], 65, "to (1980-01-01) is before born (1982-03-14)."),
        (["H-404", *KARI], 4, "There is no home H-404 in the register."),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_person(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("home", "person", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before


def test_one_payee_is_paid_everything_and_several_share_equally(kommune: Bvt) -> None:
    """Unless shares are said; payroll number and account stay as they were for the person."""
    result = kommune("home", "payees", "H-005", "--from", "2025-05-01", "--payee", "P-008", "--payee",
                     "P-009,payroll=10070")  # fmt: skip
    assert result == (0, "", "From 2025-05-01 these are paid for H-005: P-008 (1/2), P-009 (1/2).\n")
    assert payees(kommune, "H-005") == [
        {"person": "P-008", "payroll_id": "10033", "share": "1", "from": "2025-03-01", "account": "12345678903"},
        {"person": "P-008", "payroll_id": "10033", "share": "1/2", "from": "2025-05-01", "account": "12345678903"},
        {"person": "P-009", "payroll_id": "10070", "share": "1/2", "from": "2025-05-01"},
    ]


def test_those_said_for_the_same_day_are_replaced(kommune: Bvt, journal: Journal) -> None:
    """A correction, not a second opinion."""
    arguments = ("home", "payees", "H-002", "--from", "2024-11-01", "--payee", "P-003,share=1")
    assert kommune(*arguments).exit_code == 0
    assert [(each["person"], each["share"]) for each in payees(kommune, "H-002")] == [("P-003", "1")]
    before = len(journal())
    assert kommune(*arguments).stderr == "H-002 stands as it was; nothing changes.\n"
    assert len(journal()) == before


def test_a_wrong_day_can_be_taken_away(kommune: Bvt) -> None:
    """`--remove` names the day only."""
    kommune("home", "payees", "H-002", "--from", "2025-02-01", "--payee", "P-003")
    assert kommune("home", "payees", "H-002", "--from", "2025-02-01", "--remove", "--json").json == [
        {"person": "P-002", "payroll_id": "10024", "share": "1/2", "from": "2024-11-01"},
        {"person": "P-003", "payroll_id": "10025", "share": "1/2", "from": "2024-11-01"},
    ]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        ([], 2, "bvt home payees also needs --from, --payee."),
        (["--from", "2025-01-01"], 2, "bvt home payees also needs --payee."),
        (["--from", "2025-01-01", "--remove"], 4, "The home H-002 has no payees said from 2025-01-01."),
        (["--from", "2025-01-01", "--remove", "--payee", "P-002"], 2, "--remove and --payee do not go together."),
        (["--from", "2025-01-01", "--payee", "P-001"], 4, "The home H-002 has no person P-001."),
        (["--from", "2025-01-01", "--payee", "P-002,lønn=1"], 2, "--payee: lønn=1 is not understood"),
        (["--from", "2025-01-01", "--payee", "P-002,share=x"], 2, "share=: x is no number; write 3, 1.5 or 17/31."),
        (["--from", "2025-01-01", "--payee", "P-002,share=1/2"], 65,
         "The shares from 2025-01-01 add up to 1/2, not to 1."),
        (["--from", "2025-01-01", "--payee", "P-002,share=1/2", "--payee", "P-003"], 2,
         "--payee: say the share of everybody, or of nobody."),
        (["--from", "2025-01-01", "--payee", "P-002", "--payee", "P-002"], 65, "holds this element twice"),
        (["--from", "2025-01-01", "--payee", "P-002,account=12345678901"], 65, "is no Norwegian account number"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_payees(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = payees(kommune, "H-002")
    result = kommune("home", "payees", "H-002", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert payees(kommune, "H-002") == before
