"""The pay cases a caseworker can proof-read (tests/cases/*.yaml): each sum is worked out here on its own as well."""

import ast
import operator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from bvt_cli.core.agreement import Facts, Stay
from bvt_cli.core.consistency import counts
from bvt_cli.core.home import Approval
from bvt_cli.core.money import amount_text, parse_amount, parse_quantity, quantity_text
from bvt_cli.core.payment import Line, PayRules, pay_month, shared_days
from bvt_cli.core.period import Month, parse_day
from paying import agreed, pay_rules

CASES = Path(__file__).parent.parent / "cases"
FILES = ("worked_figures", "besokshjem", "ages", "tables", "due_days")
OPERATIONS = {ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Add: operator.add}
NUMBERS = {"besokshjem_days_per_month", "provisional_months", "share_medium", "one_ks_age"}

# What the rules promise, row by row: the sums for a month by component, in the order of their days.
WORKED_FIGURES = {
    ("besøkshjem fixed", "2025-03"): (["3078.00"], ["1197.00"]),
    ("besøkshjem part month, stay", "2025-03"): (["3078.00"], ["1197.00"]),
    ("besøkshjem part month, no stay", "2025-03"): (["1687.94"], ["656.42"]),
    ("besøkshjem 10 on 1 March", "2025-03"): (["3078.00"], ["1197.00"]),
    ("besøkshjem 10 on 1 March", "2025-04"): (["3078.00"], ["1332.00"]),
    ("besøkshjem actual", "2025-03"): (["5130.00"], ["1995.00"]),
    ("besøkshjem actual", "2025-04"): (["2052.00"], ["798.00"]),
    ("støttefamilie liten", "2025-03"): (["2584.00"], ["1718.75"]),
    ("støttefamilie medium", "2025-03"): (["4651.20"], ["3839.85"]),
    ("støttefamilie medium from 15 March", "2025-03"): (["2550.66"], ["2105.72"]),
    ("støttefamilie stor", "2025-03"): (["7752.00"], ["7593.75"]),
    ("støttefamilie stor, month_after", "2025-03"): (["7752.00"], ["5156.25"]),
    ("støttefamilie stor, month_after", "2025-04"): (["7752.00"], ["6399.75"]),
    ("støttefamilie stor, birthday", "2025-03"): (["7752.00"], ["1663.31", "4335.31"]),
    ("fosterhjem factor 2", "2025-03"): (["20672.00"], ["8533.00"]),
    ("fosterhjem 18 on 20 March", "2025-03"): (["6334.97"], ["6205.65"]),
    ("fosterhjem 18 on 20 March", "2025-04"): ([], []),
    ("ressursfamilie", "2025-03"): (["10336.00"], []),
    ("støttefamilie stor, provisional", "2025-07"): (["7752.00"], ["6399.75"]),
}


def cases() -> list[Any]:
    """Every case of every file; all values are read as the text they look like."""
    return [
        pytest.param(case, id=f"{name}: {case['title']}")
        for name in FILES
        for case in yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    ]


def worked_out(written: str) -> str:
    """A sum such as `10336 * 45/100 * 17/31`, exact to the last step and then rounded half up to øre."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return Fraction(OPERATIONS[type(node.op)](value(node.left), value(node.right)))
        assert isinstance(node, ast.Constant)
        return Fraction(str(node.value))

    exact = value(ast.parse(written, mode="eval").body)
    return str((Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))


def facts_of(case: dict[str, Any]) -> Facts:
    agreement, home = case["agreement"], case.get("home", {})
    assert agreement.keys() <= {"measure", "from", "to", "size", "basis", "days_per_month", "factor", "aftercare"}
    assert home.keys() <= {"approved", "ended_on", "employment"}
    approvals = [
        Approval(
            each.get("as", agreement["measure"]),
            parse_day(each["from"]),
            parse_day(each["revoked"]) if "revoked" in each else None,
        )
        for each in home.get("approved", [{"from": "2010-01-01"}])
    ]
    return agreed(
        agreement["measure"],
        parse_day(agreement["from"]),
        parse_day(agreement["to"]) if "to" in agreement else None,
        born=parse_day(case["born"]) if "born" in case else None,
        size=agreement.get("size"),
        basis=agreement.get("basis", "fixed"),
        days_per_month=int(agreement["days_per_month"]) if "days_per_month" in agreement else None,
        factor=parse_quantity(agreement.get("factor", "1")),
        aftercare=agreement.get("aftercare") == "true",
        stays=[stay_of(each) for each in case.get("stays", [])],
        approvals=approvals,
        ended_on=parse_day(home["ended_on"]) if "ended_on" in home else None,
        employment=home.get("employment", "oppdragstaker"),
    )


def stay_of(said: dict[str, str]) -> Stay:
    assert said.keys() <= {"from", "to", "extra", "cancelled_by", "pay"}
    record: dict[str, Any] = {}
    if "cancelled_by" in said:
        record["cancelled"] = {"by": said["cancelled_by"]}
        if "pay" in said:
            record["cancelled"]["pay"] = said["pay"] == "true"
    return Stay(parse_day(said["from"]), parse_day(said["to"]), said.get("extra") == "true", counts(record))


def rules_of(case: dict[str, Any]) -> PayRules:
    settings = {
        name: int(value) if name in NUMBERS else tuple(value) if isinstance(value, list) else value
        for name, value in case.get("settings", {}).items()
    }
    return pay_rules(settings, provisional=case.get("provisional") == "true")


def as_written(line: Line) -> dict[str, str]:
    return {
        "component": line.component,
        "basis": line.basis,
        "from": line.first.isoformat(),
        "to": line.last.isoformat(),
        "quantity": quantity_text(line.quantity),
        "amount": amount_text(line.amount),
        "table": line.table.isoformat(),
        "provisional": str(line.provisional).lower(),
    }


@pytest.mark.parametrize("case", cases())
def test_a_month_comes_to_the_sums_written_out(case: dict[str, Any]) -> None:
    """Each line is as written, its sum worked out by hand comes to its amount, and nothing else is said."""
    assert case.keys() <= {
        *("title", "figure", "born", "agreement", "home", "stays", "settings", "provisional", "beside", "months")
    }
    facts, rules = facts_of(case), rules_of(case)
    for month, expected in case["months"].items():
        assert expected.keys() <= {"lines", "notes", "problem", "skipped"}
        pay = pay_month(facts, Month.parse(month), rules)
        found = [finding.code for finding in pay.notes]
        if "beside" in case:
            other = agreed(facts.agreement.measure, parse_day(case["beside"]["from"]), ref="A-2", home="H-002")
            found += [each.code for each in shared_days((facts, other), Month.parse(month)) if each.agreement == "A-1"]
        lines = expected.get("lines", [])
        assert [worked_out(line["sum"]) for line in lines] == [line["amount"] for line in lines]
        stated = [
            {"table": "2024-07-01", "provisional": "false"} | {key: line[key] for key in line if key != "sum"}
            for line in lines
        ]
        assert [as_written(line) for line in pay.lines] == stated
        assert found == expected.get("notes", [])
        assert (pay.problem.code if pay.problem else None) == expected.get("problem")
        assert (pay.skipped.code if pay.skipped else None) == expected.get("skipped")


def test_every_worked_figure_of_the_rules_is_a_case() -> None:
    """The cases of worked_figures.yaml state exactly the amounts the rules promise, none left out."""
    stated = {}
    for case in yaml.load((CASES / "worked_figures.yaml").read_text(encoding="utf-8"), yaml.BaseLoader):
        for month, expected in case["months"].items():
            lines = expected.get("lines", [])
            stated[case["figure"], month] = tuple(
                [line["amount"] for line in lines if line["component"] == component]
                for component in ("grunnstotte", "utgiftsdekning")
            )
    assert stated == WORKED_FIGURES


def test_no_case_file_is_left_out() -> None:
    """Every file of cases is run, here or (a whole municipality) with the register's own tests."""
    assert {path.stem for path in CASES.glob("*.yaml")} == {*FILES, "kommune_2025-03"}


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1/8", "0.13"), ("10336 * 45/100 * 17/31", "2550.66"), ("0.005", "0.01"), ("(3 + 2) * 1026", "5130.00")],
)
def test_sums_are_worked_out_exactly_and_rounded_half_up(written: str, amount: str) -> None:
    """The check itself reckons as a person would: exact to the end, half an øre upwards."""
    assert worked_out(written) == amount
    assert amount_text(parse_amount(amount)) == amount
