"""What the categories of PHI are, in words."""

from __future__ import annotations

from dragon_prep.core.phi import PhiCategory

CATEGORIES = {
    PhiCategory.PERSOON: "names of people",
    PhiCategory.PERSOONAFKORTING: "codes and initials of staff",
    PhiCategory.DATUM: "dates, months and years",
    PhiCategory.TIJD: "times of day",
    PhiCategory.LEEFTIJD: "ages",
    PhiCategory.TELEFOONNUMMER: "phone, fax and pager numbers",
    PhiCategory.EMAIL: "e-mail addresses",
    PhiCategory.URL: "web addresses",
    PhiCategory.ADRES: "streets and houses",
    PhiCategory.POSTCODE: "postcodes",
    PhiCategory.PLAATS: "towns and other places",
    PhiCategory.ZIEKENHUIS: "hospitals and other institutions",
    PhiCategory.PATIENTNUMMER: "patient numbers",
    PhiCategory.ZNUMMER: "patient numbers that begin with Z",
    PhiCategory.BSN: "citizen service numbers",
    PhiCategory.IBAN: "bank accounts",
    PhiCategory.RAPPORT_ID: "numbers of reports and specimens",
    PhiCategory.PHINUMMER: "other identifying numbers",
    PhiCategory.STUDIE_NAAM: "names of studies",
    PhiCategory.ACCREDITATIE_NUMMER: "accreditation numbers of laboratories",
    PhiCategory.BEDRIJF: "companies",
}
