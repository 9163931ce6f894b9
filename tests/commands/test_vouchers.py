"""`bvt outlay`, `bvt drive` and `bvt supplement`: what is paid beside the KS rates, once somebody has approved it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.conftest import Noted
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

OUTLAY = ("outlay", "add", "A-1", "--on", "2025-06-07", "--receipt", "17", "--amount", "450")
DRIVE = ("drive", "add", "A-1", "--on", "2025-06-07", "--km", "41,5")
SUPPLEMENT = ("supplement", "add", "A-1", "--from", "2025-05", "--to", "06.2025", "--amount", "1500",
              "--decision", "Vedtak 12/25")  # fmt: skip
NETWORK = """
bvt_register: 1
homes:
  - {ref: H-2, kind: ressursfamilie, name: Familien Ring, employment: oppdragstaker,
     approvals: [{kind: ressursfamilie, on: 2024-09-01}]}
  - {ref: H-3, kind: fosterhjem, name: Familien Tre, employment: oppdragstaker}
  - {ref: H-4, kind: fosterhjem, name: Familien Fire, employment: oppdragstaker}
  - {ref: H-5, kind: fosterhjem, name: Familien Fem, employment: oppdragstaker}
agreements:
  - {ref: A-2, home: H-2, network: N-1, measure: ressursfamilie, from: 2025-01-01}
networks:
  - ref: N-1
    name: Nettverk Ring
    resource_home: H-2
    started_on: 2025-01-01
    members:
      - {home: H-3, from: 2025-01-01}
      - {home: H-4, from: 2025-01-01, to: 2025-04-30}
      - {home: H-5, from: 2025-03-01}
    gatherings:
"""


@pytest.fixture
def register(bvt: Bvt) -> Bvt:
    """bvt with one besøkshjem that is paid from January 2025; today is 15 June."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=ONE_HOME).exit_code == 0
    return bvt


def settings(tmp_path: Path, *entries: str) -> None:
    """The municipality's own settings."""
    lines = "".join(f'  - {{{each}, from: 2024-01-01, reason: "Vedtak 1/24"}}\n' for each in entries)
    (tmp_path / "rates" / "settings.yaml").write_text(f"settings:\n{lines}", encoding="utf-8")


def paid(bvt: Bvt, month: str, *components: str) -> list[tuple[str, str, str]]:
    """Component, quantity and kroner of what a month by itself comes to."""
    found = bvt("pay", "calculate", month, "--json").json
    lines = [line for home in found["homes"] for line in home["lines"]]
    return [(each["component"], each["quantity"], each["amount"]) for each in lines if each["component"] in components]


class TestAdd:
    """What is entered, and by when."""

    def test_an_outlay_is_registered_today_and_waits_for_approval(self, register: Bvt) -> None:
        """Its ref alone is on stdout."""
        assert register(*OUTLAY) == (0, "U1\n", "U1 is added.\nNext: bvt outlay approve U1 --by NAME\n")
        assert register("outlay", "list", "--json").json == [
            {
                "ref": "U1", "agreement": "A-1", "on": "2025-06-07", "receipt": "17", "amount": "450.00",
                "purpose": None, "approved_by": None, "registered_on": "2025-06-15", "late": False,
                "withdrawn_on": None,
            }
        ]  # fmt: skip
        assert paid(register, "2025-06", "utlegg") == []

    @pytest.mark.parametrize("typed", ["1718.75", "1718,75"])
    def test_an_amount_has_a_dot_or_a_comma(self, register: Bvt, typed: str) -> None:
        assert register(*OUTLAY[:-1], typed, "--json").json["amount"] == "1718.75"

    def test_a_drive_has_kilometres(self, register: Bvt) -> None:
        assert register(*DRIVE, "--purpose", "Henting", "--json").json == {
            "ref": "D1", "agreement": "A-1", "on": "2025-06-07", "km": "83/2", "purpose": "Henting",
            "registered_on": "2025-06-15",
        }  # fmt: skip

    def test_a_supplement_has_an_amount_a_month_and_a_decision(self, register: Bvt) -> None:
        assert register(*SUPPLEMENT, "--json").json == {
            "ref": "T1", "agreement": "A-1", "from": "2025-05", "to": "2025-06", "amount": "1500.00",
            "decision": "Vedtak 12/25", "registered_on": "2025-06-15",
        }  # fmt: skip

    @pytest.mark.parametrize(("on", "late"), [("2025-04-15", False), ("2025-04-14", True)])
    def test_what_is_older_than_two_months_when_registered_is_told_and_listed_as_late(
        self, register: Bvt, on: str, late: bool
    ) -> None:
        """Registered on 15 June; paid all the same."""
        added = register("drive", "add", "A-1", "--on", on, "--km", "10")
        assert ("It comes late, by the limit (in months: 2)" in added.stderr) is late
        assert [each["late"] for each in register("drive", "list", "--json").json] == [late]

    def test_how_old_is_too_old_is_a_setting(self, register: Bvt, tmp_path: Path) -> None:
        settings(tmp_path, "name: late_voucher_months, value: 6")
        assert "late" not in register("drive", "add", "A-1", "--on", "2025-01-14", "--km", "10").stderr

    def test_what_was_imported_without_a_day_of_registration_is_neither_late_nor_in_time(self, register: Bvt) -> None:
        known = '{ref: U-1, agreement: A-1, on: 2025-01-02, receipt: "1", amount: 450}'
        assert register("import", "-", input=f"bvt_register: 1\noutlays: [{known}]\n").stderr.startswith(
            "Taken in: 1 outlay."
        )
        assert [(each["registered_on"], each["late"]) for each in register("outlay", "list", "--json").json] == [
            (None, None)
        ]

    def test_a_supplement_is_never_late(self, register: Bvt) -> None:
        """It rests on a decision made beforehand."""
        assert "late" not in register("supplement", "add", "A-1", "--from", "2025-01", *SUPPLEMENT[5:]).stderr
        assert "late" not in register("supplement", "list", "--json").json[0]

    def test_a_day_outside_the_agreement_is_kept_with_a_word(self, register: Bvt) -> None:
        """It may be the agreement that is wrong."""
        early = register("outlay", "add", "A-1", "--on", "2024-12-30", *OUTLAY[5:])
        assert early.exit_code == 0
        assert early.stderr.endswith("The day does not lie within the agreement A-1, so it is not paid.\n")

    @pytest.mark.parametrize(("first", "last", "told"), [("2024-12", "2025-02", True), ("2025-01", "2029-12", False)])
    def test_months_outside_the_agreement_are_kept_with_a_word(
        self, register: Bvt, first: str, last: str, told: bool
    ) -> None:
        """The agreement runs from January without end."""
        added = register("supplement", "add", "A-1", "--from", first, "--to", last, *SUPPLEMENT[7:])
        assert ("Not all months lie within the agreement A-1." in added.stderr) is told

    @pytest.mark.parametrize(
        ("typed", "again"),
        [
            (OUTLAY, (*OUTLAY, "--purpose", "Noe annet")),
            (DRIVE, DRIVE),
            (SUPPLEMENT, ("supplement", "add", "A-1", "--from", "2025-06", "--to", "2025-08", *SUPPLEMENT[7:])),
        ],
        ids=lambda typed: typed[0],
    )
    def test_the_same_entered_again_is_refused(
        self, register: Bvt, typed: tuple[str, ...], again: tuple[str, ...]
    ) -> None:
        """It would be paid twice; one that was withdrawn may be entered anew."""
        ref = register(*typed).stdout.strip()
        refused = register(*again)
        assert (refused.exit_code, refused.stdout) == (3, "")
        assert refused.stderr == f"{ref} is the same already; `bvt {typed[0]} set {ref}` corrects it.\n"
        register(typed[0], "withdraw", ref, "--reason", "Feil")
        assert register(*again).exit_code == 0

    def test_the_next_months_of_a_decision_are_another_supplement(self, register: Bvt) -> None:
        """May and June, then July."""
        register(*SUPPLEMENT)
        assert (
            register("supplement", "add", "A-1", "--from", "2025-07", "--to", "2025-07", *SUPPLEMENT[7:]).exit_code == 0
        )

    @pytest.mark.parametrize(
        ("arguments", "exit_code", "sentence"),
        [
            (["outlay", "add", "A-1"], 2, "bvt outlay add also needs --on, --receipt, --amount."),
            (["supplement", *SUPPLEMENT[1:9]], 2, "bvt supplement add also needs --decision."),
            ([*SUPPLEMENT[:-1], " "], 2, "--decision is empty."),
            ([*OUTLAY[:-1], "0"], 65, "amount must be an amount above 0"),
            ([*OUTLAY[:-1], "12.345"], 2, "--amount: 12.345 is no amount in kroner"),
            ([*DRIVE[:-1], "0"], 65, "km must be more than 0."),
            ([*DRIVE[:-1], "10001"], 65, "km"),
            (["supplement", "add", "A-1", "--from", "2025-07", *SUPPLEMENT[5:]], 65,
             "to (2025-06) is before from (2025-07)."),
            (["outlay", "add", "A-404", *OUTLAY[3:]], 4, "There is no agreement A-404"),
            (["outlay", "set", "U404", "--amount", "1"], 4, "There is no outlay U404 in the register."),
            (["drive", "approve", "D404"], 4, "There is no drive D404 in the register."),
            (["supplement", "withdraw", "T404", "--reason", "x"], 4, "There is no supplement T404 in the register."),
            (["outlay", "withdraw", "U404"], 2, "bvt outlay withdraw also needs --reason."),
            (["drive", "list", "--agreement", "A-404"], 4, "There is no agreement A-404"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_said(self, register: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
        """One sentence, nothing written."""
        before = register("export").stdout
        result = register(*arguments)
        assert (result.exit_code, result.stdout) == (exit_code, "")
        assert sentence in result.stderr
        assert register("export").stdout == before

    def test_a_ref_that_is_taken_is_refused(self, register: Bvt) -> None:
        register(*OUTLAY, "--ref", "U-9")
        again = register("outlay", "add", "A-1", "--on", "2025-06-08", *OUTLAY[5:], "--ref", "U-9")
        assert (again.exit_code, again.stderr) == (
            3, "There is already an outlay U-9; bvt outlay set corrects it.\n",
        )  # fmt: skip


class TestApprove:
    """Nothing is paid before somebody has approved it."""

    def test_what_somebody_else_has_approved_is_paid(self, register: Bvt, journal: Callable[[], list[Noted]]) -> None:
        """By whom is kept, and stands in the journal."""
        register(*OUTLAY)
        assert register("outlay", "approve", "U1", "--by", "leder") == (
            0, "", "U1 is approved by leder.\nNext: bvt pay month\n",
        )  # fmt: skip
        assert paid(register, "2025-06", "utlegg") == [("utlegg", "1", "450.00")]
        assert journal()[-1] == ("outlay approve", "leder", "outlay", "U1", {}, {"approved_by": "leder"})

    def test_a_supplement_is_paid_in_each_of_its_months(self, register: Bvt) -> None:
        register(*SUPPLEMENT)
        register("supplement", "approve", "T1", "--by", "leder")
        months = [paid(register, f"2025-0{number}", "tillegg") for number in (4, 5, 6)]
        assert months == [[], [("tillegg", "1", "1500.00")], [("tillegg", "1", "1500.00")]]

    def test_approving_what_one_has_entered_is_told_plainly(self, register: Bvt) -> None:
        """Small services have one person at the desk."""
        register(*OUTLAY)
        assert register("outlay", "approve", "U1", "--by", "Tester").stderr == (
            "U1 is approved by Tester.\nTester entered or corrected it too: nobody else has looked at it.\n"
            "Next: bvt pay month\n"
        )

    def test_with_four_eyes_who_entered_or_corrected_it_cannot_approve_it(self, register: Bvt, tmp_path: Path) -> None:
        """tester entered it, anne corrected the amount; leder has done neither."""
        settings(tmp_path, 'name: four_eyes, value: "on"')
        register(*OUTLAY)
        register("outlay", "set", "U1", "--amount", "540", "--by", "anne")
        for name in ("tester", "Anne"):
            refused = register("outlay", "approve", "U1", "--by", name)
            assert (refused.exit_code, refused.stderr) == (
                3, f"{name} entered or corrected U1; by the setting four_eyes somebody else approves it.\n",
            )  # fmt: skip
        assert register("outlay", "approve", "U1", "--by", "leder").exit_code == 0

    def test_four_eyes_hold_from_their_day(self, register: Bvt, tmp_path: Path) -> None:
        """On from 2024; the day asked about is before."""
        settings(tmp_path, 'name: four_eyes, value: "on"')
        register(*OUTLAY)
        assert register("outlay", "approve", "U1", "--as-of", "2023-12-31").exit_code == 0

    def test_approving_twice_changes_nothing(self, register: Bvt, journal: Callable[[], list[Noted]]) -> None:
        """Whoever does it the second time."""
        register(*OUTLAY)
        register("outlay", "approve", "U1", "--by", "leder")
        before = journal()
        again = register("outlay", "approve", "U1", "--by", "anne", "--json")
        assert again.json["approved_by"] == "leder"
        assert again.stderr == "U1 is approved by leder already; nothing changes.\n"
        assert journal() == before

    def test_what_was_approved_and_is_then_altered_is_to_be_approved_again(self, register: Bvt) -> None:
        """A purpose put right is no alteration."""
        register(*OUTLAY)
        register("outlay", "approve", "U1", "--by", "leder")
        assert register("outlay", "set", "U1", "--purpose", "Skiutstyr").stderr == (
            "U1 is corrected: purpose.\nNext: bvt pay month\n"
        )
        altered = register("outlay", "set", "U1", "--amount", "4500")
        assert altered.stderr.endswith("What leder approved is something else now: U1 is to be approved again.\n")
        assert paid(register, "2025-06", "utlegg") == []
        assert "Agreement A-1: something entered for 2025-06 is not approved yet" in register(
            "pay", "calculate", "2025-06"
        ).stderr  # fmt: skip

    def test_an_approval_by_mistake_is_cleared(self, register: Bvt) -> None:
        register(*OUTLAY)
        register("outlay", "approve", "U1", "--by", "leder")
        assert register("outlay", "set", "U1", "--clear", "approved_by").stderr.startswith(
            "U1 is corrected: approved_by.\n"
        )
        assert paid(register, "2025-06", "utlegg") == []


class TestWithdraw:
    """Entered by mistake."""

    def test_what_is_withdrawn_is_neither_paid_nor_approved(self, register: Bvt) -> None:
        register(*DRIVE)
        assert register("drive", "withdraw", "D1", "--reason", "Ført to ganger", "--on", "2025-06-12") == (
            0, "", "D1 is withdrawn from 2025-06-12: it is not paid.\n",
        )  # fmt: skip
        refused = register("drive", "approve", "D1", "--by", "leder")
        assert (refused.exit_code, refused.stderr) == (3, "D1 is withdrawn, and cannot be approved.\n")
        assert [each["withdrawn_on"] for each in register("drive", "list", "--json").json] == ["2025-06-12"]

    def test_what_was_posted_becomes_a_signed_correction_of_its_own_accord(self, register: Bvt) -> None:
        """It is held until the money is claimed back by name, as all that takes from a home."""
        register(*OUTLAY)
        register("outlay", "approve", "U1", "--by", "leder")
        register("pay", "month", "2025-06", "--post")
        told = register("outlay", "withdraw", "U1", "--reason", "Betalt av skolen", "--json")
        assert told.json["withdrawn"] == {"on": "2025-06-15", "reason": "Betalt av skolen"}
        assert "It is posted (R1-13); the next posting takes that back.\n" in told.stderr
        held = register("pay", "month", "2025-06", "--json")
        assert (held.exit_code, [each["amount"] for each in held.json["held"]]) == (3, ["-450.00"])

    def test_a_withdrawal_by_mistake_is_cleared(self, register: Bvt) -> None:
        """And is paid again as it was approved."""
        register(*OUTLAY)
        register("outlay", "approve", "U1", "--by", "leder")
        register("outlay", "withdraw", "U1", "--reason", "Feil")
        register("outlay", "set", "U1", "--clear", "withdrawn")
        assert paid(register, "2025-06", "utlegg") == [("utlegg", "1", "450.00")]


class TestList:
    """What there is."""

    def test_it_can_be_narrowed_to_an_agreement_a_month_and_what_waits(self, register: Bvt) -> None:
        """A supplement belongs to each of its months."""
        register(*SUPPLEMENT)
        register("supplement", "add", "A-1", "--from", "2025-01", "--to", "2025-04", *SUPPLEMENT[7:])
        register("supplement", "approve", "T2", "--by", "leder")

        def refs(*options: str) -> list[str]:
            return [each["ref"] for each in register("supplement", "list", *options, "--json").json]

        assert refs() == refs("--agreement", "A-1") == ["T2", "T1"]
        assert refs("--month", "2025-04") == ["T2"]
        assert refs("--month", "2025-05") == refs("--month", "2025-06") == ["T1"]
        assert refs("--unapproved") == ["T1"]
        register("supplement", "withdraw", "T1", "--reason", "Feil")
        assert refs("--unapproved") == []

    def test_a_supplement_is_pay_unless_said(self, register: Bvt) -> None:
        """The list says so of each."""
        register(*SUPPLEMENT)
        register(*SUPPLEMENT[:-1], "Vedtak 13/25", "--no-taxable")
        assert [each["taxable"] for each in register("supplement", "list", "--json").json] == [True, False]

    def test_none_is_no_error(self, register: Bvt) -> None:
        assert register("drive", "list") == (0, "", "There are none.\n")


def test_a_drive_of_a_year_without_a_rate_is_told_and_paid_when_the_rate_is_entered(
    register: Bvt, tmp_path: Path
) -> None:
    """Invented: 6.00 a km, of which 4.00 tax-free."""
    register(*DRIVE)
    register("drive", "approve", "D1", "--by", "leder")
    assert (
        "driving in 2025-06 is not paid, for the mileage rate of the day"
        in register("pay", "calculate", "2025-06").stderr
    )
    settings(tmp_path, 'name: mileage, value: "6.00"', 'name: mileage_tax_free, value: "4.00"')
    assert paid(register, "2025-06", "km") == [
        ("km", "83/2", str(Decimal("41.5") * 4 + Decimal("0.00"))),
        ("km", "83/2", str(Decimal("41.5") * 2 + Decimal("0.00"))),
    ]


class TestGatherings:
    """The refund of Christmas and summer gatherings, through the register."""

    def refunded(self, bvt: Bvt, *gatherings: str) -> dict[str, list[str]]:
        """Kroner by month of what is refunded in 2025."""
        document = NETWORK + "".join(f"      - {{{each}}}\n" for each in gatherings)
        assert bvt("import", "-", input=document).exit_code == 0
        months = (f"2025-{number:02d}" for number in range(1, 7))
        found = {month: [amount for _, _, amount in paid(bvt, month, "utlegg")] for month in months}
        return {month: amounts for month, amounts in found.items() if amounts}

    def test_500_kroner_for_each_home_in_the_network_on_the_day(self, register: Bvt) -> None:
        """H-3 and H-4 in January, all three in April, H-3 and H-5 in May."""
        approved = 'cost: "9000", receipt: "88", approved_by: leder'
        assert self.refunded(register, f"on: 2025-01-11, kind: christmas, {approved}") == {"2025-01": ["1000.00"]}
        assert self.refunded(
            register, f"on: 2025-01-11, kind: christmas, {approved}", f"on: 2025-04-30, kind: summer, {approved}"
        ) == {"2025-01": ["1000.00"], "2025-04": ["1500.00"]}

    def test_no_more_than_it_cost(self, register: Bvt) -> None:
        gathering = 'on: 2025-05-11, kind: summer, cost: "612.50", approved_by: leder'
        assert self.refunded(register, gathering) == {"2025-05": ["612.50"]}

    def test_a_home_that_has_ended_is_no_family_of_the_network(self, register: Bvt) -> None:
        """H-5 ended on 10 May: only H-3 is left."""
        document = NETWORK.replace("name: Familien Fem,", "name: Familien Fem, ended_on: 2025-05-10,")
        gathering = '      - {on: 2025-05-11, kind: summer, cost: "9000", approved_by: leder}\n'
        assert register("import", "-", input=document + gathering).exit_code == 0
        assert paid(register, "2025-05", "utlegg") == [("utlegg", "1", "500.00")]

    def test_one_of_each_kind_a_year(self, register: Bvt) -> None:
        """Of two in summer the first; the second is told of."""
        approved = 'kind: summer, cost: "9000", approved_by: leder'
        assert self.refunded(register, f"on: 2025-06-14, {approved}", f"on: 2025-05-11, {approved}") == {
            "2025-05": ["1000.00"]
        }
        assert "a gathering in 2025-06 is not refunded, for one of its kind has been this year." in register(
            "pay", "calculate", "2025-06"
        ).stderr  # fmt: skip

    @pytest.mark.parametrize(
        "gathering",
        [
            'on: 2025-05-11, kind: summer, cost: "9000"',
            "on: 2025-05-11, kind: summer, approved_by: leder",
            'on: 2025-05-11, kind: ordinary, cost: "9000", approved_by: leder',
        ],
    )
    def test_nothing_without_an_approval_a_cost_or_an_occasion(self, register: Bvt, gathering: str) -> None:
        """The families pay the others themselves."""
        assert self.refunded(register, gathering) == {}

    def test_whether_the_resource_family_counts_is_a_setting(self, register: Bvt, tmp_path: Path) -> None:
        """H-3, H-5 and the resource family itself."""
        settings(tmp_path, 'name: gathering_counts_resource_family, value: "yes"')
        gathering = 'on: 2025-05-11, kind: summer, cost: "9000", approved_by: leder'
        assert self.refunded(register, gathering) == {"2025-05": ["1500.00"]}


def test_the_document_gives_back_what_was_entered(register: Bvt, tmp_path: Path) -> None:
    """Everything of outlays, drives and supplements goes out, and into an empty register as it was."""
    for typed in (OUTLAY, DRIVE, SUPPLEMENT):
        register(*typed)
    register("outlay", "approve", "U1", "--by", "leder")
    register("supplement", "withdraw", "T1", "--reason", "Vedtaket er omgjort")
    exported = register("export").stdout
    other = {"BVT_DB": str(tmp_path / "other.db")}
    register("init", "--pay-from", "2025-01", env=other)
    register("import", "-", input=exported, env=other)
    assert register("export", env=other).stdout == exported
