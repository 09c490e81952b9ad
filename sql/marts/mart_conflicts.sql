-- grain: one row a thing on which the texts disagree
-- question: Where do the documents contradict each other: other ranks for the same index, entity and year, other dates for the same official document, other figures for the same counted thing and period?
-- column: about: rank, issue_date or figure.
-- column: thing: What the disagreement is about.
-- column: period: EDTF of the period, where it has one.
-- column: readings: The different values, as text.
-- column: documents: How many documents take part.
-- column: sources: Their sources.
-- column: fact_ids: The facts.
WITH claims AS (
    SELECT 'rank' AS about, concat_ws(' ', coalesce("index", fold_fa(index_text)), coalesce(entity, fold_fa(entity_text))) AS thing,
           period, rank::VARCHAR AS reading, doc_id, fact_id
    FROM ranks
    WHERE rank_bound = 'exact' AND period IS NOT NULL
      AND coalesce("index", index_text) IS NOT NULL AND coalesce(entity, entity_text) IS NOT NULL
    UNION ALL
    SELECT 'issue_date', official_document(doc_type, doc_number, title, text), NULL, issued_on, doc_id, fact_id
    FROM document_ids
    WHERE issued_on IS NOT NULL AND doc_number IS NOT NULL
    UNION ALL
    SELECT 'figure', concat_ws(' ', fold_fa(counted), unit), period, plain(value), doc_id, fact_id
    FROM numbers
    WHERE counted IS NOT NULL AND period IS NOT NULL AND bound = 'exact' AND NOT ordinal AND value_max IS NULL
)
SELECT c.about, c.thing, c.period, list_sort(list(DISTINCT c.reading)) AS readings,
       count(DISTINCT c.doc_id) AS documents, list_sort(list(DISTINCT d.source)) AS sources, list_sort(list(c.fact_id)) AS fact_ids
FROM claims AS c
JOIN documents AS d USING (doc_id)
GROUP BY c.about, c.thing, c.period
HAVING count(DISTINCT c.reading) > 1 AND (c.about <> 'figure' OR count(DISTINCT c.doc_id) > 1)
ORDER BY c.about, c.thing, c.period
