"""What must hold in a record beyond the shape of its keys: each fault is named where it stands."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bvt_cli.core.consistency import counts, faults, refs_in, shared_stays
from bvt_cli.core.field import Record
from bvt_cli.core.form import BY_NAME
from bvt_cli.core.texts import Kroner

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)

GOOD: dict[str, Record] = {
    "home": {
        "ref": "H-001",
        "kind": "besokshjem",
        "name": "Familien Berg",
        "employment": "oppdragstaker",
        "persons": [{"ref": "P-001", "name": "Kari Berg", "born": date(1982, 3, 14), "role": "carer"}],
    },
    "child": {"ref": "C-77", "case": "2024/1187", "born": date(2018, 5, 4), "siblings": ("C-78",)},
    "agreement": {"ref": "A-1", "home": "H-001", "child": "C-77", "measure": "besokshjem", "from": MAY},
    "stay": {"ref": "S-1", "agreement": "A-1", "from": MAY, "to": MAY},
    "network": {"ref": "N-1", "name": "Nettverk Vest", "resource_home": "H-020", "started_on": MAY},
    "register": {"joint_meetings": [{"on": MAY, "networks": ("N-1",)}]},
}


def told(name: str, change: Record) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a good record once it is changed; None takes a key away."""
    record = {key: value for key, value in {**GOOD[name], **change}.items() if value is not None}
    return [(path, message.msgid) for path, message in faults(BY_NAME[name], record)]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_record_has_no_fault(name: str) -> None:
    """One of each kind."""
    assert told(name, {}) == []


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        ("home", {"name": None}, ("name",)),
        ("child", {"born": None}, ("born",)),
        ("stay", {"cancelled": {"on": MAY}}, ("cancelled", "by")),
        ("home", {"persons": [{"ref": "P-1", "born": MAY, "role": "carer"}]}, ("persons", 0, "name")),
        ("network", {"talks": [{"on": MAY}, {"by": "mls"}]}, ("talks", 1, "on")),
    ],
)
def test_a_missing_key_is_named_where_it_should_stand(name: str, change: Record, path: tuple[Any, ...]) -> None:
    """In the record, in a group of keys, in an element of a list."""
    assert told(name, change) == [(path, "{key} is missing.")]


def test_all_missing_keys_are_told_at_once() -> None:
    """An empty agreement lacks four."""
    missing = [path for path, _ in faults(BY_NAME["agreement"], {})]
    assert missing == [("ref",), ("home",), ("measure",), ("from",)]


BEFORE = "{later} ({last}) is before {earlier} ({first})."
TO_BEFORE_FROM = "to ({last}) is before from ({first})."


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        ("home", {"applied_on": JUNE, "ended_on": MAY}, ("ended_on",)),
        ("agreement", {"from": JUNE, "to": MAY}, ("to",)),
        ("stay", {"from": JUNE, "to": MAY}, ("to",)),
        ("network", {"started_on": JUNE, "ended_on": MAY}, ("ended_on",)),
        (
            "home",
            {"approvals": [{"kind": "besokshjem", "on": JUNE, "revoked_on": MAY}]},
            ("approvals", 0, "revoked_on"),
        ),
        ("network", {"members": [{"home": "H-021", "from": JUNE, "to": MAY}]}, ("members", 0, "to")),
        (
            "network",
            {"consents": [{"child": "C-80", "on": JUNE, "withdrawn_on": MAY}]},
            ("consents", 0, "withdrawn_on"),
        ),
    ],
)
def test_what_ends_before_it_begins_is_a_fault(name: str, change: Record, path: tuple[Any, ...]) -> None:
    """June to May."""
    assert told(name, change) == [(path, TO_BEFORE_FROM if path[-1] == "to" else BEFORE)]


def test_dates_on_the_same_day_are_in_order() -> None:
    """An approval may be revoked the day it was given, an agreement last one day."""
    assert told("home", {"approvals": [{"kind": "besokshjem", "on": MAY, "revoked_on": MAY}]}) == []
    assert told("agreement", {"from": MAY, "to": MAY}) == []


ATTEST = {"code": "attest", "person": "P-001", "type": "ordinaer", "issued": MAY, "on": MAY}


@pytest.mark.parametrize(
    ("change", "key"),
    [({"issued": JUNE}, "on"), ({"destroyed_on": date(2025, 4, 30)}, "destroyed_on")],
)
def test_a_certificate_is_issued_seen_and_destroyed_in_that_order(change: Record, key: str) -> None:
    """Or on one day."""
    assert told("home", {"steps": [{**ATTEST, "destroyed_on": MAY}]}) == []
    assert told("home", {"steps": [{**ATTEST, **change}]}) == [(("steps", 0, key), BEFORE)]


def test_a_person_neither_leaves_before_moving_in_nor_before_birth() -> None:
    """Both are told."""
    person = {**GOOD["home"]["persons"][0], "born": JUNE, "from": JUNE, "to": MAY}
    assert told("home", {"persons": [person]}) == [
        (("persons", 0, "to"), TO_BEFORE_FROM),
        (("persons", 0, "to"), BEFORE),
    ]


def test_an_element_twice_in_a_list_is_a_fault() -> None:
    """The second one is named."""
    approval = {"kind": "besokshjem", "on": MAY}
    assert told("home", {"approvals": [approval, {**approval, "by": "leder"}]}) == [
        (("approvals", 1), "The list {list} holds this element twice.")
    ]


def test_preferred_ages_go_upwards() -> None:
    """From 12 to 6 is a fault; one of them alone is not."""
    assert told("home", {"prefers": {"age_from": 12, "age_to": 6}}) == [(("prefers",), "age_to is below age_from.")]
    assert told("home", {"prefers": {"age_from": 6, "age_to": 6}}) == []
    assert told("home", {"prefers": {"age_from": 12}}) == []
    assert told("home", {"prefers": {"age_to": 6}}) == []


def test_steps_and_payees_are_of_persons_of_the_home() -> None:
    """P-009 lives elsewhere."""
    payees = [{"person": "P-009", "share": Fraction(1), "from": MAY}]
    assert told("home", {"payees": payees, "steps": [{**ATTEST, "person": "P-009"}]}) == [
        (("payees", 0, "person"), "The home has no person {person}."),
        (("steps", 0, "person"), "The home has no person {person}."),
    ]


MISSING, STRANGE = "{key} is missing for the step {step}.", "{key} does not belong to the step {step}."


@pytest.mark.parametrize(
    ("step", "told_of"),
    [
        (ATTEST, []),
        ({**ATTEST, "destroyed_on": JUNE}, []),
        ({"code": "confidentiality", "person": "P-001", "on": MAY}, []),
        ({"code": "home_visit", "on": MAY, "by": "mls"}, []),
        ({"code": "attest", "on": MAY}, [("person", MISSING), ("type", MISSING), ("issued", MISSING)]),
        ({"code": "confidentiality", "on": MAY}, [("person", MISSING)]),
        (
            {"code": "home_visit", "person": "P-001", "type": "ordinaer", "on": MAY},
            [("person", STRANGE), ("type", STRANGE)],
        ),
        (
            {"code": "confidentiality", "person": "P-001", "issued": MAY, "on": MAY, "destroyed_on": MAY},
            [("issued", STRANGE), ("destroyed_on", STRANGE)],
        ),
    ],
)
def test_a_step_says_what_belongs_to_it(step: Record, told_of: list[tuple[str, str]]) -> None:
    """A certificate has person, type and day of issue; a confidentiality declaration a person; the others none."""
    assert told("home", {"steps": [step]}) == [(("steps", 0, key), message) for key, message in told_of]


def test_a_step_without_code_is_told_once() -> None:
    """What belongs to it cannot be known."""
    assert told("home", {"steps": [{"on": MAY, "person": "P-001"}]}) == [(("steps", 0, "code"), "{key} is missing.")]


def shares(*payees: tuple[str, str, date]) -> list[Record]:
    return [{"person": person, "share": Fraction(share), "from": since} for person, share, since in payees]


@pytest.mark.parametrize(
    ("payees", "days"),
    [
        (shares(("P-001", "1", MAY)), 0),
        (shares(("P-001", "1/3", MAY), ("P-002", "2/3", MAY)), 0),
        (shares(("P-001", "1", MAY), ("P-001", "1/2", JUNE), ("P-002", "1/2", JUNE)), 0),
        (shares(("P-001", "1/2", MAY), ("P-002", "1/2", JUNE)), 2),
        (shares(("P-001", "1", MAY), ("P-002", "1/2", MAY)), 1),
    ],
)
def test_shares_of_the_payees_of_each_day_add_up_to_1(payees: list[Record], days: int) -> None:
    """Those of a later day take the place of those before; the fault is told once for each day."""
    persons = [{**GOOD["home"]["persons"][0], "ref": ref} for ref in ("P-001", "P-002")]
    assert (
        told("home", {"persons": persons, "payees": payees})
        == [(("payees",), "The shares from {day} add up to {total}, not to 1.")] * days
    )


def test_a_payee_without_share_or_day_is_not_counted() -> None:
    """It is told as missing, and nothing more."""
    payees = [{"person": "P-001", "from": MAY}, {"person": "P-001", "share": Fraction(1, 2)}]
    assert [path for path, _ in told("home", {"payees": payees})] == [("payees", 0, "share"), ("payees", 1, "from")]


def test_a_child_is_not_its_own_sibling() -> None:
    """C-77 of C-77."""
    assert told("child", {"siblings": ("C-78", "C-77")}) == [(("siblings",), "A child cannot be its own sibling.")]


LACKS, FOREIGN = "{key} is missing for the measure {measure}.", "{key} does not belong to the measure {measure}."


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        ({"basis": "actual", "days_per_month": 2}, []),
        ({"measure": "stottefamilie", "size": "liten"}, []),
        ({"measure": "fosterhjem", "factor": Fraction(3, 2)}, []),
        ({"measure": "ressursfamilie", "child": None, "network": "N-1"}, []),
        ({"child": None}, [("child", LACKS)]),
        ({"measure": "stottefamilie"}, [("size", LACKS)]),
        ({"measure": "ressursfamilie"}, [("network", LACKS), ("child", FOREIGN)]),
        (
            {"size": "liten", "factor": Fraction(2), "network": "N-1"},
            [("size", FOREIGN), ("factor", FOREIGN), ("network", FOREIGN)],
        ),
        (
            {"measure": "fosterhjem", "basis": "fixed", "days_per_month": 3},
            [("basis", FOREIGN), ("days_per_month", FOREIGN)],
        ),
        ({"measure": "fosterhjem", "factor": Fraction(0)}, [("factor", "factor must be more than 0.")]),
    ],
)
def test_an_agreement_says_what_belongs_to_its_measure(change: Record, told_of: list[tuple[str, str]]) -> None:
    """A size for a støttefamilie, a factor for a fosterhjem, a network for a ressursfamilie, a child for the others."""
    assert told("agreement", change) == [((key,), message) for key, message in told_of]


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ([("H-1", MAY, None), ("H-2", MAY, None)], []),
        ([("H-1", MAY, date(2025, 5, 31)), ("H-1", JUNE, None)], []),
        ([("H-1", MAY, JUNE), ("H-1", JUNE, None)], [1]),
        ([("H-1", JUNE, None), ("H-1", MAY, None)], [0]),
        ([("H-1", MAY, None), ("H-1", date(2025, 5, 2), date(2025, 5, 3)), ("H-1", JUNE, JUNE)], [1, 2]),
    ],
)
def test_a_home_is_a_member_of_a_network_once_at_a_time(
    members: list[tuple[str, date, date | None]], where: list[int]
) -> None:
    """Told of the later of two, in whatever order they stand; what lacks its day is told of elsewhere."""
    given = [{"home": home, "from": first, **({"to": last} if last else {})} for home, first, last in members]
    already = "{home} is a member already from {first}."
    assert told("network", {"members": given}) == [(("members", place, "from"), already) for place in where]
    assert already not in [message for _, message in told("network", {"members": [{"home": "H-1"}, {"from": MAY}]})]


def test_the_resource_home_is_not_a_member_of_its_network() -> None:
    """H-020 gathers the others."""
    members = [{"home": "H-021", "from": MAY}, {"home": "H-020", "from": MAY}, {"from": MAY}]
    assert told("network", {"members": members}) == [
        (("members", 2, "home"), "{key} is missing."),
        (("members", 1, "home"), "The resource home is not a member of its own network."),
    ]


@pytest.mark.parametrize(
    ("cancelled", "paid"),
    [
        (None, True),
        ({"by": "service"}, True),
        ({"by": "home"}, False),
        ({"by": "child"}, False),
        ({"by": "service", "pay": False}, False),
        ({"by": "child", "pay": True}, True),
    ],
)
def test_a_cancelled_stay_is_paid_when_the_service_cancelled_or_it_was_decided(
    cancelled: Record | None, paid: bool
) -> None:
    """One that took place always is."""
    assert counts({} if cancelled is None else {"cancelled": cancelled}) is paid


def stay(ref: str, first: int, last: int, **more: Any) -> Record:
    return {"ref": ref, "from": date(2025, 5, first), "to": date(2025, 5, last), **more}


def test_stays_that_share_a_day_are_found() -> None:
    """S-2 begins the day S-1 ends; one cancelled without pay may share its days, and one without dates is left out."""
    stays = [
        stay("S-2", 4, 6),
        stay("S-1", 2, 4),
        stay("S-3", 7, 9),
        stay("S-4", 7, 8, cancelled={"by": "home"}),
        {"ref": "S-5"},
    ]
    assert [(one["ref"], other["ref"]) for one, other in shared_stays(stays)] == [("S-1", "S-2")]


def test_a_long_stay_is_told_of_every_stay_inside_it() -> None:
    """S-2 and S-3 share no day with each other, but both with S-1."""
    stays = [stay("S-1", 1, 30), stay("S-2", 2, 3), stay("S-3", 5, 6)]
    assert [(one["ref"], other["ref"]) for one, other in shared_stays(stays)] == [("S-1", "S-2"), ("S-1", "S-3")]


def test_every_ref_is_found_where_it_stands() -> None:
    """Those to persons of the same home are left out."""
    network = {
        "resource_home": "H-020",
        "members": [{"home": "H-021", "from": MAY}],
        "gatherings": [{"on": MAY, "kind": "ordinary", "homes": ("H-021", "H-022")}],
    }
    assert list(refs_in(BY_NAME["network"].fields, network)) == [
        (("resource_home",), "home", "H-020"),
        (("members", 0, "home"), "home", "H-021"),
        (("gatherings", 0, "homes", 0), "home", "H-021"),
        (("gatherings", 0, "homes", 1), "home", "H-022"),
    ]
    home = {"payees": shares(("P-001", "1", MAY)), "persons": GOOD["home"]["persons"]}
    assert list(refs_in(BY_NAME["home"].fields, home)) == []


GRANT = {
    "ref": "G-1",
    "child": "C-1",
    "on": MAY,
    "amount": Kroner(1850_00),
    "decision": "4/25",
    "purpose": "Svømmekurs",
}
BILL = {"supplier": "Svømmeklubben", "bill": "F-17"}


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        (BILL, []),
        ({}, ["supplier", "bill"]),
        ({**BILL, "cash_reason": "Haster"}, ["cash_reason"]),
        ({"cash": True, "cash_reason": "Haster"}, []),
        ({"cash": True}, ["cash_reason"]),
        ({"cash": True, "cash_reason": "Haster", **BILL}, ["supplier", "bill"]),
    ],
)
def test_a_grant_goes_to_a_supplier_against_a_bill_or_to_the_family_with_a_reason(
    keys: Record, wrong: list[str]
) -> None:
    """One of the two, whole."""
    assert [path[0] for path, _ in faults(BY_NAME["grant"], {**GRANT, **keys})] == wrong


@pytest.mark.parametrize(
    ("heard", "why", "wrong"), [(True, None, False), (False, "Ville ikke", False), (True, "Ville ikke", True)]
)
def test_why_a_child_was_not_heard_is_said_only_when_it_was_not(heard: bool, why: str | None, wrong: bool) -> None:
    """Else the two contradict each other."""
    record: Record = {"ref": "O-1", "agreement": "A-1", "on": MAY, "kind": "evaluation", "child_heard": heard}
    if why:
        record["child_not_heard"] = why
    assert bool(list(faults(BY_NAME["follow_up"], record))) is wrong


def test_nobody_drives_no_kilometres() -> None:
    """A drive has a length."""
    drive = {"ref": "D-1", "agreement": "A-1", "on": MAY, "km": Fraction(0)}
    assert [path for path, _ in faults(BY_NAME["drive"], drive)] == [("km",)]
