"""The generator: an invented service that is run as it should be, as a register document in which nothing is undone.

A seed makes one service and always the same one; nothing else is read. It pays from October 2022, the first month
for which a KS table and all that follow it are known to the end of June 2025. What is undone is planted by `omissions`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

Record = dict[str, Any]
PAY_FROM = date(2022, 10, 1)
UNTIL = date(2025, 6, 30)
"""The last day that a KS table covers: the service is looked at at the end of it."""
CASEWORKERS = ("ako", "mls", "bjh")
LEADER = "leder"
RELIEF = ("besokshjem", "stottefamilie")
PLAIN_FIRST = 10
"""So many homes of each kind are as plain as can be, so that every omission finds a home."""
STORIES = {
    "besokshjem": ("ended", "goes_on", "waits", "rejected", "withdrew", "paused", "sgs1030", "ready", "two_children",
                   "grows_up", "moves_in", "moves_out", "joins", "also_stottefamilie", "leaves", "revoked", "renewed",
                   "other_payee"),
    "stottefamilie": ("ended", "goes_on", "waits", "withdrew", "two_children", "grows_up", "leaves", "revoked",
                      "renewed", "other_payee"),
    "fosterhjem": ("ended", "of_age", "aftercare", "grows_up", "joins", "reduced", "moves_out", "renewed"),
}  # fmt: skip
"""What may become of a home that is not plain; each is a method of `Service`."""


def days(number: int) -> timedelta:
    return timedelta(days=number)


def years(day: date, number: int) -> date:
    """The same day so many years later; never called with 29 February."""
    return day.replace(year=day.year + number)


def quarters(first_year: int, last: date) -> list[date]:
    """The first days of the quarters from a year to a day."""
    every = (date(year, month, 1) for year in range(first_year, last.year + 1) for month in (1, 4, 7, 10))
    return [day for day in every if day <= last]


class Service:
    """A register document under way: things by the list they stand in, each list by ref."""

    def __init__(self, seed: int, until: date = UNTIL) -> None:
        self.rng = Random(seed)
        self.until = until
        self.lists: dict[str, dict[str, Record]] = {}
        self.joint_meetings: list[Record] = []
        self.stories: dict[str, str] = {}
        """By home what became of it."""
        self.later: dict[str, list[Record]] = {}
        """What becomes known only when all is posted: corrections of the register, by list."""
        self.unconfirmed: set[str] = set()
        """The homes whose payees nobody confirms."""
        self.people = 0

    @property
    def document(self) -> Record:
        """The register document, dates as they are."""
        listed = {many: list(records.values()) for many, records in self.lists.items()}
        meetings = {"joint_meetings": self.joint_meetings} if self.joint_meetings else {}
        return {"bvt_register": 1, "pay_from": PAY_FROM.isoformat()[:7], **listed, **meetings}

    def add(self, many: str, prefix: str, **record: Any) -> Record:
        listed = self.lists.setdefault(many, {})
        made = {"ref": f"{prefix}-{len(listed) + 1}", **record}
        listed[made["ref"]] = made
        return made

    def corrected_later(self, many: str, **record: Any) -> None:
        self.later.setdefault(many, []).append(record)

    def all(self, many: str) -> list[Record]:
        return list(self.lists.get(many, {}).values())

    def between(self, first: int, last: int) -> timedelta:
        return days(self.rng.randint(first, last))

    def born(self, youngest: int, eldest: int, on: date) -> date:
        """A birth date that makes somebody so old on a day."""
        return on - days(self.rng.randint(youngest * 366 + 1, eldest * 365))

    # --- homes ---

    def homes(self, kind: str, number: int) -> None:
        """So many homes of a kind, each with a story of its own."""
        for place in range(number):
            plain = place < PLAIN_FIRST or self.rng.random() < 0.6
            story = "plain" if plain else self.rng.choice(STORIES[kind])
            before = len(self.all("homes"))
            getattr(self, f"_{story}")(kind)
            self.stories[self.all("homes")[before]["ref"]] = story

    def decided(self, first_year: int = 2021, last: date = date(2024, 6, 30)) -> date:
        """A day of decision: late in a quarter, so that no application is open at the end of one."""
        day = self.rng.choice(quarters(first_year, last)) + self.between(64, 84)
        return day if day.day > 1 else day + days(1)

    def apply(self, kind: str, on: date, with_adult: bool = False, **more: Any) -> Record:
        """A home that applies on a day, with one or two carers, and who else lives there (`with_adult`: an adult)."""
        number = len(self.all("homes")) + 1
        commitment = {"commitment_months": self.rng.choice((12, 12, 24))} if kind == "besokshjem" else {}
        home = self.add(
            "homes", "H", kind=kind, name=f"Familien Prøve {number}", applied_on=on, employment="oppdragstaker",
            **commitment, persons=[], payees=[], steps=[], approvals=[], **more,
        )  # fmt: skip
        for _ in range(self.rng.randint(1, 2)):
            self.person(home, "carer", self.born(28, 55, on))
        if self.rng.random() < 0.3:
            self.person(home, "household", self.born(2, 10, on))
        if with_adult or self.rng.random() < 0.15:
            self.person(home, "household", self.born(20, 80, on))
        return home

    def person(self, home: Record, role: str, born: date, **more: Any) -> str:
        self.people += 1
        ref = f"P-{self.people}"
        home["persons"].append({"ref": ref, "name": f"Prøve Prøvesen {self.people}", "born": born, "role": role} | more)
        return ref

    def step(self, home: Record, code: str, on: date, **more: Any) -> None:
        home["steps"].append({"code": code, "on": on, "by": self.rng.choice(CASEWORKERS), **more})

    def certificate(self, home: Record, person: str, seen: date, destroyed: date | None) -> None:
        carer = next(each for each in home["persons"] if each["ref"] == person)["role"] == "carer"
        type_ = "uttommende_utvidet" if carer else self.rng.choice(("ordinaer", "avgrenset"))
        issued = seen - self.between(5, 20)
        gone = {} if destroyed is None else {"destroyed_on": destroyed}
        self.step(home, "attest", seen, person=person, type=type_, issued=issued, **gone)

    def prepare(self, home: Record, on: date, destroyed: date | None) -> None:
        """All the steps an approval demands, by a day."""
        self.step(home, "conversation", on - self.between(45, 50))
        self.step(home, "conversation", on - self.between(35, 40))
        self.step(home, "home_visit", on - self.between(28, 34))
        for each in home["persons"]:
            carer = each["role"] == "carer"
            if carer or each["born"] + days(19 * 365) <= on:
                self.certificate(home, each["ref"], on - self.between(15, 27), destroyed)
            if carer and not self._signed(home, each["ref"]):
                self.step(home, "confidentiality", on - self.between(12, 27), person=each["ref"])
        self.step(home, "contract", on - self.between(3, 10))

    def _signed(self, home: Record, person: str) -> bool:
        return any((step["code"], step.get("person")) == ("confidentiality", person) for step in home["steps"])

    def approve(self, home: Record, kind: str, on: date) -> None:
        home["approvals"].append({"kind": kind, "on": on, "by": LEADER, "recorded": False})
        if not home["payees"]:
            carers = [each["ref"] for each in home["persons"] if each["role"] == "carer"]
            for ref in carers:
                share = "1" if len(carers) == 1 else "1/2"
                home["payees"].append({"person": ref, "payroll_id": f"9{ref[2:]:0>5}", "share": share, "from": on})

    def approved(self, kind: str, on: date | None = None, **more: Any) -> Record:
        """A home that has become one as it should, its certificates destroyed within the month."""
        on = on or self.decided()
        home = self.apply(kind, on - self.between(62, 63), **more)
        self.prepare(home, on, on + self.between(8, 30))
        self.approve(home, kind, on)
        return home

    # --- what may become of a home ---

    def _plain(self, kind: str) -> Record:
        home = self.approved(kind)
        self.agree(home, self.begins(home))
        return home

    def _ended(self, kind: str) -> None:
        home = self.approved(kind)
        first = self.begins(home)
        last = max(first, PAY_FROM) + self.between(100, 250)
        self.agree(home, first, last, end_reason="planned")

    def _leaves(self, kind: str) -> None:
        """The home itself stops: its agreement with it."""
        home = self.approved(kind)
        first = self.begins(home)
        last = max(first, PAY_FROM) + self.between(100, 250)
        self.agree(home, first, last, end_reason="home_wish")
        home |= {"ended_on": last + self.between(1, 20), "ended_reason": "Flytter til en annen kommune"}

    def _goes_on(self, kind: str) -> None:
        """An agreement for a time, and another one that goes on from there."""
        home = self.approved(kind)
        first = self.begins(home)
        last = max(first, PAY_FROM) + self.between(100, 250)
        before = self.agree(home, first, last)
        self.agree(home, last + days(1), child=before["child"])

    def _two_children(self, kind: str) -> None:
        home = self._plain(kind)
        self.agree(home, self.begins(home))

    def _waits(self, kind: str) -> None:
        """Approved, and no child yet."""
        self.approved(kind)

    def _rejected(self, kind: str) -> None:
        on = self.decided()
        home = self.apply(kind, on - days(63), rejected_on=on, rejected_reason="Har ikke plass")
        self.step(home, "conversation", on - days(30))

    def _withdrew(self, kind: str) -> None:
        on = self.decided()
        home = self.apply(kind, on - days(63), withdrew_on=on, withdrew_reason="Passer ikke nå")
        self.certificate(home, home["persons"][0]["ref"], on - days(20), on + days(9))

    def _paused(self, kind: str) -> None:
        home = self._plain(kind)
        home["pauses"] = [{"from": self.until - days(40), "to": self.until + days(40), "reason": "Sykdom i familien"}]

    def _sgs1030(self, kind: str) -> None:
        self._plain(kind)["employment"] = "sgs1030"

    def _ready(self, kind: str) -> None:
        """Applied a while ago, has all that is demanded, and its certificates serve for weeks to come."""
        home = self.apply(kind, self.until - days(60))
        self.prepare(home, self.until, None)

    def _birthday(self, least: int, most: int) -> date:
        """A day so many days before the last one, and no 29 February."""
        day = self.until - self.between(least, most)
        return day.replace(day=min(day.day, 28))

    def _grows_up(self, kind: str) -> None:
        """A child of the house turns 18 and has a certificate by that day, destroyed within 30 days of being seen."""
        home = self._plain(kind)
        turns = self._birthday(40, 300)
        young = self.person(home, "household", years(turns, -18))
        seen = turns - self.between(0, 20)
        self.certificate(home, young, seen, seen + self.between(8, 30))

    def _moves_in(self, kind: str) -> None:
        home = self._plain(kind)
        on = self.until - self.between(40, 300)
        guest = self.person(home, "household", self.born(60, 80, on), **{"from": on})
        self.certificate(home, guest, on - days(3), on + days(20))

    def _joins(self, kind: str) -> None:
        """Another carer, with certificate and declaration from the first day."""
        home = self._plain(kind)
        on = self.until - self.between(40, 300)
        carer = self.person(home, "carer", self.born(30, 50, on), **{"from": on})
        self.certificate(home, carer, on - days(3), on + days(20))
        self.step(home, "confidentiality", on - days(2), person=carer)

    def _moves_out(self, kind: str) -> None:
        """Somebody who lived there at the decision, with a certificate, and is gone."""
        home = self.approved(kind, with_adult=True)
        home["persons"][-1]["to"] = self.until - self.between(40, 300)
        self.agree(home, self.begins(home))

    def _revoked(self, kind: str) -> None:
        """The agreement ended on the last day of the approval."""
        home = self.approved(kind)
        first = self.begins(home)
        last = max(first, PAY_FROM) + self.between(100, 250)
        self.agree(home, first, last, end_reason="unsuitable")
        home["approvals"][0] |= {"revoked_on": last + days(1), "reason": "Kan ikke lenger"}

    def _renewed(self, kind: str) -> None:
        """Decided on anew, with new certificates; the agreement goes on."""
        home = self._plain(kind)
        on = self.decided(2024, date(2024, 12, 31))
        if on - home["approvals"][0]["on"] > days(60):
            self.prepare(home, on, on + self.between(8, 30))
            self.approve(home, kind, on)

    def _other_payee(self, kind: str) -> None:
        """The same carer under another payroll number."""
        home = self._plain(kind)
        person = home["payees"][0]["person"]
        on = self.until - self.between(40, 300)
        home["payees"].append({"person": person, "payroll_id": f"7{person[2:]:0>5}", "share": "1", "from": on})

    def _also_stottefamilie(self, kind: str) -> None:
        """Approved for a second measure, with certificates of their own."""
        home = self._plain(kind)
        on = self.decided(2024, date(2024, 12, 31))
        if on - home["approvals"][0]["on"] > days(60):
            self.prepare(home, on, on + self.between(8, 30))
            self.approve(home, "stottefamilie", on)
            self.agree(home, on + self.between(7, 30), measure="stottefamilie")

    def _of_age(self, kind: str) -> None:
        """The agreement ends with the day before the child turns 18."""
        home = self.approved(kind, self.decided(last=date(2022, 12, 31)))
        turns = self._birthday(200, 600)
        child = self.child(years(turns, -18))
        self.agree(home, self.begins(home), turns - days(1), child=child["ref"], end_reason="planned")

    def _aftercare(self, kind: str) -> None:
        """The young one stays on after the 18th birthday: nobody visits and supervises from then on."""
        home = self.approved(kind)
        child = self.child(years(self._birthday(30, 200), -18))
        self.agree(home, self.begins(home), child=child["ref"], aftercare=True)

    def _reduced(self, kind: str) -> None:
        """Two visits and, from 15 on, two supervisions a year."""
        home = self.approved(kind)
        child = self.child(date(2008, 1, 10) + self.between(0, 80))
        first = max(self.begins(home), date(2023, 7, 1))
        self.agree(home, first, child=child["ref"], visits_per_year=2, supervision_per_year=2)

    # --- agreements and their follow-up ---

    def begins(self, home: Record) -> date:
        return home["approvals"][0]["on"] + self.between(7, 40)

    def child(self, born: date) -> Record:
        number = len(self.all("children")) + 1
        born = born.replace(day=min(born.day, 28))
        return self.add("children", "C", case=f"{born.year + 5}/{1000 + number}", born=born)

    def agree(self, home: Record, first: date, last: date | None = None, **more: Any) -> Record:
        """An agreement from a day on, with all that shows it is alive up to the last day of the service."""
        measure = more.pop("measure", home["kind"])
        child = more.pop("child", None) or self.child(self.born(3, 11, max(first, PAY_FROM)))["ref"]
        if measure == "stottefamilie":
            more["size"] = self.rng.choice(("liten", "medium", "stor"))
        if measure in RELIEF:
            more |= {"contact": self.rng.choice(CASEWORKERS), "goals": "Hvile for hjemmet, en fast venn for barnet."}
        if measure == "besokshjem" and self.rng.random() < 0.3:
            more["basis"] = "actual"
        ends = {} if last is None else {"to": last}
        agreement = self.add("agreements", "A", home=home["ref"], child=child, measure=measure, **{"from": first},
                             **ends, **more)  # fmt: skip
        self._follow(agreement)
        if measure == "besokshjem" and (more.get("basis") == "actual" or self.rng.random() < 0.2):
            self._stays(agreement)
        return agreement

    def span(self, agreement: Record) -> tuple[date, date]:
        """The days of an agreement that bvt knows of."""
        return max(agreement["from"], PAY_FROM), min(agreement.get("to", self.until), self.until)

    def every(self, first: date, last: date, low: int, high: int) -> Iterator[date]:
        day = first + self.between(low, high)
        while day <= last:
            yield day
            day += self.between(low, high)

    def _follow(self, agreement: Record) -> None:
        first, last = self.span(agreement)
        if agreement["measure"] in RELIEF:
            self._done(agreement, "evaluation", list(self.every(first, last, 55, 89)))
            return
        born = self.lists["children"][agreement["child"]]["born"]
        for kind, agreed in (("visit", "visits_per_year"), ("supervision", "supervision_per_year")):
            low, high = (120, 183) if agreed in agreement else (60, 92)
            self._done(agreement, kind, list(self.every(first, min(last, years(born, 18) - days(1)), low, high)))

    def _done(self, agreement: Record, kind: str, on: list[date]) -> None:
        """Of two in three it was said when the next one would be, and it was then."""
        for place, day in enumerate(on):
            told = {"next_on": on[place + 1]} if place + 1 < len(on) and self.rng.random() < 0.66 else {}
            heard = {"child_heard": True} if self.rng.random() < 0.9 else {"child_not_heard": "Var syk den dagen"}
            with_child = heard if kind == "evaluation" else {}
            self.add("follow_ups", "O", agreement=agreement["ref"], on=day, kind=kind,
                     by=self.rng.choice(CASEWORKERS), home_took_part=True, outcome="goes_on", **with_child,
                     **told)  # fmt: skip

    def _stays(self, agreement: Record) -> None:
        """A weekend a month, Friday to Sunday."""
        first, last = self.span(agreement)
        month = first.replace(day=1)
        while month <= last:
            friday = month + days((4 - month.weekday()) % 7 + 7 * self.rng.randint(0, 2))
            if first <= friday and friday + days(2) <= last:
                off = {"cancelled": {"on": friday, "by": "home"}} if self.rng.random() < 0.05 else {}
                self.add("stays", "S", agreement=agreement["ref"], **{"from": friday}, to=friday + days(2), **off)
            month = (month + days(31)).replace(day=1)
