"""The commands that are no look-up (see bvt_cli.commands.looked_up), and why each is none."""

_CHANGES = "It changes the register; the journal keeps who did it, to whom."
_LIST = "A list: refs, names, days, codes and sums, none of them looked at more than the others."
_RUN = "Refs and sums of a run, as its files have them; which files were made is kept with the run."
_SUMS = "Sums and counts."
_OUTSIDE = "Nothing is shown of any home or child."
NOT_LOOK_UPS = {
    "init": _OUTSIDE,
    "demo": _OUTSIDE,
    "import": _CHANGES,
    "home add": _CHANGES,
    "home set": _CHANGES,
    "home list": _LIST,
    "home person": _CHANGES,
    "home payees": _CHANGES,
    "home step": _CHANGES,
    "home undo-step": _CHANGES,
    "home approve": _CHANGES,
    "home revoke": _CHANGES,
    "home reject": _CHANGES,
    "home withdraw": _CHANGES,
    "home pause": _CHANGES,
    "home resume": _CHANGES,
    "home end": _CHANGES,
    "child add": _CHANGES,
    "child set": _CHANGES,
    "agreement add": _CHANGES,
    "agreement set": _CHANGES,
    "agreement end": _CHANGES,
    "stay add": _CHANGES,
    "stay set": _CHANGES,
    "stay cancel": _CHANGES,
    "followup add": _CHANGES,
    "followup set": _CHANGES,
    **{
        f"{group} {command}": _CHANGES
        for group in ("outlay", "drive", "supplement", "grant")
        for command in ("add", "set", "approve", "withdraw")
    },
    "grant pay": _CHANGES,
    "letter kinds": _OUTSIDE,
    "letter signed": _CHANGES,
    "rate list": _OUTSIDE,
    "rate show": _OUTSIDE,
    "rate check": _OUTSIDE,
    "rate new": _OUTSIDE,
    "rate rehearse": _SUMS,
    "pay quote": _OUTSIDE,
    "pay calculate": _RUN,
    "pay check": _LIST,
    "pay month": _RUN,
    "pay runs": _SUMS,
    "pay show": _RUN,
    "pay verify": _SUMS,
    "pay workbook": _RUN,
    "pay totals": _SUMS,
    "pay compare": _RUN,
    "pay forecast": _SUMS,
    "pay claims": _LIST,
    "pay confirm": _CHANGES,
    "pay authorise": _CHANGES,
    "pay export": _RUN,
    "pay formats": _OUTSIDE,
    "pay reconcile": _RUN,
    "pay reverse": _CHANGES,
    "pay block": _CHANGES,
    "pay release": _CHANGES,
    "pay settle": _CHANGES,
    **{
        f"network {command}": _CHANGES
        for command in (
            "add", "set", "end", "join", "leave", "confidentiality", "consent", "withdraw", "gathering", "agreed",
            "talk", "interval", "contact", "joint-meeting",
        )
    },
    "network list": _LIST,
    **{
        f"council {command}": _CHANGES
        for command in ("open", "set", "view", "consent", "step", "skip", "decide", "accept", "close")
    },
    "council list": _LIST,
    "report year": _SUMS,
    "report half": _SUMS,
    "report month": _SUMS,
    "retention list": _LIST,
    "retention apply": _CHANGES,
    "due": _LIST,
    "db check": _OUTSIDE,
    "db verify": _OUTSIDE,
    "db restore": _OUTSIDE,
    "db rekey": _OUTSIDE,
    "db new-identity": _OUTSIDE,
    "doctor": _OUTSIDE,
    "completion": _OUTSIDE,
    "rules": _OUTSIDE,
}  # fmt: skip
