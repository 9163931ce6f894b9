"""What people call the kinds of things that the journal tells of."""

from bvt_cli.core.texts import Text, mark, text

THINGS = {
    "home": mark("home"),
    "child": mark("child"),
    "person": mark("person"),
    "network": mark("network"),
    "agreement": mark("agreement"),
    "stay": mark("stay"),
    "outlay": mark("outlay"),
    "drive": mark("drive"),
    "supplement": mark("supplement"),
    "follow_up": mark("follow-up"),
    "grant": mark("grant"),
    "council": mark("family council"),
    "register": mark("register"),
    "run": mark("run"),
    "claim": mark("claim"),
    "encryption": mark("encryption"),
}


def thing(kind: str) -> Text | str:
    """The word for a kind of thing (`follow_up`); one that has none goes by its own name."""
    if kind not in THINGS:
        return kind
    known = THINGS[kind]
    return text(known)
