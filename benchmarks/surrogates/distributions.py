"""Whether surrogates are distributed as originals are: two samples side by side.

    python benchmarks/surrogates/distributions.py [--records 800]

Records of one patient each, a sentence or two with a name, birth date, age, town, postcode, phone,
hospital and visit. *fixed*: all live `te Utrecht` and were seen in `UMC Utrecht`, as issue 13's
table has it; *natural*: people as there are, near a hospital in Nijmegen (population.py). All go
through dragon_prep.deidentify as one cohort under one key. The figures of the surrogates stand
beside those of the originals that they replace; total variation is against the weights the
originals were drawn by, so that of the originals is what chance does in a sample of that size.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from datetime import date, timedelta

import population as people
from figures import CENTRE, FIXED, NATURAL, Record, years_between

import dragon_prep
from dragon_prep.core.keys import ProjectKey

FIRST, LAST = date(2015, 1, 5), date(2024, 6, 28)  # of the visits
_KINDS = ("academic", "hospital", "laboratory", "care home", "practice", "pharmacy")


_SENTENCE = {
    "f": "Mw. {name}, geboren {birth}, vrouw, {age} jaar, wonend te {town}, postcode {postcode}, "
    "tel. {phone}. Zij werd op {visit} gezien in {place}.",
    "m": "Dhr. {name}, geboren {birth}, man, {age} jaar, wonend te {town}, postcode {postcode}, "
    "tel. {phone}. Hij werd op {visit} gezien in {place}.",
}
_LABELS = {
    "name": "PERSOON",
    "birth": "DATUM",
    "age": "LEEFTIJD",
    "town": "PLAATS",
    "postcode": "POSTCODE",
    "phone": "TELEFOONNUMMER",
    "visit": "DATUM",
    "place": "ZIEKENHUIS",
}


def records(count: int, seed: int, *, fixed: bool) -> list[Record]:
    """Draws patients.

    Args:
        count: how many.
        seed: which.
        fixed: all of one town and hospital.
    """
    rng = random.Random(seed)
    utrecht = next(one for one in people.institutions(CENTRE).things if "UMCU" in one.names)
    made = []
    for number in range(count):
        who = people.person(rng, CENTRE, (1930, 2012))
        kind = "" if number % 4 else _KINDS[number // 4 % len(_KINDS)]
        seen = utrecht if fixed else people.institutions(CENTRE, kind).draw(rng)
        town = "Utrecht" if fixed else who.town
        days = (LAST - FIRST).days
        visit = FIRST + timedelta(rng.randrange(days + 1))
        birth = date(who.born, rng.randint(1, 12), rng.randint(1, 28))
        mentions = {
            "name": f"{who.first} {who.family}",
            "birth": f"{birth:%d-%m-%Y}",
            "age": str(years_between(birth, visit)),
            "town": town,
            "postcode": people.postcode(rng, town),
            "phone": people.phone(rng),
            "visit": f"{visit:%d-%m-%Y}",
            "place": seen.names[0],
        }
        made.append(Record(who, seen, visit, tuple(mentions.items())))
    return made


def replaced(some: list[Record], seed: int) -> list[tuple[Record, dict[str, str]]]:
    """The records that go out, with the surrogates of each."""
    sent = []
    for number, record in enumerate(some):
        text, spans, at = _SENTENCE[record.who.sex].format(**dict(record.mentions)), [], 0
        for what, mention in record.mentions:
            at = text.index(mention, at)
            spans.append([at, at + len(mention), _LABELS[what]])
            at += len(mention)
        who = f"p{number:05}"
        sent.append({"id": f"r{number:05}", "patient_id": who, "text": text, "spans": spans})
    key = ProjectKey(hashlib.sha256(f"distributions {seed}".encode()).digest())
    done = dragon_prep.deidentify(
        sent, key=key, second_look=dragon_prep.SecondLook.OFF, namespace="rumc"
    )
    pairs = []
    for made in done.texts:
        record = some[int(str(made.id)[1:])]
        new = [made.text[span.start : span.end] for span in made.spans]
        if len(new) == len(record.mentions):
            names = (what for what, _ in record.mentions)
            pairs.append((record, dict(zip(names, new, strict=True))))
    return pairs


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=800)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for name, figures in (("fixed", FIXED), ("natural", NATURAL)):
        some = records(given.records, given.seed, fixed=name == "fixed")
        new = replaced(some, given.seed)
        old = [(record, dict(record.mentions)) for record, _ in new]
        print(f"\n{name}: {len(new)} of {len(some)} records go out\n")
        print("| figure | surrogates | originals |\n| --- | --- | --- |")
        for what, figure in figures.items():
            print(f"| {what} | {figure(new)} | {figure(old)} |", flush=True)


if __name__ == "__main__":
    main()
