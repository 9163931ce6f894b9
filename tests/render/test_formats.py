"""Files for payroll and ledger, read again by position or by a strict CSV reader."""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exporting import KARI, MARCH, OLA, OWN, SHIPPED_FORMATS, Codes, codes, file_of, own_code, payout

from bvt_cli.core.errors import BvtError, InvalidInput, Refused
from bvt_cli.core.formats import Col, Format
from bvt_cli.core.payroll import NOTHING, About
from bvt_cli.render.messages import translator

GL07_WIDTHS = (
    25, 25, 25, 2, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 2, 20, 20, 11, 20, 20, 20, 255, 8, 8, 15, 6, 1, 100,
    255, 8, 8, 20, 25, 15, 27, 2, 1, 1, 25, 1, 15, 9, 25, 25, 25, 255, 160, 40, 40, 35, 2, 25, 15, 3, 25, 20, 20, 4, 3,
    2, 13, 11, 15, 2,
)  # fmt: skip
LILLEVIK_WIDTHS = (6, 5, 12, 12, 12, 12, 12, 12, 12, 6, 10, 10, 13, 30)


def strictly(data: bytes, separator: str, encoding: str = "utf-8") -> list[list[str]]:
    """The rows of a delimited file; each line ends in CR LF, and no quote stands astray."""
    words = data.decode(encoding)
    assert words.endswith("\r\n")
    assert words.count("\n") == words.count("\r\n")
    return list(csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True))


def by_position(data: bytes, widths: Iterable[int], line_end: bytes) -> list[list[str]]:
    """The cells of a file of fixed positions, each exactly as wide as it must be."""
    assert data.endswith(line_end)
    lines = data.removesuffix(line_end).split(line_end)
    found = []
    for line in lines:
        assert len(line) == sum(widths)
        cells, at = [], 0
        for width in widths:
            cells.append(line[at : at + width].decode("iso-8859-1"))
            at += width
        found.append(cells)
    return found


def in_words(error: BvtError) -> list[str]:
    """What an error says of each problem, in English."""
    say = translator("en").say
    return [f"{each.place}: {say(each.message)}" for each in error.details]


def own_format(*columns: Col, **more: str | bool) -> Format:
    """A column map as a municipality may write it."""
    settings = {"kind": "delimited", "purpose": "pay", "file": "formats/own.yaml", **more}
    return Format("own", columns=columns, **settings)


class TestCsv:
    """The plain format, for people and programs."""

    def test_every_payout_is_a_row_with_its_codes(self):
        heading, *found = strictly(file_of("csv").data, ",")
        assert len(found) == 4
        first = dict(zip(heading, found[0], strict=True))
        assert first == {
            "run": "R1", "line": "R1-1", "kind": "ordinary", "month": "2025-03", "for_month": "2025-03",
            "home": "H-001", "agreement": "A-1", "case": "2024/1187", "measure": "besokshjem",
            "component": "grunnstotte",
            "from": "2025-03-01", "to": "2025-03-31", "taxable": "true", "quantity": "3", "unit": "day",
            "rate": "1026.00", "amount": "3078.00", "person": "P-001", "payroll_id": "10023", "name": "Kari Berg",
            "share": "1", "wage_type": "4301", "amelding_fordel": "kontantytelse",
            "amelding_beskrivelse": "kommunalOmsorgsloennOgFosterhjemsgodtgjoerelse", "function": "251", "art": "050",
            "ansvar": "3100", "tjeneste": "251", "project": "",
        }  # fmt: skip

    def test_a_payee_of_half_has_half_the_quantity(self):
        heading, *found = strictly(file_of("csv", [payout(quantity=Fraction(17, 31), share=Fraction(1, 2))]).data, ",")
        assert dict(zip(heading, found[0], strict=True))["quantity"] == "17/62"

    def test_count_and_control_sum_are_those_of_the_payouts(self):
        made = file_of("csv")
        assert (made.rows, made.total) == (4, 2 * 307800 + 119700 + 153900)

    @pytest.mark.parametrize("name", ["=1+1", "+47", "-1", "@SUM(A1)"])
    def test_what_a_spreadsheet_takes_for_a_formula_is_made_harmless(self, name):
        heading, row = strictly(file_of("csv", [payout(payee=KARI._replace(name=name))]).data, ",")
        assert dict(zip(heading, row, strict=True))["name"] == f"'{name}"

    def test_a_home_with_nobody_to_pay_stands_in_it_without_a_payee(self):
        heading, row = strictly(file_of("csv", [payout(payee=None)]).data, ",")
        assert dict(zip(heading, row, strict=True))["payroll_id"] == ""

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=30))
    def test_any_name_reads_back_or_is_refused(self, name):
        try:
            data = file_of("csv", [payout(payee=KARI._replace(name=name))]).data
        except InvalidInput:
            data = b""
        if not data:
            assert not name.isprintable()
            return
        heading, row = strictly(data, ",")
        composed = normalize("NFC", name)
        assert dict(zip(heading, row, strict=True))["name"] in (composed, f"'{composed}")


class TestVisma:
    """Visma Lønn, Lønnsregistrering Standard format."""

    def test_a_payee_has_one_row_for_each_wage_type(self):
        lines = file_of("visma-lonn").data.decode("windows-1252").splitlines()
        assert lines == [
            '0;0;10023;4301;0.00;0.00;0.00;6156.00;;;"3100";"";"";"";"";"";',
            '0;0;10023;4302;0.00;0.00;0.00;1197.00;;;"3100";"";"";"";"";"";',
            '0;0;10024;4301;0.00;0.00;0.00;1539.00;;;"3100";"";"";"";"";"";',
        ]

    def test_every_row_has_seventeen_columns(self):
        assert {len(row) for row in strictly(file_of("visma-lonn").data, ";", "windows-1252")} == {17}

    def test_what_is_taken_back_stands_with_a_minus(self):
        (row,) = strictly(file_of("visma-lonn", [payout(-5000, kind="reversal")]).data, ";")
        assert row[7] == "-50.00"

    def test_what_sums_to_nothing_is_left_away(self):
        made = file_of("visma-lonn", [payout(5000), payout(-5000, line="R1-2", kind="reversal"), payout(100, OLA)])
        assert [row[2] for row in strictly(made.data, ";")] == ["10024"]
        assert (made.rows, made.total) == (1, 100)

    def test_without_wage_types_it_is_refused_with_what_to_write_where(self):
        shipped = codes()
        known = Codes([code for each in shipped._by_name.values() for code in each if code.name != "wage_type"])
        with pytest.raises(Refused) as refused:
            file_of("visma-lonn", MARCH, known)
        assert in_words(refused.value) == [
            "payroll.yaml: wage_type (the number payroll pays this under) is not known. Write it into payroll.yaml in"
            " the municipality's folder of rates, under payroll:"
            f' - {{name: wage_type, component: {component}, value: "...", from: 2025-03-01, reason: "..."}}'
            for component in ("grunnstotte", "utgiftsdekning")
        ]

    def test_a_payee_without_a_payroll_number_is_refused_by_ref(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("visma-lonn", [payout(payee=KARI._replace(payroll_id=None))])
        assert in_words(refused.value) == ["P-001: EmpNo is empty, and visma-lonn needs it."]

    def test_a_home_with_nobody_to_pay_is_refused_with_its_remedy(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("visma-lonn", [payout(payee=None)])
        assert in_words(refused.value) == ["R1-1: Home H-001 has nobody who is paid; say who with `bvt home payees`."]

    def test_a_payroll_number_with_letters_is_refused(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("visma-lonn", [payout(payee=KARI._replace(payroll_id="K-23"))])
        assert in_words(refused.value) == ["P-001: EmpNo must be digits alone."]

    @pytest.mark.parametrize("ansvar", ['31"00', "31;00", "31\n00"])
    def test_what_would_break_a_row_is_refused(self, ansvar):
        with pytest.raises(InvalidInput):
            file_of("visma-lonn", MARCH, codes(ansvar=ansvar))

    def test_a_formula_is_refused(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("visma-lonn", MARCH[:1], codes(ansvar="=3100"))
        assert in_words(refused.value) == ["R1-1: R1 begins like the formula of a spreadsheet; visma-lonn refuses it."]


class TestHuldtLillevik:
    """164 fixed positions."""

    def test_every_cell_stands_at_its_place(self):
        found = by_position(file_of("huldt-lillevik").data, LILLEVIK_WIDTHS, b"\r\n")
        nothing = [" " * 12] * 6
        assert found == [
            ["010023", "04301", "3100".ljust(12), *nothing, "200325", "0" * 10, "0" * 10, "0000000615600", " " * 30],
            ["010023", "04302", "3100".ljust(12), *nothing, "200325", "0" * 10, "0" * 10, "0000000119700", " " * 30],
            ["010024", "04301", "3100".ljust(12), *nothing, "200325", "0" * 10, "0" * 10, "0000000153900", " " * 30],
        ]

    def test_below_zero_is_refused_for_no_source_says_how_it_is_written(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("huldt-lillevik", [payout(-100, kind="reversal")])
        assert in_words(refused.value) == [
            "R1-1: amount is below zero, and huldt-lillevik does not say how that is written."
        ]

    def test_a_municipality_can_say_where_the_minus_stands(self):
        shipped = SHIPPED_FORMATS["huldt-lillevik"]
        first, last = (file_of(shipped._replace(negative=where), [payout(-100)]).data for where in ("first", "last"))
        assert by_position(first, LILLEVIK_WIDTHS, b"\r\n")[0][12] == "-000000000100"
        assert by_position(last, LILLEVIK_WIDTHS, b"\r\n")[0][12] == "000000000100-"

    def test_a_number_that_does_not_fit_is_refused(self):
        with pytest.raises(InvalidInput) as refused:
            file_of("huldt-lillevik", [payout(payee=KARI._replace(payroll_id="1234567"))])
        assert in_words(refused.value) == ["P-001: employee is longer than 6 characters."]


class TestGl07:
    """66 fields in 2060 fixed positions."""

    def test_the_fields_are_those_of_the_layout(self):
        assert tuple(col.width for col in SHIPPED_FORMATS["gl07"].columns) == GL07_WIDTHS
        assert (len(GL07_WIDTHS), sum(GL07_WIDTHS)) == (66, 2060)

    def test_each_account_string_has_a_row_and_the_last_one_balances(self):
        found = by_position(file_of("gl07").data, GL07_WIDTHS, b"\n")
        shown = [[row[at - 1].strip() for at in (1, 2, 3, 4, 5, 6, 7, 8, 16, 18, 19, 26, 28)] for row in found]
        same = ["BVTR1", "BV", "BL", "GL", "LB"]
        assert shown == [
            [*same, "050", "3100", "251", "NOK", "0" * 14 + "769500", "0" * 14 + "769500", "20250320", "202503"],
            [*same, "0600", "3100", "251", "NOK", "0" * 14 + "119700", "0" * 14 + "119700", "20250320", "202503"],
            [
                *same,
                "21900",
                "3100",
                "",
                "NOK",
                "-" + "0" * 13 + "889200",
                "-" + "0" * 13 + "889200",
                "20250320",
                "202503",
            ],
        ]

    def test_the_rows_sum_to_nothing_and_the_control_sum_is_what_is_booked(self):
        made = file_of("gl07")
        amounts = [int(row[18]) for row in by_position(made.data, GL07_WIDTHS, b"\n")]
        assert sum(amounts) == 0
        assert (made.rows, made.total) == (2, 889200)

    def test_without_the_art_of_the_other_side_it_is_refused(self):
        known = Codes([code for each in codes()._by_name.values() for code in each if code.name != "contra_art"])
        with pytest.raises(Refused) as refused:
            file_of("gl07", MARCH, known)
        assert in_words(refused.value) == [
            "payroll.yaml: contra_art (the art (account) that the other side of a ledger file is booked on) is not"
            " known. Write it into payroll.yaml in the municipality's folder of rates, under payroll:"
            ' - {name: contra_art, value: "...", from: 2025-03-01, reason: "..."}'
        ]

    def test_a_function_can_have_a_code_of_its_own(self):
        known = Codes(
            [
                *(code for each in codes()._by_name.values() for code in each),
                own_code("tjeneste", "25110", About(function="251")),
            ]
        )
        rows = by_position(
            file_of("gl07", [payout(), payout(line="R1-2", function="252")], known).data, GL07_WIDTHS, b"\n"
        )
        assert [row[7].strip() for row in rows] == ["25110", "252", ""]


class TestOwnFormats:
    """What a municipality's own column map may ask for."""

    def test_letters_outside_the_encoding_are_rewritten_and_told(self):
        form = own_format(Col("name", "field", "name"), encoding="iso-8859-1", others="transliterate")
        made = file_of(form, [payout(payee=KARI._replace(name="Šárá Đ. Ŋæss – Bø"))])
        assert made.data.decode("iso-8859-1") == "Sárá D. Næss - Bø\r\n"
        assert [translator("en").say(each) for each in made.notices] == [
            "P-001: letters of name that own cannot carry were rewritten: Š > S, Đ > D, Ŋ > N, – > -."
        ]

    def test_in_plain_ascii_norwegian_letters_are_rewritten(self):
        form = own_format(Col("name", "field", "name"), encoding="ascii", others="transliterate")
        assert (
            file_of(form, [payout(payee=KARI._replace(name="Åse Bjørk Væring Ǽ"))]).data == b"Ase Bjork Vaering AE\r\n"
        )

    @pytest.mark.parametrize("name", ["李", "Kari\u202eBerg", "Kari\x00"])
    def test_letters_without_a_likeness_are_refused_without_the_name(self, name):
        form = own_format(Col("name", "field", "name"), encoding="iso-8859-1", others="transliterate")
        with pytest.raises(InvalidInput) as refused:
            file_of(form, [payout(payee=KARI._replace(name=name))])
        (said,) = in_words(refused.value)
        assert said.startswith("P-001: name holds a character (U+")
        assert "Kari" not in said

    def test_without_a_rule_they_are_refused_too(self):
        form = own_format(Col("name", "field", "name"), encoding="ascii")
        with pytest.raises(InvalidInput):
            file_of(form, [payout(payee=KARI._replace(name="Åse"))])

    def test_a_rewritten_letter_may_not_become_a_forbidden_one(self):
        form = own_format(Col("name", "field", "name"), encoding="ascii", others="transliterate", forbidden='"')
        with pytest.raises(InvalidInput):
            file_of(form, [payout(payee=KARI._replace(name="“Kari”"))])

    def test_a_text_is_cut_where_the_map_says_so_and_told(self):
        for kind in ("delimited", "fixed"):
            form = own_format(Col("name", "field", "name", width=4, too_long="cut"), kind=kind, encoding="ascii")
            made = file_of(form, [payout()])
            assert made.data == b"Kari\r\n"
            assert [translator("en").say(each) for each in made.notices] == ["P-001: name was cut to 4 characters."]

    def test_else_one_that_is_too_long_is_refused(self):
        for kind in ("delimited", "fixed"):
            form = own_format(Col("name", "field", "name", width=4), kind=kind, encoding="ascii")
            with pytest.raises(InvalidInput) as refused:
                file_of(form, [payout()])
            assert in_words(refused.value) == ["P-001: name is longer than 4 characters."]

    def test_numbers_have_the_decimals_and_the_comma_of_the_map(self):
        form = own_format(
            Col("quantity", "field", "quantity", "number", decimals=3),
            Col("whole", "field", "quantity", "number", decimals=0),
            Col("amount", "field", "amount", "amount"), decimal="comma",
        )  # fmt: skip
        made = file_of(form, [payout(quantity=Fraction(17, 31))])
        assert made.data == b"0,548;1;3078,00\r\n"
        assert len(made.notices) == 2

    def test_a_template_puts_fields_and_settings_together(self):
        form = own_format(
            Col("text", "template", "{run}/{case} {for_month} {from} {quantity} {amount} {art}{project}.")
        )
        assert file_of(form, [payout()]).data == b"R1/2024/1187 2025-03 2025-03-01 3 3078.00 050.\r\n"

    def test_a_heading_and_quotes_stand_where_the_map_wants_them(self):
        columns = (Col("Navn; ref", "field", "name"), Col("Beløp", "field", "amount", "amount"))
        kari = [payout(payee=KARI._replace(name='Kari "K" Berg'))]
        needed = file_of(own_format(*columns, header=True), kari).data.decode()
        always = file_of(own_format(*columns, header=True, quote="text"), kari).data.decode()
        assert needed == '"Navn; ref";Beløp\r\n"Kari ""K"" Berg";3078.00\r\n'
        assert always == '"Navn; ref";"Beløp"\r\n"Kari ""K"" Berg";3078.00\r\n'

    def test_where_nothing_may_stand_in_quotes_a_separator_is_refused(self):
        form = own_format(Col("name", "field", "name"), quote="never")
        assert file_of(form, [payout()]).data == b"Kari Berg\r\n"
        with pytest.raises(InvalidInput):
            file_of(form, [payout(payee=KARI._replace(name="Berg;Kari"))])

    def test_a_setting_that_is_said_to_be_empty_does_not_do_where_it_is_needed(self):
        form = own_format(Col("project", "setting", "project", required=True))
        with pytest.raises(InvalidInput) as refused:
            file_of(form, [payout()], codes(project=""))
        assert in_words(refused.value) == ["R1-1: project is empty, and own needs it."]

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=30))
    def test_any_name_has_its_place_in_a_fixed_file_or_is_refused(self, name):
        form = own_format(
            Col("name", "field", "name", width=40), Col("end", "constant", "|", width=1),
            kind="fixed", encoding="iso-8859-1", others="transliterate",
        )  # fmt: skip
        try:
            made = file_of(form, [payout(payee=KARI._replace(name=name))])
        except InvalidInput:
            return
        ((read, end),) = by_position(made.data, (40, 1), b"\r\n")
        assert end == "|"
        if not made.notices:
            assert read.strip() == normalize("NFC", name).strip()


def test_the_codes_of_the_tests_are_known():
    assert all(codes().value(name, MARCH[0].first, only) is not None for name, only in OWN)
    assert codes().value("project", MARCH[0].first, NOTHING) is None
