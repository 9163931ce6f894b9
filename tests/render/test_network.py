"""Findings in words, and the half-year's experiences in print."""

from datetime import date
from xml.etree import ElementTree

import pytest

from bvt_cli.core.halfyear import Family, Gathering, Half, HalfYear
from bvt_cli.core.network import Finding, Network
from bvt_cli.core.network_due import Pace, Year
from bvt_cli.core.network_notes import Note
from bvt_cli.render.experiences import as_markdown, as_text
from bvt_cli.render.experiences_page import as_html
from bvt_cli.render.messages import translator
from bvt_cli.render.network import check_document, check_sentences, pay_words, sentence
from bvt_cli.render.network_notes import note_document, note_sentence, pace_sentence
from bvt_cli.render.network_picture import picture

ON = date(2025, 6, 30)
ENGLISH = translator("en")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (
            Finding("size", 3, 1),
            "Foster homes in the network: 1. It takes at least 3; find another family that wants to join"
            " (`bvt network join N-2 HOME`).",
        ),
        (
            Finding("size", 5, 6),
            "Foster homes in the network: 6. No more than 5 belong in one; divide it, or let a family go"
            " (`bvt network leave N-2 HOME --on DATE`).",
        ),
        (
            Finding("resource_home", 1, 0, home="H-030"),
            "The resource home H-030 is not approved as a resource family on 2025-06-30."
            " See `bvt home check H-030 --kind ressursfamilie`.",
        ),
        (
            Finding("gatherings", 1, 0, year=2025, agreed=4),
            "Gatherings in 2025: 0. Of the 4 meant for a whole year 1 are due by 2025-06-30."
            " Hold one and record it (`bvt network gathering N-2 --on DATE`), or agree on another number for the year"
            " (`bvt network agreed N-2 2025 NUMBER --reason TEXT`).",
        ),
        (
            Finding("talk", 14, 81, since=date(2025, 4, 10)),
            "Days without a talk since 2025-04-10: 81. No more than 14 may pass."
            " Talk with the resource family (`bvt network talk N-2 --on DATE`), or agree on a longer interval"
            " (`bvt network interval N-2 NUMBER`).",
        ),
        (
            Finding("contacts", 2, 1),
            "Employees who share the guidance: 1. It takes 2; name them all"
            " (`bvt network set N-2 --contact NAME --contact NAME`).",
        ),
        (
            Finding("confidentiality", 1, 0, home="H-031"),
            "The home H-031 has not signed the group's confidentiality declaration."
            " Have it signed, and record the day (`bvt network confidentiality N-2 H-031 --on DATE`).",
        ),
        (
            Finding("consent", 1, 0, home="H-031", child="C-91"),
            "The child C-91 in home H-031 is old enough to consent to the family taking part, and has not."
            " Ask the child, and record the day of the consent (`bvt network consent N-2 C-91 --on DATE`).",
        ),
        (
            Finding("consent", 1, 0, home="H-031", child="C-91", withdrawn_on=date(2025, 6, 1)),
            "The child C-91 in home H-031 withdrew its consent to the family taking part on 2025-06-01. Ask the child"
            " again, and record the day of a new consent (`bvt network consent N-2 C-91 --on DATE`).",
        ),
        (
            Finding("joint_meeting", 1, 0, quarter="2025Q1"),
            "Joint meetings in 2025Q1: 0. There should have been 1; see that one is held in this quarter,"
            " and record each that was held (`bvt network joint-meeting N-2 --on DATE`).",
        ),
        (
            Finding("experiences", 1, 0, half=Half(2024, 2)),
            "The experiences of 2024H2 have not been delivered. Ask the resource family for them;"
            " `bvt network experiences N-2 --half 2024H2` shows what is recorded so far, and takes in the text.",
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
* Number of talks: 8
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

- Number of talks: 8
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


def test_they_name_the_resource_family_whose_they_are():
    """Under the head, in text, Markdown and on the page; by its ref where its name is not known."""
    own = SPRING._replace(resource_home="H-020")
    names = {**NAMES, "H-020": "Familien <Fjell>"}
    assert "\nResource family: Familien <Fjell>\n\nIn general\n" in as_text(own, "N", names, ENGLISH)
    assert "\n\nResource family: Familien \\<Fjell\\>\n\n## In general\n" in as_markdown(own, "N", names, ENGLISH)
    assert "<p>Resource family: Familien &lt;Fjell&gt;</p>\n</header>" in as_html(own, "N", names, ENGLISH)
    assert "Resource family: H-020\n" in as_text(own, "N", {}, ENGLISH)


def test_delivered_they_say_when_and_a_later_edition_that_it_is_one():
    """The last line, in text and in Markdown."""
    first = SPRING._replace(delivered_on=date(2025, 7, 2), edition=1)
    assert as_text(first, "Nettverk Vest", NAMES, ENGLISH).endswith("\n\nDelivered on 2025-07-02.\n")
    second = first._replace(edition=2)
    assert as_markdown(second, "Nettverk Vest", NAMES, ENGLISH).endswith("\n\nDelivered on 2025-07-02, edition 2.\n")


def test_the_page_says_what_the_text_says_and_takes_nothing_for_markup():
    """Every line of the text stands in it, escaped; it needs no file, no script and nothing from elsewhere."""
    page = as_html(SPRING._replace(delivered_on=date(2025, 7, 2)), "Nettverk <b>&", NAMES, ENGLISH)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n')
    assert "<h1>Experiences of the last half-year</h1>" in page
    assert "<p>Nettverk &lt;b&gt;&amp; (N-1), 2025H1, from 2025-01-01 to 2025-06-30</p>" in page
    assert '<p class="words">Godt halvår.\n\n# Ingen *stjerner*</p>' in page
    assert "<li><p>2025-02-08: Aking</p><p>Came: Familien _Skog_, H-099.</p>" in page
    assert '<p class="words">Kaldt.\n- Og kort.</p></li>' in page
    assert "<li><p>Familien _Skog_: about 11</p></li>" in page
    assert "<footer>Delivered on 2025-07-02.</footer>" in page
    assert not [word for word in ("<script", "http", "src=", "report") if word in page.lower()]


def test_a_page_of_nothing_says_so_under_each_heading():
    """In the reader's language, as its own."""
    nothing = HalfYear("N-1", Half(2025, 1), None, None, (), (), 0)
    page = as_html(nothing, "Nettverk Vest", {}, translator("nb"))
    assert '<html lang="nb">' in page
    assert page.count("<p>Ingenting er registrert.</p>") == 3
    assert "<footer>" not in page


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (
            Pace(2025, 4, 6, 47, date(2025, 11, 30)),
            "Gatherings in 2025: 4 of 6; days left of the year: 47. The next one is due on 2025-11-30 at the latest.",
        ),
        (
            Pace(2025, 4, 6, 30, date(2025, 11, 30)),
            "Gatherings in 2025: 4 of 6; days left of the year: 30. The next one should have been held by 2025-11-30.",
        ),
        (
            Pace(2025, 4, 6, 31, date(2025, 11, 30)),
            "Gatherings in 2025: 4 of 6; days left of the year: 31. The next one is due on 2025-11-30 at the latest.",
        ),
        (Pace(2025, 4, 6, 3, None), "Gatherings in 2025: 4 of 6; days left of the year: 3."),
        (Pace(2025, 7, 6, 3, None), "Gatherings in 2025: 7 of 6."),
    ],
)
def test_the_pace_of_the_gatherings_is_told_early(pace: Pace, expected: str):
    """So many of so many, and how long there is for the rest."""
    assert ENGLISH.say(pace_sentence(pace)) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            Note("pay_missing", "H-020"),
            "The resource home H-020 has no agreement to be paid by for the network. Unless another municipality pays"
            " it: `bvt agreement add --home H-020 --network N-1 --measure ressursfamilie --from DATE`.",
        ),
        (
            Note("paid_not_running", "H-020", "A-40", date(2025, 4, 1), date(2025, 6, 30)),
            "The agreement A-40 pays H-020 for the network from 2025-04-01 to 2025-06-30, when it did not run. Correct"
            " it with `bvt agreement set A-40` or `bvt agreement end A-40 --on DATE`.",
        ),
        (
            Note("municipality", "H-020", municipality="3301"),
            "The resource home H-020 lies in municipality 3301, which pays it: each municipality pays its own resource"
            " family.",
        ),
        (
            Note("municipality", "H-021", municipality="3301", other="3205"),
            "The home H-021 lies in municipality 3301, the resource home in 3205: each municipality pays its own"
            " resource family.",
        ),
    ],
    ids=lambda value: value.code if isinstance(value, Note) else "",
)
def test_each_note_says_what_to_know_and_do(note: Note, expected: str):
    """With the command that mends it."""
    assert ENGLISH.say(note_sentence(note, "N-1")) == expected


def test_a_note_in_a_list_is_a_few_words():
    """With the agreement or the municipality it is about."""
    notes = (
        Note("pay_missing", "H-020"),
        Note("paid_not_running", "H-020", "A-40", date(2025, 4, 1), date(2025, 6, 30)),
        Note("municipality", "H-020", municipality="3301"),
        Note("municipality", "H-021", municipality="3301", other="3205"),
    )
    assert [ENGLISH.say(each) for each in pay_words(notes)] == [
        "no agreement", "A-40 pays while the network does not run", "municipality 3301 pays",
        "H-021: municipality 3301",
    ]  # fmt: skip


def test_a_note_in_json_has_the_keys_that_apply():
    """Days of pay as `from` and `to`, as an agreement has them."""
    paid = note_document(Note("paid_not_running", "H-020", "A-40", date(2025, 4, 1), date(2025, 6, 30)), "N-1")
    assert list(paid) == ["code", "home", "agreement", "from", "to", "message"]
    lies = note_document(Note("municipality", "H-021", municipality="3301", other="3205"), "N-1")
    assert {key: lies[key] for key in lies if key != "message"} == {
        "code": "municipality", "home": "H-021", "municipality": "3301", "resource_municipality": "3205",
    }  # fmt: skip


SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_of_a_year_tells_in_words_what_it_shows():
    """A dot for each gathering with its day, a number for each month with contact; networks by ref."""
    gatherings = (Gathering(date(2025, 2, 8), "ordinary", "Aking"), Gathering(date(2025, 12, 13), "christmas"))
    years = [
        Year("N-1", 2025, gatherings, (0, 2, 6, 9, 0, 20, 0, 0, 0, 0, 0, 1)),
        Year("N-<2>", 2025, (), (0,) * 12),
    ]
    drawn = ElementTree.fromstring(picture(years, ENGLISH))
    assert (drawn.get("role"), drawn.get("aria-labelledby")) == ("img", "title told")
    assert drawn.findtext(f"{SVG}title") == "Gatherings and contact with families, 2025"
    assert drawn.findtext(f"{SVG}desc") == (
        "N-1: gatherings 2; contact with families about 38 times."
        " N-<2>: gatherings 0; contact with families about 0 times."
    )
    first, second, _ = drawn.findall(f"{SVG}g")
    assert [each.text for each in first.iter(f"{SVG}title")] == ["2025-02-08", "2025-12-13"]
    assert [each.text for each in first.iter(f"{SVG}text")] == ["N-1", "2", "6", "9", "20", "1"]
    assert [int(each.get("height", "")) for each in first.iter(f"{SVG}rect")] == [7, 22, 32, 72, 4]
    assert [each.text for each in second.iter(f"{SVG}text")] == ["N-<2>"]
    assert "Aking" not in picture(years, ENGLISH)
