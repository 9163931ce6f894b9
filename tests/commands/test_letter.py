"""`bvt letter`: letters filled in from the register, blanks told of, and a signed one recorded as a step."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bvt_cli.core.letter_data import PLACES
from bvt_cli.render.document_letter import label
from tests.commands.conftest import Noted
from tests.commands.statements import read_html, read_pdf
from tests.conftest import Bvt

Journal = Callable[[], list[Noted]]
NASTY = 'Familien <b>Prøve</b> & "{{home.city}}"'
DAY = ("--on", "2025-03-31")


def write(bvt: Bvt, *arguments: object) -> str:
    answer = bvt("letter", "write", *arguments, *DAY)
    assert answer.exit_code == 0, answer.stderr
    return " ".join(answer.stdout.split())


@pytest.fixture
def own(kommune: Bvt, tmp_path: Path) -> Path:
    """The municipality's own folder of letters."""
    folder = tmp_path / "rates" / "letters"
    folder.mkdir(parents=True)
    return folder


def test_a_contract_is_filled_in_from_the_register_in_the_language_of_the_home(kommune: Bvt) -> None:
    said = write(kommune, "contract", "--home", "H-002", "--agreement", "A-4")
    assert said.startswith("Familien Eksempel Eksempelvegen 2 0000 Eksempelvik Oppdragsavtale")
    assert "Heimen bind seg for 24 månader." in said
    assert "Saksnummeret til barnet: 2025/0098" in said
    assert "Dato for utskrifta: 31.03.2025." in said


def test_lang_goes_before_the_language_of_the_home(kommune: Bvt) -> None:
    assert "Hjemmet binder seg for 24 måneder." in " ".join(
        kommune("--lang", "nb", "letter", "write", "contract", "--home", "H-002").stdout.split()
    )


def test_a_language_without_a_template_is_written_in_bokmal_with_a_word(kommune: Bvt, own: Path) -> None:
    answer = kommune("--lang", "en", "letter", "write", "contract", "--home", "H-002")
    assert "There is no template of this letter in English" in answer.stderr
    assert "Hjemmet" in answer.stdout
    (own / "contract.en.md").write_text("# Agreement with {{home.name}}\n")
    answer = kommune("--lang", "en", "letter", "write", "contract", "--home", "H-002")
    assert answer.stdout.startswith("Agreement with Familien Eksempel\n")


def test_what_is_not_known_is_a_blank_and_told_of(kommune: Bvt) -> None:
    answer = kommune("letter", "write", "contract", "--home", "H-001", *DAY)
    assert answer.exit_code == 0
    assert "Address, Postcode, City" in answer.stderr
    assert "For the municipality to fill in, in square brackets: 4." in answer.stderr
    assert "__________ __________" in answer.stdout


def test_every_place_of_a_letter_has_a_word_for_who_reads_it() -> None:
    """A blank is told of in words, whatever is not known."""
    said = [label(place).msgid for places in PLACES.values() for place in places]
    assert all(each and "." not in each for each in said)


def test_complete_refuses_a_letter_with_anything_left_to_fill_in(kommune: Bvt, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "brev.txt"
    answer = kommune("letter", "write", "contract", "--home", "H-001", "--complete", "--out", file)
    assert answer.exit_code == 3
    assert "Address is not known to the register." in answer.stderr
    assert "[kommunen fyller ut: oppsigelsestid, og når avtalen kan heves]" in answer.stderr
    assert not file.exists()
    (own / "contract.nb.md").write_text("# Avtale med {{home.name}}\n\n[kommunen fyller ut: alt]\n")
    assert kommune("letter", "write", "contract", "--home", "H-001", "--complete").exit_code == 3
    (own / "contract.nb.md").write_text("# Avtale med {{home.name}}\n")
    answer = kommune("letter", "write", "contract", "--home", "H-001", "--complete", "--out", file)
    assert answer.exit_code == 0
    assert file.read_text(encoding="utf-8") == "Avtale med Familien Berg\n========================\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_name_with_markup_is_a_name_in_text_html_and_pdf(kommune: Bvt, tmp_path: Path) -> None:
    assert kommune("home", "set", "H-001", "--name", NASTY).exit_code == 0
    assert NASTY in write(kommune, "contract", "--home", "H-001")
    write(kommune, "contract", "--home", "H-001", "--html", tmp_path / "a.html")
    write(kommune, "contract", "--home", "H-001", "--pdf", tmp_path / "a.pdf")
    page = read_html(tmp_path / "a.html")
    assert page.language == "nb"
    assert "b" not in page.elements
    assert NASTY in " ".join(page.words)
    assert NASTY in " ".join(read_pdf(tmp_path / "a.pdf").split())


def test_a_decision_goes_to_the_family_and_not_in_the_language_of_the_home(kommune: Bvt) -> None:
    """The home is written to in nynorsk."""
    asked = ("letter", "write", "measure_decision", "--home", "H-002", "--agreement", "A-4")
    assert "Hjemmet som har oppdraget: Familien Eksempel" in kommune("--lang", "nb", *asked).stdout
    assert "Heimen som har oppdraget: Familien Eksempel" in kommune("--lang", "nn", *asked).stdout
    assert "Hjemmet som har oppdraget: Familien Eksempel" in kommune(*asked).stdout


def test_text_html_and_pdf_say_the_same(kommune: Bvt, tmp_path: Path) -> None:
    asked = ("--lang", "nn", "letter", "write", "measure_decision", "--home", "H-002", "--agreement", "A-4")
    for option, name in (("--out", "a.txt"), ("--html", "a.html"), ("--pdf", "a.pdf")):
        assert kommune(*asked, option, tmp_path / name).exit_code == 0
    sentences = (
        "Fristen er tre veker frå den dagen du fekk vedtaket (forvaltningslova § 29).",
        "Heimen som har oppdraget: Familien Eksempel (H-002)",
        "Saksnummer: 2025/0098.",
        "[kommunen fyller ut: fylke]",
    )
    plain = " ".join((tmp_path / "a.txt").read_text(encoding="utf-8").split())
    html = " ".join(" ".join(read_html(tmp_path / "a.html").words).split())
    pdf = " ".join(read_pdf(tmp_path / "a.pdf").split())
    for words in (plain, html, pdf):
        assert all(sentence in words for sentence in sentences)


def test_a_file_that_stands_there_is_left_alone(kommune: Bvt, tmp_path: Path) -> None:
    taken = tmp_path / "mine.txt"
    taken.write_text("mine")
    assert kommune("letter", "write", "contract", "--home", "H-001", "--out", taken).exit_code == 3
    assert taken.read_text() == "mine"


@pytest.mark.parametrize(("person", "type"), [("P-005", "uttømmende og utvidet"), ("P-007", "ordinær")])
def test_the_certificate_asked_for_is_that_of_the_role(kommune: Bvt, person: str, type: str) -> None:
    said = write(kommune, "purpose", "--home", "H-004", "--person", person)
    assert f"Type politiattest: {type}" in said
    assert "§ 12-11" in said
    assert "eldre enn 3 måneder" in said


def test_a_confidentiality_declaration_is_of_one_person(kommune: Bvt) -> None:
    assert "Denne erklæringen gjelder Kari Berg (P-001), født 14.03.1982" in write(
        kommune, "confidentiality", "--home", "H-001"
    )
    several = kommune("letter", "write", "confidentiality", "--home", "H-004")
    assert several.exit_code == 2
    assert "P-005, P-006, P-007" in several.stderr


def test_the_answer_to_an_approved_home_names_what_the_decision_rests_on(kommune: Bvt) -> None:
    said = write(kommune, "approval", "--home", "H-001")
    assert "godkjente dere som besøkshjem 01.10.2024" in said
    assert "samtale 02.09.2024, hjemmebesøk 10.09.2024, samtale 16.09.2024, politiattest" in said
    assert "barneverntjenesten, ved leder" in said
    assert "fosterhjem 02.09.2024" in write(kommune, "approval", "--home", "H-020", "--approved-as", "fosterhjem")
    assert "ressursfamilie 10.01.2025" in write(kommune, "approval", "--home", "H-020")


def test_the_answer_to_a_rejected_home_tells_the_recorded_reason(kommune: Bvt, tmp_path: Path) -> None:
    early = kommune("letter", "write", "rejection", "--home", "H-004")
    assert early.exit_code == 3
    assert "No rejection of H-004 is recorded" in early.stderr
    document = "bvt_register: 1\nhomes: [{ref: H-004, rejected_on: 2025-03-20, rejected_reason: For lite plass.}]\n"
    (tmp_path / "rejected.yaml").write_text(document)
    assert kommune("import", tmp_path / "rejected.yaml").exit_code == 0
    said = write(kommune, "rejection", "--home", "H-004")
    assert "sa 20.03.2025 nei til søknaden" in said
    assert "Grunnen er: For lite plass." in said


def test_the_document_for_programs_holds_the_letter_and_what_is_left_to_fill_in(kommune: Bvt) -> None:
    said = kommune("letter", "write", "confidentiality", "--home", "H-001", *DAY, "--json").json
    assert (said["letter"], said["home"], said["person"], said["agreement"]) == (
        "confidentiality", "H-001", "P-001", None,
    )  # fmt: skip
    assert (said["date"], said["language"], said["template"]) == (
        "2025-03-31", "nb", "bvt/letters/confidentiality.nb.md",
    )  # fmt: skip
    assert said["own"] is False
    assert said["blanks"] == []
    assert said["to_fill_in"][0] == "[kommunen fyller ut: kommunens navn]"
    assert said["text"].startswith("Taushetserklæring\n=====")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "word"),
    [
        (["invitation", "--home", "H-001"], 2, "contract"),
        (["contract", "--home", "H-999"], 4, "H-999"),
        (["contract", "--home", "H-001", "--agreement", "A-4"], 4, "A-4 is no agreement of home H-001"),
        (["contract", "--home", "H-001", "--person", "P-001"], 2, "--person does not go with this letter"),
        (["confidentiality", "--home", "H-001", "--agreement", "A-1"], 2, "--agreement does not go with"),
        (["confidentiality", "--home", "H-001", "--person", "P-002"], 4, "P-002"),
        (["measure_decision", "--home", "H-001"], 2, "say which with --agreement"),
        (["measure_decision", "--home", "H-021", "--agreement", "A-22"], 3, "appealed in other ways"),
        (["contract", "--home", "H-003"], 3, "SGS 1030"),
        (["purpose", "--home", "H-030"], 3, "No police certificate is demanded of P-030"),
        (["purpose", "--home", "H-005", "--person", "P-011"], 3, "P-011 turns 18 on 2031-10-10"),
        (["purpose", "--home", "H-008"], 3, "no police certificate is asked for any more"),
        (["approval", "--home", "H-004"], 3, "H-004 is not approved on"),
        (["approval", "--home", "H-001", "--approved-as", "fosterhjem"], 3, "H-001 is not approved on"),
        (["contract", "--home", "H-001", "--html", "x", "--out", "y"], 2, "only one goes at a time"),
    ],
)
def test_a_letter_that_would_be_wrong_is_refused(kommune: Bvt, arguments: list[str], exit_code: int, word: str) -> None:
    answer = kommune("letter", "write", *arguments)
    assert (answer.exit_code, answer.stdout) == (exit_code, "")
    assert word in answer.stderr


def test_an_unknown_place_in_an_own_template_is_refused_with_file_and_line(kommune: Bvt, own: Path) -> None:
    (own / "contract.nb.md").write_text("# Avtale\n\nTil {{home.nam}}\n")
    answer = kommune("letter", "write", "contract", "--home", "H-001")
    assert (answer.exit_code, answer.stdout) == (78, "")
    assert "letters/contract.nb.md:3: {{home.nam}} is no place of this letter; did you mean" in answer.stderr


def test_the_letters_are_listed_with_the_municipalitys_own(kommune: Bvt, own: Path) -> None:
    (own / "contract.nn.md").write_text("# Avtale\n")
    said = {each["letter"]: each for each in kommune("letter", "kinds", "--json").json}
    assert said["contract"]["languages"] == ["nb", "nn"]
    assert (said["contract"]["own"], said["contract"]["step"]) == (["nn"], "contract")
    assert said["purpose"]["person"] is True
    assert "assignment agreement with the home" in kommune("letter", "kinds").stdout


def test_a_signed_letter_is_recorded_as_the_step_it_is(kommune: Bvt, journal: Journal) -> None:
    answer = kommune("letter", "signed", "contract", "--home", "H-004", "--on", "2025-03-10", "--json")
    assert answer.json == {"code": "contract", "on": "2025-03-10", "by": "tester"}
    declared = ("letter", "signed", "taushetserklæring", "--home", "H-004", "--person", "P-006", "--on", "2025-03-10")
    assert kommune(*declared).exit_code == 0
    assert "has this step already" in kommune(*declared).stderr
    assert [(each.what, each.ref) for each in journal()[-2:]] == [("home", "H-004")] * 2
    missing = kommune("home", "check", "H-004", "--on", "2025-03-31", "--json").json["missing"]
    assert not [each for each in missing if each["code"] in ("contract", "confidentiality")]


def test_the_signed_contract_of_a_resource_family_is_its_assignment(kommune: Bvt) -> None:
    said = kommune("letter", "signed", "contract", "--home", "H-030", "--on", "2025-03-10", "--json").json
    assert said["code"] == "assignment"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["purpose", "--home", "H-004"], 2),
        (["confidentiality", "--home", "H-004"], 2),
        (["contract", "--home", "H-004", "--person", "P-005"], 2),
        (["contract", "--home", "H-999"], 4),
        (["contract", "--home", "H-004", "--on", "x"], 2),
    ],
)
def test_what_cannot_have_been_signed_is_not_recorded(
    kommune: Bvt, journal: Journal, arguments: list[str], exit_code: int
) -> None:
    before = journal()
    answer = kommune("letter", "signed", *arguments)
    assert (answer.exit_code, answer.stdout) == (exit_code, "")
    assert journal() == before
