"""The eighteen identifiers of HIPAA and the terms of the GDPR, and what is done about each."""

from __future__ import annotations

from dataclasses import dataclass

from dragon_prep.core.phi import PhiCategory as C


@dataclass(frozen=True, slots=True, repr=False)
class Identifier:
    """One of the identifiers that HIPAA's Safe Harbor lists (45 CFR 164.514(b)(2)(i)).

    Attributes:
        letter: in the regulation.
        name: what it is.
        categories: under which it is found and replaced; none if nothing looks for it.
        residual: what risk is left.
    """

    letter: str
    name: str
    categories: tuple[C, ...]
    residual: str


HIPAA = (
    Identifier(
        "A",
        "Names",
        (C.PERSOON, C.PERSOONAFKORTING),
        "Misspelt names, nicknames, and first names that are words may be missed. Names of staff "
        "are replaced, too, which HIPAA does not ask for.",
    ),
    Identifier(
        "B",
        "Places smaller than a state: street, town, postcode",
        (C.ADRES, C.POSTCODE, C.PLAATS, C.ZIEKENHUIS),
        "A place told without its name (the village behind the dyke) stays. Countries stay. The "
        "centre is told with the release, so its region is known.",
    ),
    Identifier(
        "C",
        "Dates but for the year; ages of 90 and more",
        (C.DATUM, C.TIJD, C.LEEFTIJD),
        "Dates move, years included, by one shift for a patient; the season and the intervals "
        "stay. Who knows the true date of one event knows that patient's shift. Ages below the "
        "cap stay as they are.",
    ),
    Identifier(
        "D",
        "Telephone numbers",
        (C.TELEFOONNUMMER,),
        "Short extensions without a word before them may be missed.",
    ),
    Identifier("E", "Fax numbers", (C.TELEFOONNUMMER,), "As telephone numbers."),
    Identifier("F", "E-mail addresses", (C.EMAIL,), "Small: their form is their own."),
    Identifier(
        "G",
        "Social security numbers; here the BSN, and Belgian citizens' numbers",
        (C.BSN,),
        "A BSN with a slip of the pen fails its proof; it is then found as another number of seven "
        "digits or more.",
    ),
    Identifier(
        "H",
        "Medical record numbers",
        (C.PATIENTNUMMER, C.ZNUMMER, C.RAPPORT_ID),
        "Numbers of fewer than seven digits that nothing announces may be missed, unless they are "
        "the patient's own, which the export tells.",
    ),
    Identifier(
        "I", "Health plan beneficiary numbers", (C.PHINUMMER,), "As medical record numbers."
    ),
    Identifier("J", "Account numbers", (C.IBAN,), "Small: check digits tell them."),
    Identifier(
        "K",
        "Certificate and licence numbers",
        (C.PHINUMMER, C.ACCREDITATIE_NUMMER),
        "Found behind a word for them or with seven digits or more; short ones without such a word "
        "may be missed.",
    ),
    Identifier(
        "L",
        "Vehicle identifiers, number plates",
        (),
        "No rule looks for them, and they hardly occur in reports. Where people annotate, they "
        "mark them PHINUMMER.",
    ),
    Identifier(
        "M",
        "Device identifiers and serial numbers",
        (C.PHINUMMER,),
        "Found behind a word for them or with seven digits or more.",
    ),
    Identifier("N", "Web addresses", (C.URL,), "Small: their form is their own."),
    Identifier(
        "O",
        "IP addresses",
        (),
        "No rule looks for them, and they hardly occur in reports. Where people annotate, they "
        "mark them PHINUMMER.",
    ),
    Identifier(
        "P", "Biometric identifiers", (), "None: a release holds text only, no recordings or scans."
    ),
    Identifier("Q", "Full-face photographs", (), "None: a release holds no images."),
    Identifier(
        "R",
        "Any other unique number, characteristic or code",
        (C.PHINUMMER, C.RAPPORT_ID, C.STUDIE_NAAM, C.BEDRIJF),
        "What is unusual about somebody (a rare disease, an office held, an accident in the "
        "papers) stays in the text. No search for identifiers finds it.",
    ),
)

GDPR = (
    (
        "Personal data (Art. 4(1))",
        (
            "The raw exports, the workspace with its review page, and an encrypted map are "
            "personal data and stay in the hospital. Whether a release is, depends on who has it "
            "and on what they can reasonably do (recital 26); the hospital has to judge that, with "
            "this page."
        ),
    ),
    (
        "Data concerning health (Art. 4(15), Art. 9)",
        (
            "Reports are about health throughout. Should somebody be recognised, it is a special "
            "category of data that becomes known."
        ),
    ),
    (
        "Pseudonymisation (Art. 4(5))",
        (
            "To the hospital that holds the project key or a map, a release is pseudonymised: with "
            "the additional information cases can be tied to patients. That information is kept "
            "apart."
        ),
    ),
    (
        "Additional information (Art. 4(5))",
        (
            "The project key, the raw exports, the workspace, a map. None of them is in a release. "
            "The manifest holds a fingerprint of the key and keyed digests, from which nothing can "
            "be computed without the key."
        ),
    ),
    (
        "Anonymous information (recital 26)",
        (
            "A release is meant to come close, and nobody can promise it: what is missed and what "
            "is rare remain. Treat a release as personal data unless an assessment says otherwise."
        ),
    ),
    (
        "Singling out",
        (
            "A case has an arbitrary number in a keyed order. What a text tells of itself can "
            "still single somebody out for a person who knows the story."
        ),
    ),
    (
        "Linkability",
        (
            "Reports of a patient share surrogates and one shift of dates, so that they can be "
            "seen to belong together; cases carry no patient's number. Numbers differ between "
            "tasks. Linking to other data sets by dates fails, since dates move."
        ),
    ),
    (
        "Inference",
        (
            "Labels and texts tell about health by design; no more can be inferred of a person "
            "than of a text, as long as the person is not known."
        ),
    ),
    (
        "Data minimisation (Art. 5(1)(c))",
        (
            "A release holds text, label and a number, and no column of the export beside them. "
            "Counts below 10 are not told in its pages."
        ),
    ),
    (
        "Accuracy (Art. 5(1)(d))",
        (
            "Surrogates change names, dates and numbers that identify, never findings; a label "
            "whose number was lost by de-identification holds its report back."
        ),
    ),
    (
        "Storage limitation, erasure (Art. 5(1)(e), Art. 17)",
        (
            "With the key or a map the hospital can find a patient's cases and build the next "
            "release without them. What was handed out already must be called back by other means."
        ),
    ),
    (
        "Safeguards for research (Art. 89)",
        (
            "De-identification, the search for what was left, the review of a sample, and terms of "
            "use together; none of them alone."
        ),
    ),
    (
        "Impact assessment (Art. 35)",
        (
            "This page, report.html and the result of a sample's review (if there is one) are made "
            "to be put into it."
        ),
    ),
)
