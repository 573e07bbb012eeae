"""Coverage-guided fuzzing of detection; needs atheris, in an environment of its own.

    pip install atheris .
    python benchmarks/detection/fuzz_atheris.py -max_total_time=240 -timeout=10 [CORPUS]

The fuzzer's own options follow libFuzzer. The bytes choose tokens (see scaling.py) and characters,
so that inputs reach deep into the rules. A crash is a failure, a span out of range or order, a
different answer the second time, or (-timeout) an input that takes too long.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["dragon_prep.detect"]):
    from dragon_prep.detect import detect

from scaling import TOKENS


def text_of(data: bytes) -> str:
    """Bytes below 0x80 are ASCII; others choose a token, two bytes a piece, or a character."""
    pieces, at = [], 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80 or at + 1 == len(data):
            pieces.append(chr(byte))
            at += 1
            continue
        number = (byte & 0x7F) << 8 | data[at + 1]
        pieces.append(TOKENS[number] if number < len(TOKENS) else chr(number))
        at += 2
    return "".join(pieces)


def try_one(data: bytes) -> None:
    text = text_of(data)
    hits = detect(text)
    last = 0
    for hit in hits:
        if not last <= hit.span.start < hit.span.end <= len(text):
            raise AssertionError(f"spans out of range or order in {text!r}")
        last = hit.span.end
    if detect(text) != hits:
        raise AssertionError(f"two answers for {text!r}")


def main() -> None:
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
