"""Bokmål and nynorsk are complete beside English, and each is what it says it is."""

import ast
import re
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import messages as catalogues
import pytest
from babel.messages.pofile import read_po

from bvt_cli.commands import root
from bvt_cli.commands.arguments import code
from bvt_cli.commands.home_list import STATUSES
from bvt_cli.core.approval import Demands
from bvt_cli.core.cause import CAUSES, LATE
from bvt_cli.core.claim import KINDS as CLAIMS
from bvt_cli.core.codes import CERTIFICATE_TYPES
from bvt_cli.core.field import Field
from bvt_cli.core.form import AGREEMENT, CHILD, ENTITIES, STAY
from bvt_cli.core.form_home import HOME
from bvt_cli.core.practice import STANDINGS
from bvt_cli.core.rate import COMPONENTS, SCHEMES, UNITS
from bvt_cli.core.rules import RULES
from bvt_cli.render import findings, network, quote
from bvt_cli.render.key_words import said
from bvt_cli.render.messages import translator
from bvt_cli.render.words import CONTEXT, WORDS
from bvt_cli.store.rate_files import shipped_rates
from bvt_cli.store.rule_files import load_practice
from conftest import Bvt

NORWEGIAN = ("nb", "nn")
TEXTS = catalogues.gathered()

# English and Norwegian alike: names, forms of names and values, and words that both have.
THE_SAME = {
    "KS", "Person", "PERSON", "Status", "Plan", "Ref", "Type", "Per", "bvt", "Kommando", "kroner", "kroner per km",
    "medium", "register", "ok", "Døgn", "{amount} per km", "Art", "art", "XML", "Kroner", "Helsetilsynet (2019)",
    "person", "{days} døgn", "{low}-{high}", "{ref}: {kind} under {agreement}",
}  # fmt: skip


def vocabulary(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BOKMAL_ONLY = vocabulary("""
    ikke fra hjem hjemme hjemmet hjemmene hva hvem hvor hvordan hvorfor hvilken hvilket hvilke hver hvert noe noen jeg
    være vært bare mye mer flere måned måneder måneden månedene dager dagene satser satsene avtaler avtalene samtaler
    samlinger innstillinger godkjenninger godkjenningen nettverkene stegene navn navnet finnes mangler gjelder slutter
    leses skrives betales endres ble gjør gjøres sier se nå selv egen eget annen annet uten siden foreløpig
    tidligere senere senest høyst lavere rettet endret lagret laget tatt tar kjøring kjøringen kjør utgiftsdekning
    taushetserklæring hjemmebesøk besøkshjem fosterhjem veiledning oppdragstaker oppdragstakere kontaktpersoner personer
    personene barneverntjenesten kommunens statens filen mappen listen kilde kilden kildene ganger disse dem
    deres en et hvis da tegn sifre sifrene tall inneholder begrunnelse størrelse bolig poststed forpliktelse rettelse
    opphold oppholdet ansatt ansatte familier familiene erfaringer erfaringene ennå allerede verken forskjell
    forskjellen avgjør oppgis trengs kreves trenger velg vises skriver leser lager åpnes åpner utstedt attester
    attestene linjen kommuner brukernavn lønnsnummer tabeller tabellene regler reglene døgnene nøkler nøklene
    verdier
    """)
NYNORSK_ONLY = vocabulary("""
    ikkje frå heim heime heimen heimar heimane kva kven kvar korleis kvifor kvart noko nokon eg vere vore berre mykje
    meir fleire månad månader månaden månadene dagar dagane satsar satsane avtalar avtalane samtalar samlingar
    innstillingar godkjenningar godkjenninga nettverka stega namn namnet finst manglar gjeld sluttar lesast skrivast
    betalast endrast blei gjer seier sjå sei sjølv eigen eige eigne annan anna utan sidan førebels tidlegare seinare
    seinast høgst lågare retta endra lagra laga teke teken tek køyring køyringa køyr utgiftsdekking teieplikterklæring
    heimebesøk besøksheim fosterheim rettleiing oppdragstakar oppdragstakarar kontaktpersonar personar personane
    barneverntenesta fila mappa lista kjelde kjelda gonger desse dei deira ein ei eit då teikn sifra inneheld
    grunngiving storleik bustad poststad forplikting retting opphald opphaldet tilsett tilsette familiar familiane
    erfaringar erfaringane enno allereie korkje skilnad skilnaden avgjer treng trengst vel òg utferda byrjar byrje
    hermeteikn tabellar tabellane reglar reglane døgna nøklar nøklane verdiar
    """)


def translations(language: str) -> Iterator[tuple[catalogues.Marked, str]]:
    """Every text of bvt with what the language makes of it."""
    say = translator(language)
    for each in TEXTS:
        yield each, say.mark(f"{each.context}{CONTEXT}{each.msgid}" if each.context else each.msgid)


def words(sentence: str) -> set[str]:
    """The words of a sentence that are in its language: no commands, options, places or codes of languages."""
    prose = re.sub(r"`[^`]*`|\{\w+\}|--[\w-]+|\bnb, nn eller en\b|«[^»]*»", " ", sentence)
    return set(re.findall(r"[^\W\d_]+", prose.casefold()))


# --- complete ---


@pytest.mark.parametrize("language", NORWEGIAN)
def test_no_text_lacks_a_language(language: str) -> None:
    catalogue = read_po(BytesIO(catalogues.po_file(language).read_bytes()), locale=language)
    held = {(each.id, each.context) for each in catalogue if each.string}
    assert {each for each in TEXTS if (each.msgid, each.context) not in held} == set()


@pytest.mark.parametrize("language", NORWEGIAN)
def test_a_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    written = read_po(BytesIO(catalogues.po_file(language).read_bytes()), locale=language)
    with catalogues.po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for each in written:
        if each.id:
            said_so = compiled.pgettext(each.context, each.id) if each.context else compiled.gettext(each.id)
            assert (each.id, said_so) == (each.id, each.string)


@pytest.mark.parametrize("language", NORWEGIAN)
def test_no_translation_is_the_english_text_but_for_names_and_words_both_have(language: str) -> None:
    alike = {each.msgid for each, translated in translations(language) if translated == each.msgid}
    prose = {each for each in alike if re.sub(r"\{\w+\}", "", each).strip(" ,:.()[]")}
    titles = {each for each in prose if each.startswith('"')}
    assert prose - titles - THE_SAME == set()


# --- every code, key and heading has its words ---


def fields(of: Iterable[Field], owner: str) -> Iterator[tuple[str, Field]]:
    for field in of:
        yield owner, field
        yield from fields(field.fields, field.key)


FIELDS = [each for entity in ENTITIES for each in fields(entity.fields, entity.name)]
SHOWN = [each for entity in (HOME, CHILD, AGREEMENT, STAY) for each in fields(entity.fields, entity.name)]
DEMANDS: tuple[Demands, ...] = tuple(load_practice(shipped_rates(), None).demands)
CODES = {
    "of the form": {choice for _, field in FIELDS for choice in field.choices},
    "of rules": {choice for rule in RULES.values() for choice in rule.choices if not choice[0].isdigit()},
    "of units": {rule.unit for rule in RULES.values() if rule.unit} | set(UNITS.values()),
    "of standings": set(STANDINGS),
    "of rates": {*SCHEMES, *COMPONENTS},
    "of certificates": set(CERTIFICATE_TYPES),
    "of lines": {"fixed", "actual", "extra", "share", "month", "ordinary", "correction", "reversal", "claim"},
    "of causes": {*CAUSES, LATE},
    "of claims": {*CLAIMS, "open", "settled", "released"},
    "of findings about pay": {*findings._SENTENCES, *quote._SENTENCES},
    "of findings about networks": {*network._SENTENCES, "size"},
    "of demands": {code for each in DEMANDS for code, _ in each.steps}
    | {"attest", "confidentiality", "commitment", "carer", "fosterhjem"},
    "of reasons": {"absent", "wrong_type", "too_old", "too_few", "turned_18", "moved_in", "carer_joined"},
    "of homes and imports": {*STATUSES, "added", "corrected"},
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_its_word(kind: str) -> None:
    assert CODES[kind] - WORDS.keys() == set()


@pytest.mark.parametrize(("owner", "field"), SHOWN, ids=lambda each: each if isinstance(each, str) else each.key)
def test_every_key_is_called_something_and_explained(owner: str, field: Field) -> None:
    found = said(field.key, owner)
    assert {found.label, found.meaning} <= {each.msgid for each in TEXTS}


@pytest.mark.parametrize("language", [*NORWEGIAN, "en"])
def test_codes_that_can_be_chosen_between_have_different_words(language: str) -> None:
    say = translator(language)
    for _, field in FIELDS:
        if field.choices:
            assert len({say.word(each) for each in field.choices}) == len(field.choices)


@pytest.mark.parametrize("word", ["besøkshjem", "besøksheim", "fosterheim", "ressursfamilie", "støttefamilie"])
def test_a_code_may_be_typed_as_the_word_of_either_language(word: str) -> None:
    kinds = {"besøkshjem": "besokshjem", "besøksheim": "besokshjem", "fosterheim": "fosterhjem"}
    expected = kinds.get(word, word.replace("ø", "o"))
    assert code(word, "--kind", ("besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie")) == expected


def unmarked(source: str) -> Iterator[int]:
    """Lines with a column heading, or the help of a command or option, that is written without being marked."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "text"):
            spoken = [keyword.value for keyword in node.keywords if keyword.arg == "help"]
            if isinstance(node.func, ast.Name) and node.func.id == "Column":
                spoken += node.args[1:2]
            yield from (each.lineno for each in spoken if isinstance(each, ast.Constant | ast.JoinedStr | ast.BinOp))


def test_every_column_heading_and_help_text_is_marked_for_the_catalogues() -> None:
    files = sorted(catalogues.SOURCE.rglob("*.py"))
    found = [(file.name, line) for file in files for line in unmarked(file.read_text(encoding="utf-8"))]
    assert found == []
    assert list(unmarked('Column("a", "A")\nOption(help="B")\nColumn("a", mark("A"))')) == [1, 2]


# --- each language is itself ---


def test_nynorsk_has_no_words_of_bokmal() -> None:
    assert [(t, words(t) & BOKMAL_ONLY) for _, t in translations("nn") if words(t) & BOKMAL_ONLY] == []


def test_bokmal_has_no_words_of_nynorsk() -> None:
    assert [(t, words(t) & NYNORSK_ONLY) for _, t in translations("nb") if words(t) & NYNORSK_ONLY] == []


@pytest.mark.parametrize("language", NORWEGIAN)
def test_a_translation_ends_as_its_text_ends(language: str) -> None:
    ends = re.compile(r"[.:?]? ?$")
    wrong = [(e.msgid, t) for e, t in translations(language) if ends.findall(e.msgid) != ends.findall(t)]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "bokmal", "nynorsk"),
    [
        ("besokshjem", "besøkshjem", "besøksheim"),
        ("stottefamilie", "støttefamilie", "støttefamilie"),
        ("fosterhjem", "fosterhjem", "fosterheim"),
        ("ressursfamilie", "ressursfamilie", "ressursfamilie"),
        ("grunnstotte", "grunnstøtte", "grunnstøtte"),
        ("utgiftsdekning", "utgiftsdekning", "utgiftsdekking"),
        ("attest", "politiattest", "politiattest"),
        ("confidentiality", "taushetserklæring", "teieplikterklæring"),
        ("home_visit", "hjemmebesøk", "heimebesøk"),
        ("conversation", "samtale", "samtale"),
        ("day", "døgn", "døgn"),
        ("oppdragstaker", "oppdragstaker", "oppdragstakar"),
        ("contacts", "kontaktpersoner", "kontaktpersonar"),
        ("service", "barneverntjenesten", "barneverntenesta"),
    ],
)
def test_the_words_of_the_field_are_the_fields_own(code: str, bokmal: str, nynorsk: str) -> None:
    assert (translator("nb").word(code), translator("nn").word(code)) == (bokmal, nynorsk)


def test_the_half_year_is_summed_up_as_experiences() -> None:
    title = "Experiences of the last half-year"
    assert translator("nb").mark(title) == "Erfaringer fra siste halvår"
    assert translator("nn").mark(title) == "Erfaringar frå siste halvår"


@pytest.mark.parametrize(
    ("language", "first", "unit"),
    [
        ("nb", "# KS, veiledende satser for fosterhjem og besøkshjem, fra 01.07.2025.", "# kroner per barn per måned"),
        ("nn", "# KS, rettleiande satsar for fosterheim og besøksheim, frå 01.07.2025.", "# kroner per barn per månad"),
        (
            "en",
            "# KS, recommended rates for foster homes and respite homes, from 2025-07-01.",
            "# kroner per child per m",
        ),
    ],
)
def test_a_rate_file_to_fill_in_speaks_the_language_of_whoever_fills_it_in(
    bvt: Bvt, language: str, first: str, unit: str
) -> None:
    path = Path(bvt("--lang", language, "rate", "new", "2025-07-01").stdout.strip())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == first
    assert any(unit in line for line in lines)
    assert all(line.startswith("# ") for line in lines[: lines.index("effective: 2025-07-01")])


def test_the_reasons_of_shipped_rules_are_translated_and_the_municipalitys_own_stand_as_written(
    bvt: Bvt, tmp_path: Path
) -> None:
    shown = bvt("--lang", "nb", "rules", "share_liten").stdout
    assert "Begrunnelse: Praktisk støtte uten faste overnattinger betales med en fjerdedel" in shown
    (tmp_path / "rates").mkdir()
    (tmp_path / "rates" / "settings.yaml").write_text(
        "settings:\n  - {name: age_change, value: birthday, from: 2024-01-01, reason: 'Sak {a} [b]'}\n",
        encoding="utf-8",
    )
    assert "Begrunnelse: Sak {a} [b]\n" in bvt("--lang", "nb", "rules", "age_change").stdout


# --- help ---


def commands() -> Iterator[tuple[str, ...]]:
    """The words of every command and group of bvt."""
    yield ()
    for name in root.COMMANDS:
        yield (name,)
        group: Any = root.command_named(name)
        if hasattr(group, "list_commands"):
            yield from ((name, each) for each in group.list_commands(None))


ENGLISH = vocabulary("the of is which with what whether who how and or by not else only day")


@pytest.mark.parametrize("language", NORWEGIAN)
@pytest.mark.parametrize("typed", list(commands()), ids=lambda typed: " ".join(("bvt", *typed)))
def test_help_has_no_english_in_it(bvt: Bvt, typed: tuple[str, ...], language: str) -> None:
    shown = bvt("--lang", language, *typed, "--help").stdout
    prose = [line for line in shown.splitlines() if not line.strip().startswith("bvt ")]
    spoken = re.sub(
        r"--\w[\w-]*|BVT_\w+|`[^`]*`|bvt \w+( \w+)?|\S+\|\S+|^  [\w-]+  ", " ", "\n".join(prose), flags=re.M
    )
    assert set(re.findall(r"[^\W\d_]+", spoken.casefold())) & ENGLISH == set()
