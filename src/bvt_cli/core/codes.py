"""The codes of the field, as documents, commands and JSON write them: the domain's own words in ASCII."""

KINDS = ("besokshjem", "stottefamilie", "fosterhjem", "ressursfamilie")
"""What a home can be approved as."""
EMPLOYMENTS = ("oppdragstaker", "sgs1030")
ROLES = ("carer", "household")
COUNTED_STEPS = ("conversation", "home_visit", "contract", "suitability", "intro", "solid", "assignment")
STEP_CODES = (*COUNTED_STEPS, "attest", "confidentiality")
CERTIFICATE_TYPES = ("uttommende_utvidet", "avgrenset", "ordinaer")

MEASURES = KINDS
"""What an agreement is about: each measure takes a home approved as that kind."""
BASES = ("fixed", "actual")
SIZES = ("liten", "medium", "stor")
CANCELLED_BY = ("home", "child", "service")

FOLLOW_UP_KINDS = ("contact", "visit", "supervision", "evaluation")
"""What is done to follow a measure up; supervision is that of a placed child."""
OUTCOMES = ("goes_on", "adjusted", "to_end", "concern")
"""What came of it, in short."""
END_REASONS = ("planned", "goals_met", "child_moved", "home_wish", "family_wish", "child_wish", "unsuitable", "other")
"""Why an agreement ended."""

GATHERING_KINDS = ("ordinary", "christmas", "summer")
LANGUAGES = ("nb", "nn", "en")
