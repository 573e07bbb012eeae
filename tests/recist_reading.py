"""Reads the sizes of target lesions from a report, as a careful reader would."""

from __future__ import annotations

import re

from look_alike_reading import WORDS, number, plain

from dragon_prep.synthetic.kit.draw import lexicon

SITES = lexicon("recist_ct")["doel"]
NODE = {place.lower(): is_node for _, is_node, places in SITES.values() for place in places}
ORGAN = {p.lower(): organ for organ, _, places in SITES.values() for p in places}
_PLACES = re.compile("|".join(sorted(map(re.escape, NODE), key=len, reverse=True)))
HEAD = (
    r"(?<!non-)(?:target ?l(?:ae|e)sies:|metingen volgens recist 1\.1\.|doellaesies:|"
    r"meettabel (?:\(recist\)|oncologie)|recist-metingen:|meetbare laesies \(recist\)\.|"
    r"meetbare laesies volgens recist\.|meetbare laesies:|gevolgd (?:worden|als doellaesie):)"
)
END = (
    r"som(?: der diameters:| van de target laesies)? ([\d,]+) mm|sld ([\d,]+) mm|"
    r"totaal(?: \||:) ([\d,]+) mm|opgeteld ([\d,]+) mm|tezamen ([\d,]+) mm"
)
_AFTER = re.compile(
    END + r"|non-target|ntl:|nt \||niet-meetbaar|niet gemeten:|daarnaast niet|einde (?:add|aan)"
)
_N = r"(\d+(?:,\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_BEFORE = re.compile(
    r",? \(?(?:was|voorheen|eerder|vorige meting|vorig onderzoek) [\d,]+(?: mm)?\)?"
)
_FORMS = [(re.compile(form.replace("N", _N)), which) for form, which in (
    (r"N (mm), correctie: N (mm)", "second"),
    (r"korte as N (mm), lange as N (mm)", "first"),
    (r"N (mm) korte as bij N (mm) lengte", "first"),
    (r"lengte N (mm), korte as N (cm)", "second"),
    (r"kortste diameter N (mm), langste N (mm)", "first"),
    (r"N (mm) dwars, N (mm) in de langste", "second"),
    (r"N()(?: x |x| bij )N ?(mm|cm)", "axis"),
    (r"N ?(mm|cm)", "first"),
)]  # fmt: skip


def targets(answer):
    """Place and size of each target lesion in the list, in order; None where it has no size."""
    text = plain(answer)
    regions = (_AFTER.split(text[head.end() :])[0] for head in re.finditer(HEAD, text))
    found = next((region for region in regions if _PLACES.search(region[:60])), "")
    places = [*_PLACES.finditer(found)]
    ends = [*(place.start() for place in places[1:]), len(found)][: len(places)]
    return [(place[0], size(found[place.end() : end], NODE[place[0]]))
            for place, end in zip(places, ends, strict=True)]  # fmt: skip


def size(said, is_node):
    """The size in mm that RECIST counts."""
    said = _BEFORE.sub("", said)
    if "0 mm" in said and re.search(r"verdwenen|zichtbaar|aantoonbaar|aanwezig", said):
        return 0.0
    for form, which in _FORMS:
        if match := form.search(said):
            groups = match.groups()
            values = [number(n) * (10 if (groups[i + 1] or groups[-1]) == "cm" else 1)
                      for i, n in enumerate(groups) if not i % 2]  # fmt: skip
            if which == "axis":
                return round(min(values) if is_node else max(values), 6)
            return round(values[which == "second"], 6)
    return None


def stated_sum(answer):
    """The sum that the list gives; None where there is none."""
    found = re.search(END, plain(answer))
    return number(next(filter(None, found.groups()))) if found else None
