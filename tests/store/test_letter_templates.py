"""Templates of letters from files: those shipped are whole, a municipality's own goes in place, and faults are told."""

from pathlib import Path

import pytest

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.letter_data import LETTERS
from bvt_cli.store.letter_templates import LARGEST, load_templates
from bvt_cli.store.rate_files import shipped_rates

SHIPPED = shipped_rates()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "letters").mkdir()
    return tmp_path


def put(own: Path, name: str, content: str | bytes) -> None:
    (own / "letters" / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def told(own: Path) -> list[tuple[str, str]]:
    with pytest.raises(RegisterError) as raised:
        load_templates(SHIPPED, own)
    return [(each.place, each.message.msgid) for each in raised.value.details if not isinstance(each, dict)]  # type: ignore[union-attr]


def test_every_letter_is_shipped_in_bokmal_and_nynorsk_with_the_same_places() -> None:
    templates = load_templates(SHIPPED, None)
    assert set(templates) == {(kind, language) for kind in LETTERS for language in ("nb", "nn")}
    for kind in LETTERS:
        places = [
            [part.words for block in templates[kind, language].blocks for part in block.parts if part.place]
            for language in ("nb", "nn")
        ]
        assert places[0] == places[1]
        assert not templates[kind, "nb"].own


@pytest.mark.parametrize("kind", ["approval", "rejection", "measure_decision"])
def test_letters_that_can_be_appealed_say_where_and_how_soon(kind: str) -> None:
    for language, words in {"nb": "Fristen er tre uker", "nn": "Fristen er tre veker"}.items():
        content = (SHIPPED / "letters" / f"{kind}.{language}.md").read_text(encoding="utf-8")
        assert words in content
        assert "§ 29" in content
        assert "Statsforvalt" in content


def test_a_template_of_the_municipality_is_used_in_place_of_the_shipped_one(own: Path) -> None:
    put(own, "contract.nb.md", "# Vår avtale\n\n{{home.name}}\n")
    put(own, "contract.en.md", "# Agreement\n")
    put(own, ".contract.nb.md.swp", b"\xff")
    put(own, "contract.nb.md~", "# Gammel\n")
    templates = load_templates(SHIPPED, own)
    assert templates["contract", "nb"].own
    assert templates["contract", "nb"].file == "letters/contract.nb.md"
    assert templates["contract", "en"].own
    assert not templates["contract", "nn"].own


def test_a_municipality_without_a_folder_of_letters_has_those_shipped(tmp_path: Path) -> None:
    assert load_templates(SHIPPED, tmp_path) == load_templates(SHIPPED, None)


def test_windows_line_ends_and_a_byte_order_mark_are_no_matter(own: Path) -> None:
    put(own, "contract.nb.md", b"\xef\xbb\xbf# Avtale\r\n\r\nHei\r\n")
    blocks = load_templates(SHIPPED, own)["contract", "nb"].blocks
    assert [(each.kind, each.parts[0].words) for each in blocks] == [("title", "Avtale"), ("paragraph", "Hei")]


def test_everything_wrong_in_all_templates_is_told_at_once_with_file_and_line(own: Path) -> None:
    put(own, "contract.nb.md", "# Avtale\n\n{{home.nam}}\n{{person.name}}\n")
    put(own, "kontrakt.nb.md", "# Avtale\n")
    put(own, "contract.se.md", "# Avtale\n")
    put(own, "purpose.nb.txt", "# Avtale\n")
    put(own, "purpose.nn.md", "# Stad\n\nblå".encode("latin-1"))
    put(own, "approval.nb.md", "# A\n\nEsc \x1b[31m\n")
    put(own, "approval.nn.md", "# A\n" + "x" * LARGEST)
    (own / "letters" / "rejection.nb.md").mkdir()
    places = [place for place, _ in told(own)]
    assert places == [
        "letters/approval.nb.md:3",
        "letters/approval.nn.md",
        "letters/contract.nb.md:3",
        "letters/contract.nb.md:4",
        "letters/contract.se.md",
        "letters/kontrakt.nb.md",
        "letters/purpose.nb.txt",
        "letters/purpose.nn.md:3",
        "letters/rejection.nb.md",
    ]


def test_a_folder_that_is_a_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("")
    assert told(tmp_path) == [("letters", "The folder cannot be read: {reason}.")]
