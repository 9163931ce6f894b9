"""`bvt grant`: financial support of a child, against a supplier's bill, or counted apart as cash."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

ADD = ("grant", "add", "C-1", "--on", "2025-03-10", "--amount", "2400", "--decision", "14/25", "--purpose", "Fotball")
BILL = (*ADD, "--supplier", "Idrettslaget", "--bill", "F-3071")
CASH = (*ADD, "--cash", "--cash-reason", "Leiren tar ikke faktura")


@pytest.fixture
def register(bvt: Bvt) -> Bvt:
    """bvt with one child, in a besøkshjem from January 2025; today is 15 June."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    return bvt


def listed(bvt: Bvt, *options: str) -> list[str]:
    return [each["ref"] for each in bvt("grant", "list", *options, "--json").json]


class TestAdd:
    """A grant is for a purpose, by a decision, to a supplier against a bill."""

    def test_its_ref_alone_is_on_stdout(self, register: Bvt) -> None:
        assert register(*BILL) == (0, "G1\n", "G1 is added.\nNext: bvt grant approve G1 --by NAME\n")
        assert register("grant", "list", "--json").json == [
            {
                "ref": "G1", "child": "C-1", "on": "2025-03-10", "amount": "2400.00", "cash": False,
                "purpose": "Fotball", "supplier": "Idrettslaget", "bill": "F-3071", "decision": "14/25",
                "cash_reason": None, "approved_by": None, "paid_on": None, "withdrawn_on": None,
            }
        ]  # fmt: skip

    def test_beside_no_other_measure_that_is_told(self, register: Bvt) -> None:
        """The agreement begins in January 2025."""
        early = register(*BILL[:4], "2024-12-31", *BILL[5:])
        assert early.exit_code == 0
        assert early.stderr.endswith(
            "C-1 has no agreement in force on 2024-12-31: financial support is usually beside another measure.\n"
        )

    def test_cash_has_a_reason_and_no_bill(self, register: Bvt) -> None:
        assert register(*CASH, "--json").json == {
            "ref": "G1", "child": "C-1", "on": "2025-03-10", "amount": "2400.00", "decision": "14/25",
            "purpose": "Fotball", "cash": True, "cash_reason": "Leiren tar ikke faktura",
        }  # fmt: skip

    @pytest.mark.parametrize("typed", [("Idrettslaget", "F-3071"), ("idretts laget", "f-3071 ")])
    def test_a_bill_seen_before_is_refused(self, register: Bvt, typed: tuple[str, str]) -> None:
        """However capitals and spaces are typed; once the first is withdrawn it may be entered again."""
        register(*BILL)
        again = (*ADD, "--supplier", typed[0], "--bill", typed[1])
        refused = register(*again)
        assert (refused.exit_code, refused.stdout) == (3, "")
        assert refused.stderr == ("G1 is paid against this bill of the same supplier already; nothing was written.\n")
        register("grant", "withdraw", "G1", "--reason", "Feil")
        assert register(*again).stdout == "G2\n"
        assert register("grant", "set", "G1", "--clear", "withdrawn").exit_code == 3

    def test_another_bill_of_the_supplier_is_another_grant(self, register: Bvt) -> None:
        register(*BILL)
        assert register(*BILL[:-1], "F-3072").stdout == "G2\n"
        assert register("grant", "set", "G2", "--bill", "F-3071").exit_code == 3
        assert register("grant", "set", "G2", "--bill", "F-3073").exit_code == 0

    @pytest.mark.parametrize(
        ("arguments", "exit_code", "sentence"),
        [
            (["grant", "add", "C-1"], 2, "needs --on, --amount, --decision, --purpose, --supplier, --bill."),
            ([*ADD, "--cash"], 2, "bvt grant add also needs --cash-reason."),
            ([*CASH, "--bill", "7"], 65, "bill does not belong to cash."),
            ([*BILL[:6], "0", *BILL[7:]], 65, "amount must be an amount above 0"),
            (["grant", "add", "X", *BILL[3:]], 4, "There is no child X in the register."),
        ],
    )  # fmt: skip
    def test_what_is_refused(self, register: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
        result = register(*arguments)
        assert (result.exit_code, result.stdout) == (exit_code, "")
        assert sentence in result.stderr
        assert listed(register) == []

    def test_a_ref_that_is_taken_is_refused(self, register: Bvt) -> None:
        register(*BILL)
        taken = register(*CASH, "--ref", "G1")
        assert (taken.exit_code, taken.stderr) == (3, "There is already a grant G1; bvt grant set corrects it.\n")


class TestImport:
    """The same rule for documents."""

    KNOWN = (
        "{ref: %s, child: C-1, on: 2025-03-10, amount: 2400, decision: 14/25, purpose: Fotball, supplier: %s, bill: %s}"
    )

    def test_a_bill_that_stands_twice_is_told_of_with_its_line(self, register: Bvt) -> None:
        grants = [self.KNOWN % each for each in (("G-1", "Idrettslaget", "F-1"), ("G-2", "IDRETTSLAGET", "F-1"))]
        document = "bvt_register: 1\ngrants:\n" + "".join(f"  - {each}\n" for each in grants)
        refused = register("import", "-", input=document)
        assert refused.exit_code == 65
        assert "stdin:4: grants[G-2].bill: The bill is seen before: G-1 is paid against it." in refused.stderr
        assert listed(register) == []

    def test_a_bill_that_is_known_to_the_register_is_told_of(self, register: Bvt) -> None:
        register(*BILL)
        document = f"bvt_register: 1\ngrants: [{self.KNOWN % ('G-9', 'Idrettslaget', 'f-3071')}]\n"
        assert register("import", "-", input=document).exit_code == 65
        correction = "bvt_register: 1\ngrants: [{ref: G1, amount: 2500}]\n"
        assert register("import", "-", input=correction).stderr.startswith("Taken in: 1 grant.\n")


class TestDecided:
    """Approved, then paid; what is paid stands."""

    def test_it_is_paid_once_somebody_has_approved_it(self, register: Bvt) -> None:
        register(*BILL)
        early = register("grant", "pay", "G1")
        assert (early.exit_code, early.stderr) == (3, "G1 is not approved yet; `bvt grant approve G1` does so.\n")
        assert register("grant", "approve", "G1", "--by", "leder") == (
            0, "", "G1 is approved by leder.\nNext: bvt grant pay G1\n",
        )  # fmt: skip
        assert register("grant", "pay", "G1", "--on", "20.03.2025").stderr == (
            "G1 is paid on 2025-03-20 against the bill F-3071: NOK\u00a02,400.00.\n"
        )
        assert register("grant", "pay", "G1").stderr == "G1 was paid on 2025-03-20 already; nothing changes.\n"
        assert register("grant", "approve", "G1").stderr == "G1 is approved by leder already; nothing changes.\n"

    def test_cash_is_said_to_be_cash(self, register: Bvt) -> None:
        register(*CASH)
        register("grant", "approve", "G1", "--by", "leder")
        assert register("grant", "pay", "G1").stderr == "G1 is paid in cash on 2025-06-15: NOK\u00a02,400.00.\n"

    def test_who_entered_it_is_told_that_nobody_else_has_looked(self, register: Bvt) -> None:
        register(*BILL)
        assert "nobody else has looked at it" in register("grant", "approve", "G1").stderr

    def test_by_four_eyes_somebody_else_approves(self, register: Bvt, tmp_path: Path) -> None:
        entry = '  - {name: four_eyes, value: "on", from: 2024-01-01, reason: "Vedtak 1/24"}\n'
        (tmp_path / "rates" / "settings.yaml").write_text(f"settings:\n{entry}", encoding="utf-8")
        register(*BILL)
        refused = register("grant", "approve", "G1", "--by", "Tester")
        assert refused.exit_code == 3
        assert "by the setting four_eyes somebody else approves it" in refused.stderr
        assert register("grant", "approve", "G1", "--by", "leder").exit_code == 0

    def test_what_is_corrected_is_to_be_approved_again_and_what_is_paid_stands(self, register: Bvt) -> None:
        register(*BILL)
        register("grant", "approve", "G1", "--by", "leder")
        corrected = register("grant", "set", "G1", "--amount", "2500")
        assert corrected.stderr.endswith("What leder approved is something else now: G1 is to be approved again.\n")
        register("grant", "approve", "G1", "--by", "leder")
        assert "again" not in register("grant", "set", "G1", "--purpose", "Håndball").stderr
        register("grant", "pay", "G1")
        refused = register("grant", "set", "G1", "--amount", "2600")
        assert (refused.exit_code, refused.stderr) == (
            3, "G1 is paid, so it stands; `bvt grant set G1 --clear paid_on` if it was not.\n",
        )  # fmt: skip
        assert (
            register("grant", "set", "G1", "--clear", "paid_on", "--amount", "2600", "--json").json["amount"]
            == "2600.00"
        )

    def test_one_that_is_withdrawn_is_neither_approved_nor_paid(self, register: Bvt) -> None:
        register(*BILL)
        register("grant", "approve", "G1", "--by", "leder")
        register("grant", "pay", "G1")
        gone = register("grant", "withdraw", "G1", "--reason", "Betalt av skolen", "--on", "2025-04-02", "--json")
        assert gone.json["withdrawn"] == {"on": "2025-04-02", "reason": "Betalt av skolen"}
        assert gone.stderr.endswith("It was paid on 2025-06-15; bvt takes no money back, so see to it that it is.\n")
        assert register("grant", "approve", "G1").exit_code == 3
        assert register("grant", "pay", "G1").exit_code == 3
        assert register("grant", "withdraw", "G1").stderr == "bvt grant withdraw also needs --reason.\n"

    def test_each_step_is_journalled_with_who_took_it(self, register: Bvt, journal: Callable[[], list[Noted]]) -> None:
        register(*BILL)
        register("grant", "approve", "G1", "--by", "leder", "--json")
        register("grant", "pay", "G1", "--by", "regnskap", "--json")
        noted = [(each.command, each.by, each.after) for each in journal() if each.what == "grant"]
        assert [(command, by) for command, by, _ in noted] == [
            ("grant add", "tester"), ("grant approve", "leder"), ("grant pay", "regnskap"),
        ]  # fmt: skip
        assert noted[2][2] == {"paid_on": "2025-06-15"}


class TestList:
    """What there is, with cash counted apart."""

    @pytest.fixture
    def several(self, register: Bvt) -> Bvt:
        """G1 against a bill, paid; G2 in cash, in April; G3 of another child, withdrawn."""
        assert register("child", "add", "--ref", "C-2", "--case", "2024/2", "--born", "2015-01-01").exit_code == 0
        register(*BILL)
        register("grant", "approve", "G1", "--by", "leder")
        register("grant", "pay", "G1")
        register(*CASH[:4], "2025-04-01", *CASH[5:])
        register("grant", "add", "C-2", *BILL[3:-1], "F-9")
        register("grant", "withdraw", "G3", "--reason", "Feil")
        return register

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ([], ["G1", "G3", "G2"]),
            (["--child", "C-1"], ["G1", "G2"]),
            (["--month", "2025-04"], ["G2"]),
            (["--unapproved"], ["G2"]),
            (["--unpaid"], ["G2"]),
        ],
    )
    def test_those_asked_for_by_the_day(self, several: Bvt, options: list[str], expected: list[str]) -> None:
        assert listed(several, *options) == expected

    def test_people_are_told_what_it_comes_to(self, several: Bvt) -> None:
        assert several("grant", "list").stderr == (
            "Against suppliers' bills: NOK\u00a02,400.00. In cash to families: NOK\u00a02,400.00.\n"
        )

    def test_where_there_are_none_that_is_said(self, several: Bvt) -> None:
        assert several("grant", "list", "--month", "2024-01") == (0, "", "There are no grants.\n")

    def test_the_history_of_a_child_has_them(self, several: Bvt) -> None:
        found = several("pay", "history", "C-1", "--json").json
        assert [(each["ref"], each["amount"], each["cash"]) for each in found["grants"]] == [
            ("G1", "2400.00", False), ("G2", "2400.00", True),
        ]  # fmt: skip
        assert "Financial support\n" in several("pay", "history", "C-1").stdout
        assert several("pay", "history", "A-1", "--json").json["grants"] == []

    def test_they_come_back_as_they_were(self, several: Bvt, tmp_path: Path) -> None:
        exported = several("export").stdout
        other = str(tmp_path / "other.db")
        assert several("init", "--pay-from", "2025-01", env={"BVT_DB": other}).exit_code == 0
        assert several("import", "-", input=exported, env={"BVT_DB": other}).exit_code == 0
        assert several("export", env={"BVT_DB": other}).stdout == exported
