"""Where a run finds things, in which language, and who is asking."""

import os
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bvt_cli.commands import places
from bvt_cli.commands.context import Session, data_folder, now_utc
from bvt_cli.core.errors import RegisterError, Usage
from bvt_cli.store.location import Location


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"HOME": "/home/kari"}, "/home/kari/.local/share/bvt"),
        ("linux", {"HOME": "/home/kari", "XDG_DATA_HOME": "/data"}, "/data/bvt"),
        ("darwin", {"HOME": "/Users/kari"}, "/Users/kari/Library/Application Support/bvt"),
        ("win32", {"LOCALAPPDATA": "/c/local"}, "/c/local/bvt"),
        ("win32", {"USERPROFILE": "/c/kari"}, "/c/kari/AppData/Local/bvt"),
    ],
)
def test_the_register_lies_in_the_data_folder_of_the_system(
    platform: str, environment: dict[str, str], folder: str
) -> None:
    assert data_folder(environment, platform) == Path(folder)


@pytest.mark.parametrize(
    ("platform", "environment", "key"),
    [
        ("linux", {"HOME": "/home/kari"}, "/home/kari/.config/bvt/kommune.key"),
        ("linux", {"HOME": "/home/kari", "XDG_CONFIG_HOME": "/etc/kari"}, "/etc/kari/bvt/kommune.key"),
        ("linux", {"HOME": "/home/kari", "XDG_CONFIG_HOME": "here"}, "/home/kari/.config/bvt/kommune.key"),
        ("darwin", {"HOME": "/Users/kari"}, "/Users/kari/.config/bvt/kommune.key"),
        ("win32", {"APPDATA": "/c/roaming"}, "/c/roaming/bvt/kommune.key"),
        ("win32", {"USERPROFILE": "/c/kari"}, "/c/kari/AppData/Roaming/bvt/kommune.key"),
    ],
)
def test_a_key_is_kept_apart_from_the_register_in_the_folder_of_settings(
    platform: str, environment: dict[str, str], key: str
) -> None:
    """By the register's name."""
    assert places.key_file(environment, platform, "/srv/bvt/kommune.db") == key


def test_without_a_home_folder_no_key_is_looked_for() -> None:
    session = Session([], {"HOME": "nowhere", "BVT_DB": "/srv/bvt/bvt.db"})
    assert session.usual_key_file is None
    assert session.register[:3] == Location(Path("/srv/bvt/bvt.db"))[:3]


def test_what_is_said_of_the_key_outranks_the_environment() -> None:
    """The environment tells where it is, never what it is."""
    session = Session([], {"BVT_DB": "/srv/bvt.db", "BVT_KEY_FILE": "/srv/a.key"})
    assert session.register.key_file == Path("/srv/a.key")
    said = Session([], {"BVT_DB": "/srv/bvt.db", "BVT_KEY_FILE": "/srv/a.key"})
    said.locate(None, None, None, no_color=False, quiet=False, key_file="/srv/b.key")
    assert said.register.key_file == Path("/srv/b.key")
    handed = Session([], {"BVT_DB": "/srv/bvt.db", "BVT_KEY_FILE": "/srv/a.key"})
    handed.locate(None, None, None, no_color=False, quiet=False, key_descriptor=3)
    assert handed.register[:3] == Location(Path("/srv/bvt.db"), None, 3)[:3]


def test_a_machine_without_home_folder_asks_for_the_register() -> None:
    with pytest.raises(RegisterError):
        data_folder({"HOME": "nowhere"}, "linux")


def test_without_anything_said_today_is_the_day_in_oslo() -> None:
    before = datetime.now(ZoneInfo("Europe/Oslo")).date()
    assert before <= Session([], {}).as_of() <= datetime.now(ZoneInfo("Europe/Oslo")).date()


def test_the_stamp_of_the_journal_is_utc() -> None:
    offset = now_utc().utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 0


def test_the_option_outranks_the_environment() -> None:
    session = Session([], {"BVT_AS_OF": "2025-06-15", "BVT_USER": "mls"})
    assert (session.as_of("01.05.2025"), session.as_of()) == (date(2025, 5, 1), date(2025, 6, 15))
    assert (session.by("ako"), session.by()) == ("ako", "mls")


@pytest.mark.skipif(os.name != "posix", reason="Windows knows the login name from the environment only")
def test_the_login_name_is_that_of_the_account_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.setenv("LOGNAME", "somebody-else")
    session = Session([], {})
    assert session.login == session.by() == pwd.getpwuid(os.getuid()).pw_name


def test_a_wrong_language_in_the_environment_is_told() -> None:
    session = Session([], {"BVT_LANG": "klingon"})
    with pytest.raises(Usage, match="is none of"):
        session.locate(None, None, None, no_color=False, quiet=False)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "nn", "home"], "nn"),
        (["--lang=en"], "en"),
        (["--lang"], "nb"),
        (["--lang", "xx"], "nb"),
        ([], "nb"),
    ],
)
def test_the_language_is_known_before_anything_is_said(arguments: list[str], language: str) -> None:
    assert Session(arguments, {}).translator.language == language
