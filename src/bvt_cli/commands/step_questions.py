"""Questions for `bvt home step`: which home, which of the steps still missing, of whom, and when."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from bvt_cli.commands import arguments, keeping
from bvt_cli.commands.asking import Asker, Listed, Question
from bvt_cli.commands.context import Session
from bvt_cli.commands.questions import listed
from bvt_cli.core.codes import CERTIFICATE_TYPES, STEP_CODES
from bvt_cli.core.consistency import PERSON_STEPS
from bvt_cli.core.errors import Usage
from bvt_cli.core.field import Record
from bvt_cli.core.texts import Word, mark, text
from bvt_cli.render.key_words import said as called

T = TypeVar("T")
USUAL_TYPE = {"carer": "uttommende_utvidet", "household": "ordinaer"}


class Said(NamedTuple):
    """What the command line says of a step, as it was typed."""

    home: str | None
    code: str | None
    person: str | None
    on: str | None
    issued: str | None
    type: str | None
    destroyed: str | None


def complete(session: Session, said: Said, today: date, *, json: bool, yes: bool) -> Said:
    """Ask for what is missing, where anything needed is and somebody is there to be asked; then whether to write it.

    Raises Usage where the answer is no.
    """
    if json or not session.attended:
        return said
    asking = _Asking(session, said, today)
    asking.home()
    asking.step()
    asking.person()
    asking.certificate()
    asking.day()
    if asking.asker.has_asked and not yes:
        asking.asker.confirm(asking.page())
    return asking.said


class _Asking:
    """The questions, each asked only where it is needed. What is known so far stands in `said`."""

    def __init__(self, session: Session, said: Said, today: date) -> None:
        self.session = session
        self.said = said
        self.today = today
        self.asker = Asker(session)
        self.record: Record = {}

    def home(self) -> None:
        self.record = self._known(self.said.home) if self.said.home is not None else {}
        if not self.record:
            question = Question(mark("Home"), called("home").meaning, listed=listed(self.session, "home"))
            self.record = self._answer(question, self._known)
            self.said = self.said._replace(home=self.record["ref"])

    def step(self) -> None:
        if self.said.code is None:
            question = Question(
                label=called("code").label,
                meaning=mark("A step by its name, its first letters or its number; what is missing stands first."),
                listed=self._steps(),
            )
            code, person = self._answer(question, self._step)
            self.said = self.said._replace(code=code, person=self.said.person or person)

    @property
    def code(self) -> str:
        return arguments.code(self.said.code or "", "CODE", STEP_CODES)

    def person(self) -> None:
        if self.code not in PERSON_STEPS or self.said.person is not None:
            return
        persons = self.record.get("persons", ())
        if not persons:
            raise Usage(
                text("{home} has no persons yet; add the first with `bvt home person {home}`.", home=self.record["ref"])
            )
        people = [Listed(each["ref"], (each["ref"], each.get("name", ""), Word(each["role"]))) for each in persons]
        only = people[0].says if len(people) == 1 else None
        question = Question(called("person").label, called("person").meaning, default=only, listed=people)
        whose = self._answer(question, lambda typed: str(keeping.person_of(self.record, typed)["ref"]))
        self.said = self.said._replace(person=whose)

    def certificate(self) -> None:
        """The type and date of issue of a certificate that is not in the register yet."""
        said = self.said
        if self.code != "attest" or said.issued is not None or said.destroyed is not None or self._known_step():
            return
        if said.type is None:
            role = keeping.person_of(self.record, said.person or "")["role"]
            types = [Word(each) for each in CERTIFICATE_TYPES]
            question = Question(called("type").label, called("type").meaning, types, default=Word(USUAL_TYPE[role]))
            said = said._replace(type=self._answer(question, self._type))
        question = Question(called("issued").label, called("issued").meaning, example=date(2025, 1, 31))
        self.said = said._replace(issued=str(self._answer(question, self._issued)))

    def day(self) -> None:
        """The day is asked for only where something else was: left out, it is today."""
        if self.asker.has_asked and self.said.on is None and self.said.destroyed is None:
            label = mark("Seen on") if self.code == "attest" else mark("Done on")
            question = Question(label, mark("The day it was done, or the certificate seen."), default=self.today)
            self.said = self.said._replace(on=str(self._answer(question, self._on)))

    def page(self) -> str:
        from bvt_cli.render.page import Fact, page

        said = self.said
        facts = [
            Fact(called("home").label, self.record["ref"]),
            Fact(called("code").label, self.code, "code"),
            Fact(called("person").label, said.person),
            Fact(called("type").label, said.type and self._type(said.type), "code"),
            Fact(called("issued").label, said.issued and arguments.day(said.issued, "--issued"), "day"),
            Fact(called("on").label, said.on and arguments.day(said.on, "--on"), "day"),
            Fact(called("destroyed_on").label, said.destroyed),
        ]
        return page(text("A step:"), [fact for fact in facts if fact.value], (), self.session.translator)

    def _known(self, ref: str) -> Record:
        from bvt_cli.commands.changing import known
        from bvt_cli.store import database

        with database.reading(self.session.register) as connection:
            return known(connection, "home", ref)

    def _known_step(self) -> bool:
        """Whether the command line corrects a step that stands already."""
        on = arguments.given(arguments.day, self.said.on, "--on")
        wanted = ("attest", self.said.person, on)
        return any((each["code"], each.get("person"), each["on"]) == wanted for each in self.record.get("steps", ()))

    def _steps(self) -> Sequence[Listed]:
        missing = self._missing()
        there = {str(listed.about[0]) for listed in missing}
        rest = [Listed(code, (Word(code), "")) for code in STEP_CODES if code not in there]
        return [*missing, *rest]

    def _missing(self) -> Sequence[Listed]:
        """The steps that an approval as what the home applied as still demands."""
        from bvt_cli.commands.book import own_rules
        from bvt_cli.core.approval import demands_on, judge
        from bvt_cli.store import dossier

        demands = demands_on(own_rules(self.session).demands, self.record["kind"], self.today)
        if demands is None:
            return ()
        names = {each["ref"]: each.get("name", "") for each in self.record.get("persons", ())}
        missing = judge(dossier.home_of(self.record), demands, self.today).missing
        return [
            Listed(
                f"{each.code} {each.person}" if each.person else each.code,
                (
                    Word(each.code),
                    text("{person} {name}", person=each.person, name=names[each.person])
                    if each.person
                    else text("{have} of {need}", have=each.have, need=each.need),
                ),
            )
            for each in missing
            if each.code in STEP_CODES
        ]

    def _step(self, typed: str) -> tuple[str, str | None]:
        """A step as typed, perhaps with the ref of a person behind it (`attest P-001`)."""
        label = self._called("code")
        word, _, ref = typed.rpartition(" ")
        if any(each["ref"] == ref for each in self.record.get("persons", ())):
            return arguments.code_begun(word, label, STEP_CODES), ref
        return arguments.code_begun(typed, label, STEP_CODES), None

    def _type(self, typed: str) -> str:
        return arguments.code_begun(typed, self._called("type"), CERTIFICATE_TYPES)

    def _issued(self, typed: str) -> date:
        day = arguments.day(typed, self._called("issued"))
        if day > self.today:
            raise Usage(text("{day} has not come yet.", day=day))
        return day

    def _on(self, typed: str) -> date:
        day = arguments.day(typed, self._called("on"))
        issued = arguments.given(arguments.day, self.said.issued, self._called("issued"))
        if issued is not None and day < issued:
            raise Usage(text("{day} is before the certificate was issued, {issued}.", day=day, issued=issued))
        return day

    def _called(self, key: str) -> str:
        return self.session.translator.mark(called(key).label)

    def _answer(self, question: Question, read: Callable[[str], T]) -> T:
        answer = self.asker.ask(question, read)
        assert answer is not None  # nothing here can be left out
        return answer
