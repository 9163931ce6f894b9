"""docs/privacy.md: what is held on whom, why, how long and who sees it, from the map in core/held_*.py; in bokmål."""

from collections.abc import Iterator, Sequence

from bvt_cli.core.held import CATEGORIES, ERASED, PURPOSES, STAYS, WHOM, Held
from bvt_cli.core.held_all import CHAPTERS
from bvt_cli.core.retention import SETTINGS
from bvt_cli.render.messages import translator

SAY = translator("nb")
HEAD = """\
# Personvern

Skrevet av `make docs` fra kartet over registeret i programmet; en test holder kartet mot hver tabell og kolonne. Siden
er et utgangspunkt for kommunens egen protokoll over behandlingsaktiviteter og for vurderingen av
personvernkonsekvenser, ikke en ferdig protokoll eller vurdering. Kommunen er behandlingsansvarlig. bvt går ikke på nettet, og
ingen andre enn kommunen får noe fra det.

## Det kommunen selv avgjør og skriver ned

Datatilsynet lister opp hva
[protokollen](https://www.datatilsynet.no/rettigheter-og-plikter/virksomhetenes-plikter/protokoll-over-behandlingsaktiviteter/)
skal inneholde. Noe av det vet bvt, resten vet bare kommunen:

| i protokollen | herfra | det kommunen skriver selv |
|---|---|---|
| navn og kontaktopplysninger | | kommunen, personvernombudet, og eventuelle felles behandlingsansvarlige |
| formål, og behandlingsgrunnlag for hvert | formålene står nedenfor | grunnlaget i lov; bvt nevner ingen |
| hvem det er om, og hva slags opplysninger | tabellene nedenfor | det tjenesten har om de samme i andre systemer |
| hvem som mottar opplysninger | lønnssystemet og banken, gjennom filene kommunen selv lager; hjemmene, gjennom oppgaver og brev | avtaler med databehandlere: den som drifter maskinen, tar kopier eller har tilgang til disken |
| overføring ut av EØS | bvt overfører ingenting | om maskinen eller kopiene står utenfor |
| frister for sletting | innstillingene nedenfor; uten dem slettes ingenting | fristene, og vedtaket de står i |
| sikkerhetstiltak | tiltakene nedenfor | hvem som har bruker på maskinen, og hvordan disken og kopiene er sikret |

En vurdering av personvernkonsekvenser skal, sier
[Datatilsynet](https://www.datatilsynet.no/regelverk-og-skjema/veiledere/vurdering-av-personvernkonsekvenser2/?id=7393),
minst inneholde en systematisk beskrivelse, en vurdering av om behandlingen er nødvendig og står i forhold til formålet,
en vurdering av risikoen for de registrerte, og tiltakene mot den. Beskrivelsen og tiltakene står her; en begynnelse på
risikoene står [nederst](#risikoer-å-vurdere). Registeret er om barn med tiltak fra barnevernet, så kommunen bør regne
med at en slik vurdering trengs.

"""  # noqa: E501
NEVER = """\
## Det registeret aldri inneholder

- **Fødselsnummer.** Ingen kolonne er laget for det, og et saks- eller lønnsnummer som er et gyldig fødselsnummer, blir
  avvist. Mottakere kjennes igjen på lønnssystemets eget nummer.
- **Barnets navn.** Et barn er en referanse, et saksnummer og en fødselsdato. Tabellene om barn har ingen plass til et
  navn; det er skrevet i hjelpen til fritekstene at navnet ikke hører hjemme der.
- **Politiattesten.** Bare type, dato, hvem som så den og når den ble makulert.

"""
RIGHTS = """\
## Rettighetene til den det er om

| den registrerte vil | kommando |
|---|---|
| se hva som står om en selv | `bvt person export P-001` (en omsorgsperson, en annen i husstanden, eller et barn: `C-77`), som tekst, med `--html FIL` som side, med `--json` for et annet system |
| vite hvem som har sett på det | står i svaret; ellers `bvt log show --home H-001 --look-ups` |
| rette noe | `bvt home set`, `bvt home person`, `bvt child set`, ...; loggen husker hva som sto der før, til også det slettes |
| få noe slettet | `bvt home set H-001 --clear phone` tar bort en opplysning, men ikke det loggen sier om den; `bvt retention apply` sletter begge deler når kommunens frist er ute |
| få adressen skjermet | `bvt home set H-001 --protected`: adresse, kommune, telefon og e-post vises bare for den som oppgir en begrunnelse (`--reveal`), og begrunnelsen blir loggført; det samme gjelder den som opphever skjermingen |

Svaret på innsyn har ikke med andre: de andre i hjemmet er utelatt, hjem og barn står bare med referanse, og et
fosterhjem får ikke vite noe om barnet derfra. Det som er skrevet som fritekst, kan likevel nevne noen: det står samlet
til slutt, for å leses gjennom før svaret blir gitt. `--hand-over` lager kopien til den registrerte, uten merknadene til
den som svarer. Det som er skrevet om flere samtidig, er utelatt og listet opp, så den som svarer, kan vurdere det. Navn
rundt et familieråd (slekt og nettverk) har ingen referanse; de finnes med `bvt council show`. Ansatte står med det navnet de selv har oppgitt; `bvt log show --by NAVN` viser hva de har gjort.
Brev, papirer og fagsystemet er ikke i registeret.

## Sletting

Kommunen setter fristene i `rates/settings.yaml`, i år, hver fra en dag og med vedtaket som begrunnelse:

{settings}

Slik bvt leveres, er de 0: ingen frist er satt, og ingenting slettes. Loven kan kreve at noe bevares. Før fristene
settes, sjekker kommunen arkivloven som gjelder, og om noe skal bevares eller avleveres først. Om forholdet mellom
arkivplikten og retten til sletting, etter loven som gjaldt da:
[PVN-2024-14](https://personvernnemnda.no/2025/01/31/pvn-2024-14-klage-pa-datatilsynets-vedtak-om-ikke-a-slette-en-bekymringsmelding-til-barnevernet/),
om en bekymringsmelding i barnevernet.

`bvt retention list` viser hvem fristen er ute for, fra når og etter hvilken innstilling, og hva som er i veien: en
avtale som gjelder, et åpent krav, lønn som ikke er gjort opp, et bilag ingen har avgjort, stønad som ikke er betalt, et
familieråd som ikke er avsluttet, et nettverk som går videre; med kommandoen som ordner det. Slikt slettes aldri.
`bvt retention apply --dry-run` viser hva som ville bli borte; `--yes` gjør det, og det kan ikke angres. En dag som ikke
er kommet (`--as-of`), kan bare vises, ikke slettes etter. Loggen husker hvilken dag fristen ble regnet ut for.

Det som slettes, er merket i tabellene nedenfor: navn, adresser, kontoer og alt som er skrevet om folk, med det loggen
sier om det. Et navn som må stå der, blir `(slettet)`. Fritekst om to, som formålet med et utlegg, slettes med den av
dem som slettes først; det som er skrevet om et nettverk, slettes med nettverket, også der det nevner et hjem som
allerede er slettet. Navn og telefonnummer i et familieråd slettes med barnet: også de som siden ble et hjem, kan stå på
kartet eller under et annet nummer til da, og `bvt retention apply` sier hvilket råd det gjelder. Det som blir stående:

- **Bokførte linjer og kjøringer**, med referanser, saksnummer, barnets alder og beløp. De endres aldri; regnskapet og
  kjedene over det er som før, og `bvt pay verify` og `bvt db verify` viser det.
- **Fødselsdatoer.** Satsen følger barnets alder, og hvem i husstanden som skulle ha attest, følger deres; uten dem kan
  lønn og godkjenninger ikke etterprøves. De står uten navn.
- **Referanser, koder og datoer**, som tall og godkjenninger bygger på. Bruk derfor aldri navn i en referanse.
- **Hvem av de ansatte som gjorde hva**, og hvem som har sett på hvem.
- **At noe ble slettet**: hvilke nøkler, når og av hvem, ikke hva som sto der. Den det gjelder, får det i svaret på
  innsyn.

Kopier, eksporter, brev og filer som er laget før, blir ikke slettet av dette; de må slettes for seg. Leses en gammel
eksport inn igjen, kommer slettet tekst tilbake; `bvt import` advarer om det. Filen blir overskrevet der teksten
sto (`secure_delete`), men journalfilen til SQLite og disken selv kan ha hatt den: en kryptert disk, eller et
kryptert register, tar hånd om det.

## Hvem som ser det

Registeret er én fil som bare eieren kan lese. Den som har den brukeren på maskinen, ser alt, bortsett fra at adressen til
skjermede hjem krever en begrunnelse. Hvert oppslag på et hjem, et barn, en person eller en avtale blir loggført med
navnet som er oppgitt (`BVT_USER`) og brukernavnet på maskinen; det samme blir hver endring (`--by` eller `BVT_USER`).
Lister som viser hva noe gjaldt (`bvt outlay list`, `bvt drive list`, `bvt supplement list`, `bvt grant list`), blir
loggført som et oppslag på hele registeret når ingen er nevnt, slik også `bvt export` og `bvt audit` blir. Andre lister og
kjøringer viser referanser, koder, datoer og summer (`bvt home list` navn, `bvt child list` fødselsdatoer) og blir ikke
loggført. Driftsmeldinger (`bvt due`, cron) har ingen navn.

## Sikkerhetstiltak

- Registeret, kopier og alle filer bvt lager, er bare lesbare for eieren (0600), og skrives aldri over noe som står der.
- Registeret kan være kryptert (`bvt init --encrypted`), og kopier kan krypteres til mottakere; se [drift.md](drift.md).
- Tekster om folk står i egne tabeller (`*_text`), så de kan slettes uten at tall og referanser endres.
- Loggen, kjøringene og oppslagene er kjeder som `bvt db verify` etterprøver: endringer utenom bvt blir funnet.
- Det som er slettet, blir overskrevet i filen.
- bvt går ikke på nettet, og feilmeldinger gjengir ikke annet om folk enn det brukeren selv skrev.

"""  # noqa: E501
SUMMARY_HEAD = "| om hvem | hva | hvorfor | slettes | blir stående |\n|---|---|---|---|---|"
SUMMARY = {
    "home": (
        "navn, adresse, telefon, bolig og ønsker; godkjenninger; avtaler, opphold og lønn",
        "godkjenne hjem, finne rett hjem til et barn, betale",
        "navn, adresse og fritekst, med hjemmet",
        "referanser, datoer, bokført lønn",
    ),
    "carer": (
        "navn, fødselsdato, konto, at politiattest er vist",
        "godkjenne hjemmet, betale",
        "navn og konto, med hjemmet",
        "fødselsdato, datoer, bokført lønn",
    ),
    "household": (
        "navn, fødselsdato, at politiattest er vist; konto hos den som får betalt",
        "godkjenne hjemmet, betale",
        "navn og konto, med hjemmet",
        "fødselsdato, datoer, bokført lønn",
    ),
    "child": (
        "saksnummer, fødselsdato, interesser; tiltak, oppfølging, stønad, familieråd",
        "finne rett hjem, gjennomføre tiltaket, vedta og betale",
        "fritekst, med barnet (noe med hjemmet eller nettverket)",
        "referanse, saksnummer, fødselsdato, datoer, beløp",
    ),
    "kin": (
        "navn, telefon og tilknytning i et familieråd; samtykker; det som er skrevet om dem",
        "gjennomføre familieråd og tiltak",
        "navn, telefon og fritekst, med barnet",
        "datoer og koder",
    ),
    "employee": (
        "navn og brukernavn ved det de har gjort og sett på",
        "vise hvem som gjorde hva",
        "ingenting",
        "alt",
    ),
    "supplier": ("navn på den som er betalt", "betale økonomisk stønad", "ingenting", "alt"),
}
"""In short, of each of WHOM: what, why, what is erased and what stays."""
ROW_NUMBERS = "En `id` i en tabell som ender på `_text`, er bare nummeret på raden ved siden av."
RISKS = """\
## Risikoer å vurdere

- Fritekst: noen skriver barnets navn, helseopplysninger eller navn på tredjepersoner der det ikke hører hjemme.
- Små kommuner: referanse, fødselsdato og tidspunkt kan være nok til å kjenne noen igjen, også etter sletting.
- Navn med `--by` er påstander; bare brukernavnet kommer fra systemet.
- Utskrifter, skjermbilder, filer laget med `--html` og `--csv`, og terminalens egen historikk er utenfor bvts hender.
- Den som har maskinen eller disken, har registeret, om det ikke er kryptert.
- En gammel eksport som leses inn igjen, bringer slettet tekst tilbake, og advarselen kan bli oversett.
- Tall med få bak seg i rapporter: `bvt report --public` skjuler dem; se [tall.md](tall.md).
"""


def page() -> str:
    """The whole page."""
    settings = "\n".join(f"- `{name}`: {SAY.word(what)}" for what, name in SETTINGS.items())
    parts = [HEAD, NEVER, RIGHTS.format(settings=settings), *_legend(), *_chapters(), RISKS]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _legend() -> Iterator[str]:
    """For each that something is on: in short, then in which tables; and the purposes and categories."""
    assert [*SUMMARY, "nobody"] == [*WHOM]
    rows = "\n".join(f"| {SAY.mark(WHOM[code])} | {' | '.join(cells)} |" for code, cells in SUMMARY.items())
    yield f"## Hvem det er om\n\nKort; hver tabell og kolonne står nedenfor.\n\n{SUMMARY_HEAD}\n{rows}\n"
    tables = "\n".join(f"| {SAY.mark(words)} | {', '.join(_tables(code))} |" for code, words in WHOM.items())
    yield f"### Tabellene det står i\n\n| | tabeller |\n|---|---|\n{tables}\n"
    yield "## Formål\n\n" + "\n".join(f"- {SAY.mark(words)}" for words in PURPOSES.values())
    yield "## Hva slags opplysninger\n\n" + "\n".join(f"- {SAY.mark(words)}" for words in CATEGORIES.values())
    kept = "\n".join(f"- {SAY.mark(words)}" for words in (*ERASED.values(), *STAYS.values()))
    yield f"## Hvor lenge\n\n{kept}\n"


def _tables(code: str) -> list[str]:
    told = (entry for _, entries in CHAPTERS for entry in entries)
    return [f"`{table}`" for table in dict.fromkeys(entry.table for entry in told if code in entry.on)]


def _chapters() -> Iterator[str]:
    """Every table and column; the numbers of rows of texts are left out, they are the same everywhere."""
    yield f"## Alt som står i registeret\n\n{ROW_NUMBERS}"
    for heading, entries in CHAPTERS:
        yield f"### {SAY.mark(heading)}\n\n" + _table(entries)


def _table(entries: Sequence[Held]) -> str:
    head = "| tabell | kolonner | hva | om hvem | hva slags | formål | hvor lenge |\n|---|---|---|---|---|---|---|\n"
    return head + "\n".join(map(_row, entries)) + "\n"


def _row(entry: Held) -> str:
    cells = (
        f"`{entry.table}`",
        ", ".join(f"`{column}`" for column in entry.columns),
        SAY.mark(entry.what),
        ", ".join(SAY.mark(WHOM[code]) for code in entry.on),
        SAY.mark(CATEGORIES[entry.category]),
        SAY.mark(PURPOSES[entry.why]),
        SAY.mark({**ERASED, **STAYS}[entry.until]),
    )
    return f"| {' | '.join(cells)} |"
