"""Figures of the work beside pay: follow-up done against due, networks of resource families, family councils."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bvt_cli.core.council import Council, answer_due, council_limits_on
from bvt_cli.core.figures import Axis, Entry, Figures, Number, Period, Sum, counted, tabulated
from bvt_cli.core.follow_up import DEMANDED, Followed, done, limits_on
from bvt_cli.core.network import Network
from bvt_cli.core.practice import Practice


def follow_up_figures(followed: Iterable[Followed], of: Period, practice: Practice) -> Figures:
    """Evaluations, visits and supervision done against those due, and the agreements that lack some."""
    limits = limits_on(practice, of.day)
    names = ("due", "done", "agreements", "met", "lacking")
    entries: dict[str, list[Entry]] = {name: [] for name in names}
    for each in followed:
        for one in done(each, of.first, of.day, limits):
            entries["due"] += [Entry((one.code,), each.agreement, one.need)] if one.need else []
            entries["done"] += [Entry((one.code,), each.agreement, one.have)] if one.have else []
            if one.need:
                entries["agreements"].append(Entry((one.code,), each.agreement))
                entries["lacking" if one.have < one.need else "met"].append(Entry((one.code,), each.agreement))
    kinds = Axis(DEMANDED)
    return Figures().plus(
        *(tabulated(f"follow_up.{name}", (kinds,), entries[name]) for name in names), Figures(sums=tuple(_shares()))
    )


def _shares() -> Iterator[Sum]:
    for kind in DEMANDED:
        yield Sum(f"follow_up.agreements.{kind}", (f"follow_up.met.{kind}", f"follow_up.lacking.{kind}"))


def network_figures(networks: Sequence[Network], joint_meetings: Iterable[date], of: Period) -> Figures:
    """Networks that run on the last day with their homes, and what there was in the period."""
    running = [each for each in networks if each.runs_on(of.day)]
    homes = {home for each in running for home in (each.resource_home, *each.homes_on(of.day))}
    return Figures(
        (
            counted("networks.running", [Entry((), each.ref) for each in running]),
            counted("networks.homes", [Entry((), home) for home in homes]),
            counted("networks.gatherings", _during(networks, of, "gatherings")),
            counted("networks.talks", _during(networks, of, "talks")),
            counted("networks.joint_meetings", [Entry((), str(day)) for day in joint_meetings if of.holds(day)]),
        )
    )


def _during(networks: Iterable[Network], of: Period, what: str) -> Iterator[Entry]:
    for network in networks:
        for each in getattr(network, what):
            if of.holds(each if isinstance(each, date) else each.on):
                yield Entry((), network.ref)


def council_figures(councils: Sequence[Council], of: Period, practice: Practice) -> Figures:
    """Family councils referred, answered, held and closed in the period, and those that run on its last day."""
    limits = council_limits_on(practice, of.day)
    referred = [each for each in councils if of.holds(each.referred_on)]
    answered = [(each, each.answered_on > answer_due(each, limits)) for each in councils if each.answered_on
                and of.holds(each.answered_on)]  # fmt: skip
    met = [
        each for each in councils if any(s.code == "meeting" and not s.skipped and of.holds(s.on) for s in each.steps)
    ]
    closed = [each for each in councils if of.holds(each.closed_on)]
    return Figures(
        (
            _of("councils.referred", referred),
            _of("councils.answered", [each for each, _ in answered]),
            _of("councils.answered_in_time", [each for each, late in answered if not late]),
            _of("councils.answered_late", [each for each, late in answered if late]),
            _of("councils.met", met),
            _of("councils.closed", closed),
            _of("councils.running", [each for each in councils if each.runs_on(of.day)]),
        ),
        (Sum("councils.answered", ("councils.answered_in_time", "councils.answered_late")),),
    )


def _of(code: str, councils: Iterable[Council]) -> Number:
    return counted(code, (Entry((), each.ref) for each in councils))
