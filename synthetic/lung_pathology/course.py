"""What a patient of the lung pathology cohort has: the tumour, its genes, and earlier cancers.

Drawn once for each patient, so that all of a patient's reports agree. How often genes are mutated
follows what Dutch and other western series of lung cancer report (KRAS in a third of
adenocarcinomas, EGFR in a tenth, ALK in four of a hundred); the other shares are estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

COHORT = "lung_pathology"
LUNG_BEFORE = "long"

MEN = 0.55
_BEFORE = {"lung": 0.5, "other": 0.85, "benign": 0.5}  # share of patients with an earlier cancer
_SAME_ORGAN, _LUNG_EARLIER = 0.68, 0.25  # of those, by what there is now
SHORT_LIVED = ("pancreas", "pleura")  # few live to have another cancer
_TTF_NEGATIVE = 0.12
_TP53 = 0.55
_PDL1 = ((35, 0, 0), (38, 1, 49), (27, 50, 100))  # weight, lowest and highest percentage


@dataclass(frozen=True, slots=True)
class Variant:
    """A mutation of a gene; without ``dna`` a rearrangement."""

    gene: str
    dna: str = ""
    protein: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What there is.

    Attributes:
        sex: ``m`` or ``f``.
        disease: the entry of the word list; of benign ones a name, cells and sites only.
        is_lung: whether it is a cancer of the lung.
        earlier: organ of an earlier cancer, as the word list names it, or empty.
        earlier_name: what that cancer is called.
        treatment: how it was treated.
        ttf_negative: whether an adenocarcinoma of the lung has lost TTF-1.
        driver: the mutation that drives it, if there is one.
        tp53: the mutation of TP53, if there is one.
        pdl1: percentage of positive tumour cells.
        ki67: percentage of dividing cells.
        pack_years: of smoking.
    """

    sex: str
    disease: Mapping[str, Any]
    is_lung: bool
    earlier: str
    earlier_name: str
    treatment: str
    ttf_negative: bool
    driver: Variant | None
    tp53: Variant | None
    pdl1: int
    ki67: int
    pack_years: int

    @property
    def is_benign(self) -> bool:
        """Whether there is no tumour that matters."""
        return "growth" not in self.disease


def draw_course(rng: Random, *, lung: bool) -> Course:
    """Draws what a patient has.

    Args:
        rng: source of randomness.
        lung: whether it is lung cancer.
    """
    words = lexicon(COHORT)
    sex = "m" if rng.random() < MEN else "f"
    if lung:
        disease = _weighted(rng, words["lung"])
    elif rng.random() < words["benign"]["share"]:
        disease = words["benign"]
    else:
        disease = _weighted(rng, [d for d in words["other"] if d.get("sex", sex) == sex])
    earlier = _earlier(rng, sex, disease, lung=lung)
    organ = words["organs"].get(earlier)
    name = ""
    if organ:
        own = disease.get("known") if earlier == disease.get("organ") else None
        name = rng.choice(own or organ["ca"])
    low, high = disease.get("ki67", (1, 5))
    band = rng.choices(_PDL1, [weight for weight, *_ in _PDL1])[0]
    return Course(
        sex=sex,
        disease=disease,
        is_lung=lung,
        earlier=earlier,
        earlier_name=name,
        treatment=rng.choice(organ["beh"]) if organ else "",
        ttf_negative=disease["name"] == "adeno" and rng.random() < _TTF_NEGATIVE,
        driver=_driver(rng, disease.get("drivers", "")),
        tp53=_tp53(rng),
        pdl1=rng.randint(*band[1:]) // 5 * 5 or int(bool(band[1])),
        ki67=rng.randint(low, high),
        pack_years=rng.randrange(11, 60),
    )


def _weighted(rng: Random, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return rng.choices(entries, [entry["weight"] for entry in entries])[0]


def _earlier(rng: Random, sex: str, disease: Mapping[str, Any], *, lung: bool) -> str:
    sort = "lung" if lung else "other" if "growth" in disease else "benign"
    if rng.random() >= _BEFORE[sort]:
        return ""
    draw = rng.random()
    if sort == "other" and draw < _SAME_ORGAN:
        return str(disease["organ"])
    if draw > 1 - _LUNG_EARLIER:
        return LUNG_BEFORE
    never = {LUNG_BEFORE, disease.get("organ"), *SHORT_LIVED}
    organs: dict[str, dict[str, Any]] = lexicon(COHORT)["organs"]
    fitting = [name for name, organ in organs.items() if organ.get("sex", sex) == sex]
    return rng.choice([name for name in fitting if name not in never])


def _driver(rng: Random, kind: str) -> Variant | None:
    if not kind:
        return None
    genes = lexicon(COHORT)["genes"][kind]
    _, gene, variants = rng.choices(genes, [weight for weight, *_ in genes])[0]
    if not variants:
        return Variant(gene) if gene else None
    dna, protein, short, _ = rng.choices(variants, [v[3] for v in variants])[0]
    return Variant(gene, dna, protein, short)


def _tp53(rng: Random) -> Variant | None:
    if rng.random() >= _TP53:
        return None
    dna, protein = rng.choice(lexicon(COHORT)["genes"]["tp53"])
    return Variant("TP53", dna, protein, protein.removeprefix("p."))
