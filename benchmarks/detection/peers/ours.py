"""dragon-prep's own detector, as the library gives it."""

from common import Find, run


def load() -> Find:
    from dragon_prep.detect import detect

    return lambda text: [(hit.span.start, hit.span.end, hit.span.label) for hit in detect(text)]


run(load)
