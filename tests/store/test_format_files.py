"""Column maps from YAML: read strictly, the municipality's own laid over those shipped."""

from datetime import date
from pathlib import Path

import pytest

from bvt_cli.core.errors import RegisterError
from bvt_cli.core.payroll import About
from bvt_cli.core.texts import Text
from bvt_cli.render.messages import translator
from bvt_cli.store.format_files import load_formats
from bvt_cli.store.paid_files import read_paid
from bvt_cli.store.payroll_files import load_codes
from bvt_cli.store.rate_files import shipped_rates

ROOT = Path(__file__).resolve().parents[2]
OURS = """\
kind: delimited
purpose: pay
columns:
  - {name: Ansattnr, field: payroll_id, form: digits, required: true}
  - {name: Beløp, field: amount}
"""


def own(folder: Path, **files: str) -> Path:
    (folder / "formats").mkdir()
    for name, content in files.items():
        (folder / "formats" / f"{name.replace('_', '-')}.yaml").write_text(content, encoding="utf-8")
    return folder


def refused(folder: Path) -> list[str]:
    with pytest.raises(RegisterError) as error:
        load_formats(shipped_rates(), folder)
    return [f"{each.place}: {said(each.message)}" for each in error.value.details]


def said(message: Text) -> str:
    return translator("en").say(message)


def test_those_shipped_are_there():
    assert list(load_formats(shipped_rates(), None)) == ["csv", "gl07", "huldt-lillevik", "visma-lonn"]


def test_an_own_map_stands_beside_them_and_one_of_the_same_name_in_its_place(tmp_path):
    found = load_formats(shipped_rates(), own(tmp_path, ours=OURS, csv=OURS))
    assert found["ours"].file == "formats/ours.yaml"
    assert found["csv"].columns == found["ours"].columns
    assert found["visma-lonn"].file == "bvt/formats/visma-lonn.yaml"


def test_what_is_left_out_is_as_plain_as_can_be(tmp_path):
    form = load_formats(shipped_rates(), own(tmp_path, ours=OURS))["ours"]
    assert (form.encoding, form.separator, form.line_end, form.decimal, form.rows) == (
        "utf-8",
        ";",
        "\r\n",
        "dot",
        "each",
    )
    amount = form.columns[1]
    assert (amount.form, amount.align, amount.decimals, amount.required) == ("amount", "right", 2, False)


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (OURS.replace("kind: delimited", "kind: xml"), [":1: kind must be one of delimited, fixed; here it says xml."]),
        (OURS.replace("purpose: pay\n", ""), [":1: purpose is missing."]),
        (OURS + "separater: tab\n", [":6: There is no key separater here; did you mean separator?"]),
        (
            OURS.replace("field: amount", "field: belop"),
            [":5: columns[1].field must be one of run, line, kind,"],
        ),
        (OURS.replace("field: amount", "setting: lonnsart"), [":5: columns[1].setting must be one of wage_type,"]),
        (
            OURS.replace("field: amount", "field: amount, constant: x"),
            [":5: A column has exactly one of field, setting, constant, template."],
        ),
        (OURS.replace(", field: amount", ""), [":5: A column has exactly one of field, setting, constant, template."]),
        (OURS.replace("Beløp", "Ansattnr"), [":5: There are two columns called Ansattnr."]),
        (OURS.replace("field: amount", "field: amount, form: digits"), [":5: amount cannot be written as digits."]),
        (OURS.replace("field: amount", "constant: x, form: digits"), [":5: x cannot be written as digits."]),
        (
            OURS.replace("field: amount", "template: '{run'"),
            [":5: The braces of this template do not match."],
        ),
        (
            OURS.replace("field: amount", "template: '{kjoring}'"),
            [":5: There is no field or setting called kjoring."],
        ),
        (
            OURS.replace("form: digits", "pad: zero"),
            [":4: Zeros go before a number: pad: zero needs align: right."],
        ),
        ("kind: delimited\npurpose: pay\ncolumns: []\n", [":3: A format has from 1 to 300 columns."]),
        ("- csv\n", [":1: The document must be keys with values."]),
        ("kind: delimited\npurpose: pay\ncolumns: [x]\n", [":3: columns[0] must be keys with values."]),
        (
            OURS.replace("delimited", "fixed") + "header: true\n",
            [
                ":6: header belongs to a delimited format.",
                ":1: In fixed positions every letter is one byte: encoding must be one of ascii, iso-8859-1,",
                ":4: columns[0].width is missing.",
                ":5: columns[1].width is missing.",
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, content, problems):
    found = refused(own(tmp_path, ours=content))
    assert len(found) == len(problems)
    assert all(each.startswith(f"formats/ours.yaml{problem}") for each, problem in zip(found, problems, strict=True))


def test_everything_wrong_in_all_maps_is_told_at_once(tmp_path):
    folder = own(tmp_path, one=OURS.replace("purpose: pay", "purpose: play"), two="kind: fixed\n\tx: y\n")
    (folder / "formats" / "Tre.yaml").write_text(OURS, encoding="utf-8")
    (folder / "formats" / "pain.001.001.03.yaml").write_text(OURS, encoding="utf-8")
    assert [each.partition(": ")[0] for each in refused(folder)] == [
        "formats/Tre.yaml", "formats/one.yaml:2", "formats/pain.001.001.03.yaml", "formats/two.yaml:2",
    ]  # fmt: skip


def test_a_map_without_quotes_forbids_what_would_need_them(tmp_path):
    content = OURS + "quote: never\nseparator: tab\nforbidden: '|'\n"
    assert load_formats(shipped_rates(), own(tmp_path, ours=content))["ours"].forbidden == '|\t"'


def codes_refused(folder: Path, content: str) -> list[str]:
    (folder / "payroll.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RegisterError) as error:
        load_codes(shipped_rates(), folder)
    return [f"{each.place}: {said(each.message)}" for each in error.value.details]


def entry(more: str) -> str:
    return f'payroll:\n  - {{name: art, value: "050", from: 2025-01-01, reason: "Invented"{more}}}\n'


def example(document: str, begins: str) -> str:
    """The YAML example of a document that begins like this."""
    blocks = (ROOT / document).read_text(encoding="utf-8").split("```yaml\n")[1:]
    (found,) = [block.partition("```")[0] for block in blocks if block.startswith(begins)]
    return found


def test_the_examples_in_the_documents_can_be_used(tmp_path):
    own(tmp_path, ours=example("rates/README.md", "kind: delimited"))
    assert load_formats(shipped_rates(), tmp_path)["ours"].balance == "contra_art"
    (tmp_path / "payroll.yaml").write_text(example("docs/formater.md", "payroll:"), encoding="utf-8")
    codes = load_codes(shipped_rates(), tmp_path)
    assert codes.value("tjeneste", date(2025, 3, 1), About(function="251")) == "25110"
    paid = read_paid(
        b"Ansattnr;L\xf8nnsart;Bel\xf8p\n1;2;3,00\n", "x", example("docs/formater.md", "separator:").encode(), ""
    )
    assert [each.amount for each in paid.entries] == [300]


class TestPayroll:
    """payroll.yaml: dated, like all settings."""

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (entry(", standing: law"), "payroll.yaml:2: There is no key standing here; "),
            (
                entry(", to: 2024-12-31"),
                "payroll.yaml:2: The last day, 2024-12-31, comes before the first, 2025-01-01.",
            ),
            (
                entry(", component: lonn"),
                "payroll.yaml:2: payroll[0].component must be one of grunnstotte, utgiftsdekning,",
            ),
            (entry(', function: "2510"'), "payroll.yaml:2: A KOSTRA function is three digits in quotes, such as"),
            (entry("").replace("art", "arten"), "payroll.yaml:2: payroll[0].name must be one of wage_type,"),
            (entry("").replace('"050"', "050"), "payroll.yaml:2: payroll[0].value is a text: put 050 in quotes."),
            (entry("").replace('"050"', ""), "payroll.yaml:2: payroll[0].value is not filled in yet."),
            (entry("").replace('"050"', f'"{"5" * 71}"'), "payroll.yaml:2: art is longer than 70 characters."),
            (entry(", component: km").replace("art", "payer_name"), "payroll.yaml:2: payer_name is the same for all"),
            (entry("").replace("art", "payer_account"), "payroll.yaml:2: This is no Norwegian account number"),
            (entry("").replace("art", "payer_organisation"), "payroll.yaml:2: This is no organisation number"),
            (entry("").replace("art", "payer_bic"), "payroll.yaml:2: payer_bic is not written like this."),
            (entry("").replace("art", "bank_service_level"), "payroll.yaml:2: bank_service_level is not written like"),
            ("payroll: x\n", "payroll.yaml:1: payroll must be a list."),
            ("- x\n", "payroll.yaml:1: The document must be keys with values."),
            ("payroll: [x]\n", "payroll.yaml:1: payroll[0] must be keys with values."),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, tmp_path, content, problem):
        (found,) = codes_refused(tmp_path, content)
        assert found.startswith(problem)

    def test_one_code_is_not_said_twice_from_a_day(self, tmp_path):
        content = entry("") + entry("").removeprefix("payroll:\n")
        assert codes_refused(tmp_path, content) == [
            "payroll.yaml:3: art from 2025-01-01 is said twice; first at payroll.yaml:2."
        ]

    def test_account_and_organisation_are_kept_without_dots_and_spaces(self, tmp_path):
        (tmp_path / "payroll.yaml").write_text(
            "payroll:\n"
            '  - {name: payer_account, value: "8601.11.17947", from: 2025-01-01, reason: Invented}\n'
            '  - {name: payer_organisation, value: "123 456 785", from: 2025-01-01, reason: Invented}\n'
            '  - {name: project, value: "", from: 2025-01-01, reason: No project}\n',
            encoding="utf-8",
        )
        codes = load_codes(shipped_rates(), tmp_path)
        values = [codes.value(name, date(2025, 3, 1)) for name in ("payer_account", "payer_organisation", "project")]
        assert values == ["86011117947", "123456785", ""]

    def test_what_no_source_gives_is_empty_as_shipped(self):
        codes = load_codes(shipped_rates(), None)
        assert [codes.value(name, date(2025, 3, 1)) for name in ("wage_type", "ansvar", "project")] == [None] * 3
