"""`bvt followup add|set|show|list|check`."""

from collections.abc import Callable
from pathlib import Path

from tests.commands.conftest import Noted
from tests.commands.register import ONE_HOME
from tests.conftest import Bvt

EVALUATION = ("followup", "add", "A-1", "--kind", "evaluation", "--on", "2025-05-20")


def due(bvt: Bvt, *arguments: str) -> list[tuple[str, str, str, bool]]:
    return [
        (each["agreement"], each["code"], each["on"], each["late"])
        for each in bvt("followup", "check", *arguments, "--json").json
    ]


def test_an_evaluation_is_recorded_with_all_that_belongs_to_it(kommune: Bvt) -> None:
    """Whoever records it did it, where nobody else is named."""
    result = kommune(
        *EVALUATION, "--home-took-part", "--parents-took-part", "--child-heard", "--outcome", "goes-on",
        "--next-on", "20.08.2025", "--note", "Helgene går fint.",
    )  # fmt: skip
    assert result == (0, "O1\n", "O1 is added.\nNext: bvt followup check A-1\n")
    assert kommune("followup", "show", "O1", "--json").json == {
        "ref": "O1",
        "agreement": "A-1",
        "on": "2025-05-20",
        "kind": "evaluation",
        "by": "tester",
        "home_took_part": True,
        "parents_took_part": True,
        "child_heard": True,
        "outcome": "goes_on",
        "next_on": "2025-08-20",
        "note": "Helgene går fint.",
    }
    page = kommune("followup", "show", "O1").stdout
    assert page.startswith("O1: evaluation under A-1\n")
    assert "Helgene går fint." in page


def test_an_evaluation_without_the_child_is_kept_and_told_of_until_it_is_said_why(kommune: Bvt) -> None:
    """A finding, and no refusal."""
    result = kommune(*EVALUATION)
    assert result.exit_code == 0
    assert result.stderr.endswith(
        "It is not said whether the child was heard, nor why not.\nNext: bvt followup set O1 --child-not-heard TEXT\n"
    )
    found = kommune("followup", "check", "A-1", "--json").json
    (unheard,) = [each for each in found if each["code"] == "child_not_heard"]
    assert (unheard["on"], unheard["late"], unheard["follow_up"]) == ("2025-05-20", True, "O1")
    assert (
        unheard["message"] == "In the evaluation of A-1 on 2025-05-20 the child was not heard, and it is not said why."
    )
    assert unheard["command"] == "bvt followup set O1 --child-not-heard TEXT"
    kommune("followup", "set", "O1", "--child-not-heard", "Syk den dagen.")
    assert "child_not_heard" not in [each[1] for each in due(kommune, "A-1")]


def test_that_the_child_was_heard_after_all_voids_the_reason_why_not(kommune: Bvt) -> None:
    """Both together would be refused."""
    kommune(*EVALUATION, "--child-not-heard", "Syk den dagen.")
    result = kommune("followup", "set", "O1", "--child-heard", "--done-by", "mls", "--json")
    assert result.json["child_heard"] is True
    assert "child_not_heard" not in result.json
    assert result.json["by"] == "mls"
    both = kommune(*EVALUATION, "--child-heard", "--child-not-heard", "Syk.")
    assert (both.exit_code, both.stdout) == (65, "")
    assert "The child was heard, so there is no reason why not." in both.stderr


def test_what_was_done_can_be_told_by_somebody_else_than_whoever_did_it(
    kommune: Bvt, journal: Callable[[], list[Noted]]
) -> None:
    """The journal has the one, the register the other."""
    kommune("followup", "add", "A-22", "--kind", "supervision", "--on", "2025-05-02", "--done-by", "Tilsyn Prøve")
    assert (journal()[-1].by, journal()[-1].after["by"]) == ("tester", "Tilsyn Prøve")


def test_a_day_outside_the_agreement_is_kept_with_a_word(kommune: Bvt) -> None:
    result = kommune("followup", "add", "A-7", "--kind", "contact", "--on", "2025-05-01")
    assert result.exit_code == 0
    assert result.stderr.endswith("2025-05-01 is no day of the agreement A-7.\n")


def test_the_list_is_narrowed_to_an_agreement_a_home_and_a_kind(kommune: Bvt) -> None:
    """In order of date."""
    kommune("followup", "add", "A-3", "--kind", "visit", "--on", "2025-05-11")
    kommune("followup", "add", "A-1", "--kind", "contact", "--on", "2025-05-10")
    kommune("followup", "add", "A-4", "--kind", "contact", "--on", "2025-05-09")

    def refs(*options: str) -> list[str]:
        return [each["ref"] for each in kommune("followup", "list", *options, "--json").json]

    assert refs() == ["O3", "O2", "O1"]
    assert refs("--agreement", "A-1") == ["O2"]
    assert refs("--home", "H-002") == ["O3", "O1"]
    assert refs("--home", "H-002", "--kind", "contact") == ["O3"]
    assert kommune("followup", "list", "--kind", "contact", "--csv").stdout == (
        "ref,agreement,on,kind,by,home_took_part,parents_took_part,child_heard,outcome,next_on\r\n"
        "O3,A-4,2025-05-09,contact,tester,,,,,\r\n"
        "O2,A-1,2025-05-10,contact,tester,,,,,\r\n"
    )
    assert kommune("followup", "list", "--kind", "evaluation") == (0, "", "Nothing like this is recorded.\n")


def test_what_is_due_is_told_with_the_command_that_settles_it(empty: Bvt) -> None:
    """A besøkshjem from 1 January 2025: evaluated by 1 April, with goals and a contact person."""
    assert empty("import", "-", input=ONE_HOME).exit_code == 0
    result = empty("followup", "check", "--as-of", "2025-04-01")
    assert (result.exit_code, result.stdout) == (
        3,
        "Agreement  Home  What               At the latest  Late  Settled by\n"
        "---------  ----  -----------------  -------------  ----  "
        "--------------------------------------------------------------\n"
        "A-1        H-1   no contact person  2025-01-01     yes   bvt agreement set A-1 --contact NAME\n"
        "A-1        H-1   no goals           2025-01-01     yes   bvt agreement set A-1 --goals TEXT\n"
        "A-1        H-1   evaluation         2025-04-01     no    "
        "bvt followup add A-1 --kind evaluation --on DATE --child-heard\n",
    )
    assert empty("agreement", "set", "A-1", "--contact", "mls", "--goals", "En trygg helg").exit_code == 0
    assert due(empty, "--as-of", "2025-04-02") == [("A-1", "evaluation", "2025-04-01", True)]
    (finding,) = empty("followup", "check", "--as-of", "2025-04-02", "--json").json
    assert (finding["since"], finding["have"], finding["need"]) == ("2025-01-01", 91, 90)
    assert finding["message"] == (
        "A-1 was to be evaluated by 2025-04-01. Days since 2025-01-01: 91; no more than 90 may pass."
    )
    empty("followup", "add", "A-1", "--kind", "evaluation", "--on", "2025-04-02", "--child-heard")
    assert empty("followup", "check", "--as-of", "2025-04-02") == (0, "", "Nothing is due on 2025-04-02.\n")
    assert empty("followup", "check", "--as-of", "2025-04-02", "--json") == (0, "[]\n", "")


def test_the_command_is_told_in_the_readers_language_but_not_to_programs(kommune: Bvt) -> None:
    """A-22 is a foster home."""
    assert "bvt followup add A-22 --kind visit --on DATO" in kommune("--lang", "nb", "followup", "check", "A-22").stdout
    assert "--on DATE" in kommune("--lang", "nb", "followup", "check", "A-22", "--csv").stdout


def test_the_municipality_may_evaluate_more_often(empty: Bvt, tmp_path: Path) -> None:
    """Every two months: its own settings lie beside the register."""
    own = tmp_path / "rates"
    own.mkdir(exist_ok=True)
    (own / "settings.yaml").write_text(
        "settings:\n  - {name: evaluation_months, value: 2, from: 2025-01-01, reason: Vedtak}\n", encoding="utf-8"
    )
    assert empty("import", "-", input=ONE_HOME).exit_code == 0
    assert ("A-1", "evaluation", "2025-03-01", True) in due(empty, "--as-of", "2025-03-15")


def test_what_cannot_be_done_is_one_clear_sentence(kommune: Bvt) -> None:
    """Each with its own exit code; nothing is written."""
    told = {
        ("add", "A-1"): (2, "bvt followup add also needs --on, --kind."),
        ("add", "A-99", "--kind", "visit", "--on", "2025-05-01"): (4, "There is no agreement A-99 in the register."),
        ("add", "A-1", "--kind", "tea", "--on", "2025-05-01"): (2, "--kind: tea is none of contact, visit,"),
        ("set", "O9", "--kind", "visit"): (4, "There is no follow-up O9 in the register."),
        ("show", "O9"): (4, "There is no follow-up O9 in the register."),
        ("list", "--home", "H-99"): (4, "There is no home H-99 in the register."),
        ("list", "--agreement", "A-99"): (4, "There is no agreement A-99 in the register."),
        ("check", "A-99"): (4, "There is no agreement A-99 in the register."),
    }
    for arguments, (exit_code, sentence) in told.items():
        result = kommune("followup", *arguments)
        assert (result.exit_code, result.stdout) == (exit_code, "")
        assert sentence in result.stderr
    kommune(*EVALUATION, "--ref", "O9", "--child-heard")
    taken = kommune(*EVALUATION, "--ref", "O9", "--child-heard")
    assert (taken.exit_code, taken.stderr) == (
        3, "There is already a follow-up O9; bvt followup set corrects it.\n",
    )  # fmt: skip


def test_follow_up_comes_and_goes_with_a_document(kommune: Bvt) -> None:
    """Exported and imported again nothing changes."""
    kommune(*EVALUATION, "--child-heard")
    document = kommune("export").stdout
    assert "follow_ups:" in document
    assert kommune("import", "-", input=document).stderr == "Nothing changes.\n"
    taken = kommune("import", "-", input=document.replace("ref: O1", "ref: O2"))
    assert taken.stderr.splitlines()[0] == "Taken in: 1 follow-up."


def test_a_contact_a_visit_and_an_evaluation_are_signs_of_life(empty: Bvt) -> None:
    """Paid from January without a stay, more than three months are told in May; supervision is no sign."""
    assert empty("import", "-", input=ONE_HOME).exit_code == 0

    def codes() -> list[str]:
        return [each["code"] for each in empty("pay", "check", "2025-05", "--as-of", "2025-05-31", "--json").json]

    assert codes() == ["no_sign_of_life"]
    empty("followup", "add", "A-1", "--kind", "supervision", "--on", "2025-05-02")
    assert codes() == ["no_sign_of_life"]
    empty("followup", "add", "A-1", "--kind", "contact", "--on", "2025-05-03")
    assert codes() == []
