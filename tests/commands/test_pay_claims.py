"""Claims by command: taken back in instalments, runs reversed, pay stopped; no posting undoes them."""

from decimal import Decimal
from typing import Any

import pytest

from conftest import Bvt, Result

HOMES = """
bvt_register: 1
homes:
  - ref: H-1
    kind: fosterhjem
    name: Familien Prøve
    employment: oppdragstaker
    approvals: [{kind: besokshjem, on: 2024-01-01}, {kind: fosterhjem, on: 2024-01-01}]
children:
  - {ref: C-1, case: "2024/1", born: 2018-05-04}
  - {ref: C-2, case: "2024/2", born: 2018-05-04}
agreements:
  - {ref: A-1, home: H-1, child: C-1, measure: fosterhjem, from: 2025-01-01}
  - {ref: A-2, home: H-1, child: C-2, measure: fosterhjem, from: 2025-01-01}
"""
"""A foster home with two children of 6, by the table of July 2024."""
MONTH = Decimal("10336.00") + Decimal("8533.00")


@pytest.fixture
def paid(bvt: Bvt) -> Bvt:
    """January and February are posted, a run each."""
    assert bvt("init", "--pay-from", "2025-01").exit_code == 0
    assert bvt("import", "-", input=HOMES).exit_code == 0
    for month in ("2025-01", "2025-02"):
        assert bvt("pay", "month", month, "--post").exit_code == 0
    return bvt


def claims(bvt: Bvt, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bvt("pay", "claims", "--json", *options).json
    return found


def post(bvt: Bvt, month: str, *options: str) -> Result:
    return bvt("pay", "month", month, "--post", "--json", *options)


def total(result: Result) -> Decimal:
    return Decimal(result.json["total"])


class TestInstalments:
    """A month paid after the child had moved is paid back in three."""

    def take_back(self, bvt: Bvt) -> Result:
        assert bvt("agreement", "end", "A-2", "--on", "2025-01-31").exit_code == 0
        return post(bvt, "2025-03", "--recover", "A-2", "--reason", "The child had moved.", "--instalments", "3")

    def test_the_home_is_asked_for_nothing_at_once(self, paid: Bvt) -> None:
        """The reversal and what puts it off cancel out: March is paid as it would have been."""
        taken = self.take_back(paid)
        assert (taken.exit_code, total(taken)) == (0, MONTH)
        kinds = [line["kind"] for home in taken.json["homes"] for line in home["lines"]]
        assert kinds == ["ordinary", "ordinary", "reversal", "reversal", "claim", "claim"]
        (claim,) = claims(paid)
        assert (claim["amount"], claim["outstanding"], claim["instalments"], claim["state"]) == (
            str(-MONTH), str(-MONTH), 3, "open",
        )  # fmt: skip

    def test_nothing_is_taken_before_the_letter(self, paid: Bvt) -> None:
        """And the posting says so."""
        self.take_back(paid)
        april = post(paid, "2025-04")
        assert total(april) == MONTH
        assert "letter_missing" in {note["code"] for note in april.json["notes"]}

    def test_three_equal_parts_and_the_rest_of_the_øre_in_the_last(self, paid: Bvt) -> None:
        """After the letter, a month each."""
        self.take_back(paid)
        assert paid("pay", "letter", "K1", "--sent", "2025-03-31").exit_code == 0
        paid_out = [total(post(paid, month, "--as-of", "2025-06-30")) for month in ("2025-04", "2025-05", "2025-06")]
        parts = [MONTH - each for each in paid_out]
        third = Decimal(1033600 // 3 + 853300 // 3) / 100
        assert parts[0] == third
        assert sum(parts) == MONTH
        assert claims(paid)[0]["state"] == "settled"
        assert claims(paid, "--open") == []

    def test_the_preview_tells_the_parts(self, paid: Bvt) -> None:
        """How much, in how many, from when."""
        assert paid("agreement", "end", "A-2", "--on", "2025-01-31").exit_code == 0
        options = ("--recover", "A-2", "--reason", "Moved.", "--instalments", "3")
        shown = paid("pay", "month", "2025-03", *options)
        assert "A-2: NOK 18,869.00 is paid back in 3 instalments of about NOK 6,289.66, from 2025-04 on." in (
            shown.stderr.replace("\u00a0", " ")
        )

    def test_where_nothing_is_to_be_taken_back_that_is_said(self, paid: Bvt) -> None:
        """A slip in the ref; the rest is posted as always."""
        posted = paid("pay", "month", "2025-03", "--post", "--recover", "A-1", "--reason", "A slip.")
        assert posted.exit_code == 0
        assert "Nothing is to be taken back under A-1." in posted.stderr

    def test_what_is_left_can_be_settled_outside_the_pay(self, paid: Bvt) -> None:
        """The home is paid nothing more, and has paid it in; later months take no instalment."""
        self.take_back(paid)
        paid("pay", "letter", "K1", "--sent", "2025-03-31")
        post(paid, "2025-04")
        settled = paid("pay", "settle", "K1", "--reason", "Paid in.", "--on", "2025-05-02", "--json")
        left = MONTH - Decimal(1033600 // 3 + 853300 // 3) / 100
        assert (settled.exit_code, settled.json["amount"]) == (0, str(left))
        assert total(post(paid, "2025-05", "--as-of", "2025-05-31")) == MONTH
        (claim,) = claims(paid)
        assert (claim["state"], claim["outstanding"], claim["settled_on"]) == ("settled", "0.00", "2025-05-02")
        assert paid("pay", "settle", "K1", "--reason", "Again.").exit_code == 3

    def test_what_would_be_held_stands_beside_the_claims(self, paid: Bvt) -> None:
        """Until somebody decides to take it back."""
        assert paid("agreement", "end", "A-2", "--on", "2025-01-31").exit_code == 0
        (held,) = claims(paid, "--open", "--as-of", "2025-02-28")
        assert (held["claim"], held["kind"], held["agreement"], held["outstanding"]) == (
            None, "held", "A-2", str(-MONTH),
        )  # fmt: skip

    def test_it_needs_something_to_take_back(self, paid: Bvt) -> None:
        """A number of instalments by itself says nothing."""
        refused = paid("pay", "month", "2025-03", "--instalments", "3")
        assert refused.exit_code == 2
        assert "--recover" in refused.stderr


class TestReversing:
    """A run is taken back by a run of its own."""

    def test_a_preview_writes_nothing(self, paid: Bvt) -> None:
        """Like that of a month."""
        shown = paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--json")
        assert (shown.exit_code, shown.json["run"], total(shown)) == (0, None, -2 * MONTH)
        assert len(paid("pay", "runs", "--json").json) == 2

    def test_it_is_the_exact_opposite(self, paid: Bvt) -> None:
        """Line by line, each named."""
        before = paid("pay", "show", "R2", "--json").json["homes"][0]["lines"]
        made = paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post", "--json").json
        lines = made["homes"][0]["lines"]
        assert [line["reverses"] for line in lines] == [line["line"] for line in before]
        assert [Decimal(line["amount"]) for line in lines] == [-Decimal(line["amount"]) for line in before]
        assert {line["kind"] for line in lines} == {"reversal"}

    def test_the_next_posting_does_not_undo_it(self, paid: Bvt) -> None:
        """What is due and kept back stands as a claim; March is paid as always."""
        paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post")
        march = post(paid, "2025-03")
        assert {line["for_month"] for home in march.json["homes"] for line in home["lines"]} == {"2025-03"}
        (claim,) = claims(paid)
        assert (claim["kind"], claim["state"], claim["outstanding"]) == ("reversal", "open", str(2 * MONTH))

    def test_released_it_is_paid_again(self, paid: Bvt) -> None:
        """As corrections, since the month was paid before."""
        paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post")
        assert paid("pay", "release", "K1", "--reason", "It was right.").exit_code == 0
        again = post(paid, "2025-02")
        assert (again.exit_code, total(again)) == (0, 2 * MONTH)
        lines = again.json["homes"][0]["lines"]
        assert {(line["kind"], *line["causes"]) for line in lines} == {("correction", "claim")}

    def test_one_agreement_can_be_released_alone(self, paid: Bvt) -> None:
        """The other stays kept back."""
        paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post")
        paid("pay", "release", "K1", "--agreement", "A-1", "--reason", "This one was right.")
        assert total(post(paid, "2025-02")) == MONTH
        assert claims(paid)[0]["outstanding"] == str(MONTH)

    def test_a_run_that_was_reversed_is_not_reversed_again(self, paid: Bvt) -> None:
        """The message names the run to reverse first; reversing that, the first stands again and can be."""
        paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post")
        refused = paid("pay", "reverse", "R2", "--reason", "Again.", "--post")
        assert refused.exit_code == 3
        assert "R3" in refused.stderr
        assert paid("pay", "reverse", "R3", "--reason", "It was right.", "--post").exit_code == 0
        assert claims(paid)[0]["state"] == "released"  # what it kept back is paid again
        assert post(paid, "2025-02").json["run"] is None
        assert paid("pay", "reverse", "R2", "--reason", "It was not.", "--post").exit_code == 0
        runs = paid("pay", "runs", "--json").json
        assert [Decimal(run["total"]) for run in runs] == [2 * MONTH, 2 * MONTH, -2 * MONTH, 2 * MONTH, -2 * MONTH]

    def test_a_line_of_it_explains_itself(self, paid: Bvt) -> None:
        """It was right by what is known: the run was taken back, not the line."""
        paid("pay", "reverse", "R2", "--reason", "Wrong month.", "--post")
        told = paid("pay", "explain", "R3-1").stdout
        assert "Reversal: the run R2 was taken back whole, and with it line R2-1." in told
        assert "Taken back because: Wrong month." in told

    def test_a_line_taken_back_by_a_correction_stops_it(self, paid: Bvt) -> None:
        """Part of the run is taken back already."""
        paid("agreement", "end", "A-2", "--on", "2025-01-31")
        post(paid, "2025-02", "--recover", "A-2", "--reason", "The child had moved.")
        refused = paid("pay", "reverse", "R2", "--reason", "Wrong month.")
        assert refused.exit_code == 3
        assert "R3" in refused.stderr

    def test_a_recovery_that_is_reversed_gives_back_what_was_paid(self, paid: Bvt) -> None:
        """The child had not moved after all: one instalment was paid, and is returned with the next pay."""
        TestInstalments().take_back(paid)
        paid("pay", "letter", "K1", "--sent", "2025-03-31")
        third = MONTH - total(post(paid, "2025-04"))
        paid("agreement", "set", "A-2", "--clear", "to")
        paid("pay", "reverse", "R3", "--reason", "The child had not moved.", "--post")
        paid("pay", "release", "K2", "--reason", "The child had not moved.")
        may = post(paid, "2025-05", "--as-of", "2025-05-31")
        march_again, others = MONTH, MONTH * 5  # A-1 in March and May, A-2 in March, April and May
        assert march_again + others - MONTH + third == total(may)
        assert claims(paid)[0]["state"] == "settled"


class TestBlocks:
    """Pay is stopped by decision, and goes on by decision."""

    def test_nothing_is_paid_until_it_is_released(self, paid: Bvt) -> None:
        """From the month on; what is kept back is told."""
        assert paid("pay", "block", "A-1", "--from", "2025-03", "--reason", "To be cleared up.").exit_code == 0
        march = post(paid, "2025-03")
        assert (march.exit_code, total(march)) == (0, MONTH)
        assert ("blocked", "A-1") in {(note["code"], note["agreement"]) for note in march.json["notes"]}
        assert claims(paid, "--as-of", "2025-03-31")[0]["outstanding"] == str(MONTH)
        paid("pay", "release", "K1", "--reason", "Cleared up.")
        assert total(post(paid, "2025-03")) == MONTH

    def test_what_is_posted_of_a_blocked_month_stays(self, paid: Bvt) -> None:
        """Neither paid again nor taken back."""
        paid("pay", "block", "A-1", "--from", "2025-01", "--to", "2025-02", "--reason", "To be cleared up.")
        assert paid("agreement", "set", "A-1", "--from", "2025-02-10").exit_code == 0
        shown = post(paid, "2025-02")
        assert (shown.json["run"], shown.json["held"]) == (None, [])

    def test_one_block_for_the_same_months_is_enough(self, paid: Bvt) -> None:
        """A second would have to be released too."""
        paid("pay", "block", "A-1", "--from", "2025-03", "--reason", "x")
        assert paid("pay", "block", "A-1", "--from", "2025-05", "--to", "2025-06", "--reason", "x").exit_code == 3
        assert paid("pay", "block", "A-1", "--from", "2025-01", "--to", "2025-02", "--reason", "x").exit_code == 0

    def test_months_that_are_posted_are_told(self, paid: Bvt) -> None:
        """They are left as they are."""
        blocked = paid("pay", "block", "A-1", "--from", "2025-01", "--to", "2025-06", "--reason", "x")
        assert "K1: nothing is paid under A-1 for 2025-01 to 2025-06" in blocked.stderr
        assert "Posted already, and left as it is: 2025-01, 2025-02." in blocked.stderr

    @pytest.mark.parametrize(
        ("typed", "exit_code"),
        [
            (("block", "A-1", "--from", "2025-03"), 2),
            (("settle", "K9", "--reason", "x"), 4),
            (("release", "K9", "--reason", "x", "--on", "2030-01-01"), 2),
            (("block", "A-9", "--from", "2025-03", "--reason", "x"), 4),
            (("block", "A-1", "--from", "2025-03", "--to", "2025-02", "--reason", "x"), 65),
            (("release", "K9", "--reason", "x"), 4),
            (("reverse", "R9", "--reason", "x"), 4),
            (("reverse", "R2"), 2),
        ],
    )
    def test_what_is_not_understood_changes_nothing(self, paid: Bvt, typed: tuple[str, ...], exit_code: int) -> None:
        """A reason is always needed."""
        assert paid("pay", *typed).exit_code == exit_code
        assert claims(paid) == []

    def test_a_claim_is_released_once_and_a_recovery_not_at_all(self, paid: Bvt) -> None:
        """What is taken back is settled by its instalments."""
        paid("pay", "block", "A-1", "--from", "2025-03", "--reason", "x")
        paid("pay", "release", "K1", "--reason", "x")
        assert paid("pay", "release", "K1", "--reason", "x").exit_code == 3
        paid("agreement", "end", "A-2", "--on", "2025-01-31")
        post(paid, "2025-02", "--recover", "A-2", "--reason", "x")
        assert paid("pay", "release", "K2", "--reason", "x").exit_code == 3


class TestDoubts:
    """What looks like wrong pay is posted when it is accepted by name and reason."""

    @pytest.fixture
    def doubled(self, paid: Bvt) -> Bvt:
        """C-1 is paid in a second foster home from March on."""
        paid(
            "home",
            "add",
            "--ref",
            "H-2",
            "--kind",
            "fosterhjem",
            "--name",
            "Familien To",
            "--employment",
            "oppdragstaker",
        )
        more = "bvt_register: 1\nhomes: [{ref: H-2, approvals: [{kind: fosterhjem, on: 2024-01-01}]}]\n" \
            "agreements: [{ref: A-7, home: H-2, child: C-1, measure: fosterhjem, from: 2025-03-01}]\n"  # fmt: skip
        assert paid("import", "-", input=more).exit_code == 0
        return paid

    def test_neither_agreement_is_paid(self, doubled: Bvt) -> None:
        """The others are; exit 3, and the doubt says its name."""
        march = post(doubled, "2025-03")
        assert (march.exit_code, total(march)) == (3, MONTH)
        (stopped,) = march.json["stopped"]
        assert (stopped["name"], stopped["agreements"]) == ("two_homes:A-7", ["A-1", "A-7"])

    def test_accepted_it_is_paid(self, doubled: Bvt) -> None:
        """With a reason; the same posting again has nothing more."""
        march = post(doubled, "2025-03", "--accept", "two_homes:A-7", "--reason", "Both homes were paid while moving.")
        assert (march.exit_code, total(march), march.json["stopped"]) == (0, 3 * MONTH, [])
        assert post(doubled, "2025-03").json["run"] is None

    def test_acceptance_needs_a_reason_and_a_doubt(self, doubled: Bvt) -> None:
        """Exit 2 and nothing posted."""
        assert post(doubled, "2025-03", "--accept", "two_homes:A-7").exit_code == 2
        assert post(doubled, "2025-03", "--accept", "two_homes:A-9", "--reason", "x").exit_code == 2
        assert len(doubled("pay", "runs", "--json").json) == 2
