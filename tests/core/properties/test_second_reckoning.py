"""A second reckoning of pay, day by day and in decimals, that shares nothing with bvt's own but the tables."""

from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bvt_cli.core.payment import pay_month
from bvt_cli.core.period import Month
from bvt_cli.core.rate import Table
from paying import SHIPPED_TABLES, agreed, pay_rules

SHARES = {"liten": Decimal(25), "medium": Decimal(45), "stor": Decimal(75)}
RULES = {rule: pay_rules({"age_change": rule}) for rule in ("month_after", "birthday_month", "birthday")}
ORE = Decimal("0.01")
MONTHS = st.builds(Month, st.sampled_from([2023, 2024]), st.integers(1, 12)) | st.builds(
    Month, st.just(2025), st.integers(1, 6)
)


def age(born: date, day: date) -> int:
    """Whole years; born on 29 February is a year older on 1 March where there is no such day."""
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def kroner(table: Table, years: int, component: str) -> Decimal:
    row = next(
        each for each in table.rows
        if each.scheme == "fosterhjem" and each.age_from <= years and (each.age_to is None or years < each.age_to)
    )  # fmt: skip
    return Decimal(row.grunnstotte if component == "grunnstotte" else row.utgiftsdekning) / 100


def reckoned(
    born: date, first: date, last: date, month: Month, rule: str, percent: Decimal
) -> list[tuple[str, Decimal]]:
    """Each component with each rate it is paid by, in kroner."""
    days = [month.first + timedelta(days=at) for at in range(month.days)]
    paid: Counter[tuple[str, Decimal]] = Counter()
    for day in days:
        if not first <= day <= last or age(born, day) >= 18:
            continue
        counted = {"month_after": days[0] - timedelta(days=1), "birthday_month": days[-1], "birthday": day}[rule]
        table = max((each for each in SHIPPED_TABLES if each.effective <= day), key=lambda each: each.effective)
        for component in ("grunnstotte", "utgiftsdekning"):
            paid[component, kroner(table, age(born, counted), component)] += 1
    return sorted(
        (component, (rate * percent * number / 100 / len(days)).quantize(ORE, ROUND_HALF_UP))
        for (component, rate), number in paid.items()
    )


@settings(deadline=None, max_examples=150)
@given(
    born=st.dates(date(2004, 1, 1), date(2025, 6, 30)) | st.sampled_from([date(2008, 2, 29), date(2012, 2, 29)]),
    first=st.dates(date(2023, 1, 1), date(2025, 6, 30)),
    length=st.integers(0, 900),
    month=MONTHS,
    rule=st.sampled_from(sorted(RULES)),
    size=st.sampled_from([None, *SHARES]),
)  # fmt: skip
def test_a_month_comes_to_what_counting_its_days_comes_to(
    born: date, first: date, length: int, month: Month, rule: str, size: str | None
) -> None:
    """To the øre, line by line, for foster homes and support families, whatever days, birthdays and rule."""
    last = first + timedelta(days=length)
    measure = "fosterhjem" if size is None else "stottefamilie"
    facts = agreed(measure, first, last, born=born, size=size)
    lines = pay_month(facts, month, RULES[rule]).lines
    expected = reckoned(born, first, last, month, rule, SHARES.get(size or "", Decimal(100)))
    assert sorted((line.component, Decimal(line.amount) / 100) for line in lines) == expected
