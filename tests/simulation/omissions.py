"""The omissions: each is planted in one home, network or council of a service that is otherwise run as it should be."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from bvt_cli.core.period import add_months
from tests.simulation.invented import plain_homes
from tests.simulation.service import LEADER, Record, Service, days, years


class Planted(NamedTuple):
    """An omission, the home it is in (None: in none), and the ref of what is due about it."""

    omission: str
    home: str | None
    about: str


Plant = Callable[[Service], tuple[str | None, str]]
OMISSIONS: dict[str, Plant] = {}
ALL_KINDS = ("besokshjem", "stottefamilie", "fosterhjem")
RELIEF = ("besokshjem", "stottefamilie")
LONG_AGO = days(150)
"""So long before the last day that anything due every quarter is late."""


def plant(service: Service, omission: str) -> Planted:
    """Plant an omission in a home of its own. Raises IndexError where no plain home is left for it."""
    return Planted(omission, *OMISSIONS[omission](service))


def omission(sow: Plant) -> Plant:
    OMISSIONS[sow.__name__] = sow
    return sow


def _home(service: Service, *kinds: str) -> Record:
    """A plain home that nothing is planted in yet."""
    home = service.rng.choice([each for kind in kinds for each in plain_homes(service, kind)])
    service.stories[home["ref"]] = "planted"
    return home


def _agreement(service: Service, home: Record) -> Record:
    return next(each for each in service.all("agreements") if each["home"] == home["ref"])


def agreed(service: Service, *kinds: str) -> Record:
    """The agreement of a plain home."""
    return _agreement(service, _home(service, *kinds))


def _carer(home: Record) -> str:
    return str(next(each["ref"] for each in home["persons"] if each["role"] == "carer"))


def _steps(home: Record, code: str) -> list[Record]:
    """The steps of a kind of the first carer, or of the home."""
    return [each for each in home["steps"] if each["code"] == code and each.get("person", _carer(home)) == _carer(home)]


def _in_home(home: Record) -> tuple[str, str]:
    return home["ref"], home["ref"]


def _in_agreement(agreement: Record) -> tuple[str, str]:
    return agreement["home"], agreement["ref"]


# --- the folder of the home ---


def _without(service: Service, code: str) -> tuple[str, str]:
    home = _home(service, *ALL_KINDS)
    gone = _steps(home, code)
    home["steps"] = [each for each in home["steps"] if each not in gone]
    return _in_home(home)


@omission
def confidentiality_missing(service: Service) -> tuple[str, str]:
    return _without(service, "confidentiality")


@omission
def contract_missing(service: Service) -> tuple[str, str]:
    return _without(service, "contract")


@omission
def contract_signed_late(service: Service) -> tuple[str, str]:
    """A month after the first day that bvt pays."""
    home = _home(service, *ALL_KINDS)
    (contract,) = _steps(home, "contract")
    contract["on"] = service.span(_agreement(service, home))[0] + days(30)
    return _in_home(home)


@omission
def certificate_missing(service: Service) -> tuple[str, str]:
    return _without(service, "attest")


@omission
def certificate_too_old(service: Service) -> tuple[str, str]:
    """Issued three months and a day before the decision."""
    home = _home(service, *ALL_KINDS)
    (certificate,) = _steps(home, "attest")
    certificate["issued"] = add_months(home["approvals"][0]["on"], -3) - days(1)
    return _in_home(home)


@omission
def certificate_of_a_wrong_type(service: Service) -> tuple[str, str]:
    home = _home(service, *ALL_KINDS)
    (certificate,) = _steps(home, "attest")
    certificate["type"] = "ordinaer"
    return _in_home(home)


@omission
def certificate_kept(service: Service) -> tuple[str, str]:
    """Seen, and never destroyed."""
    home = _home(service, *ALL_KINDS)
    (certificate,) = _steps(home, "attest")
    del certificate["destroyed_on"]
    return _in_home(home)


@omission
def came_of_age(service: Service) -> tuple[str, str]:
    """A child of the house turned 18 after the decision, and there is no certificate."""
    home = _home(service, *ALL_KINDS)
    turned = (service.until - days(60)).replace(day=14)
    service.person(home, "household", years(turned, -18))
    return _in_home(home)


@omission
def moved_in(service: Service) -> tuple[str, str]:
    home = _home(service, *ALL_KINDS)
    service.person(home, "household", date(1950, 5, 17), **{"from": service.until - days(60)})
    return _in_home(home)


@omission
def carer_joined(service: Service) -> tuple[str, str]:
    """Another carer has come, and neither certificate nor declaration of them."""
    home = _home(service, *ALL_KINDS)
    service.person(home, "carer", date(1985, 5, 17), **{"from": service.until - days(60)})
    return _in_home(home)


@omission
def only_recorded(service: Service) -> tuple[str, str]:
    """The approval was taken over, and never judged by bvt."""
    home = _home(service, *ALL_KINDS)
    del home["approvals"][0]["recorded"]
    return _in_home(home)


@omission
def revoked_and_paid(service: Service) -> tuple[str, str]:
    """That the approval was revoked in the middle of an agreement is known when all is paid."""
    home = _home(service, *ALL_KINDS)
    known = {"revoked_on": service.until - days(100), "reason": "Flyttet"}
    service.corrected_later("homes", ref=home["ref"], approvals=[home["approvals"][0] | known])
    return _in_agreement(_agreement(service, home))


@omission
def home_ended_and_paid(service: Service) -> tuple[str, str]:
    """That the home stopped is known when all is paid."""
    home = _home(service, *ALL_KINDS)
    service.corrected_later("homes", ref=home["ref"], ended_on=service.until - days(100), ended_reason="Flyttet")
    return _in_home(home)


@omission
def second_approval_on_old_certificates(service: Service) -> tuple[str, str]:
    """Approved for another measure half a year later, with the certificates of the first decision."""
    home = _home(service, "besokshjem")
    on = home["approvals"][0]["on"] + days(180)
    service.approve(home, "stottefamilie", on)
    service.agree(home, on + days(10), measure="stottefamilie")
    return _in_home(home)


@omission
def nobody_to_pay(service: Service) -> tuple[str, str]:
    """Paid for three years, and no payee is entered."""
    home = _home(service, *ALL_KINDS)
    home["payees"] = []
    return _in_home(home)


@omission
def commitment_ends(service: Service) -> tuple[str, str]:
    """Approved on 1 July for a year that ends on the last day of June."""
    on = service.until + days(1)
    home = service.approved("besokshjem", on.replace(year=on.year - 1))
    home["commitment_months"] = 12
    service.agree(home, service.begins(home))
    return _in_home(home)


# --- applications ---


@omission
def application_unanswered(service: Service) -> tuple[str, str]:
    """Applied 91 days ago; all is there but the decision."""
    home = service.apply("stottefamilie", service.until - days(91))
    service.prepare(home, service.until, None)
    return _in_home(home)


@omission
def application_without_a_contract(service: Service) -> tuple[str, str]:
    home = service.apply("stottefamilie", service.until - days(60))
    service.prepare(home, service.until, None)
    home["steps"] = [each for each in home["steps"] if each["code"] != "contract"]
    return _in_home(home)


@omission
def certificates_run_out(service: Service) -> tuple[str, str]:
    """The certificates of an applicant serve to the last day of June, three months after they were issued."""
    home = service.apply("fosterhjem", service.until - days(80))
    service.prepare(home, service.until, None)
    for each in home["steps"]:
        if each["code"] == "attest":
            each["issued"] = service.until.replace(month=service.until.month - 3)
    return _in_home(home)


# --- the agreement and its follow-up ---


def _stopped(service: Service, agreement: Record, kind: str, last: date) -> None:
    """Nothing of a kind was done from a day on."""
    done = service.lists["follow_ups"]
    for each in service.all("follow_ups"):
        if (each["agreement"], each["kind"]) == (agreement["ref"], kind) and each["on"] > last:
            del done[each["ref"]]


def _done(service: Service, agreement: Record, kind: str) -> list[Record]:
    found = service.all("follow_ups")
    return [each for each in found if (each["agreement"], each["kind"]) == (agreement["ref"], kind)]


def _followed(service: Service, agreement: Record, kind: str, ago: int, **more: object) -> None:
    ref = f"O-{kind}-{agreement['ref']}"
    on = service.until - days(ago)
    service.lists["follow_ups"][ref] = {"ref": ref, "agreement": agreement["ref"], "on": on, "kind": kind, **more}


@omission
def evaluation_missed(service: Service) -> tuple[str, str]:
    """Not evaluated for five months, but the home was called."""
    agreement = agreed(service, *RELIEF)
    _stopped(service, agreement, "evaluation", service.until - LONG_AGO)
    _followed(service, agreement, "contact", 30)
    return _in_agreement(agreement)


@omission
def evaluation_late(service: Service) -> tuple[str, str]:
    """One was left out early on; all later ones were done in time."""
    agreement = agreed(service, *RELIEF)
    second = _done(service, agreement, "evaluation")[1]
    del service.lists["follow_ups"][second["ref"]]
    return _in_agreement(agreement)


@omission
def evaluation_agreed_and_missed(service: Service) -> tuple[str, str]:
    """It was agreed to evaluate again after a week, sooner than the rule says."""
    agreement = agreed(service, *RELIEF)
    _stopped(service, agreement, "evaluation", service.until - days(20))
    _done(service, agreement, "evaluation")[-1]["next_on"] = service.until - days(12)
    _followed(service, agreement, "contact", 10)
    return _in_agreement(agreement)


@omission
def silent(service: Service) -> tuple[str, str]:
    """Paid for five months without a stay, a contact or an evaluation."""
    agreement = agreed(service, "besokshjem")
    agreement["basis"] = "fixed"
    _stopped(service, agreement, "evaluation", service.until - LONG_AGO)
    for stay in service.all("stays"):
        if stay["agreement"] == agreement["ref"] and stay["to"] > service.until - LONG_AGO:
            del service.lists["stays"][stay["ref"]]
    return _in_agreement(agreement)


@omission
def visit_missed(service: Service) -> tuple[str, str]:
    agreement = agreed(service, "fosterhjem")
    _stopped(service, agreement, "visit", service.until - LONG_AGO)
    return _in_agreement(agreement)


@omission
def supervision_missed(service: Service) -> tuple[str, str]:
    agreement = agreed(service, "fosterhjem")
    _stopped(service, agreement, "supervision", service.until - LONG_AGO)
    return _in_agreement(agreement)


@omission
def contact_agreed_and_missed(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *ALL_KINDS)
    _followed(service, agreement, "contact", 40, next_on=service.until - days(5))
    return _in_agreement(agreement)


@omission
def child_not_heard(service: Service) -> tuple[str, str]:
    """In an evaluation, and it is not said why."""
    agreement = agreed(service, *RELIEF)
    evaluation = service.rng.choice(_done(service, agreement, "evaluation"))
    for key in ("child_heard", "child_not_heard"):
        evaluation.pop(key, None)
    return _in_agreement(agreement)


@omission
def no_contact_person(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *RELIEF)
    del agreement["contact"]
    return _in_agreement(agreement)


@omission
def no_goals(service: Service) -> tuple[str, str]:
    agreement = agreed(service, *RELIEF)
    del agreement["goals"]
    return _in_agreement(agreement)


@omission
def agreement_ends(service: Service) -> tuple[str, str]:
    """Today, with no word why and nothing after it."""
    agreement = agreed(service, *ALL_KINDS)
    agreement["to"] = service.until
    return _in_agreement(agreement)


@omission
def turns_18_tomorrow(service: Service) -> tuple[str, str]:
    """And the agreement goes on as if nothing were."""
    agreement = agreed(service, "fosterhjem")
    service.lists["children"][agreement["child"]]["born"] = years(service.until + days(1), -18)
    return _in_agreement(agreement)


@omission
def ended_and_paid(service: Service) -> tuple[str, str]:
    """That the child moved three months ago is known when all is paid."""
    agreement = agreed(service, *ALL_KINDS)
    service.corrected_later("agreements", ref=agreement["ref"], to=service.until - days(100), end_reason="child_moved")
    return _in_agreement(agreement)


@omission
def payee_not_confirmed(service: Service) -> tuple[str, str]:
    home = _home(service, *ALL_KINDS)
    service.unconfirmed.add(home["ref"])
    return _in_home(home)


@omission
def new_payee_not_confirmed(service: Service) -> tuple[str, str]:
    """Another payroll number from next month on."""
    home = _home(service, *ALL_KINDS)
    new = {"person": _carer(home), "payroll_id": f"8{_carer(home)[2:]}", "share": "1", "from": service.until + days(1)}
    service.corrected_later("homes", ref=home["ref"], payees=[*home["payees"], new])
    return _in_home(home)


@omission
def council_unanswered(service: Service) -> tuple[str | None, str]:
    """Bufetat has not answered for two months."""
    child = agreed(service, "fosterhjem")["child"]
    council = service.add("councils", "F", child=child, referred_on=service.until - days(60), referred_by=LEADER)
    return None, council["ref"]
