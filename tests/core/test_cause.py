"""Why a month is paid otherwise than it was posted: what changed since, told apart where it can be."""

from datetime import date
from fractions import Fraction

from bvt_cli.core.agreement import Facts, Sibling, Stay, Voucher
from bvt_cli.core.cause import causes
from bvt_cli.core.home import Approval
from bvt_cli.core.payment import Line, PayRules, pay_month
from bvt_cli.core.period import Month
from paying import RULES, SHIPPED_TABLES, agreed, pay_rules

MARCH = Month(2025, 3)
FIRST_WEEKEND = Stay(date(2025, 3, 7), date(2025, 3, 9))
SECOND_WEEKEND = Stay(date(2025, 3, 21), date(2025, 3, 23))


def posted(facts: Facts, rules: PayRules = RULES) -> tuple[Line, ...]:
    return pay_month(facts, MARCH, rules).lines


def told(then: Facts, now: Facts, standing: tuple[Line, ...], rules: PayRules = RULES) -> tuple[str, ...]:
    """What all components that changed say."""
    (found,) = set(causes(MARCH, then, now, standing, rules).values()) or {()}
    return found


def why(then: Facts, now: Facts, rules: PayRules = RULES) -> tuple[str, ...]:
    """The causes where March was posted by what was known then."""
    return told(then, now, posted(then, rules), rules)


def visited(*stays: Stay, **changed: object) -> Facts:
    return agreed(basis="actual", stays=stays, **changed)  # type: ignore[arg-type]


class TestOneThing:
    """Something about the agreement is otherwise than it was."""

    def test_a_stay_registered_late_is_called_late(self) -> None:
        """What was posted was right by what was known."""
        assert why(visited(FIRST_WEEKEND), visited(FIRST_WEEKEND, SECOND_WEEKEND)) == ("stay", "late")

    def test_a_stay_that_was_wrong_is_not(self) -> None:
        """It was a day shorter."""
        shorter = Stay(date(2025, 3, 7), date(2025, 3, 8))
        assert why(visited(FIRST_WEEKEND), visited(shorter)) == ("stay",)

    def test_an_agreement_that_had_ended(self) -> None:
        """Known when March was posted already."""
        assert why(agreed("fosterhjem"), agreed("fosterhjem", last=date(2025, 3, 10))) == ("agreement",)

    def test_a_wrong_day_of_birth(self) -> None:
        """The child is in another age band."""
        before = agreed("fosterhjem", born=date(2018, 5, 4))
        older = agreed("fosterhjem", born=date(2010, 5, 4))
        assert causes(MARCH, before, older, posted(before), RULES) == {"utgiftsdekning": ("child",)}

    def test_an_approval_revoked(self) -> None:
        """From the middle of the month."""
        revoked = [Approval("fosterhjem", date(2010, 1, 1), date(2025, 3, 15))]
        assert why(agreed("fosterhjem"), agreed("fosterhjem", approvals=revoked)) == ("home",)

    def test_an_outlay_handed_in_late(self) -> None:
        """With its receipt."""
        day = date(2025, 3, 12)
        outlay = Voucher("outlay", "U1", day, day, 300_00, reference="17", approved_by="leder")
        assert why(agreed(), agreed()._replace(vouchers=(outlay,))) == ("voucher", "late")

    def test_an_elder_sibling_in_the_same_support_family(self) -> None:
        """Where siblings are paid once."""
        rules = pay_rules({"stottefamilie_siblings": "one"})
        elder = agreed("stottefamilie", size="liten", ref="A-2", child="C-2", born=date(2012, 1, 1))
        alone = agreed("stottefamilie", size="liten")
        together = alone._replace(siblings=(Sibling(elder.agreement, date(2012, 1, 1)),))
        assert why(alone, together, rules) == ("siblings",)

    def test_what_moves_no_money_is_no_cause(self) -> None:
        """A goal, a contact person, a corrected case number."""
        changed = agreed("fosterhjem", last=date(2025, 3, 10), case="2024/9")
        assert why(agreed("fosterhjem", case="2024/1187"), changed) == ("agreement",)
        assert why(agreed(case="1"), agreed(case="2")) == ()


class TestSeveral:
    """Told apart where they can be."""

    def test_each_is_named(self) -> None:
        """Another day of birth, and an end."""
        then, now = agreed("fosterhjem"), agreed("fosterhjem", born=date(2010, 5, 4), last=date(2025, 3, 10))
        assert causes(MARCH, then, now, posted(then), RULES) == {
            "grunnstotte": ("agreement",),  # the same in every band
            "utgiftsdekning": ("agreement", "child"),
        }

    def test_one_that_matters_only_beside_another_is_named_too(self) -> None:
        """The approval would not have mattered if the agreement had not begun earlier."""
        then = agreed("fosterhjem", first=date(2025, 3, 20), approvals=[Approval("fosterhjem", date(2025, 3, 20))])
        now = agreed("fosterhjem", first=date(2025, 3, 1), approvals=[Approval("fosterhjem", date(2025, 3, 1))])
        assert why(then, now) == ("agreement", "home")

    def test_a_late_stay_beside_an_end_is_still_late(self) -> None:
        """What was known of stays was right."""
        now = visited(FIRST_WEEKEND, SECOND_WEEKEND, last=date(2025, 3, 22))
        assert why(visited(FIRST_WEEKEND), now) == ("stay", "agreement", "late")


class TestRatesAndRules:
    """All facts are as they were."""

    def test_a_table_entered_late(self) -> None:
        """March was paid provisionally by the table of 2023."""
        without = pay_rules(tables=[table for table in SHIPPED_TABLES if table.effective < date(2024, 7, 1)],
                            provisional=True)  # fmt: skip
        facts = agreed("fosterhjem")
        assert told(facts, facts, posted(facts, without)) == ("rate",)

    def test_a_rule_decided_with_effect_backwards(self) -> None:
        """Part months by days, where stays were counted before."""
        facts = agreed(first=date(2025, 3, 15), stays=[SECOND_WEEKEND])
        by_days = pay_rules({"fixed_part_month": "by_days"})
        assert told(facts, facts, posted(facts), by_days) == ("rules",)

    def test_pay_that_a_claim_kept_back(self) -> None:
        """Nothing stands, though nothing has changed."""
        facts = agreed("fosterhjem")
        assert told(facts, facts, ()) == ("claim",)

    def test_another_day_on_which_ages_change_is_a_rule(self) -> None:
        """The child turned 6 on 11 March: the amount is another, the rates are not."""
        facts = agreed("fosterhjem", born=date(2019, 3, 11))
        by_month = pay_rules({"age_change": "birthday_month"})
        assert causes(MARCH, facts, facts, posted(facts), by_month) == {"utgiftsdekning": ("rules",)}

    def test_a_mileage_rate_entered_late(self) -> None:
        """The drive was known and waited for it."""
        day = date(2025, 3, 12)
        facts = agreed()._replace(vouchers=(Voucher("drive", "D1", day, day, km=Fraction(40), approved_by="leder"),))
        rated = pay_rules({"mileage": Fraction("5.00"), "mileage_tax_free": Fraction("3.50")})
        assert causes(MARCH, facts, facts, posted(facts), rated) == {"km": ("rate",)}

    def test_pay_that_no_rule_gives_any_more(self) -> None:
        """ "1 KS" holds no cover of expenses after all."""
        facts = agreed("ressursfamilie")
        both = pay_rules({"one_ks_components": ("grunnstotte", "utgiftsdekning")})
        assert causes(MARCH, facts, facts, posted(facts, both), RULES) == {"utgiftsdekning": ("rules",)}
