"""The reader's words for the codes of the field. English here; bokmål and nynorsk are in the catalogues."""

from bvt_cli.core.texts import mark

CONTEXT = "\x04"  # gettext's own mark between a context and the text


def mark_in(context: str, msgid: str) -> str:
    """The same as `mark`, for an English text that needs different words in Norwegian; gathered with its context."""
    return f"{context}{CONTEXT}{msgid}"


WORDS = {
    # kinds of home, measures, rate schemes
    "besokshjem": mark("respite home"),
    "stottefamilie": mark("support family"),
    "fosterhjem": mark("foster home"),
    "ressursfamilie": mark("resource family"),
    "liten": mark_in("support family", "small"),
    "medium": mark_in("support family", "medium"),
    "stor": mark_in("support family", "large"),
    "oppdragstaker": mark("contractor"),
    "sgs1030": mark("employee under SGS 1030"),
    "carer": mark("carer"),
    "household": mark("household member"),
    # languages a home is written to in
    "nb": mark("Bokmål"),
    "nn": mark("Nynorsk"),
    "en": mark("English"),
    # where a home stands, and what an import did
    "applied": mark("applied"),
    "approved": mark("approved"),
    "ended": mark("ended"),
    "added": mark("added"),
    "corrected": mark("corrected"),
    # steps and demands of an approval
    "conversation": mark("conversation"),
    "home_visit": mark("home visit"),
    "contract": mark("contract"),
    "suitability": mark("suitability assessment"),
    "intro": mark("introduction talk"),
    "solid": mark("Solid course"),
    "assignment": mark("assignment agreement"),
    "attest": mark("police certificate"),
    "confidentiality": mark("confidentiality declaration"),
    "commitment": mark("commitment in months"),
    "uttommende_utvidet": mark_in("certificate", "exhaustive and extended"),
    "avgrenset": mark_in("certificate", "limited"),
    "ordinaer": mark_in("certificate", "ordinary"),
    "absent": mark_in("demand", "missing"),
    "wrong_type": mark("wrong type"),
    "too_old": mark("too old"),
    "too_few": mark("too few"),
    "turned_18": mark("turned 18"),
    "moved_in": mark("moved in"),
    "carer_joined": mark("came as a carer"),
    # pay
    "grunnstotte": mark("basic compensation"),
    "utgiftsdekning": mark("expense cover"),
    "fixed": mark("fixed number of days"),
    "actual": mark("days stayed"),
    "extra": mark("extra stay"),
    "share": mark("share of the rate"),
    "month": mark("month"),
    "day": mark("day and night"),
    "ordinary": mark_in("kind", "ordinary"),
    "correction": mark("correction"),
    "reversal": mark("reversal"),
    "home_not_approved": mark("home not approved"),
    "rate_missing": mark("rate missing"),
    "more_days_than_agreed": mark("more days than agreed"),
    "part_month_by_days": mark("part of a month, by days"),
    "approved_part_of_month": mark("approved for part of the month"),
    "overlap": mark("overlapping agreements"),
    "provisional": mark("provisional rate"),
    "turns_18": mark("turns 18"),
    "unborn": mark("child not yet born"),
    "unpaid_earlier": mark("an earlier month is unpaid"),
    "set_off": mark("set off"),
    "earlier_kept": mark("what is posted stays"),
    # networks
    "size": mark("size of the network"),
    "resource_home": mark("the resource family"),
    "gatherings": mark("gatherings"),
    "talk": mark("guidance talk"),
    "contacts": mark("contact persons"),
    "consent": mark("consent"),
    "joint_meeting": mark("joint meeting"),
    "experiences": mark("experiences of the half-year"),
    "christmas": mark("Christmas gathering"),
    "summer": mark("summer gathering"),
    # who cancelled a stay
    "home": mark("the home"),
    "child": mark("the child"),
    "service": mark("the service"),
    # rules and settings
    "month_after": mark("the month after the birthday"),
    "birthday_month": mark("the month of the birthday"),
    "birthday": mark("the birthday"),
    "stays_else_days": mark("by stays, else by days"),
    "by_days": mark("by days"),
    "law": mark("law"),
    "ks": mark("KS"),
    "state": mark("state rates"),
    "seed": mark("seed document"),
    "choice": mark("choice of bvt's makers"),
    "municipality": mark("the municipality's own"),
    "days": mark("days and nights"),
    "months": mark("months"),
    "years": mark("years"),
    "percent": mark("per cent"),
    "kroner": mark("kroner"),
    "kroner per km": mark("kroner per km"),
}
