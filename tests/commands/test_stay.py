"""`bvt stay add|set|cancel|list`."""

import pytest

from tests.conftest import Bvt

NEW = ("stay", "add", "A-1", "--from", "2025-07-04", "--to", "2025-07-06")


def shown(bvt: Bvt, ref: str) -> dict[str, object]:
    return next(each for each in bvt("stay", "list", "--json").json if each["ref"] == ref)


def test_adding_a_stay_prints_its_ref(kommune: Bvt) -> None:
    """Friday to Sunday are three døgn."""
    assert kommune(*NEW) == (0, "S1\n", "S1 is added.\nNext: bvt stay list --agreement A-1\n")
    assert shown(kommune, "S1") == {
        "ref": "S1",
        "agreement": "A-1",
        "from": "2025-07-04",
        "to": "2025-07-06",
        "days": 3,
        "extra": False,
        "counts": True,
        "cancelled_on": None,
        "cancelled_by": None,
    }


def test_a_stay_outside_its_agreement_is_kept_with_a_word(kommune: Bvt) -> None:
    """It may be the agreement that is wrong."""
    result = kommune("stay", "add", "A-7", "--from", "2025-03-14", "--to", "2025-03-16", "--extra")
    assert result.exit_code == 0
    assert result.stderr.endswith("Not all days of the stay lie within the agreement A-7.\n")


@pytest.mark.parametrize(
    ("options", "paid", "sentence"),
    [
        (["--by-whom", "home"], False, "S-7 was cancelled on 2025-06-15 (the home); it is not paid.\n"),
        (["--by-whom", "child"], False, "S-7 was cancelled on 2025-06-15 (the child); it is not paid.\n"),
        (["--by-whom", "service"], True, "S-7 was cancelled on 2025-06-15 (the service); it is paid all the same.\n"),
        (["--by-whom", "home", "--on", "2025-04-03", "--pay"], True,
         "S-7 was cancelled on 2025-04-03 (the home); it is paid all the same.\n"),
        (["--by-whom", "service", "--no-pay"], False,
         "S-7 was cancelled on 2025-06-15 (the service); it is not paid.\n"),
    ],
)  # fmt: skip
def test_a_cancelled_stay_is_paid_only_if_the_service_cancelled_unless_said(
    kommune: Bvt, options: list[str], paid: bool, sentence: str
) -> None:
    """The service pays for what it called off."""
    assert kommune("stay", "cancel", "S-7", *options) == (0, "", f"{sentence}Next: bvt pay month\n")
    assert shown(kommune, "S-7")["counts"] is paid


def test_cancelling_again_corrects_what_was_said(kommune: Bvt) -> None:
    """Also that it be paid; and a cancellation by mistake is cleared."""
    kommune("stay", "cancel", "S-7", "--by-whom", "home", "--pay")
    result = kommune("stay", "cancel", "S-7", "--by-whom", "child", "--on", "2025-04-02", "--json")
    assert result.json["cancelled"] == {"on": "2025-04-02", "by": "child"}
    cleared = kommune("stay", "set", "S-7", "--clear", "cancelled")
    assert cleared.stderr == "S-7 is corrected: cancelled.\nNext: bvt pay month\n"
    assert shown(kommune, "S-7")["cancelled_on"] is None


def test_a_day_may_be_shared_with_a_stay_that_was_cancelled_without_pay(kommune: Bvt) -> None:
    """A-1's weekend of 4-6 April went to another."""
    again = ("stay", "add", "A-1", "--from", "2025-04-06", "--to", "2025-04-07")
    result = kommune(*again)
    assert (result.exit_code, result.stdout) == (65, "")
    assert "It shares a day with the stay S-7 of the same agreement." in result.stderr
    kommune("stay", "cancel", "S-7", "--by-whom", "home")
    assert kommune(*again).exit_code == 0


def test_the_list_can_be_narrowed_to_an_agreement_and_a_month(kommune: Bvt) -> None:
    """A stay over the turn of a month belongs to both."""

    def refs(*options: str) -> list[str]:
        return [each["ref"] for each in kommune("stay", "list", *options, "--json").json]

    assert refs("--agreement", "A-3", "--month", "2025-03") == ["S-26", "S-27", "S-28"]
    assert refs("--agreement", "A-3", "--month", "04.2025") == ["S-28"]
    assert refs("--month", "2029-01") == []
    assert kommune("stay", "list", "--month", "2029-01").stderr == "There are no such stays.\n"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["add", "A-1"], 2, "bvt stay add also needs --from, --to."),
        (["add", "A-404", "--from", "2025-07-04", "--to", "2025-07-06"], 4, "There is no agreement A-404"),
        (["add", "A-1", "--from", "2025-07-04", "--to", "2025-07-03"], 65,
         "to (2025-07-03) is before from (2025-07-04)."),
        ([*NEW[1:], "--ref", "S-1"], 3, "There is already a stay S-1; bvt stay set corrects it."),
        (["set", "S-6", "--to", "2025-04-05"], 65, "It shares a day with the stay"),
        (["set", "S-6"], 2, "Nothing to correct was given"),
        (["set", "S-404", "--extra"], 4, "There is no stay S-404 in the register."),
        (["cancel", "S-6"], 2, "bvt stay cancel also needs --by-whom."),
        (["cancel", "S-6", "--by-whom", "king"], 2, "--by-whom: king is none of home, child, service."),
        (["cancel", "S-404", "--by-whom", "home"], 4, "There is no stay S-404 in the register."),
        (["list", "--agreement", "A-404"], 4, "There is no agreement A-404 in the register."),
        (["list", "--month", "2025-13"], 2, "--month: 2025-13 is no month"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_a_stay(kommune: Bvt, arguments: list[str], exit_code: int, sentence: str) -> None:
    """One sentence, nothing written."""
    before = kommune("export").stdout
    result = kommune("stay", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert kommune("export").stdout == before
