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

GATHERING_KINDS = ("ordinary", "christmas", "summer")
LANGUAGES = ("nb", "nn", "en")
