"""More omissions: in what is paid beside the rates, in financial support, and in networks."""

from datetime import date

from tests.simulation.omissions import ALL_KINDS, OMISSIONS, agreed, omission
from tests.simulation.service import LEADER, Record, Service, days

__all__ = ["OMISSIONS"]
"""All of them: those of `omissions`, and those that are added here."""


def _voucher(service: Service, what: str, **more: object) -> Record:
    """An outlay, a drive or a supplement under the agreement of a plain home, such as is paid when it is approved."""
    agreement = agreed(service, *ALL_KINDS)
    day = date(2024, 11, 14)
    match what:
        case "outlay":
            own: Record = {"on": day, "receipt": "B-1", "amount": "250.00"}
        case "drive":
            own = {"on": day, "km": "42"}
        case _:
            own = {"from": "2024-11", "to": "2025-01", "amount": "900.00", "decision": "V-1"}
    prefix = {"outlay": "U", "drive": "D", "supplement": "T"}[what]
    return service.add(f"{what}s", prefix, agreement=agreement["ref"], registered_on=day, **own, **more)


def _in(service: Service, voucher: Record) -> tuple[str, str]:
    return service.lists["agreements"][voucher["agreement"]]["home"], voucher["ref"]


@omission
def outlay_not_approved(service: Service) -> tuple[str, str]:
    return _in(service, _voucher(service, "outlay"))


@omission
def drive_not_approved(service: Service) -> tuple[str, str]:
    return _in(service, _voucher(service, "drive"))


@omission
def supplement_not_approved(service: Service) -> tuple[str, str]:
    return _in(service, _voucher(service, "supplement"))


@omission
def approval_of_outlay_taken_back(service: Service) -> tuple[str, str]:
    """When it was paid."""
    outlay = _voucher(service, "outlay", approved_by=LEADER)
    service.corrected_later("outlays", ref=outlay["ref"], approved_by=None)
    return _in(service, outlay)


def _withdrawn(service: Service, what: str) -> tuple[str, str]:
    """Paid first and withdrawn then, and not paid back."""
    voucher = _voucher(service, what, approved_by=LEADER)
    gone = {"on": service.until - days(5), "reason": "Ført på feil avtale"}
    service.corrected_later(f"{what}s", ref=voucher["ref"], withdrawn=gone)
    return _in(service, voucher)


@omission
def paid_outlay_withdrawn(service: Service) -> tuple[str, str]:
    return _withdrawn(service, "outlay")


@omission
def paid_drive_withdrawn(service: Service) -> tuple[str, str]:
    return _withdrawn(service, "drive")


@omission
def paid_supplement_withdrawn(service: Service) -> tuple[str, str]:
    return _withdrawn(service, "supplement")


@omission
def paid_drive_was_shorter(service: Service) -> tuple[str, str]:
    drive = _voucher(service, "drive", approved_by=LEADER)
    service.corrected_later("drives", ref=drive["ref"], km="17")
    return _in(service, drive)


# --- financial support ---


def _grant(service: Service, child: str, **more: object) -> Record:
    number = len(service.all("grants")) + 1
    return service.add(
        "grants", "G", child=child, on=service.until - days(50), amount="600.00", decision=f"{number}/25",
        purpose="Leirskole", supplier="Leirskolen Prøve", bill=f"L-{number}", **more,
    )  # fmt: skip


@omission
def grant_not_approved(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *ALL_KINDS)
    return agreement["home"], _grant(service, agreement["child"])["ref"]


@omission
def grant_not_paid(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *ALL_KINDS)
    return agreement["home"], _grant(service, agreement["child"], approved_by=LEADER)["ref"]


@omission
def grant_paid_and_not_approved(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *ALL_KINDS)
    return agreement["home"], _grant(service, agreement["child"], paid_on=service.until - days(20))["ref"]


@omission
def grant_of_a_child_without_a_home(service: Service) -> tuple[None, str]:
    """Paid, and nobody approved it."""
    child = service.child(date(2017, 4, 4))
    return None, _grant(service, child["ref"], paid_on=service.until - days(20))["ref"]


# --- networks ---


def _network(service: Service) -> Record:
    """A network that nothing is planted in yet."""
    listed = [each for each in service.all("networks") if service.stories[each["resource_home"]] == "network"]
    network = service.rng.choice(listed)
    service.stories[network["resource_home"]] = "planted"
    return network


def _in_network(network: Record) -> tuple[str, str]:
    return network["resource_home"], network["ref"]


@omission
def network_talk_late(service: Service) -> tuple[str, str]:
    """The last one six weeks ago and more."""
    network = _network(service)
    network["talks"] = [each for each in network["talks"] if each["on"] <= service.until - days(42)]
    return _in_network(network)


@omission
def network_without_gatherings(service: Service) -> tuple[str, str]:
    """None this year."""
    network = _network(service)
    network["gatherings"] = [each for each in network["gatherings"] if each["on"].year < service.until.year]
    return _in_network(network)


@omission
def gathering_not_approved(service: Service) -> tuple[str, str]:
    """One that is to be refunded."""
    network = _network(service)
    gathering = next(each for each in network["gatherings"] if each["kind"] != "ordinary")
    del gathering["approved_by"]
    return _in_network(network)


@omission
def network_not_at_the_joint_meeting(service: Service) -> tuple[str, str]:
    """Of the quarter before this one."""
    network = _network(service)
    for meeting in service.joint_meetings:
        if service.until - days(181) < meeting["on"] <= service.until - days(91):
            meeting["networks"].remove(network["ref"])
    service.joint_meetings = [each for each in service.joint_meetings if each["networks"]]
    return _in_network(network)


@omission
def experiences_not_delivered(service: Service) -> tuple[str, str]:
    network = _network(service)
    del network["experiences"][-1]["delivered_on"]
    return _in_network(network)


@omission
def network_of_one_contact(service: Service) -> tuple[str, str]:
    network = _network(service)
    del network["contacts"][1:]
    return _in_network(network)


@omission
def network_too_small(service: Service) -> tuple[str, str]:
    """All but two homes have left."""
    network = _network(service)
    for member in network["members"][2:]:
        member["to"] = service.until - days(30)
    return _in_network(network)


@omission
def member_without_confidentiality(service: Service) -> tuple[str, str]:
    network = _network(service)
    del network["members"][1]["confidentiality_on"]
    return _in_network(network)


@omission
def child_of_15_not_asked(service: Service) -> tuple[str, str]:
    network = _network(service)
    del network["consents"]
    return _in_network(network)
