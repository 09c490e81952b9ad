"""Rows of documents and facts that nobody read: columns made by Polars in the warehouse's own schema, as a batch of a run has them."""

from __future__ import annotations

from functools import cache

import polars as pl

from bench.corpus import LANGS, originals
from extractors import rules_version
from warehouse.frames import OF_THE_RUN
from warehouse.keys import content_hash, document_id
from warehouse.schema import FACT_TABLES, TABLES, frame_schema

FACTS_A_DOCUMENT = 10
_KINDS = ("number",) * 7 + ("date", "document_id", "rank")
_PIECE = 60  # characters
_FIGURE = 1_000_000  # the least: all figures are as long
_RULE = "bench"


def frames(first: int, documents: int) -> dict[str, pl.DataFrame]:
    """So many documents from the number ``first`` on, with ten sentences each; every sentence begins with its fact."""
    sentences = _sentences(first, documents)
    texts = sentences.group_by("doc_id", maintain_order=True).agg(pl.col("sentence").str.join("\n").alias("text")).with_columns(_LENGTH)
    made = {
        "documents": _shaped("documents", texts.with_columns(**_DOCUMENT)),
        "sections": _shaped("sections", texts.with_columns(**_SECTION)),
    }
    for kind, values in _FACTS.items():
        facts = sentences.filter(pl.col("kind") == kind).with_columns(**_ANY_FACT).with_columns(**values)
        made[FACT_TABLES[kind]] = _shaped(FACT_TABLES[kind], facts)
    return made


def _sentences(first: int, documents: int) -> pl.DataFrame:
    """A row a sentence, with the place of its figure in the text that they make together."""
    rows = documents * FACTS_A_DOCUMENT
    ids = pl.Series("doc_id", [document_id(f"bench {at}") for at in range(first, first + documents)])
    number = pl.int_range(rows, eager=True, dtype=pl.Int64)
    figure = (_FIGURE + (number + first) % _FIGURE).cast(pl.String)
    before, after = (_pieces().sample(rows, with_replacement=True, seed=first + salt) for salt in (0, 1))
    length = pl.col("sentence").str.len_chars() + 1
    return (
        pl.DataFrame({"figure": figure, "kind": _KINDS * documents})
        .select(
            ids.gather(number // FACTS_A_DOCUMENT),
            "figure",
            "kind",
            pl.concat_str(pl.col("figure"), before, after, separator=" ").alias("sentence"),
        )
        .with_columns((length.cum_sum().over("doc_id") - length).cast(pl.Int64).alias("char_start"))
    )


@cache
def _pieces() -> pl.Series:
    """Bits of running text of all languages."""
    texts = (" ".join(text.split()) for lang in LANGS for text in originals(lang))
    return pl.Series("piece", [text[at : at + _PIECE] for text in texts for at in range(0, len(text), _PIECE)])


def _shaped(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The columns of a table that a batch brings; those that were not made are null."""
    types = {column: type_ for column, type_ in frame_schema(name).items() if column not in OF_THE_RUN}
    missing = [pl.lit(None).alias(column) for column in types if column not in rows.columns and TABLES[name][column].optional]
    return rows.with_columns(missing).select(pl.col(column).cast(type_) for column, type_ in types.items())


_LENGTH = pl.col("text").str.len_chars().cast(pl.Int64).alias("char_count")
_DOCUMENT = {
    "source": pl.col("doc_id"),
    "lang": pl.lit("fa"),
    "content_hash": pl.col("text").map_elements(lambda text: content_hash(text.encode()), pl.String),
    "rules_version": pl.lit(rules_version()),
    "ambiguities": pl.lit(0),
    "published_on": pl.lit("2024-03-05").str.to_date(),
}
_SECTION = {"section": pl.lit(0), "char_start": pl.lit(0), "char_end": pl.col("char_count")}
_ANY_FACT = {
    "fact_id": pl.concat_str("doc_id", pl.lit("."), "kind", pl.lit("."), "char_start"),
    "char_end": pl.col("char_start") + len(str(_FIGURE)),
    "text": pl.col("figure"),
    "lang": pl.lit("fa"),
    "section": pl.lit(0),
    "rule": pl.lit(_RULE),
}
_FACTS = {
    "number": {
        "value": pl.col("figure"),
        "bound": pl.lit("exact"),
        "ordinal": pl.lit(False),
        "counted": pl.col("sentence").str.slice(8, 24),
    },
    "date": {"edtf": pl.lit("2023"), "grain": pl.lit("year"), "calendar": pl.lit("gregorian"), "relative": pl.lit(False)},
    "document_id": {"doc_type": pl.lit("decree"), "doc_number": pl.col("figure")},
    "rank": {"rank": pl.col("figure"), "rank_bound": pl.lit("exact"), "index": pl.lit("PAPI"), "period": pl.lit("2023")},
}
