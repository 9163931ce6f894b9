"""Findings in words, and the half-year's experiences in print."""

from datetime import date

import pytest

from bvt_cli.core.halfyear import Family, Gathering, Half, HalfYear
from bvt_cli.core.network import Finding, Network
from bvt_cli.render.experiences import as_markdown, as_text
from bvt_cli.render.messages import translator
from bvt_cli.render.network import check_document, check_sentences, sentence

ON = date(2025, 6, 30)
ENGLISH = translator("en")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (
            Finding("size", 3, 1),
            "Foster homes in the network: 1. It takes at least 3; find another family that wants to join.",
        ),
        (
            Finding("size", 5, 6),
            "Foster homes in the network: 6. No more than 5 belong in one; divide it, or let a family go.",
        ),
        (
            Finding("resource_home", 1, 0, home="H-030"),
            "The resource home H-030 is not approved as a resource family on 2025-06-30."
            " See `bvt home check H-030 --kind ressursfamilie`.",
        ),
        (
            Finding("gatherings", 1, 0, year=2025, agreed=4),
            "Gatherings in 2025: 0. Of the 4 meant for a whole year 1 are due by 2025-06-30."
            " Hold one, or agree on another number for the year, with its reason.",
        ),
        (
            Finding("talk", 14, 81, since=date(2025, 4, 10)),
            "Days without a talk since 2025-04-10: 81. No more than 14 may pass."
            " Talk with the resource family, or agree on a longer interval.",
        ),
        (
            Finding("contacts", 2, 1),
            "Employees who share the guidance: 1. It takes 2; name another contact person.",
        ),
        (
            Finding("confidentiality", 1, 0, home="H-031"),
            "The home H-031 has not signed the group's confidentiality declaration."
            " Have it signed, and record the day.",
        ),
        (
            Finding("consent", 1, 0, home="H-031", child="C-91"),
            "The child C-91 in home H-031 is old enough to consent to the family taking part, and has not."
            " Ask the child, and record the day of the consent.",
        ),
        (
            Finding("joint_meeting", 1, 0, quarter="2025Q1"),
            "Joint meetings in 2025Q1: 0. There should have been 1; see that one is held in this quarter.",
        ),
        (
            Finding("experiences", 1, 0, half=Half(2024, 2)),
            "The experiences of 2024H2 have not been delivered. Ask the resource family for them;"
            " `bvt network report N-2 --half 2024H2` shows what is recorded so far.",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Finding) else "",
)
def test_each_finding_says_what_is_short_and_what_to_do(finding: Finding, expected: str):
    assert ENGLISH.say(sentence(finding, "N-2", ON)) == expected


def test_a_check_in_json_has_the_keys_that_apply():
    found = [Finding("experiences", 1, 0, half=Half(2024, 2)), Finding("contacts", 2, 1)]
    document = check_document("N-2", ON, found)
    assert [list(each) for each in document["findings"]] == [
        ["code", "need", "have", "half", "message"], ["code", "need", "have", "message"],
    ]  # fmt: skip
    assert document["findings"][0]["half"] == "2024H2"
    assert (document["network"], document["on"], document["ok"]) == ("N-2", ON, False)


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        (date(2025, 1, 1), "Network N-1, Nettverk [x]: all is in order on 2025-06-30."),
        (date(2025, 7, 1), "Network N-1, Nettverk [x], does not run on 2025-06-30."),
    ],
)
def test_a_network_without_findings_is_in_order_or_does_not_run(started: date, expected: str):
    (said,) = check_sentences("Nettverk [x]", Network("N-1", "H-020", started), ON, ())
    assert ENGLISH.say(said) == expected


SPRING = HalfYear(
    network="N-1",
    half=Half(2025, 1),
    description="Godt halvår.\n\n# Ingen *stjerner*",
    delivered_on=None,
    gatherings=(
        Gathering(date(2025, 2, 8), "ordinary", "Aking", ("H-021", "H-099"), "Kaldt.\n- Og kort."),
        Gathering(date(2025, 4, 5), "ordinary"),
        Gathering(date(2025, 6, 14), "summer", "Fest"),
        Gathering(date(2025, 6, 20), "summer"),
    ),
    families=(Family("H-021", 11), Family("H-099", 0)),
    talks=8,
)
NAMES = {"H-021": "Familien _Skog_"}


def test_the_experiences_as_text():
    assert (
        as_text(SPRING, "Nettverk Vest", NAMES, ENGLISH)
        == """\
Experiences of the last half-year
Nettverk Vest (N-1), 2025H1, from 2025-01-01 to 2025-06-30

In general
----------
Godt halvår.

# Ingen *stjerner*

The gatherings, and how they were
---------------------------------
* 2025-02-08: Aking
  Came: Familien _Skog_, H-099.
  Kaldt.
  - Og kort.
* 2025-04-05: gathering
* 2025-06-14: Fest (summer gathering)
* 2025-06-20: summer gathering

Contact with each family, number of times
-----------------------------------------
* Familien _Skog_: about 11
* H-099: none recorded

Talks with the service
----------------------
* Number: 8
"""
    )


def test_the_experiences_as_markdown_in_which_nothing_written_becomes_markup():
    assert (
        as_markdown(SPRING, "Nettverk <Vest>", NAMES, ENGLISH)
        == """\
# Experiences of the last half-year

Nettverk \\<Vest\\> (N-1), 2025H1, from 2025-01-01 to 2025-06-30

## In general

Godt halvår.

\\# Ingen \\*stjerner\\*

## The gatherings, and how they were

- 2025-02-08: Aking

  Came: Familien \\_Skog\\_, H-099.

  Kaldt.

  \\- Og kort.
- 2025-04-05: gathering
- 2025-06-14: Fest (summer gathering)
- 2025-06-20: summer gathering

## Contact with each family, number of times

- Familien \\_Skog\\_: about 11
- H-099: none recorded

## Talks with the service

- Number: 8
"""
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1. mai", "1\\. mai"),
        ("2) to", "2\\) to"),
        ("---", "\\---"),
        ("==", "\\=="),
        ("+ pluss", "\\+ pluss"),
        ("-", "\\-"),
        ("1.5 timer", "1.5 timer"),
        ("-5 grader", "-5 grader"),
        ("    [lenke](x) &amp; `kode` ~~ | \\", "\\[lenke\\](x) \\&amp; \\`kode\\` \\~\\~ \\| \\\\"),
    ],
)
def test_what_would_be_markup_is_escaped(written: str, expected: str):
    lines = as_markdown(SPRING._replace(description=written), "N", {}, ENGLISH).splitlines()
    assert lines[lines.index("## In general") + 2] == expected


def test_a_half_year_without_anything_says_so():
    empty = HalfYear("N-1", Half(2024, 2), None, None, (), (), 0)
    for printed in (as_text, as_markdown):
        assert printed(empty, "N", {}, ENGLISH).count("Nothing is recorded.") == 3


def test_control_characters_of_a_text_do_not_reach_the_reader():
    steered = SPRING._replace(description="a\x1b[31mb\u202ec")
    for printed in (as_text, as_markdown):
        text = printed(steered, "N\x1b", {"H-021": "\x07"}, ENGLISH)
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_in_print_the_experiences_are_never_called_a_report(language: str):
    for printed in (as_text, as_markdown):
        text = printed(SPRING, "Nettverk Vest", NAMES, translator(language)).lower()
        assert not [word for word in ("rapport", "report") if word in text]
