"""Where a user's data belongs on each system, told without importing much: shell completion asks it too."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def data_folder(environment: "Mapping[str, str]", platform: str) -> str:
    """The folder of bvt's data; a relative one where the user has no home folder."""
    if platform == "win32":
        return f"{environment.get('LOCALAPPDATA') or f'{_home(environment)}/AppData/Local'}/bvt"
    if platform == "darwin":
        return f"{_home(environment)}/Library/Application Support/bvt"
    base = environment.get("XDG_DATA_HOME", "")
    if base.startswith("/"):  # a relative one is to be ignored, says the XDG specification
        return f"{base}/bvt"
    return f"{_home(environment)}/.local/share/bvt"


def key_file(environment: "Mapping[str, str]", platform: str, register: str) -> str:
    """Where the key of an encrypted register is looked for: by its name in the folder of the user's settings.

    Not beside the register, for whoever copies or backs up its folder would have both. Relative where the user has
    no home folder.
    """
    name = f"{os.path.splitext(os.path.basename(register))[0]}.key"
    if platform == "win32":
        return f"{environment.get('APPDATA') or f'{_home(environment)}/AppData/Roaming'}/bvt/{name}"
    base = environment.get("XDG_CONFIG_HOME", "")
    return f"{base if base.startswith('/') else f'{_home(environment)}/.config'}/bvt/{name}"


def _home(environment: "Mapping[str, str]") -> str:
    return environment.get("HOME") or environment.get("USERPROFILE") or os.path.expanduser("~")
