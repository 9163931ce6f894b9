"""The page of figures in a real browser: A4, nothing wider than the paper, and no word outside its chart."""

import re
from datetime import date
from pathlib import Path

import pytest
from tests.paying import SHIPPED_SETTINGS
from tests.render.test_experiences_in_browser import A4, BROWSER, MEASURE, browse

from bvt_cli.core.figures import Number, Period
from bvt_cli.core.figures_alike import likely_sums
from bvt_cli.core.figures_defined import DEFINED
from bvt_cli.core.figures_facts import FigureFacts, figures_of
from bvt_cli.core.figures_hidden import for_the_public
from bvt_cli.core.history import Portion
from bvt_cli.core.period import Month
from bvt_cli.core.practice import Practice
from bvt_cli.render.figures import Report
from bvt_cli.render.figures_page import as_html
from bvt_cli.render.messages import LANGUAGES, translator

pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed (tools/install-test-packages.sh)")
LAST = date(2025, 12, 31)
YEAR = Period("year", "2025", date(2025, 1, 1), LAST, LAST)
CODES = {"besokshjem": "4.5", "stottefamilie": "4.99", "fosterhjem": "2.1/2.2"}
BIG = 98_765_432_10  # øre
PORTIONS = (Portion(Month(2025, 3), "fosterhjem", "252", "1050", "H-1", "grunnstotte", True, 1, BIG),)


def filled(number: Number) -> Number:
    """Much of everything, so that the widest numbers must find room."""
    return number._replace(value=BIG if DEFINED[number.code].unit == "kroner" else 12345, behind=12)


def report(public: bool = False) -> Report:
    found = figures_of(FigureFacts(), PORTIONS, YEAR, Practice(SHIPPED_SETTINGS))
    if public:
        return Report(YEAR, for_the_public(found, likely_sums(found)), CODES, public=True)
    return Report(YEAR, found._replace(numbers=tuple(map(filled, found.numbers))), CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_prints_at_a4(tmp_path: Path, language: str) -> None:
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(as_html(report(), translator(language)), "utf-8")
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed.read_bytes())
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {A4}
    assert 4 <= len(boxes) <= 9


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("public", [False, True], ids=["much of everything", "for the public"])
def test_nothing_is_wider_than_the_paper_and_no_word_leaves_its_chart(
    tmp_path: Path, language: str, public: bool
) -> None:
    """794 are the pixels across A4; on paper the letters are smaller than on a screen."""
    within = """<script>
    const out = [...document.querySelectorAll("svg")].flatMap(svg => {
        const room = svg.getBoundingClientRect();
        const boxes = [...svg.querySelectorAll("text")].map(each => each.getBoundingClientRect());
        return boxes.filter(box => box.right > room.right || box.left < room.left || box.bottom > room.bottom);
    });
    document.documentElement.dataset.charts = document.querySelectorAll("svg").length;
    document.documentElement.dataset.out = out.length;
    </script>"""
    page = tmp_path / "page.html"
    html = as_html(report(public), translator(language)).replace("</body>", f"{MEASURE}{within}</body>")
    page.write_text(html, "utf-8")
    shown = browse(tmp_path, "--dump-dom", "--window-size=794,1123", page.as_uri())
    told = dict(re.findall(r'data-(\w+)="(\d+)"', shown))
    assert 0 < int(told["wide"]) <= int(told["room"])
    assert told["charts"] == ("0" if public else "5")  # all there is is one home's pay, and hidden
    assert told["out"] == "0"
