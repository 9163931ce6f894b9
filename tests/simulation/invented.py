"""The whole invented municipality: homes of all four kinds, networks, what is paid beside the rates, councils."""

from datetime import date

from bvt_cli.core.halfyear import Half
from tests.simulation.service import (
    CASEWORKERS,
    LEADER,
    PAY_FROM,
    UNTIL,
    Record,
    Service,
    days,
    quarters,
    years,
)

TEENAGER = date(2008, 2, 20)
DRIVING = (date(2023, 1, 1), date(2024, 12, 31))
"""The days whose mileage rate is known."""


def invented(seed: int, homes: int = 300, until: date = UNTIL) -> Service:
    """A service of so many homes, about which nothing is due on its last day or at the end of a quarter before."""
    service = Service(seed, until)
    resource = max(1, homes // 30)
    foster = max(9, homes * 34 // 100)
    support = homes // 4
    service.homes("fosterhjem", foster)
    service.homes("stottefamilie", support)
    service.homes("besokshjem", homes - resource - foster - support - 1)
    unbound = plain_homes(service, "fosterhjem")
    service.rng.shuffle(unbound)
    for _ in range(resource):
        number = service.rng.randint(3, 5) if homes >= 100 else 3
        _network(service, [unbound.pop() for _ in range(number)])
    _network(service, [unbound.pop() for _ in range(3)], last=until - days(75))
    _joint_meetings(service)
    _paid_beside(service)
    _grants(service)
    _councils(service)
    return service


def plain_homes(service: Service, kind: str) -> list[Record]:
    """The homes of a kind with one agreement, which goes on, and no story else."""
    listed = service.lists["homes"]
    return [listed[ref] for ref, story in service.stories.items() if story == "plain" and listed[ref]["kind"] == kind]


# --- networks ---


def _network(service: Service, members: list[Record], last: date | None = None) -> None:
    """A resource family, which has been a foster home, and its network; one child in it is old enough to consent.

    `last`: the day the network ends.
    """
    approved_on = service.decided(last=date(2023, 12, 31))
    home = service.apply("ressursfamilie", approved_on - days(60), has_been_fosterhjem=True)
    service.step(home, "solid", approved_on - days(50))
    service.step(home, "intro", approved_on - days(30))
    service.step(home, "intro", approved_on - days(16))
    service.step(home, "assignment", approved_on - days(5))
    service.approve(home, "ressursfamilie", approved_on)
    service.stories[home["ref"]] = "network" if last is None else "ended_network"
    for member in members:
        service.stories[member["ref"]] = "member"
    elder = service.child(TEENAGER)
    latest = max(each["approvals"][0]["on"] for each in (home, *members))
    start, until = max(latest, PAY_FROM) + service.between(10, 30), last or service.until
    service.agree(members[0], start, child=elder["ref"])
    refs = [each["ref"] for each in members]
    network = service.add(
        "networks", "N", name=f"Nettverk {home['ref']}", resource_home=home["ref"], started_on=start,
        contacts=list(CASEWORKERS[:2]), confidentiality_on=start,
        members=[{"home": ref, "from": start, "confidentiality_on": start} for ref in refs],
        consents=[{"child": elder["ref"], "on": min(start, years(TEENAGER, 15))}],
        talk_every_days=[{"days": 14, "from": start}, {"days": 28, "from": start + days(180)}],
        talks=_talks(service, start, until),
        gatherings=_gatherings(service, start, until, refs),
        family_contacts=[{"home": service.rng.choice(refs), "on": day} for day in service.every(start, until, 10, 30)],
        experiences=_experiences(service, start, until),
    )  # fmt: skip
    agreement = service.add("agreements", "A", home=home["ref"], network=network["ref"], measure="ressursfamilie",
                            **{"from": start})  # fmt: skip
    if last is not None:
        network["ended_on"] = last
        agreement |= {"to": last, "end_reason": "planned"}


def _talks(service: Service, start: date, until: date) -> list[Record]:
    """Every fortnight for half a year, then every four weeks."""
    calmer = start + days(180)
    often = list(service.every(start, min(calmer, until), 9, 14))
    seldom = list(service.every(often[-1], until, 20, 28)) if calmer <= until else []
    return [{"on": day, "by": service.rng.choice(CASEWORKERS[:2])} for day in (*often, *seldom)]


def _gatherings(service: Service, start: date, until: date, members: list[str]) -> list[Record]:
    """Six a year, each by the day it is needed by; those of June and December are refunded."""
    found = []
    for year in range(start.year, until.year + 1):
        first = max(start, date(year, 1, 1))
        for number in range(1, 7):
            day = first + days(-(-number * 365 // 6) - 1) - service.between(0, 25)
            kind = {6: "summer", 12: "christmas"}.get(day.month, "ordinary")
            refund = {} if kind == "ordinary" else {"cost": "1850.00", "receipt": f"K-{day}", "approved_by": LEADER}
            if day <= min(until, date(year, 12, 31)):
                found.append({"on": day, "kind": kind, "title": "Samling", "homes": members, **refund})
    return found


def _experiences(service: Service, start: date, until: date) -> list[Record]:
    """Of each half-year delivered within the month."""
    found, half = [], Half.of(start)
    while (on := half.last + service.between(5, 31)) <= until:
        found.append({"half": str(half), "text": "Et godt halvår.", "delivered_on": on})
        half = Half.of(half.last + days(1))
    return found


def _joint_meetings(service: Service) -> None:
    """One each quarter, of all networks there are."""
    for quarter in quarters(PAY_FROM.year, service.until):
        on = quarter + service.between(0, 89)
        running = (each for each in service.all("networks") if each["started_on"] <= on <= each.get("ended_on", on))
        there = [each["ref"] for each in running]
        if there and on <= service.until:
            service.joint_meetings.append({"on": on, "networks": there})


# --- what is paid beside the rates ---


def _paid_beside(service: Service) -> None:
    """An outlay, a drive or a supplement under one agreement in four, each approved by the leader."""
    for agreement in service.all("agreements"):
        if "child" not in agreement or service.rng.random() > 0.25:
            continue
        first, last = service.span(agreement)
        day = first + service.between(0, (last - first).days)
        about = {"agreement": agreement["ref"], "approved_by": LEADER}
        match service.rng.choice(("outlay", "drive", "supplement")):
            case "outlay":
                service.add("outlays", "U", on=day, receipt=f"B-{agreement['ref']}", amount="412.50",
                            registered_on=day + days(9), purpose="Utstyr", **about)  # fmt: skip
            case "drive" if DRIVING[0] <= day <= DRIVING[1]:
                service.add("drives", "D", on=day, km="42", registered_on=day + days(9), purpose="Hente", **about)
            case "supplement":
                month = f"{day:%Y-%m}"
                service.add("supplements", "T", **{"from": month}, to=month, amount="1500.00",
                            decision=f"V-{agreement['ref']}", purpose="Ekstra innsats", **about)  # fmt: skip


def _grants(service: Service) -> None:
    """Financial support for one child in six: a bill paid to the supplier within weeks; some cash, some withdrawn."""
    for agreement in service.all("agreements"):
        if "child" in agreement and service.rng.random() < 1 / 6:
            first, last = service.span(agreement)
            day = first + service.between(0, (last - first).days // 2)
            number = len(service.all("grants")) + 1
            service.add("grants", "G", child=agreement["child"], on=day, amount="1850.00",
                        decision=f"{number}/{day.year}", purpose="Svømmekurs", supplier="Svømmeklubben Prøve",
                        bill=f"F-{number}", approved_by=LEADER,
                        paid_on=day + service.between(7, 25))  # fmt: skip
    for child in service.rng.sample(service.all("children"), 2):
        about: Record = {"child": child["ref"], "on": service.until - days(70), "amount": "400.00", "decision": "9/25",
                         "purpose": "Leirskole", "approved_by": LEADER}  # fmt: skip
        service.add("grants", "G", cash=True, cash_reason="Tar ikke faktura", paid_on=service.until - days(60), **about)
        service.add("grants", "G", supplier="Leirskolen Prøve", bill=f"X-{child['ref']}",
                    withdrawn={"on": service.until - days(60), "reason": "Ført to ganger"}, **about)  # fmt: skip


def _councils(service: Service) -> None:
    """Councils that were stopped, and one that Bufetat still has time to answer."""
    for agreement in plain_agreements(service, "fosterhjem")[:4]:
        on = agreement["from"] + days(30)
        service.add("councils", "F", child=agreement["child"], referred_on=on, referred_by=CASEWORKERS[0], wish="yes",
                    answered_on=on + days(10), closed_on=on + days(30), outcome="stopped",
                    closing_reason="Familien vil ikke")  # fmt: skip
    child = service.child(date(2016, 3, 3))
    service.add("councils", "F", child=child["ref"], referred_on=service.until - days(5),
                referred_by=CASEWORKERS[0])  # fmt: skip


def plain_agreements(service: Service, kind: str) -> list[Record]:
    """The agreements of plain homes."""
    homes = {each["ref"] for each in plain_homes(service, kind)}
    return [each for each in service.all("agreements") if each["home"] in homes]
