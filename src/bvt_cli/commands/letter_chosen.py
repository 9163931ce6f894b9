"""What a letter is filled in from: the home, and the person, agreement or approval it is about."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bvt_cli.commands import arguments, keeping
from bvt_cli.core.agreement import OF_AGE
from bvt_cli.core.erasing import ERASED
from bvt_cli.core.errors import NotFound, Refused, Usage
from bvt_cli.core.field import Record
from bvt_cli.core.letter_data import LetterKind, certificate_type, values
from bvt_cli.core.period import birthday
from bvt_cli.core.texts import Word, text

if TYPE_CHECKING:
    from bvt_cli.store.database import Connection
    from bvt_cli.store.rule_files import LoadedPractice

APPEALED_TO_STATSFORVALTEREN = ("besokshjem", "stottefamilie")
"""Measures decided by the service itself, whose decision is appealed as administrative decisions are."""


class Chosen(NamedTuple):
    """What a letter is filled in from."""

    home: Record
    person: Record | None = None
    agreement: Record | None = None
    case: str | None = None
    approval: Record | None = None


def choose(
    connection: "Connection",
    letter: LetterKind,
    home: str,
    person: str | None,
    agreement: str | None,
    approved_as: str | None,
    day: date,
    *,
    whole: bool = False,
) -> Chosen:
    """What the letter is about; `whole`: with the address of a protected home. Raises Usage, NotFound or Refused."""
    from bvt_cli.commands.changing import known

    for option, given, group in (
        ("--person", person, "person"),
        ("--agreement", agreement, "agreement"),
        ("--approved-as", approved_as, "approval"),
    ):
        if given is not None and group not in letter.about:
            raise Usage(text("{option} does not go with this letter.", option=option))
    record = known(connection, "home", home, whole=whole)
    if record["name"] == ERASED:
        raise Refused(text("What was written about {home} has been erased; no letter is written to it.", home=home))
    chosen = Chosen(record)
    if "person" in letter.needs:
        chosen = chosen._replace(person=_person(record, person))
    if agreement is not None:
        about = known(connection, "agreement", agreement)
        if about["home"] != home:
            raise NotFound(text("{agreement} is no agreement of home {home}.", agreement=agreement, home=home))
        case = known(connection, "child", about["child"]).get("case") if "child" in about else None
        chosen = chosen._replace(agreement=about, case=case)
    elif "agreement" in letter.needs:
        raise Usage(text("This letter is about an agreement: say which with --agreement."))
    if "approval" in letter.needs:
        chosen = chosen._replace(approval=_approval(record, approved_as, day))
    _refuse_what_law_does_not_give(letter, chosen)
    if letter.name == "purpose":
        _refuse_certificate(chosen, day)
    return chosen


def _person(home: Record, person: str | None) -> Record:
    """The person a letter is of; where only one lives in the home it need not be said."""
    if person is not None:
        return keeping.person_of(home, person)
    there = home.get("persons", ())
    if len(there) == 1:
        return dict(there[0])
    refs = tuple(each["ref"] for each in there)
    raise Usage(text("This letter is of one person: say whose with --person ({persons}).", persons=refs))


def _approval(home: Record, approved_as: str | None, day: date) -> Record:
    """The latest approval that stands on a day. Raises Refused where there is none."""
    from bvt_cli.core.codes import KINDS

    kind = arguments.given(arguments.one_of(KINDS), approved_as, "--approved-as")
    standing = [
        each
        for each in home.get("approvals", ())
        if kind in (None, each["kind"]) and each["on"] <= day and day < each.get("revoked_on", date.max)
    ]
    if not standing:
        raise Refused(text("{home} is not approved on {day}; this letter tells that it is.", home=home["ref"], day=day))
    latest: Record = max(standing, key=lambda each: each["on"])
    return latest


def _refuse_what_law_does_not_give(letter: LetterKind, chosen: Chosen) -> None:
    """Letters that would say something wrong of this home or measure. Raises Refused."""
    home, agreement = chosen.home, chosen.agreement
    if letter.name == "contract" and home["employment"] == "sgs1030":
        raise Refused(
            text("{home} is employed under SGS 1030: that takes a contract of employment, which bvt has no letter for.",
                 home=home["ref"])
        )  # fmt: skip
    if letter.name == "rejection" and "rejected_on" not in home:
        raise Refused(
            text("No rejection of {home} is recorded; the day and the reason are keys of the home.", home=home["ref"])
        )
    if letter.name == "measure_decision" and agreement and agreement["measure"] not in APPEALED_TO_STATSFORVALTEREN:
        raise Refused(
            text("A decision on a {measure} is made and appealed in other ways; bvt has no letter for it.",
                 measure=Word(agreement["measure"]))
        )  # fmt: skip


def _refuse_certificate(chosen: Chosen, day: date) -> None:
    """Nobody is asked for a police certificate before 18, or for a home that has ended. Raises Refused."""
    home, person = chosen.home, chosen.person
    assert person is not None
    if home.get("ended_on", day) < day:
        raise Refused(
            text("{home} ended on {day}; no police certificate is asked for any more.",
                 home=home["ref"], day=home["ended_on"])
        )  # fmt: skip
    of_age = birthday(person["born"], OF_AGE)
    if day < of_age:
        raise Refused(
            text("{person} turns 18 on {day}; no police certificate is demanded before that.",
                 person=person["ref"], day=of_age)
        )  # fmt: skip


def values_of(letter: LetterKind, chosen: Chosen, rules: "LoadedPractice", day: date) -> dict[str, object]:
    """What stands in each place of a letter. Raises Refused where it would ask for what is not demanded."""
    from bvt_cli.core.approval import demands_on

    approval = chosen.approval
    kind, since = (chosen.home["kind"], day) if approval is None else (approval["kind"], approval["on"])
    demands = demands_on(rules.demands, kind, since)
    if letter.name == "purpose":
        assert chosen.person is not None
        role = chosen.person["role"]
        if demands is None or certificate_type(role, demands) is None:
            raise Refused(text("No police certificate is demanded of {person} ({role}) in a {kind}.",
                               person=chosen.person["ref"], role=Word(role), kind=Word(kind)))  # fmt: skip
    return values(
        day,
        chosen.home,
        person=chosen.person,
        agreement=chosen.agreement,
        case=chosen.case,
        usual_days=rules.practice.number("besokshjem_days_per_month", day),
        approval=approval,
        demands=demands,
    )
