"""Records that say themselves what they ask, as ``reader-study`` writes them, and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.documents import AnswerKind, DocumentQuestion, Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.annotate.voting import Answer

_SPANS, _NUMBER, _TRUTH, _CHOICE = "spans", "number", "true or false", "choice"
_KINDS = (_SPANS, _NUMBER, _TRUTH, _CHOICE)
_TRUTHS = ("True", "False")


def asks_itself(record: Mapping[str, Any]) -> bool:
    """Whether a record says what is asked of it."""
    return record.get("kind") in _KINDS and isinstance(record.get("question"), str)


def own_questions(record: Mapping[str, Any]) -> dict[str, str]:
    """The names of the questions of such a record, by position; of a single one by nothing."""
    if record["kind"] == _SPANS:
        return {}
    positions = record.get("positions") or [""]
    title = record["question"]
    return {str(at): f"{title}: {at}" if at else title for at in positions}


def own_scheme(records: Iterable[Mapping[str, Any]]) -> Scheme:
    """All that such records ask."""
    labels: dict[str, None] = {}
    questions: dict[str, DocumentQuestion] = {}
    for record in records:
        choices = tuple(map(str, record.get("choices") or ()))
        if record["kind"] == _SPANS:
            labels |= dict.fromkeys(choices)
        for name in own_questions(record).values():
            kind = AnswerKind.NUMBER if record["kind"] == _NUMBER else AnswerKind.CHOICE
            offered = {_NUMBER: (), _TRUTH: _TRUTHS}.get(record["kind"], choices)
            known = questions.get(name, DocumentQuestion(name, kind))
            every = tuple(dict.fromkeys((*known.choices, *offered)))
            questions[name] = DocumentQuestion(name, kind, every)
    return Scheme(tuple(labels), tuple(questions.values()))


def label_of(record: Mapping[str, Any], answers: Mapping[str, Answer]) -> object:
    """The label that answers say, as ``agreement`` and ``reader-study score`` read it.

    Args:
        record: of the report, which may say what was asked.
        answers: by question; those of a task are called by it, and behind a colon by position.
    """
    if asks_itself(record):
        named = own_questions(record)
    else:
        named = {name.partition(":")[2]: name for name in answers}
    given = {at: answers.get(name) for at, name in named.items()}
    return given.get("") if set(given) <= {""} else given
