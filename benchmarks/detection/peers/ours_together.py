"""dragon-prep's own detector on many reports at once, as a build and ``detect`` use it."""

from common import Find, run


def load() -> Find:
    from dragon_prep.detect import detect

    return lambda text: [(hit.span.start, hit.span.end, hit.span.label) for hit in detect(text)]


def find_all(texts: list[str]) -> object:
    from dragon_prep.detect import NO_EVIDENCE, detect_all

    return detect_all([(text, NO_EVIDENCE) for text in texts])


run(load, find_all)
