"""Words that pages and cards share."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dragon_prep.core.targets import TargetType

if TYPE_CHECKING:
    from dragon_prep.tasks.task import Task

METRICS = {
    "auroc": "area under the ROC curve",
    "macro_auroc": "mean over the labels of the area under the ROC curve",
    "unweighted_cohen_kappa": "Cohen's kappa, unweighted",
    "linear_weighted_cohen_kappa": "Cohen's kappa, linearly weighted",
    "rsmapes": "robust symmetric mean absolute percentage error score",
    "f1": "F1 of whole entities",
    "macro_f1": "F1 of whole entities, mean over their kinds",
    "weighted_f1": "F1 of whole entities, weighted by how many of each kind there are",
}

KINDS = {
    TargetType.SINGLE_LABEL_BINARY: "one yes-or-no label for each case",
    TargetType.MULTI_LABEL_BINARY: "several yes-or-no labels for each case, in a fixed order",
    TargetType.SINGLE_LABEL_MULTI_CLASS: "one class for each case",
    TargetType.MULTI_LABEL_MULTI_CLASS: "several classes for each case, in a fixed order",
    TargetType.SINGLE_LABEL_REGRESSION: "one number for each case",
    TargetType.MULTI_LABEL_REGRESSION: "several numbers for each case, in a fixed order; "
    "null where there is none",
    TargetType.NER: "one tag (B-, I- or O) for each token",
    TargetType.MULTI_LABEL_NER: "a list of tags for each token",
}

GLOSSARY = (
    ("attrition", "the counts, step by step, of what was read, what was left out and why"),
    ("centre", "a hospital that handed in reports"),
    ("cohort", "reports with their annotations; several tasks can be made from one"),
    ("case", "one record of a task: an input and its label"),
    ("development cases", "all cases that are not for testing; folds divide them"),
    ("fold", "one of five ways to divide the development cases into training and validation"),
    ("job", "a task with one fold: a folder of four files"),
    ("test cases", "cases kept aside, on which results are measured; participants get no labels"),
    ("PHI", "protected health information: what tells, or may help to tell, who somebody is"),
    ("surrogate", "the made-up replacement of a name, date or number; it looks like the real one"),
    ("annotated", "somebody marked the PHI in a report; in others the detector alone looked"),
    (
        "second look",
        "the detector reads annotated reports, too, for what people overlooked in them",
    ),
    (
        "standardised difference",
        "how far two shares lie apart, in standard deviations; below 0.1 is usually taken as small",
    ),
    ("project key", "the site's secret from which all surrogates, shifts and numbers come"),
    (
        "<10",
        (
            "fewer than ten, and at least one; small counts are not told, since they may point at "
            "somebody. Where one could be computed from others, these are rounded to tens"
        ),
    ),
)


def definition(task: Task) -> str:
    """What the label of a task is, in the words of its definition."""
    module = sys.modules.get(getattr(task.derive, "__module__", ""))
    said = [module.__doc__ if module else "", getattr(task.derive, "__doc__", "")]
    lines = [" ".join(words.strip().split("\n\n")[0].split()) for words in said if words]
    own = f"T{task.number}: "
    lines = [line.removeprefix(own) for line in lines]
    lines = [line[:1].upper() + line[1:] for line in lines if line]
    return " ".join(dict.fromkeys(line if line.endswith(".") else f"{line}." for line in lines))


def example_of(task: Task) -> tuple[object, object]:
    """An invented input with its label, in the form that the task's records have."""
    names = task.target.labels
    return {
        TargetType.SINGLE_LABEL_BINARY: (_TEXT, True),
        TargetType.MULTI_LABEL_BINARY: (_TEXT, [True, *[False] * (len(names or "12") - 1)]),
        TargetType.SINGLE_LABEL_MULTI_CLASS: (_TEXT, names[0] if names else "class A"),
        TargetType.MULTI_LABEL_MULTI_CLASS: (_TEXT, ["class A"] * len(names or "12")),
        TargetType.SINGLE_LABEL_REGRESSION: (_TEXT, 12.5),
        TargetType.MULTI_LABEL_REGRESSION: (_TEXT, [12.5, *[None] * (len(names or "12") - 1)]),
        TargetType.NER: (_TOKENS, ["O", "O", "B-name", "I-name", "O"]),
        TargetType.MULTI_LABEL_NER: (
            _TOKENS,
            [["O"], ["O"], ["B-1-name", "B-2-name"], ["I-1-name"], ["O"]],
        ),
    }[task.target.type]


_TEXT = "Een verzonnen verslag."
_TOKENS = ["Een", "verzonnen", "twee", "woorden", "."]
