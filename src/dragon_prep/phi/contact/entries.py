"""E-mail and web addresses, streets and extensions that a sign or word gives away, as data."""

from __future__ import annotations

from dragon_prep.phi.entry import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        rule="contact.email",
        label="EMAIL",
        inside=(
            r"([\w.+%'-]{1,64}"
            r"@[^\W_](?:[\w-]{0,62}\.){1,6}{letter}{2,24})"
        ),
        signs=("@",),
        reach=64,
        finds=(
            "Stuur de foto naar {{s.dijkema@postvak.nl}} voor dinsdag.",
            "Contact: {{praktijk-oost@zorgmail.nl}}",
        ),
        passes=("Dosis @ 3 per dag, zie schema.", "Het apenstaartje @ ontbreekt hier."),
    ),
    Entry(
        rule="contact.url",
        label="URL",
        inside=r"((?i:https?://|ftp://|www\.)[^\s<>\"')\]]{3,2000}(?<![.,;:!?]))",
        signs=("://", "www."),
        reach=8,
        finds=(
            "Inloggen via {{https://portaal.voorbeeld.nl/afspraak}}.",
            "Zie {{www.voorbeeld.be}} voor de folder.",
        ),
        passes=("Protocol www volgt later.", "De link staat http onderaan."),
    ),
    Entry(
        rule="contact.site",
        label="URL",
        inside=(
            r"(?<![\w@.-])((?i:[a-z][a-z0-9-]{1,40}(?:\.[a-z0-9-]{2,40}){0,3}\."
            r"(?:nl|be|com|org|eu|net|info|care|health|frl|de|cw|aw|sr|example)(?![^\W_]|\.\w))"
            r"(?:/[^\s<>\"')\],;]{0,200})?(?<![.:!?]))"
        ),
        signs=(
            *(".nl", ".be", ".com", ".org", ".eu", ".net", ".info", ".care", ".health", ".frl"),
            *(".de", ".cw", ".aw", ".sr", ".example"),
        ),
        reach=80,
        finds=(
            "Folder op {{voorbeeldkliniek.nl/folder}} te lezen.",
            "Meer op {{thuisarts.nl}}.",
        ),
        passes=("Lokalisatie li.re onderkwab.", "Zie afb.nr vier."),
    ),
    Entry(
        rule="contact.post_box",
        label="ADRES",
        inside=r"((?i:postbus)[ ]{1,2}\d{1,6}(?!\d))",
        signs=("postbus",),
        finds=("Antwoord naar {{Postbus 4410}} graag.", "{{postbus 12}}, afdeling archief."),
        passes=("Postbus is vol.", "De postbus van de praktijk is geleegd."),
    ),
    # "woont in Maasdijk" is a town, "woont aan de Maasdijk" a street.
    Entry(
        rule="contact.street",
        label="ADRES",
        inside=(
            r"(?:[Ww]oon(?:t|de|achtig)|[Ww]onende?|[Vv]erhuis[dt])"
            r"(?: (?:nu|thans|nog|zelfstandig)){0,2} (?:in|aan|op|naar) (?:de |het )?"
            r"((?:(?:{capital}[\w'’.-]{0,30}|van|de|der|den) ){0,3}{capital}[\w'’-]{2,40})"
            r"(?![\w'’-]| \d)"
        ),
        signs=("woon", "wonend", "verhuis"),
        reach=120,
        guards=("street",),
        finds=(
            "Mw. woont in de {{Lindelaan}}, slecht ter been.",
            "woonachtig aan de {{Molenweg}} te Zeist",
        ),
        passes=(
            "Woont in de wijk en gaat zelf naar de markt.",
            "Loopt dagelijks door de straat met rollator.",
            "Woont in Maasdijk, zelfstandig.",
        ),
    ),
    Entry(
        rule="contact.called",
        label="TELEFOONNUMMER",
        at="call",
        behind=(
            r"[^\n.;]{0,40}?(?:(?:\b(?:op|via|nr|sein|tst|toestel|SIT)|,) ?[*#]?|[(#]\*?)(\d{4,5})"
            r"(?=[ ,;)\n]|\.(?!\d)|\Z)"
        ),
        guards=("no_unit_behind", "no_year"),
        finds=(
            "Doorgebeld aan Visser op {{5518}}, uitslag volgt.",
            "Doorgebeld aan Bakker op {{4417}}.",
        ),
        passes=("Gebeld op 2016, geen gehoor.", "Gebeld op de afdeling."),
    ),
    # An address over several fields of a form or an export.
    Entry(
        rule="contact.address_field",
        label="ADRES",
        inside=(
            r"(?<![^\W_])(?i:straat(?:naam)?)[ ]{0,8}[:=|][ ]{0,3}"
            r"([^\W\d_][^\d\n|;:=,\"]{1,38}[^\W\d_]\.?)(?=[ ]{0,3}(?:[\n|;,\"\d]|\Z|[ ]{2}))"
        ),
        signs=("straat",),
        reach=60,
        finds=(
            "STRAAT: {{Oude Veerweg}}\nHUISNR: ",
            "straatnaam={{Lindenlaan}};plaats=",
            "Straat: {{Prins Hendrikkade}}  Postcode:",
        ),
        passes=("Straat van Gibraltar.", "straat: 12", "Woont in een rustige straat; trap op."),
    ),
    Entry(
        rule="contact.address_field",
        label="ADRES",
        inside=(
            r"(?<![^\W_])(?i:huis(?:_?nummer|_?nr\.?|[ ]nr\.?)|(?:huis_?nr_?)?toev(?:oeging|\.)?)"
            r"[ ]{0,8}[:=|][ ]{0,3}"
            r"(\d{1,5}[ ]?[a-zA-Z]{0,2}|[A-Z]{1,4}|bis|hs)(?![^\W_])"
        ),
        signs=("huis", "toev"),
        reach=40,
        finds=("HUISNR: {{112}} TOEV: B2", "Huisnummer: {{14a}}", "toev={{bis}};", "TOEV: {{B}}\n"),
        passes=("Huisnummer: onbekend", "huisarts: gebeld", "toevoeging van zout"),
    ),
)
