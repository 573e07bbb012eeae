"""How well detection does against what people marked: pure functions, and a reader of files."""
