"""`bvt home add|set|list|show|end`."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Noted
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]
APPLIES = ("home", "add", "--kind", "besøkshjem", "--name", "Familien Prøve", "--employment", "oppdragstaker")


def test_adding_a_home_prints_its_ref_alone_and_names_the_next_command(empty: Bvt) -> None:
    """So that H=$(bvt home add ...) works."""
    assert empty(*APPLIES) == (
        0,
        "H1\n",
        "H1 is added.\nNext: bvt home person H1 --name NAME --born DATE --role carer\n",
    )
    assert empty(*APPLIES).stdout == "H2\n"


def test_every_scalar_key_of_a_home_can_be_given(empty: Bvt) -> None:
    """And comes back under the key of a document."""
    options = (
        "--ref", "H-9", "--applied-on", "20.08.2024", "--commitment-months", "12", "--municipality", "0301",
        "--language", "nn", "--phone", "00000001", "--email", "a@example.org", "--address", "Vegen 1", "--postcode",
        "0001", "--city", "Eksempelvik", "--dwelling", "Hus", "--interest", "ski", "--interest", "fiske",
        "--motivation", "Vi har plass.", "--age-from", "3", "--age-to", "8", "--no-siblings", "--capacity", "1",
        "--has-been-fosterhjem", "--ended-on", "2025-01-31",
    )  # fmt: skip
    assert empty(*APPLIES, *options, "--json").json == {
        "ref": "H-9",
        "kind": "besokshjem",
        "name": "Familien Prøve",
        "applied_on": "2024-08-20",
        "employment": "oppdragstaker",
        "commitment_months": 12,
        "municipality": "0301",
        "language": "nn",
        "phone": "00000001",
        "email": "a@example.org",
        "address": "Vegen 1",
        "postcode": "0001",
        "city": "Eksempelvik",
        "dwelling": "Hus",
        "interests": ["ski", "fiske"],
        "motivation": "Vi har plass.",
        "prefers": {"age_from": 3, "age_to": 8, "siblings": False},
        "capacity": 1,
        "has_been_fosterhjem": True,
        "ended_on": "2025-01-31",
    }


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        (["add"], 2, "bvt home add also needs --kind, --name, --employment."),
        (["add", "--kind", "fosterhjem"], 2, "bvt home add also needs --name, --employment."),
        (["add", "--kind", "hytte"], 2, "--kind: hytte is none of besokshjem, stottefamilie,"),
        ([*APPLIES[1:], "--ref", "H-001"], 3, "There is already a home H-001; bvt home set corrects it."),
        ([*APPLIES[1:], "--ref", "H 1"], 65, "ref must be letters, digits"),
        ([*APPLIES[1:], "--municipality", "301"], 2, "--municipality: 301 is not four digits."),
        ([*APPLIES[1:], "--capacity", "21"], 2, "--capacity: 21 is no whole number from 0 to 20."),
        ([*APPLIES[1:], "--applied-on", "2024-1-1"], 2, "--applied-on: 2024-1-1 is no date"),
        ([*APPLIES[1:], "--name", "Familien [/b]"], 65, "name holds [/b]"),
        ([*APPLIES[1:], "--name", "Fa\x1bmilien"], 65, "name holds a control character (U+001B); take it out."),
        (["set", "H-001", "--phone", ""], 2, "--phone is empty."),
        (["set", "H-001"], 2, "Nothing to correct was given; name at least one key."),
        (["set", "H-001", "--clear", "name"], 2, "--clear: name is none of activity, address,"),
        (["set", "H-001", "--phone", "1", "--clear", "phone"], 2, "phone is both given and cleared."),
        (["set", "H-002", "--age-to", "5"], 65, "homes[H-002].prefers: age_to is below age_from."),
        (["set", "H-404", "--phone", "1"], 4, "There is no home H-404 in the register."),
        (["show", "H-404"], 4, "There is no home H-404 in the register."),
        (["end", "H-001"], 2, "bvt home end also needs --on."),
        (["end", "H-404", "--on", "2025-01-01"], 4, "There is no home H-404 in the register."),
        (["end", "H-001", "--on", "2024-01-01"], 65, "ended_on (2024-01-01) is before applied_on (2024-08-20)."),
        (["list", "--status", "new"], 2,
         "--status: new is none of applied, approved, ended, rejected, withdrew, paused."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_clear_sentence_and_changes_nothing(
    kommune: Bvt, journal: Journal, arguments: list[str], exit_code: int, sentence: str
) -> None:
    """The exit code says what sort of mistake it was."""
    before = len(journal())
    result = kommune("home", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert sentence in result.stderr
    assert len(journal()) == before


def test_keys_are_corrected_one_by_one_and_journalled(kommune: Bvt, journal: Journal) -> None:
    """What is not named stays, also within a group."""
    result = kommune("home", "set", "H-002", "--age-to", "9", "--clear", "phone", "--by", "ako")
    assert result == (0, "", "H-002 is corrected: phone, prefers.\nNext: bvt home check H-002\n")
    home = kommune("home", "show", "H-002", "--json").json
    assert "phone" not in home
    assert home["prefers"] == {"age_from": 6, "age_to": 9, "siblings": True}
    assert home["city"] == "Eksempelvik"
    before = {"phone": "00000002", "prefers": {"age_from": 6, "age_to": 13, "siblings": True}}
    after = {"prefers": {"age_from": 6, "age_to": 9, "siblings": True}}
    assert journal()[-1] == Noted("home set", "ako", "home", "H-002", before, after)


def test_a_key_of_a_group_can_be_cleared_and_the_group(kommune: Bvt) -> None:
    """`--clear age-from` takes one wish away, `--clear prefers` all of them."""
    kommune("home", "set", "H-002", "--clear", "age-from")
    assert kommune("home", "show", "H-002", "--json").json["prefers"] == {"age_to": 13, "siblings": True}
    kommune("home", "set", "H-002", "--clear", "prefers")
    assert "prefers" not in kommune("home", "show", "H-002", "--json").json


def test_correcting_to_what_stands_changes_nothing(kommune: Bvt, journal: Journal) -> None:
    """Nothing is written, not in the journal either."""
    before = len(journal())
    assert kommune("home", "set", "H-002", "--capacity", "2").stderr == "H-002 stands as it was; nothing changes.\n"
    assert len(journal()) == before


def test_interests_given_replace_those_known(kommune: Bvt) -> None:
    """A list of texts is said as a whole."""
    result = kommune("home", "set", "H-002", "--interest", "ski", "--json")
    assert result.json["interests"] == ["ski"]


def test_the_list_shows_what_each_home_is_approved_as_on_the_day(kommune: Bvt) -> None:
    """H-007 was approved as besøkshjem too until 31 January 2025, H-008 ended on 16 March."""
    homes = {home["ref"]: home for home in kommune("home", "list", "--as-of", "2025-01-31", "--json").json}
    assert len(homes) == 14
    assert homes["H-007"] == {
        "ref": "H-007",
        "kind": "stottefamilie",
        "name": "Familien Bekk",
        "employment": "oppdragstaker",
        "approved_as": ["besokshjem", "stottefamilie"],
        "status": "approved",
        "municipality": None,
        "waiting_days": None,
    }
    assert (homes["H-004"]["status"], homes["H-004"]["waiting_days"]) == ("applied", 109)  # since 14 October
    assert homes["H-020"]["approved_as"] == ["fosterhjem", "ressursfamilie"]
    status = [
        (home["ref"], home["status"], home["approved_as"])
        for day in ("2025-03-16", "2025-03-17")
        for home in kommune("home", "list", "--as-of", day, "--json").json
        if home["ref"] in ("H-007", "H-008")
    ]
    assert status == [
        ("H-007", "approved", ["stottefamilie"]),
        ("H-008", "approved", ["fosterhjem"]),
        ("H-007", "approved", ["stottefamilie"]),
        ("H-008", "ended", []),
    ]


def test_the_list_can_be_narrowed_to_a_kind_and_a_status(kommune: Bvt) -> None:
    """Nothing found is an empty list and no error."""
    arguments = ("home", "list", "--kind", "besøkshjem", "--status", "applied")
    assert [home["ref"] for home in kommune(*arguments, "--json").json] == ["H-004", "H-005"]
    nothing = ("home", "list", "--kind", "ressursfamilie", "--status", "ended")
    assert kommune(*nothing) == (0, "", "There are no such homes.\n")
    assert kommune(*nothing, "--json") == (0, "[]\n", "")


def test_the_list_as_csv(kommune: Bvt) -> None:
    """For a spreadsheet."""
    assert kommune("home", "list", "--status", "ended", "--csv").stdout == (
        "ref,kind,name,employment,approved_as,status,municipality,waiting_days\r\n"
        "H-008,fosterhjem,Familien Prøve,oppdragstaker,,ended,,\r\n"
    )


def test_showing_a_home_is_a_page_with_everything_held(kommune: Bvt) -> None:
    """In the reader's words; columns in which nothing stands are left out."""
    page = kommune("home", "show", "H-007").stdout
    assert page.startswith("H-007 Familien Bekk, support family\n\n  Ref                   H-007\n")
    assert "  Commitment in months  12\n" in page
    assert "  P-014  Arne Bekk     1970-03-03  carer\n" in page
    assert "  police certificate           P-014   exhaustive and extended  2024-09-23  2024-10-03  mls\n" in page
    assert "  respite home    2024-10-14  leder  2025-02-01  Familien vil bare være støttefamilie.\n" in page
    assert "Account" not in page


def test_ending_a_home_ends_its_agreements_in_force(kommune: Bvt, journal: Journal) -> None:
    """All in one go; one that ended before keeps its day, one that has not begun is told of."""
    kommune("agreement", "add", "--ref", "A-9", "--home", "H-002", "--child", "C-86", "--measure", "besokshjem",
            "--from", "2025-08-01")  # fmt: skip
    result = kommune("home", "end", "H-002", "--on", "2025-04-30", "--reason", "They are moving.", "--json")
    assert result.json == {
        "home": "H-002",
        "ended_on": "2025-04-30",
        "agreements": ["A-3", "A-4"],
        "not_begun": ["A-9"],
        "posted_after": 0,
    }
    assert "These begin later, and will not be paid: A-9.\n" in result.stderr
    ends = {each["ref"]: each["to"] for each in kommune("agreement", "list", "--home", "H-002", "--json").json}
    assert ends == {"A-3": "2025-04-30", "A-4": "2025-04-30", "A-7": "2025-03-14", "A-9": None}
    assert [(each.what, each.ref, each.after) for each in journal()[-3:]] == [
        ("home", "H-002", {"ended_on": "2025-04-30", "ended_reason": "They are moving."}),
        ("agreement", "A-3", {"to": "2025-04-30"}),
        ("agreement", "A-4", {"to": "2025-04-30"}),
    ]


def test_ending_a_home_tells_what_was_posted_past_its_last_day(kommune: Bvt) -> None:
    """H-031 was paid for May, grunnstotte and utgiftsdekning, and ended in the middle of it."""
    assert kommune("pay", "month", "2025-05", "--post").exit_code in (0, 3)
    result = kommune("home", "end", "H-031", "--on", "2025-05-15")
    assert result.exit_code == 0
    assert result.stderr == (
        "H-031 ends on 2025-05-15.\nWith it end A-30.\n"
        "The reason is not recorded; `--reason` on the same command records it.\n"
        "Lines posted for days after it: 2.\nNext: bvt pay month\n"
    )


def test_quiet_leaves_out_words_but_not_warnings(kommune: Bvt) -> None:
    """A script that says --quiet still learns of money."""
    assert kommune("--quiet", "home", "set", "H-001", "--phone", "1").stderr == ""
    kommune("pay", "month", "2025-05", "--post")
    assert kommune("--quiet", "home", "end", "H-031", "--on", "2025-05-15").stderr == (
        "Lines posted for days after it: 2.\n"
    )


def test_without_a_register_every_command_says_how_to_make_one(bvt: Bvt) -> None:
    """A mistyped path makes no empty register."""
    for arguments in (["home", "list"], ["home", "show", "H-1"], APPLIES, ["child", "list"], ["agreement", "list"]):
        result = bvt(*arguments)
        assert (result.exit_code, result.stdout) == (78, "")
        assert "Make one with `bvt init`." in result.stderr


def test_a_reader_of_norwegian_is_told_and_may_type_the_readers_own_words(kommune: Bvt) -> None:
    """What is corrected, a kind mistyped, a key cleared by its Norwegian name, and what stands for what is typed."""
    corrected = kommune("--lang", "nb", "home", "set", "H-001", "--email", "post@eksempel.example")
    assert corrected.stderr.splitlines()[0] == "H-001 er rettet: e-post."
    cleared = kommune("--lang", "nn", "home", "set", "H-001", "--clear", "e-post")
    assert cleared.stderr.splitlines()[0] == "H-001 er retta: e-post."
    mistyped = kommune("--lang", "nn", "home", "list", "--kind", "besøkhjem")
    assert "meinte du besøksheim?" in mistyped.stderr
    assert "bvt home set HEIM [val]" in kommune("--lang", "nn", "home", "set", "--help").stdout
    assert kommune("--lang", "nb", "pay", "month", "mars").stderr.startswith("MÅNED: mars er ikke en måned;")
