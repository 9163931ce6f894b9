"""The page of experiences in a real browser: A4, one or two pages, and nothing wider than the paper."""

import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from bvt_cli.core.halfyear import Family, Gathering, Half, HalfYear
from bvt_cli.core.network_due import Year
from bvt_cli.render.experiences_page import as_html
from bvt_cli.render.messages import LANGUAGES, translator
from bvt_cli.render.network_picture import picture

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed (tools/install-test-packages.sh)")
A4 = (595, 842)  # points
MEASURE = """<script>
const page = document.documentElement;
page.dataset.wide = page.scrollWidth;
page.dataset.room = page.clientWidth;
</script>"""

HOMES = tuple(f"H-02{number}" for number in range(1, 6))
FULL = HalfYear(
    network="N-1",
    half=Half(2025, 1),
    description="Familiene har funnet sammen.\n\n" + "De voksne ringer hverandre også utenom samlingene. " * 12,
    delivered_on=date(2025, 7, 2),
    gatherings=tuple(
        Gathering(date(2025, 1, 18) + timedelta(days=28 * number), "ordinary", "Tur", HOMES, "Alle hjalp til. " * 12)
        for number in range(6)
    ),
    families=tuple(Family(home, 9) for home in HOMES),
    talks=13,
    edition=1,
)
LONG = FULL._replace(description="Ordet" * 200, gatherings=(Gathering(date(2025, 2, 8), "ordinary", "x" * 300),))


def browse(tmp_path: Path, *options: str) -> str:
    """What a run of the browser prints."""
    assert BROWSER is not None
    apart = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    done = subprocess.run([BROWSER, *apart, *options], capture_output=True, check=False, timeout=120, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_half_year_prints_on_one_or_two_sheets_of_a4(tmp_path: Path, language: str) -> None:
    """Five families, six gatherings with some lines on each."""
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(as_html(FULL, "Nettverk Vest", {}, translator(language)), "utf-8")
    browse(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    pdf = printed.read_bytes()
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    assert [(round(float(wide)), round(float(high))) for wide, high in boxes] in ([A4], [A4, A4])
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(boxes)


@pytest.mark.parametrize("width", [794, 600])
@pytest.mark.parametrize("half_year", [FULL, LONG], ids=["full", "long words"])
def test_nothing_is_wider_than_the_page(tmp_path: Path, half_year: HalfYear, width: int) -> None:
    """794 are the pixels across A4; also in a narrow window, and with a word longer than the line."""
    page = tmp_path / "page.html"
    html = as_html(half_year, "Nettverk Vest", {}, translator("nb"))
    page.write_text(html.replace("</body>", f"{MEASURE}</body>"), "utf-8")
    shown = browse(tmp_path, "--dump-dom", f"--window-size={width},1123", page.as_uri())
    wide, room = (int(re.findall(rf'data-{name}="(\d+)"', shown)[0]) for name in ("wide", "room"))
    assert 0 < wide <= room


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_year_holds_all_its_words(tmp_path: Path, language: str) -> None:
    """No text runs out of the picture, whatever language it is in."""
    gatherings = (Gathering(date(2025, 2, 8), "ordinary"), Gathering(date(2025, 12, 24), "christmas"))
    svg = picture([Year("N-1", 2025, gatherings, (0, 2, 6, 9, 0, 20, 0, 0, 0, 0, 0, 1))], translator(language))
    measure = """<script>
    const room = document.querySelector("svg").getBoundingClientRect();
    const boxes = [...document.querySelectorAll("svg text")].map(each => each.getBoundingClientRect());
    const out = boxes.filter(box => box.right > room.right || box.left < room.left || box.bottom > room.bottom);
    document.documentElement.dataset.texts = boxes.length;
    document.documentElement.dataset.out = out.length;
    </script>"""
    page = tmp_path / "picture.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{svg}{measure}</body>", "utf-8")
    shown = browse(tmp_path, "--dump-dom", "--window-size=900,700", page.as_uri())
    assert re.findall(r'data-out="(\d+)"', shown) == ["0"]
    assert int(re.findall(r'data-texts="(\d+)"', shown)[0]) == 1 + 12 + 1 + 5 + 3
