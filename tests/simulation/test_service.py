"""An invented service of three years: every omission that is planted is found by `due` and `audit`, and nothing else.

The service is made by a seed (`service`, `invented`), is posted month by month through the real register, and is
looked at on 30 June 2025, the last day a KS table covers. `EXPECTED` says of each omission what finds it.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bvt_cli.core.period import Month, months
from bvt_cli.store import confirmations, database
from bvt_cli.store.journal import Signed
from tests.conftest import Bvt
from tests.simulation.invented import invented
from tests.simulation.omissions import Planted, plant
from tests.simulation.omissions_beside import OMISSIONS
from tests.simulation.service import PAY_FROM, UNTIL, Service

SETTINGS = """
settings:
  - {name: four_eyes, value: "on", from: 2022-10-01, reason: "Vedtak 1/22"}
  - {name: mileage_tax_free, value: "3.50", from: 2023-01-01, to: 2024-12-31, reason: "Vedtak 2/22"}
"""
SMALL = 16
FIRST = Month.of(PAY_FROM)
LAST = Month.of(UNTIL)

NOTHING: tuple[str, ...] = ()
EXPECTED = {
    # omission: (what is due, what the audit answers with no)
    "confidentiality_missing": (NOTHING, ("confidentiality",)),
    "contract_missing": (NOTHING, ("contract",)),
    "contract_signed_late": (NOTHING, ("contract",)),
    "certificate_missing": (NOTHING, ("certificate_at_decision",)),
    "certificate_too_old": (NOTHING, ("certificate_at_decision",)),
    "certificate_of_a_wrong_type": (NOTHING, ("certificate_at_decision",)),
    "certificate_kept": (("destroy",), NOTHING),
    "came_of_age": (("since_approval:attest",), ("certificate_since",)),
    "moved_in": (("since_approval:attest",), ("certificate_since",)),
    "carer_joined": (
        ("since_approval:attest", "since_approval:confidentiality"), ("confidentiality", "certificate_since"),
    ),
    "only_recorded": (("recorded",), NOTHING),
    "revoked_and_paid": (("held", "unapproved"), ("valid_decision",)),
    "home_ended_and_paid": (("held",), ("agreement_covers",)),
    "second_approval_on_old_certificates": (NOTHING, ("certificate_at_decision",)),
    "nobody_to_pay": (NOTHING, ("payees_confirmed",)),
    "commitment_ends": (("commitment_ends",), NOTHING),
    "application_unanswered": (("application",), NOTHING),
    "application_without_a_contract": (("step:contract",), NOTHING),
    "certificates_run_out": (("certificates",), NOTHING),
    "evaluation_missed": (("evaluation",), ("evaluated_on_time",)),
    "evaluation_late": (NOTHING, ("evaluated_on_time",)),
    "evaluation_agreed_and_missed": (("evaluation",), ("evaluated_on_time",)),
    "silent": (("evaluation", "no_sign_of_life"), ("evaluated_on_time",)),
    "visit_missed": (("visit",), NOTHING),
    "supervision_missed": (("supervision",), NOTHING),
    "contact_agreed_and_missed": (("contact",), NOTHING),
    "child_not_heard": (("child_not_heard",), NOTHING),
    "no_contact_person": (("contact_person_missing",), NOTHING),
    "no_goals": (("goals_missing",), NOTHING),
    "agreement_ends": (("agreement_ends",), NOTHING),
    "turns_18_tomorrow": (("turns_18",), NOTHING),
    "ended_and_paid": (("held",), ("agreement_covers",)),
    "payee_not_confirmed": (("payee",), ("payees_confirmed",)),
    "new_payee_not_confirmed": (("payee",), NOTHING),
    "council_unanswered": (("council:answer",), NOTHING),
    "outlay_not_approved": (("voucher:outlay",), NOTHING),
    "drive_not_approved": (("voucher:drive",), NOTHING),
    "supplement_not_approved": (("voucher:supplement",), NOTHING),
    "approval_of_outlay_taken_back": (("held", "voucher:outlay"), ("vouchers_approved",)),
    "paid_outlay_withdrawn": (("held",), ("receipts", "vouchers_approved")),
    "paid_drive_withdrawn": (("held",), ("driving_documented", "vouchers_approved")),
    "paid_supplement_withdrawn": (("held",), ("extra_pay_decided", "vouchers_approved")),
    "paid_drive_was_shorter": (("held",), ("driving_documented",)),
    "grant_not_approved": (("grant:approve",), NOTHING),
    "grant_not_paid": (("grant:pay",), NOTHING),
    "grant_paid_and_not_approved": (NOTHING, ("support_documented",)),
    "grant_of_a_child_without_a_home": (NOTHING, ("support_documented",)),
    "network_talk_late": (("network:talk",), NOTHING),
    "network_without_gatherings": (("network:gatherings",), NOTHING),
    "gathering_not_approved": (("voucher:gathering",), NOTHING),
    "network_not_at_the_joint_meeting": (("network:joint_meeting",), NOTHING),
    "experiences_not_delivered": (("experiences",), NOTHING),
    "network_of_one_contact": (("network:contacts",), NOTHING),
    "network_too_small": (("network:size",), NOTHING),
    "member_without_confidentiality": (("network:confidentiality",), NOTHING),
    "child_of_15_not_asked": (("network:consent",), NOTHING),
}  # fmt: skip
WITH_DETAIL = {"step", "since_approval", "voucher", "grant", "network", "council"}
"""The kinds of which it is also said which."""

Found = set[tuple[str, str | None]]


@pytest.fixture
def register(bvt: Bvt, tmp_path: Path) -> Bvt:
    """bvt with an empty register that pays from October 2022 and asks for four eyes."""
    assert bvt("init", "--pay-from", FIRST).exit_code == 0
    (tmp_path / "rates" / "settings.yaml").write_text(SETTINGS, "utf-8")
    return bvt


class Office:
    """Those who run a service with bvt."""

    def __init__(self, bvt: Bvt, folder: Path, service: Service) -> None:
        self.bvt = bvt
        self.folder = folder
        self.service = service
        self.runs = 0
        self.take_in(service.document)
        self._confirm_payees()

    def take_in(self, document: dict[str, Any]) -> None:
        done = self.bvt("import", "-", input=json.dumps(document, default=str))
        assert done.exit_code == 0, done.stderr

    def _confirm_payees(self) -> None:
        """The leader looks at every number; all at once, for a command each would take a minute."""
        signed = Signed("leder", "leder", "2022-10-01T08:00:00+00:00", "pay confirm")
        with database.writing(self.folder / "bvt.db") as connection:
            for each in confirmations.all_payees(connection):
                if each.home not in self.service.unconfirmed:
                    confirmations.confirm(connection, each, signed)

    def post(self, month: Month, authorised: bool = True) -> None:
        """Post a month, and all before it, on its 20th; the leader authorises the run."""
        day = month.first + timedelta(days=19)
        done = self.bvt("pay", "month", month, "--post", "--as-of", day)
        assert done.exit_code == 0, done.stderr
        self.runs += 1
        if authorised:
            assert self.bvt("pay", "authorise", f"R{self.runs}", "--by", "leder").exit_code == 0

    def post_all(self, every: int = 1, last: Month = LAST) -> None:
        """Post each month, or as many at once."""
        for month in months(FIRST, last):
            if month == last or (month.year * 12 + month.number) % every == 0:
                self.post(month)

    def learn(self) -> None:
        """What comes to be known when all is posted."""
        if self.service.later:
            self.take_in({"bvt_register": 1, **self.service.later})

    def due(self, on: date = UNTIL) -> Found:
        """What is due on a day, each thing with its ref; the exit code says whether there is anything."""
        done = self.bvt("due", "--as-of", on, "--json")
        assert done.exit_code == (3 if done.json else 0), done.stderr
        return {(_code(each), each["ref"]) for each in done.json}

    def audit(self, *options: str, on: date = UNTIL) -> Found:
        """The items an audit of all months answers with no, each with its home (None: of no home)."""
        done = self.bvt("audit", "--from", FIRST, "--to", Month.of(on), "--as-of", on, *options, "--json")
        found: Found = {(each["item"], home["home"]) for home in done.json["homes"] for each in _missing(home)}
        if done.json["support"]["missing"]:
            found.add(("support_documented", None))
        assert done.exit_code == (3 if found else 0), done.stderr
        return found


def _code(item: dict[str, Any]) -> str:
    return f"{item['kind']}:{item['detail']}" if item["kind"] in WITH_DETAIL else str(item["kind"])


def _missing(home: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (each for each in home["items"] if each["answer"] == "no")


def due_of(service: Service, planted: Iterable[Planted]) -> Found:
    """What is due by what was planted; `held` is told of each agreement the money was paid under."""
    found: Found = set()
    for each in planted:
        for code in EXPECTED[each.omission][0]:
            found |= {(code, ref) for ref in (_paid_under(service, each) if code == "held" else (each.about,))}
    return found


def _paid_under(service: Service, planted: Planted) -> Iterable[str]:
    """The agreements of a voucher or a home; an agreement itself."""
    for many in ("outlays", "drives", "supplements"):
        voucher = service.lists.get(many, {}).get(planted.about)
        if voucher is not None:
            return [voucher["agreement"]]
    if planted.about == planted.home:
        return [each["ref"] for each in service.all("agreements") if each["home"] == planted.home]
    return [planted.about]


def audit_of(planted: Iterable[Planted]) -> Found:
    return {(item, each.home) for each in planted for item in EXPECTED[each.omission][1]}


def quarter_ends() -> list[date]:
    return [month.last for month in months(FIRST, LAST) if month.number % 3 == 0]


# --- the generator ---


def test_a_seed_makes_one_service() -> None:
    assert invented(3, SMALL).document == invented(3, SMALL).document
    assert invented(3, SMALL).document != invented(4, SMALL).document


def test_the_service_has_three_hundred_homes_of_all_kinds() -> None:
    homes = invented(1).all("homes")
    assert len(homes) == 300
    assert {home["kind"] for home in homes} == {"besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie"}


def test_of_every_omission_it_is_said_what_finds_it() -> None:
    assert set(EXPECTED) == set(OMISSIONS)


# --- nothing else is found ---


@pytest.mark.slow
def test_about_a_service_run_as_it_should_be_nothing_is_due_and_nothing_is_missing(
    register: Bvt, tmp_path: Path
) -> None:
    """300 homes, posted month by month, looked at on the last day of each quarter and audited at the end."""
    office = Office(register, tmp_path, invented(1))
    looked_at = quarter_ends()
    for month in months(FIRST, LAST):
        office.post(month)
        if month.last in looked_at:
            assert office.due(month.last) == set(), month
    assert len(looked_at) == 11
    assert office.audit() == set()


# --- every omission is found ---


@pytest.mark.parametrize(("seed", "omission"), list(enumerate(EXPECTED)), ids=list(EXPECTED))
def test_an_omission_is_found_by_what_is_meant_to_find_it_and_by_nothing_else(
    register: Bvt, tmp_path: Path, seed: int, omission: str
) -> None:
    """In a service of a few homes, another one for each omission."""
    service = invented(seed, SMALL)
    planted = [plant(service, omission)]
    office = Office(register, tmp_path, service)
    office.post(LAST)
    office.learn()
    assert office.due() == due_of(service, planted)
    assert office.audit() == audit_of(planted)


@pytest.mark.slow
def test_all_omissions_at_once_are_found_and_nothing_else_is(register: Bvt, tmp_path: Path) -> None:
    """In 300 homes; a sample of them finds what was planted in the homes that are drawn."""
    service = invented(2)
    planted = [plant(service, omission) for omission in EXPECTED]
    office = Office(register, tmp_path, service)
    office.post_all(every=3)
    office.learn()
    assert office.due() == due_of(service, planted)
    assert office.audit() == audit_of(planted)
    drawn = register("audit", "--from", FIRST, "--to", LAST, "--sample", 60, "--seed", "7", "--json").json
    homes = {None, *(each["home"] for each in drawn["homes"])}
    found = audit_of(planted)
    assert office.audit("--sample", "60", "--seed", "7") == {each for each in found if each[1] in homes}
    told = register("due", "--as-of", UNTIL, "--new", "--json")
    assert {(_code(each), each["ref"]) for each in told.json} == due_of(service, planted)
    assert register("due", "--as-of", UNTIL, "--new") == (0, "", "")


# --- what is undone in the office itself ---


@pytest.fixture
def office(register: Bvt, tmp_path: Path) -> Office:
    """The office of a small service that is run as it should be, posted to April 2025."""
    office = Office(register, tmp_path, invented(5, SMALL))
    office.post_all(every=12, last=Month(2025, 4))
    return office


def paid_homes(office: Office, run: str) -> set[str]:
    return {home["home"] for home in office.bvt("pay", "show", run, "--json").json["homes"]}


def test_a_month_that_is_not_posted_is_due_and_the_audit_has_nothing_to_say_of_it(office: Office) -> None:
    """May is to be posted on 1 June, June not before July."""
    assert office.due() == {("posting", "2025-05")}
    assert office.audit() == set()


def test_a_run_that_nobody_authorised_is_due_and_an_answer_no_for_every_home_it_paid(office: Office) -> None:
    office.post(Month(2025, 5))
    office.post(LAST, authorised=False)
    run = f"R{office.runs}"
    paid = paid_homes(office, run)
    assert len(paid) > SMALL // 2
    assert office.due() == {("authorise", run)}
    assert office.audit() == {("run_authorised", home) for home in paid}


def test_pay_that_is_stopped_is_due_and_its_letter_too(office: Office) -> None:
    agreement = office.service.all("agreements")[0]["ref"]
    assert office.bvt("pay", "block", agreement, "--from", "2025-06", "--reason", "Uklart").exit_code == 0
    office.post(LAST)
    assert office.due() == {("claim", "K1"), ("letter", "K1")}
    assert office.bvt("pay", "letter", "K1", "--sent", UNTIL, "--as-of", UNTIL).exit_code == 0
    assert office.due() == {("claim", "K1")}
    assert office.audit() == set()


def test_money_taken_back_in_parts_puts_the_folder_right_and_is_due_until_it_is_paid(
    register: Bvt, tmp_path: Path
) -> None:
    """The child had moved three months before: what was paid after that is owed, and the home is written to."""
    service = invented(6, SMALL)
    planted = plant(service, "ended_and_paid")
    office = Office(register, tmp_path, service)
    office.post(LAST)
    office.learn()
    assert office.audit() == audit_of([planted])
    taken = ("--recover", planted.about, "--instalments", "3", "--reason", "Barnet har flyttet")
    assert register("pay", "month", LAST, "--post", *taken, "--as-of", UNTIL).exit_code == 0
    assert register("pay", "authorise", "R2", "--by", "leder").exit_code == 0
    assert office.due() == {("claim", "K1"), ("letter", "K1")}
    assert office.audit() == set()


def test_a_month_that_no_table_covers_is_paid_provisionally_and_both_are_due(register: Bvt, tmp_path: Path) -> None:
    """From 1 July 2025 no KS table is known: July is paid by the one of 2024 until the right one is entered."""
    july = date(2025, 7, 31)
    office = Office(register, tmp_path, invented(7, SMALL, until=july))
    office.post(Month.of(july))
    assert office.due(july) == {("rate", "2025-07-01"), ("provisional", "2025-07")}
    assert office.audit(on=july) == set()
