"""What the folder of a paid home should hold: every item answered yes, no or not applicable, with what is missing."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.agreement import Facts, Stay, Voucher
from bvt_cli.core.approval import Demands
from bvt_cli.core.audit import ITEMS, audit, sample, totals
from bvt_cli.core.audit_beside import evaluated
from bvt_cli.core.audit_folder import Authorised, Evaluated, Folder, Lack, PaidTo
from bvt_cli.core.follow_up import Event, Followed, Limits
from bvt_cli.core.grant import Grant
from bvt_cli.core.home import Approval, Home, Person, Step
from bvt_cli.core.ledger import Posted
from bvt_cli.core.payment import PayRules, pay_month
from bvt_cli.core.period import Month, months
from bvt_cli.core.rate import Tables
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice
from paying import SHIPPED_TABLES, agreed

LOADED = load_practice(shipped_rates(), None)
DEMANDS = LOADED.demands
RULES = PayRules(Tables(SHIPPED_TABLES), LOADED.practice)
JANUARY, MARCH = Month(2025, 1), Month(2025, 3)
FIRST, LAST = JANUARY.first, MARCH.last
DECIDED = date(2024, 12, 1)
KARI = Person("P-1", "carer", date(1982, 3, 14))
CERTIFICATE = Step("attest", date(2024, 11, 20), "P-1", "uttommende_utvidet", date(2024, 11, 1))
SIGNED = Step("confidentiality", date(2024, 11, 20), "P-1")
CONTRACT = Step("contract", date(2024, 12, 1))
LIMITS = Limits(("besokshjem",), 3, 4, 2, 4, 2, 15)


def day(word: str) -> date:
    return date.fromisoformat(word)


def home(
    *, persons: Iterable[Person] = (KARI,), steps: Iterable[Step] = (CERTIFICATE, SIGNED, CONTRACT),
    approvals: Iterable[Approval] = (Approval("besokshjem", DECIDED),), ref: str = "H-001",
) -> Home:  # fmt: skip
    """A besøkshjem approved on 1 December 2024, with all there should be; one carer, no others."""
    return Home(ref, "besokshjem", 12, False, tuple(persons), tuple(steps), tuple(approvals))


def lines(facts: Facts, first: Month = JANUARY, last: Month = MARCH) -> tuple[Posted, ...]:
    """The lines posted for these months, all of them standing."""
    found = [line for month in months(first, last) for line in pay_month(facts, month, RULES).lines]
    return tuple(Posted(f"R1-{number}", line, True) for number, line in enumerate(found, start=1))


def folder(paid: Facts | None = None, now: Facts | None = None, about: Home | None = None, **more: Any) -> Folder:
    """A home paid from January to March under `paid`; the agreement is as `now` by now."""
    paid = paid or agreed()
    return Folder(about or home(), lines(paid), {paid.agreement.ref: now or paid}, **more)


def answer(item: str, about: Folder, demands: Iterable[Demands] = DEMANDS) -> tuple[str, tuple[Lack, ...]]:
    found = {each.item: each for each in audit(about, tuple(demands))}
    return found[item].answer, found[item].missing


def test_a_folder_with_all_there_should_be_has_no_no() -> None:
    """Nothing is paid beside the rates, and nothing was due of the rest."""
    assert {each.item: each.answer for each in audit(folder(), DEMANDS)} == {
        "valid_decision": "yes",
        "contract": "yes",
        "confidentiality": "yes",
        "certificate_at_decision": "yes",
        "certificate_since": "yes",
        "agreement_covers": "yes",
        **dict.fromkeys(list(ITEMS)[6:], "not_applicable"),
    }


class TestDecision:
    """Approved on every paid day, by whoever judged it."""

    def test_an_approval_revoked_since_leaves_paid_days_without_one(self) -> None:
        revoked = home(approvals=[Approval("besokshjem", DECIDED, day("2025-02-15"))])
        assert answer("valid_decision", folder(about=revoked)) == (
            "no", (Lack("not_approved", kind="besokshjem", first=day("2025-02-15"), last=LAST),),
        )  # fmt: skip

    def test_an_approval_as_something_else_is_none(self) -> None:
        other = home(approvals=[Approval("fosterhjem", DECIDED)])
        assert answer("valid_decision", folder(about=other)) == (
            "no", (Lack("not_approved", kind="besokshjem", first=FIRST, last=LAST),),
        )  # fmt: skip
        assert answer("certificate_at_decision", folder(about=other))[0] == "not_applicable"
        assert answer("contract", folder(about=other))[0] == "yes"

    def test_days_between_stays_that_are_paid_one_by_one_need_none(self) -> None:
        """Approved anew from the 20th; the stays are 3-5 and 24-26 January."""
        stays = (Stay(day("2025-01-03"), day("2025-01-05")), Stay(day("2025-01-24"), day("2025-01-26")))
        twice = [Approval("besokshjem", DECIDED, day("2025-01-10")), Approval("besokshjem", day("2025-01-20"))]
        paid = agreed(basis="actual", stays=stays, approvals=twice)
        assert answer("valid_decision", folder(paid, about=home(approvals=twice)))[0] == "yes"

    def test_a_stay_that_is_no_longer_known_counts_with_all_the_days_of_its_line(self) -> None:
        stays = (Stay(day("2025-01-03"), day("2025-01-05")),)
        unapproved = home(approvals=[Approval("besokshjem", day("2025-01-05"))])
        paid = agreed(basis="actual", stays=stays)
        assert answer("valid_decision", folder(paid, agreed(basis="actual"), about=unapproved)) == (
            "no", (Lack("not_approved", kind="besokshjem", first=day("2025-01-03"), last=day("2025-01-04")),),
        )  # fmt: skip


class TestSigned:
    """Contract and declarations, by the first day that is paid."""

    def test_a_contract_that_is_missing(self) -> None:
        bare = home(steps=[CERTIFICATE, SIGNED])
        assert answer("contract", folder(about=bare)) == ("no", (Lack("not_signed", kind="contract", first=FIRST),))

    def test_a_contract_signed_after_the_first_paid_day(self) -> None:
        late = home(steps=[CERTIFICATE, SIGNED, Step("contract", day("2025-01-02"))])
        lack = Lack("signed_late", kind="contract", first=FIRST, last=day("2025-01-02"))
        assert answer("contract", folder(about=late)) == ("no", (lack,))

    def test_of_a_resource_family_the_assignment_agreement_is_the_contract(self) -> None:
        about = home(approvals=[Approval("ressursfamilie", DECIDED)], steps=[])
        paid = agreed("ressursfamilie")
        assert answer("contract", folder(paid, about=about)) == (
            "no", (Lack("not_signed", kind="assignment", first=FIRST),),
        )  # fmt: skip
        assert answer("confidentiality", folder(paid, about=about))[0] == "not_applicable"
        assert answer("certificate_at_decision", folder(paid, about=about))[0] == "not_applicable"

    def test_where_no_demands_are_known_nothing_can_be_asked(self) -> None:
        answers = {each.item: each.answer for each in audit(folder(), ())}
        asked = ("contract", "confidentiality", "certificate_at_decision", "certificate_since")
        assert [answers[item] for item in asked] == ["not_applicable"] * 4

    def test_each_carer_signs_by_the_first_paid_day(self) -> None:
        ola = Person("P-2", "carer", date(1980, 1, 1))
        late = Step("confidentiality", day("2025-01-02"), "P-2")
        assert answer("confidentiality", folder(about=home(persons=[KARI, ola]))) == (
            "no", (Lack("not_signed", "P-2", "confidentiality", FIRST),),
        )  # fmt: skip
        assert answer("confidentiality", folder(about=home(persons=[KARI, ola], steps=[SIGNED, late]))) == (
            "no", (Lack("signed_late", "P-2", "confidentiality", FIRST, day("2025-01-02")),),
        )  # fmt: skip

    @pytest.mark.parametrize(("signed", "expected"), [("2025-03-31", "yes"), ("2025-04-01", "no")])
    def test_a_carer_who_came_later_signs_by_the_last_paid_day(self, signed: str, expected: str) -> None:
        ola = Person("P-2", "carer", date(1980, 1, 1), since=day("2025-02-01"))
        about = home(persons=[KARI, ola], steps=[SIGNED, Step("confidentiality", day(signed), "P-2")])
        assert answer("confidentiality", folder(about=about))[0] == expected

    @pytest.mark.parametrize(
        "person",
        [
            Person("P-2", "carer", date(1980, 1, 1), until=day("2024-12-31")),
            Person("P-2", "carer", date(1980, 1, 1), since=day("2025-04-01")),
            Person("P-2", "household", date(1980, 1, 1)),
        ],
        ids=["had moved out", "came after", "no carer"],
    )
    def test_of_others_nothing_is_asked(self, person: Person) -> None:
        assert answer("confidentiality", folder(about=home(persons=[KARI, person])))[0] == "yes"


class TestCertificates:
    """By what was demanded on the day of the decision, and of whom it was demanded since."""

    @pytest.mark.parametrize(
        ("certificate", "code"),
        [
            (None, "attest_absent"),
            (CERTIFICATE._replace(type="ordinaer"), "attest_wrong_type"),
            (CERTIFICATE._replace(issued=day("2024-08-31")), "attest_too_old"),
        ],
    )
    def test_what_was_wrong_at_the_decision(self, certificate: Step | None, code: str) -> None:
        """More than three months old on 1 December is what was issued in August."""
        steps = [SIGNED, CONTRACT, *([certificate] if certificate else [])]
        assert answer("certificate_at_decision", folder(about=home(steps=steps))) == (
            "no", (Lack(code, "P-1", "besokshjem", DECIDED),),
        )  # fmt: skip

    def test_the_decision_is_the_latest_that_stood_on_the_paid_days(self) -> None:
        """The home was approved anew before the first of them, and the certificate was too old by then."""
        approvals = [Approval("besokshjem", day("2020-01-01")), Approval("besokshjem", day("2024-12-20"))]
        steps = [SIGNED, CONTRACT, CERTIFICATE._replace(issued=day("2024-09-19"))]
        assert answer("certificate_at_decision", folder(about=home(approvals=approvals, steps=steps))) == (
            "no", (Lack("attest_too_old", "P-1", "besokshjem", day("2024-12-20")),),
        )  # fmt: skip

    def test_somebody_who_came_of_age_after_the_decision(self) -> None:
        son = Person("P-3", "household", date(2007, 2, 10))
        about = home(persons=[KARI, son])
        assert answer("certificate_at_decision", folder(about=about))[0] == "yes"
        assert answer("certificate_since", folder(about=about)) == (
            "no", (Lack("attest_turned_18", "P-3", "besokshjem", LAST),),
        )  # fmt: skip

    def test_demands_may_be_known_at_the_decision_only(self) -> None:
        """A municipality that has stopped asking for certificates asks nothing of those who came since."""
        (demanded,) = (each for each in DEMANDS if each.kind == "besokshjem")
        stopped = demanded._replace(since=day("2025-01-01"), carer_certificates=(), household_certificates=())
        assert answer("certificate_at_decision", folder(), [demanded, stopped])[0] == "yes"
        assert answer("certificate_since", folder(), [demanded, stopped])[0] == "not_applicable"


class TestAgreement:
    """In force with this home on every paid day, as it is now."""

    def test_an_agreement_that_turned_out_to_have_ended(self) -> None:
        """Both components of a month are told once, and months beside each other together."""
        ended = agreed(last=day("2025-01-31"))
        assert answer("agreement_covers", folder(now=ended)) == (
            "no", (Lack("not_covered", "A-1", first=day("2025-02-01"), last=LAST),),
        )  # fmt: skip

    def test_an_agreement_with_another_home_covers_nothing(self) -> None:
        moved = agreed(home="H-002")
        assert answer("agreement_covers", folder(now=moved)) == (
            "no", (Lack("not_covered", "A-1", first=FIRST, last=LAST),),
        )  # fmt: skip

    def test_an_agreement_that_is_not_known_covers_nothing(self) -> None:
        gone = folder()._replace(agreements={})
        assert answer("agreement_covers", gone) == ("no", (Lack("not_covered", "A-1", first=FIRST, last=LAST),))


OUTLAY = Voucher("outlay", "U1", day("2025-02-08"), day("2025-02-08"), 45000, reference="17", approved_by="leder")
DRIVE = Voucher("drive", "D1", day("2026-02-08"), day("2026-02-08"), km=Fraction(42), approved_by="leder")
EXTRA = Voucher("supplement", "T1", FIRST, LAST, 150000, taxable=True, reference="12/25", approved_by="leder")


def beside(paid: Voucher, now: Voucher | None, month: Month = Month(2025, 2)) -> Folder:
    """A home paid what is beside the rates and nothing else."""
    terms: dict[str, Any] = {"first": date(2024, 1, 1), "basis": "actual"}
    before, after = (agreed(**terms)._replace(vouchers=(each,) if each else ()) for each in (paid, now))
    return Folder(home(), lines(before, month, month), {"A-1": after})


class TestBeside:
    """What is paid beside the rates."""

    @pytest.mark.parametrize(
        ("item", "voucher", "month"),
        [
            ("receipts", OUTLAY, Month(2025, 2)),
            ("extra_pay_decided", EXTRA, Month(2025, 2)),
        ],
    )
    def test_a_voucher_as_it_was_paid(self, item: str, voucher: Voucher, month: Month) -> None:
        found = beside(voucher, voucher, month)
        assert answer(item, found) == ("yes", ())
        assert answer("vouchers_approved", found) == ("yes", ())
        assert answer("agreement_covers", found) == ("yes", ())
        assert answer("valid_decision", found)[0] == "not_applicable"

    @pytest.mark.parametrize(
        ("item", "voucher", "code"),
        [("receipts", OUTLAY, "no_receipt"), ("extra_pay_decided", EXTRA, "no_decision")],
    )
    def test_without_a_receipt_or_a_decision(self, item: str, voucher: Voucher, code: str) -> None:
        """A gathering can be refunded without a receipt."""
        bare = voucher._replace(reference=None)
        assert answer(item, beside(bare, bare)) == (
            "no", (Lack(code, voucher.ref, first=max(voucher.first, day("2025-02-01"))),),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("item", "voucher"), [("receipts", OUTLAY), ("extra_pay_decided", EXTRA)], ids=["outlay", "supplement"]
    )
    def test_what_has_been_withdrawn_or_moved_since_it_was_paid(self, item: str, voucher: Voucher) -> None:
        lack = Lack("not_entered", voucher.ref, first=max(voucher.first, day("2025-02-01")))
        moved = voucher._replace(first=day("2025-03-01"), last=day("2025-03-01"))
        for now in (None, moved):
            assert answer(item, beside(voucher, now)) == ("no", (lack,))
            assert answer("vouchers_approved", beside(voucher, now))[0] == "no"

    def test_what_is_paid_and_no_longer_approved(self) -> None:
        taken_back = OUTLAY._replace(approved_by=None)
        assert answer("vouchers_approved", beside(OUTLAY, taken_back)) == (
            "no", (Lack("voucher_not_approved", "U1", first=OUTLAY.first),),
        )  # fmt: skip

    def test_what_is_paid_for_a_day_outside_the_agreement(self) -> None:
        found = beside(OUTLAY, OUTLAY)
        ended = agreed(first=date(2024, 1, 1), last=date(2025, 1, 31))
        assert answer("agreement_covers", found._replace(agreements={"A-1": ended})) == (
            "no", (Lack("not_covered", "A-1", first=OUTLAY.first, last=OUTLAY.first),),
        )  # fmt: skip

    def test_driving_has_its_day_and_kilometres(self) -> None:
        """The lines of a drive, with and without tax, are told of once."""
        february = Month(2026, 2)
        assert answer("driving_documented", beside(DRIVE, DRIVE, february)) == ("yes", ())
        assert answer("driving_documented", beside(DRIVE, None, february)) == (
            "no", (Lack("not_entered", "D1", first=DRIVE.first),),
        )  # fmt: skip
        longer = DRIVE._replace(km=Fraction(43))
        assert answer("driving_documented", beside(DRIVE, longer, february)) == (
            "no", (Lack("drive_differs", "D1", first=DRIVE.first),),
        )  # fmt: skip

    def test_a_voucher_of_an_agreement_that_is_not_known(self) -> None:
        assert answer("receipts", beside(OUTLAY, OUTLAY)._replace(agreements={}))[0] == "no"


def followed(*evaluations: str, **more: Any) -> Followed:
    """A besøkshjem from 1 January 2025, to be evaluated every third month."""
    events = tuple(Event(f"O{at}", "evaluation", day(on)) for at, on in enumerate(evaluations, start=1))
    return Followed("A-1", "H-001", "besokshjem", FIRST, events=events, contact=True, goals=True, **more)


class TestEvaluations:
    """On time: by three months after the last, or after the beginning; 1 April at the latest."""

    @pytest.mark.parametrize(
        ("done", "until", "late"),
        [
            (["2025-04-01"], "2025-06-30", []),
            (["2025-04-02"], "2025-06-30", [("2025-04-01", "2025-04-02")]),
            ([], "2025-06-30", [("2025-04-01", None)]),
            (["2025-03-01"], "2025-06-01", []),
            (["2025-03-01"], "2025-06-02", [("2025-06-01", None)]),
            (["2025-04-03", "2025-07-04"], "2025-12-31",
             [("2025-04-01", "2025-04-03"), ("2025-07-03", "2025-07-04"), ("2025-10-04", None)]),
        ],
    )  # fmt: skip
    def test_each_is_set_against_the_day_it_was_due(
        self, done: list[str], until: str, late: list[tuple[str, str | None]]
    ) -> None:
        expected = tuple((day(due), day(on) if on else None) for due, on in late)
        assert evaluated(followed(*done), FIRST, day(until), LIMITS) == Evaluated("A-1", expected)

    def test_nothing_is_asked_before_the_first_is_due(self) -> None:
        assert evaluated(followed(), FIRST, day("2025-03-31"), LIMITS) is None

    def test_nothing_is_asked_after_the_agreement_has_ended(self) -> None:
        assert evaluated(followed(last=day("2025-03-15")), FIRST, day("2025-12-31"), LIMITS) is None

    def test_a_foster_home_is_not_evaluated_like_that(self) -> None:
        foster = followed()._replace(measure="fosterhjem")
        assert evaluated(foster, FIRST, day("2025-12-31"), LIMITS) is None

    def test_those_on_time_and_those_late_or_missing(self) -> None:
        due, done = day("2025-04-01"), day("2025-04-03")
        assert answer("evaluated_on_time", folder(evaluations=(Evaluated("A-1"),))) == ("yes", ())
        assert answer("evaluated_on_time", folder(evaluations=(Evaluated("A-1", ((due, done), (done, None))),))) == (
            "no", (Lack("evaluation_late", "A-1", None, due, done), Lack("evaluation_missing", "A-1", None, done)),
        )  # fmt: skip


class TestWhoWasPaid:
    """Grants of the children, payees and runs."""

    def test_a_grant_paid_without_approval(self) -> None:
        grant = Grant("G1", "C-77", FIRST, 1, "2025/14", "3071", approved_by="leder", paid_on=FIRST)
        assert answer("support_documented", folder(grants=(grant,))) == ("yes", ())
        assert answer("support_documented", folder(grants=(grant._replace(approved_by=None),))) == (
            "no", (Lack("grant_without_approved_by", "G1", first=FIRST),),
        )  # fmt: skip

    def test_a_payee_that_nobody_confirmed_and_a_run_with_nobody_to_pay(self) -> None:
        payees = (PaidTo("R1", "P-1", True), PaidTo("R2", "P-2", False), PaidTo("R3", None, False))
        assert answer("payees_confirmed", folder(payees=payees[:1])) == ("yes", ())
        assert answer("payees_confirmed", folder(payees=payees)) == (
            "no", (Lack("payee_not_confirmed", "P-2"), Lack("no_payee", "R3")),
        )  # fmt: skip

    def test_a_run_that_nobody_authorised(self) -> None:
        runs = (Authorised("R1", True), Authorised("R2", False))
        assert answer("run_authorised", folder(runs=runs[:1])) == ("yes", ())
        assert answer("run_authorised", folder(runs=runs)) == ("no", (Lack("not_authorised", "R2"),))


class TestSample:
    """Drawn by the seed alone."""

    @settings(max_examples=25)
    @given(st.sets(st.text("H-0123456789", min_size=1), max_size=12), st.integers(0, 15), st.text(max_size=5))
    def test_it_is_the_same_whatever_the_order_and_as_large_as_asked_for(
        self, refs: set[str], size: int, seed: str
    ) -> None:
        drawn = sample(sorted(refs), size, seed)
        assert drawn == sample(sorted(refs, reverse=True), size, seed)
        assert drawn <= refs
        assert len(drawn) == min(size, len(refs))
        assert sample(refs, size + 1, seed) >= drawn

    def test_another_seed_draws_others(self) -> None:
        refs = [f"H-{number:03}" for number in range(1, 101)]
        assert sample(refs, 20, "7") != sample(refs, 20, "8")


def test_the_answers_of_all_homes_are_counted_by_item() -> None:
    bare = home(steps=[CERTIFICATE, SIGNED])
    counts = totals([audit(folder(), DEMANDS), audit(folder(about=bare), DEMANDS)])
    assert counts["contract"] == {"yes": 1, "no": 1, "not_applicable": 0}
    assert counts["receipts"] == {"yes": 0, "no": 0, "not_applicable": 2}
    assert list(counts) == list(ITEMS)
