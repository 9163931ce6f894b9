"""The wheel holds all that bvt needs away from its checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def test_the_wheel_holds_rates_examples_and_catalogues(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in (("src/bvt_cli", "bvt_cli"), ("rates", "bvt_cli/rates"), ("examples", "bvt_cli/examples")):
        files = [file for file in (CHECKOUT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
        assert files
        assert {f"{place}/{file.relative_to(CHECKOUT / folder).as_posix()}" for file in files} <= packed
    assert "bvt_cli/render/locale/nb/LC_MESSAGES/bvt.mo" in packed
