-- grain: one row an index, entity, period, position and document
-- question: How did an entity's place in an index move over the years, and which document says so?
-- column: index: Canonical name of the index, null where it has none.
-- column: index_text: The index as in the text.
-- column: entity: ISO 3166 code of what is ranked, where it has one.
-- column: entity_text: What is ranked, as in the text.
-- column: period: EDTF of the period of the ranking.
-- column: period_start: First day of the period.
-- column: rank: The position.
-- column: rank_bound: exact, within (in the top N), outside (fell out of the top N).
-- column: rank_of: Out of how many.
-- column: mentions: How often the document says it.
-- column: doc_id: The document.
-- column: source: Source of the document.
-- column: published_on: Day of publication of the document.
-- column: sentence: The first sentence that says it.
-- column: fact_id: The first fact that says it.
SELECT r."index", min(r.index_text) AS index_text, r.entity, min(r.entity_text) AS entity_text,
       r.period, edtf_start(r.period) AS period_start, r.rank, r.rank_bound, max(r.rank_of) AS rank_of,
       count(*) AS mentions, r.doc_id, d.source, d.published_on,
       arg_min(r.sentence, r.char_start) AS sentence, arg_min(r.fact_id, r.char_start) AS fact_id
FROM ranks AS r
JOIN documents AS d USING (doc_id)
GROUP BY r."index", coalesce(r."index", fold_fa(r.index_text)), r.entity, coalesce(r.entity, fold_fa(r.entity_text)),
         r.period, r.rank, r.rank_bound, r.doc_id, d.source, d.published_on
ORDER BY "index" NULLS LAST, coalesce(r."index", fold_fa(r.index_text)), coalesce(r.entity, fold_fa(r.entity_text)), period_start, rank, source
