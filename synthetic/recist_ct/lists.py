"""The list of target lesions with their sizes, as centres and authors write it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.authors import ranked
from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.terms import merged
from dragon_prep.synthetic.kit.text import join
from dragon_prep.synthetic.kit.turned import kept, part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from dragon_prep.synthetic.kit.ct import CtWriter
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.recist_ct.course import Lesion
    from dragon_prep.synthetic.recist_ct.state import Study

_BEFORE = 0.5  # of the sizes whose former value is known
_OTHER_LIST = 0.15  # of the reports: another list than the author's own
_NOT_APPLICABLE = 0.3  # of the baselines: new lesions


def listed(
    writer: CtWriter, study: Study, centre: str, difficulty: float
) -> tuple[str, Passage]:  # fmt: skip
    """Where the list stands (``top``, ``findings`` or ``end``), and the list.

    Args:
        writer: of the report.
        study: what was measured.
        centre: whose habits.
        difficulty: how often a size is said in a way that is hard to read.
    """
    rng, words = writer.rng, merged("recist_ct")
    blocks = words["blocks"][centre]
    names = ranked(writer.author.name, tuple(str(i) for i in range(len(blocks))))
    block = blocks[int(rng.choice(names) if rng.random() < _OTHER_LIST else names[0])]
    return block["place"], _block(writer, study, block, difficulty)


def _block(
    writer: CtWriter, study: Study, block: Mapping[str, Any], difficulty: float
) -> Passage:  # fmt: skip
    rng, words = writer.rng, merged("recist_ct")["maat"]
    rest = "; ".join(_rest(rng, one.said, one.mm) for one in study.course.rest) or "geen"
    foot = writer.say([block["foot"]], rest=rest, nieuw=kept(rng, "new", lambda: _new(rng, study)))
    if not study.lesions:
        return join("\n", (writer.sentence(words["no_target"]), foot))
    lines = []
    for number, lesion in enumerate(study.lesions, 1):
        maat = part(rng, f"size {number}", partial(_size, writer, lesion, study, difficulty))
        line = partial(writer.say, [block["line"]], n=str(number), plek=lesion.place, maat=maat)
        lines.append(part(rng, f"line {number}", line))
    sizes = [lesion.size for lesion in study.lesions if lesion.size is not None]
    if sizes:
        sum_ = partial(writer.say, [block["sum"]], som=figure(sum(sizes)))
        lines.append(part(rng, "sum", sum_))
    list_ = join(block["between"], lines)
    return join("\n", (join(block["before"], (writer.sentence([block["head"]]), list_)), foot))


def _rest(rng: Random, said: str, mm: int) -> str:
    if not mm:
        return said
    return f"{said} {mm} mm" if rng.random() < 0.7 or said.endswith("tot") else f"{said} ({mm} mm)"


def _new(rng: Random, study: Study) -> str:
    if study.new:
        return f"ja, {study.new.place}"
    if study.is_baseline and rng.random() < _NOT_APPLICABLE:
        return "niet van toepassing"
    return rng.choice(("geen", "geen", "nee"))


def _size(writer: CtWriter, lesion: Lesion, study: Study, difficulty: float) -> str:
    """The size in one of the ways in which it may be said."""
    rng, words = writer.rng, merged("recist_ct")["maat"]
    hard = rng.random() < difficulty
    if not lesion.evaluable:
        return writer.one_of(words["not_evaluable"])
    if not lesion.long:
        text = writer.one_of(words["gone_hard" if hard else "gone"])
    else:
        kind = "node" if lesion.is_node else "organ"
        text = writer.one_of(words[f"{kind}_hard" if hard else kind])
        text = _filled(rng, text, lesion)
    if lesion.before and study.compared and rng.random() < _BEFORE:
        text += writer.one_of(words["before"]).format(was=figure(lesion.before))
    return text


def _filled(rng: Random, text: str, lesion: Lesion) -> str:
    size = lesion.size or 0
    wrong = round(size * rng.uniform(0.6, 0.9)) if rng.random() < 0.5 else round(size * 1.2) + 1
    return text.format(
        long=figure(lesion.long),
        short=figure(lesion.short),
        long_cm=figure(round(lesion.long / 10, 2)),
        short_cm=figure(round(lesion.short / 10, 2)),
        long_w=_in_words(lesion.long),
        short_w=_in_words(lesion.short),
        fout=str(wrong),
    )


def _in_words(size: float) -> str:
    return in_words(int(size)) if size == int(size) else figure(size)
