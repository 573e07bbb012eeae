"""Immunohistochemistry and genes of a simulated lung pathology report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.lung_pathology.course import COHORT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from dragon_prep.synthetic.lung_pathology.course import Course

TTF = "TTF-1"
_PDL1_SINCE, _ALK_SINCE = 2015, 2011
_HALF = 50


def panel(rng: Random, course: Course, *, least: int) -> tuple[list[str], list[str]]:
    """The stains that are positive and those that are negative, in the order told.

    Args:
        rng: source of randomness.
        course: what the patient has.
        least: how many negative ones there are at least.
    """
    disease = course.disease
    maybe = disease.get("maybe", [])
    positive = [*disease["pos"], *rng.sample(maybe, rng.randrange(len(maybe) + 1))]
    negative = list(disease["neg"])
    if course.ttf_negative:
        positive.remove(TTF)
        negative.append(TTF)
    taken = {*disease["pos"], *maybe, *negative}
    pool = [marker for marker in lexicon(COHORT)["neg_pool"] if marker not in taken]
    negative += rng.sample(pool, rng.randrange(least, least + 4))
    # An exotic stain is told now and then, as far as it does not matter.
    negative = [marker for marker in negative if marker in disease["neg"] or marker in pool
                or marker == TTF]  # fmt: skip
    return rng.sample(positive, len(positive)), rng.sample(negative, len(negative))


def listed(names: Sequence[str]) -> str:
    """Names as they are said: ``a, b en c``."""
    *first, last = names
    return f"{', '.join(first)} en {last}" if first else last


def tests(rng: Random, course: Course, year: int) -> list[str]:
    """What later tests tell, as rules of the word list or ``gene`` and ``wild``, in order.

    What is told of a gene agrees with the patient's one driver; no gene is tested before there
    was its test.
    """
    drivers = course.disease.get("drivers", "")
    found: list[str] = []
    if not drivers:
        return found
    if year >= _PDL1_SINCE:
        found.append("pdl" if course.pdl1 else "pdl_neg")
    gene = course.driver.gene if course.driver else ""
    if drivers == "adeno" and year >= _ALK_SINCE:
        found.append("alk_pos" if gene == "ALK" else "alk_neg")
        if year >= _PDL1_SINCE and gene != "ALK":
            found.append("ros_pos" if gene == "ROS1" else "ros_neg")
        if gene == "RET" and year >= _PDL1_SINCE:
            found.append("ret_pos")
    if course.driver and course.driver.dna:
        found.append("mut")
    found.append("wild")
    return found if rng.random() < 0.5 else rng.sample(found, len(found))


def wild(rng: Random, course: Course) -> list[str]:
    """Genes that were tested and are not mutated."""
    own = course.driver.gene if course.driver else ""
    free = [gene for gene in lexicon(COHORT)["genes"]["tested"] if gene != own]
    lead = [gene for gene in ("EGFR", "KRAS") if gene != own]
    return lead + rng.sample([g for g in free if g not in lead], rng.randrange(0, 3))


def genes_of_panel(rng: Random, *, most: int) -> str:
    """The genes that a panel looks at, with the exons of each; tells nothing of mutations."""
    genes = lexicon(COHORT)["genes"]["panel"]
    chosen = sorted(rng.sample(genes, rng.randrange(most // 2, most)))
    return ", ".join(f"{gene} (exon {_exons(rng)})" for gene in chosen)


def _exons(rng: Random) -> str:
    first = rng.randrange(2, 20)
    return rng.choice((f"{first}", f"{first}-{first + rng.randrange(1, 6)}",
                       f"{first} en {first + rng.randrange(2, 5)}"))  # fmt: skip


def pdl1_band(percentage: int) -> str:
    """The class of a PD-L1 score, without its figure."""
    return "50% of meer" if percentage >= _HALF else "1-49%"


def stage(size: int, year: int) -> tuple[str, str]:
    """The T category of a tumour confined to the lung, and the edition that gives it.

    Args:
        size: in mm.
        year: of the report; the eighth edition is from 2018, before it the seventh.
    """
    eighth = ((10, "1a"), (20, "1b"), (30, "1c"), (40, "2a"), (50, "2b"), (70, "3"))
    seventh = ((20, "1a"), (30, "1b"), (50, "2a"), (70, "2b"))
    steps, last, edition = (eighth, "4", "8") if year >= 2018 else (seventh, "3", "7")
    return next((name for most, name in steps if size <= most), last), edition
