"""Items of what is due: their names, their order, windows, and what is told once."""

from datetime import date

import pytest

from bvt_cli.core.due import KINDS, Item, chosen, due_by, gone, horizon

TODAY = date(2025, 3, 31)


def item(kind: str = "visit", on: str | None = "2025-03-31", ref: str = "A-1", **more: object) -> Item:
    return Item(kind, None if on is None else date.fromisoformat(on), ref, **more)  # type: ignore[arg-type]


def test_an_item_is_named_by_what_it_is_about_and_its_day():
    """Tomorrow it has the same name; what has no day is named without one."""
    assert item().name == "visit:A-1:2025-03-31"
    assert item("step", None, "H-1", detail="attest", part="P-1").name == "step:attest:H-1:P-1"


@pytest.mark.parametrize(("on", "late"), [("2025-04-01", 0), ("2025-03-31", 0), ("2025-03-30", 1), (None, None)])
def test_an_item_is_overdue_from_the_day_after_its_last(on: str | None, late: int | None):
    assert item(on=on).late_on(TODAY) == late


@pytest.mark.parametrize(
    ("number", "unit", "last"),
    [(0, "d", "2025-03-31"), (30, "d", "2025-04-30"), (4, "w", "2025-04-28"), (1, "m", "2025-04-30")],
)
def test_a_window_is_so_many_days_weeks_or_months(number: int, unit: str, last: str):
    assert horizon(TODAY, number, unit) == date.fromisoformat(last)


def test_what_is_due_by_a_day_is_listed_by_day_then_kind_then_number():
    """What has no day stands last; the same item twice is one."""
    listed = [
        item("step", None), item("visit", ref="A-10"), item("visit", ref="A-9"), item("visit", ref="A-9"),
        item("evaluation"), item("visit", "2025-03-01"), item("visit", "2025-04-01"),
    ]  # fmt: skip
    assert [each.name for each in due_by(listed, TODAY)] == [
        "visit:A-1:2025-03-01", "evaluation:A-1:2025-03-31", "visit:A-9:2025-03-31", "visit:A-10:2025-03-31",
        "step:A-1",
    ]  # fmt: skip


def test_kinds_and_people_narrow_the_list():
    """What nobody is named for is nobody's."""
    both = [item("visit", who=("mls", "ako")), item("rate", who=())]
    assert chosen(both) == both
    assert chosen(both, kinds=["rate"]) == both[1:]
    assert chosen(both, whose=lambda names: "ako" in names) == both[:1]
    assert chosen(both, ["rate"], lambda names: "ako" in names) == []


def test_what_was_told_and_is_settled_is_forgotten():
    """Still due: kept. Settled, dated or not: forgotten. Of a day past the window: kept, for it was not looked for."""
    told = ["visit:A-1:2025-03-31", "visit:A-1:2025-03-01", "step:attest:H-1:P-1", "visit:A-1:2025-05-01", "x"]
    assert gone(told, [item()], TODAY) == ["visit:A-1:2025-03-01", "step:attest:H-1:P-1", "x"]


def test_every_kind_is_told_once_in_the_list_of_kinds():
    assert len(set(KINDS)) == len(KINDS)
