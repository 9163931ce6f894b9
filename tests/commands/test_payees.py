"""`bvt pay payees` and `bvt pay confirm`: whom the homes' pay goes to, looked at by a second person."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

HOME = """
bvt_register: 1
homes:
  - ref: H-1
    kind: besokshjem
    name: Familien Prøve
    employment: oppdragstaker
    persons:
      - {ref: P-1, name: Prøve Prøvesen, born: 1980-01-01, role: carer}
      - {ref: P-2, name: Oddny Ørevik, born: 1981-01-01, role: carer}
    payees:
      - {person: P-1, payroll_id: "101", share: "1/2", from: 2025-01-01, account: "12345678903"}
      - {person: P-2, share: "1/2", from: 2025-01-01}
"""


@pytest.fixture
def home(empty: Bvt) -> Bvt:
    """bvt with one home whose two payees tester entered."""
    assert empty("import", "-", input=HOME).exit_code == 0
    return empty


def test_people_see_the_last_four_digits_of_an_account(home: Bvt) -> None:
    """No names either."""
    assert home("pay", "payees") == (
        0,
        "Home  Person  Payroll number  Account      Since       Confirmed\n"
        "----  ------  --------------  -----------  ----------  ---------\n"
        "H-1   P-1     101             *******8903  2025-01-01  no\n"
        "H-1   P-2                                  2025-01-01  no\n",
        "",
    )


def test_programs_see_whole_accounts_only_when_they_ask(home: Bvt) -> None:
    """CSV ends in a spreadsheet, and has the last four digits."""
    first = home("pay", "payees", "--json").json[0]
    assert first == {
        "home": "H-1", "person": "P-1", "payroll_id": "101", "account": "*******8903", "since": "2025-01-01",
        "confirmed": False, "confirmed_by": None,
    }  # fmt: skip
    assert home("pay", "payees", "--json", "--accounts").json[0]["account"] == "12345678903"
    assert "12345678903" not in home("pay", "payees", "--csv").stdout
    refused = home("pay", "payees", "--accounts")
    assert (refused.exit_code, refused.stderr) == (2, "--accounts goes with --json only.\n")


def test_what_is_unconfirmed_is_a_finding(home: Bvt) -> None:
    """Until each is confirmed by somebody else."""
    found = home("pay", "payees", "--unconfirmed")
    assert (found.exit_code, found.stderr) == (3, "Next: bvt pay confirm H-1 P-1 --by NAME\n")
    home("pay", "confirm", "H-1", "P-1", "--by", "leder")
    left = home("pay", "payees", "--unconfirmed", "--json")
    assert (left.exit_code, [each["person"] for each in left.json]) == (3, ["P-2"])
    home("pay", "confirm", "H-1", "P-2", "--by", "leder")
    assert home("pay", "payees", "--unconfirmed") == (0, "", "Every payee is confirmed.\n")
    assert [each["confirmed_by"] for each in home("pay", "payees", "--json").json] == ["leder", "leder"]


def test_a_register_without_payees_has_nothing_to_confirm(empty: Bvt) -> None:
    assert empty("pay", "payees", "--unconfirmed") == (0, "", "There are no payees.\n")


def test_who_entered_a_payee_cannot_confirm_it(home: Bvt) -> None:
    """Whatever the capitals."""
    refused = home("pay", "confirm", "H-1", "P-1", "--by", "Tester")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert refused.stderr == (
        "Tester entered who is paid: P-1 of H-1 (payroll number 101, account *******8903). Somebody else confirms it.\n"
    )
    assert home("pay", "payees", "--unconfirmed").exit_code == 3


def test_a_confirmation_is_journalled_without_the_account(home: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """Who confirmed what."""
    assert home("pay", "confirm", "H-1", "P-1", "--by", "leder") == (
        0, "", "P-1 of H-1 (payroll number 101, account *******8903) is confirmed by leder.\n",
    )  # fmt: skip
    noted = {"person": "P-1", "payroll_id": "101", "account": "*******8903"}
    assert journal()[-1] == ("pay confirm", "leder", "home", "H-1", None, {"payee_confirmed": noted})


def test_confirming_again_changes_nothing(home: Bvt, journal: Callable[[], list[Noted]]) -> None:
    """Nor does it matter by whom."""
    home("pay", "confirm", "H-1", "P-2", "--by", "leder")
    before = journal()
    again = home("pay", "confirm", "H-1", "P-2", "--by", "tester", "--json")
    assert [each["confirmed_by"] for each in again.json] == ["leder"]
    assert (again.exit_code, again.stderr) == (0, "P-2 is confirmed already; nothing changes.\n")
    assert journal() == before


def test_a_new_account_waits_for_somebody_else(home: Bvt) -> None:
    """The one known before stays confirmed."""
    home("pay", "confirm", "H-1", "P-1", "--by", "leder")
    home("home", "payees", "H-1", "--from", "2025-03-01", "--payee", "P-1,account=86011117947", "--by", "leder")
    assert home("pay", "confirm", "H-1", "P-1", "--by", "leder").exit_code == 3
    confirmed = home("pay", "confirm", "H-1", "P-1", "--by", "tester", "--json").json
    assert [(each["account"], each["confirmed_by"]) for each in confirmed] == [
        ("*******8903", "leder"),
        ("*******7947", "tester"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(("H-404", "P-1"), "There is no home H-404"), (("H-1", "P-404"), "The home H-1 has no payee P-404.")],
)
def test_who_is_not_there_cannot_be_confirmed(home: Bvt, typed: tuple[str, str], sentence: str) -> None:
    result = home("pay", "confirm", *typed, "--by", "leder")
    assert result.exit_code == 4
    assert sentence in result.stderr


def test_the_help_says_that_names_are_claims(home: Bvt) -> None:
    for command in ("confirm", "authorise"):
        shown = " ".join(home("pay", command, "--help").stdout.split())
        assert "Names given to a command-line tool are claims: the login name is kept beside them." in shown
