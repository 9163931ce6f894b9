"""A half-year's experiences: as text, as Markdown, and as JSON has them. In print they are never called a report."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bvt_cli.core.halfyear import Gathering, HalfYear
from bvt_cli.core.texts import Text, Word, text
from bvt_cli.render.harmless import harmless
from bvt_cli.render.messages import Translator
from bvt_cli.render.periods import half_said


class Item(NamedTuple):
    """A point with what is told below it: a sentence, and words as they were written."""

    line: Text
    below: Text | None = None
    words: str | None = None


class Part(NamedTuple):
    """A part of the page: its heading, words as they were written, points, and what stands where there are none."""

    heading: Text
    words: str | None
    items: tuple[Item, ...]
    empty: Text


def as_json(half_year: HalfYear) -> dict[str, Any]:
    """The document of `bvt network report N --half ... --json`; homes by ref."""
    half = half_year.half
    return {
        "network": half_year.network,
        "resource_home": half_year.resource_home,
        "half": str(half),
        "from": half.first,
        "to": half.last,
        "description": half_year.description,
        "delivered_on": half_year.delivered_on,
        "gatherings": list(half_year.gatherings),
        "families": list(half_year.families),
        "talks": half_year.talks,
        "edition": half_year.edition,
    }


def as_text(half_year: HalfYear, name: str, names: Mapping[str, str], translator: Translator) -> str:
    """For people; `name`: the network's, `names`: of homes by ref."""
    lines = [translator.say(TITLE), *(translator.say(each) for each in heads(half_year, name, names))]
    for part in parts(half_year, names):
        heading = translator.say(part.heading)
        lines += ["", heading, "-" * len(heading)]
        if part.words:
            lines += written(part.words)
        for item in part.items:
            lines.append(f"* {translator.say(item.line)}")
            lines += [f"  {line}" for line in below(item, translator)]
        if not part.words and not part.items:
            lines.append(translator.say(part.empty))
    if half_year.delivered_on:
        lines += ["", translator.say(delivered(half_year))]
    return "\n".join(lines) + "\n"


def as_markdown(half_year: HalfYear, name: str, names: Mapping[str, str], translator: Translator) -> str:
    """The same in CommonMark; nothing in the register's texts is taken for markup."""
    lines = [f"# {translator.say(TITLE)}"]
    for each in heads(half_year, name, names):
        lines += ["", _escaped(translator.say(each))]
    for part in parts(half_year, names):
        lines += ["", f"## {translator.say(part.heading)}", ""]
        if part.words:
            lines += map(_escaped, written(part.words))
        for item in part.items:
            lines.append(f"- {_escaped(translator.say(item.line))}")
            for line in below(item, translator):
                lines += ["", f"  {_escaped(line)}"] if line else []
        if not part.words and not part.items:
            lines.append(translator.say(part.empty))
    if half_year.delivered_on:
        lines += ["", _escaped(translator.say(delivered(half_year)))]
    return "\n".join(lines) + "\n"


TITLE = text("Experiences of the last half-year")


def heads(half_year: HalfYear, name: str, names: Mapping[str, str]) -> list[Text]:
    """Which network and half-year it is about, and whose experiences they are."""
    home = half_year.resource_home
    whose = [] if home is None else [text("Resource family: {family}", family=names.get(home, home))]
    return [head(half_year, name), *whose]


def head(half_year: HalfYear, name: str) -> Text:
    """Which network and half-year it is about."""
    half = half_year.half
    return text(
        "{name} ({network}), {half}, from {first} to {last}",
        name=name,
        network=half_year.network,
        half=half_said(half),
        first=half.first,
        last=half.last,
    )


def delivered(half_year: HalfYear) -> Text:
    """When it was delivered; a later edition says that it is one."""
    if half_year.edition is None or half_year.edition == 1:
        return text("Delivered on {day}.", day=half_year.delivered_on)
    return text("Delivered on {day}, edition {edition}.", day=half_year.delivered_on, edition=half_year.edition)


def parts(half_year: HalfYear, names: Mapping[str, str]) -> Iterator[Part]:
    """The page part by part: the general description, the gatherings, each family, the talks."""
    nothing = text("Nothing is recorded.")
    yield Part(text("In general"), half_year.description, (), nothing)
    gatherings = tuple(Item(_gathering(each), _came(each, names), each.went) for each in half_year.gatherings)
    yield Part(text("The gatherings, and how they were"), None, gatherings, nothing)
    families = tuple(Item(_contact(names.get(each.home, each.home), each.contacts)) for each in half_year.families)
    yield Part(text("Contact with each family, number of times"), None, families, nothing)
    talks = (Item(text("Number of talks: {count}", count=half_year.talks)),)
    yield Part(text("Talks with the service"), None, talks, nothing)


def _gathering(gathering: Gathering) -> Text:
    what: object = text("gathering") if gathering.kind == "ordinary" else Word(gathering.kind)
    if gathering.title is None:
        return text("{day}: {title}", day=gathering.on, title=what)
    if gathering.kind == "ordinary":
        return text("{day}: {title}", day=gathering.on, title=gathering.title)
    return text("{day}: {title} ({kind})", day=gathering.on, title=gathering.title, kind=what)


def _came(gathering: Gathering, names: Mapping[str, str]) -> Text | None:
    if not gathering.homes:
        return None
    return text("Came: {families}.", families=tuple(names.get(home, home) for home in gathering.homes))


def _contact(family: str, count: int) -> Text:
    if not count:
        return text("{family}: none recorded", family=family)
    return text("{family}: about {count}", family=family, count=count)


def below(item: Item, translator: Translator) -> list[str]:
    """What is told below a point, line by line."""
    lines = [translator.say(item.below)] if item.below else []
    return lines + (written(item.words) if item.words else [])


def written(words: str) -> list[str]:
    """What somebody wrote, line by line."""
    return [line.strip() for line in harmless(words.strip(), newlines=True).split("\n")]


_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&]")
_STARTS = re.compile(r"^(\d*)([-+=.)])(?=\s|$|[-=])")


def _escaped(line: str) -> str:
    """A line that Markdown shows as it is."""
    return _STARTS.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", line))
