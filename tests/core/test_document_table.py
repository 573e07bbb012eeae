"""Documents and verdicts as tables: what comes back is what went in."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.audit.verdicts import Verdict
from dragon_prep.core.document_table import DOCUMENT_SCHEMA, from_table, to_table
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.pipeline.shard_table import SHARD_SCHEMA, ShardRow, from_parquet, to_parquet

numbers = st.integers(0, 2**31 - 1)
words = st.text(max_size=8)


def tuples(*parts):
    return st.lists(st.tuples(*parts), max_size=4).map(tuple)


documents = st.builds(
    Document,
    case=words,
    patient=words,
    centre=words,
    text=st.text(),
    phi=tuples(numbers, numbers, words),
    entities=tuples(numbers, numbers, words),
    fields=st.dictionaries(words, st.none() | st.booleans() | st.text(), max_size=4),
    place=st.builds(Place, words, st.none() | numbers, st.none() | words),
    annotated=st.booleans(),
    replaced=tuples(numbers, numbers, numbers, numbers),
    cohort=words,
    lost=st.lists(words, max_size=3).map(tuple),
    unread=st.dictionaries(words, numbers, max_size=3),
    speaks=tuples(words, words),
    phi_from=st.dictionaries(words, numbers, max_size=3),
    entities_from=st.dictionaries(words, numbers, max_size=3),
)
counts = st.dictionaries(st.tuples(words, words), numbers, max_size=3)
rows = st.builds(ShardRow, numbers, documents, st.builds(Verdict, counts, counts))


@given(st.lists(documents, max_size=5))
def test_documents_come_back_as_they_were(some):
    table = to_table(some)
    assert table.schema == DOCUMENT_SCHEMA
    back = from_table(table)
    assert back == some
    for old, new in zip(some, back, strict=True):
        assert [*map(type, new.fields.values())] == [*map(type, old.fields.values())]
        assert list(new.fields) == list(old.fields)


@given(st.lists(documents, max_size=5), st.lists(documents, max_size=5))
def test_tables_of_several_pieces_and_slices_read_the_same(first, second):
    table = pa.concat_tables([to_table(first), to_table(second)])
    assert from_table(table) == first + second
    assert from_table(table.slice(1)) == (first + second)[1:]


@given(st.lists(rows, max_size=5))
def test_shards_come_back_as_they_were_written(some):
    data = to_parquet(some)
    assert pq.read_schema(pa.BufferReader(data)) == SHARD_SCHEMA
    assert from_parquet(data) == some


def test_the_same_documents_make_the_same_bytes():
    place = Place("a.csv", 2)
    row = ShardRow(
        0, Document("c", "p", "umcg", "Jan", ((0, 3, "x"),), (), {}, place, True), Verdict()
    )
    assert to_parquet([row]) == to_parquet([row])
