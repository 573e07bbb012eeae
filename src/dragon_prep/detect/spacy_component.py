"""The detector as a component of spaCy: ``nlp.add_pipe("dragon_phi")``.

spaCy finds it by the entry point group ``spacy_factories``; nothing else imports this module.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.detect.raw_text import detect_as_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.phi.finding import Detection

KEY = "phi"


class DragonPhi:
    """Finds PHI in a document of spaCy.

    ``doc._.phi`` is a list of ``[start, end, label, rule, confidence]`` with exact offsets in
    ``doc.text``. ``doc.spans["phi"]`` has a span for each of them, in the same order, that begins
    and ends with whole tokens and covers at least as much.

    Args:
        find: finds PHI in a text.
        set_ents: whether ``doc.ents`` are set, too.
    """

    def __init__(self, find: Callable[[str], tuple[Detection, ...]], *, set_ents: bool) -> None:
        self._find = find
        self._set_ents = set_ents

    def __call__(self, doc: Doc) -> Doc:
        """Marks what it finds in a document."""
        hits = self._find(doc.text)
        # Plain lists: a document has to go through msgpack on its way to another process.
        doc._.phi = [
            [h.span.start, h.span.end, h.span.label, h.rule, h.confidence.name.lower()]
            for h in hits
        ]
        spans = [_whole_tokens(doc, h.span.start, h.span.end, h.span.label) for h in hits]
        doc.spans[KEY] = spans
        if self._set_ents:
            phi = _apart(doc, spans)
            taken = {i for span in phi for i in range(span.start, span.end)}
            others = [e for e in doc.ents if taken.isdisjoint(range(e.start, e.end))]
            doc.ents = sorted([*phi, *others], key=lambda span: span.start)
        return doc


def _whole_tokens(doc: Doc, start: int, end: int, label: str) -> Span:
    """The tokens that a detection touches; it begins and ends with a letter, digit or sign."""
    span: Span | None = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None:
        raise AssertionError("a detection lies outside its document")
    return span


def _apart(doc: Doc, spans: Iterable[Span]) -> list[Span]:
    """Spans of which no two share a token: those that do become one, labelled as the longest."""
    apart: list[Span] = []
    longest = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
            longest = len(span)
            continue
        last = apart[-1]
        label = last.label_ if longest >= len(span) else span.label_
        longest = max(longest, len(span))
        apart[-1] = Span(doc, last.start, max(last.end, span.end), label=label)
    return apart


@Language.factory(
    "dragon_phi",
    default_config={"profile": None, "set_ents": False},
    assigns=["doc.spans", "doc._.phi"],
)
def make_dragon_phi(
    nlp: Language,
    name: str,
    profile: str | None,
    set_ents: bool,
) -> DragonPhi:
    """Makes the component.

    Args:
        nlp: the pipeline.
        name: of the component in it.
        profile: path of the centre's profile.
        set_ents: whether ``doc.ents`` are set, too. Findings that share a token become one there,
            and entities that were set before and share a token with one are taken out.

    Raises:
        InputFault: if the profile cannot be read.
    """
    del nlp, name  # spaCy gives them to every factory
    if not Doc.has_extension(KEY):
        Doc.set_extension(KEY, default=None)
    evidence = Evidence(profile=read_profile(Path(profile)) if profile else None)
    return DragonPhi(partial(detect_as_given, evidence=evidence), set_ents=set_ents)
