"""What the rules find without the learned layer: for tests of a rule, a list or a notation."""

from __future__ import annotations

from dataclasses import replace

from dragon_prep.core.recall import Recall
from dragon_prep.detect import NO_EVIDENCE
from dragon_prep.detect import detect as detect_with_all


def detect(text, evidence=NO_EVIDENCE, **options):
    return detect_with_all(text, replace(evidence, recall=Recall.RULES), **options)
