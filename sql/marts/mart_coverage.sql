-- grain: one row a language, publisher and month of publication
-- question: What was read, and how much was found in it?
-- column: lang: Language of the documents.
-- column: publisher: Publisher that the sources give.
-- column: month: First day of the month of publication, where it is known.
-- column: documents: How many documents.
-- column: share_of_documents: Their share of all documents.
-- column: characters: Length of their texts in code points.
-- column: numbers: Numbers in them.
-- column: dates: Dates in them.
-- column: document_ids: References to official documents in them.
-- column: ranks: Ranks in them.
-- column: ambiguities: Spans in them that may be read in two ways and are therefore no facts.
-- column: share_with_facts: Share of these documents that have a fact.
-- column: facts_per_1000_characters: How dense the facts are.
WITH found AS (
    SELECT doc_id, count(*) AS facts,
           count(*) FILTER (kind = 'number') AS numbers, count(*) FILTER (kind = 'date') AS dates,
           count(*) FILTER (kind = 'document_id') AS document_ids, count(*) FILTER (kind = 'rank') AS ranks
    FROM (
        SELECT doc_id, 'number' AS kind FROM numbers UNION ALL SELECT doc_id, 'date' FROM dates
        UNION ALL SELECT doc_id, 'document_id' FROM document_ids UNION ALL SELECT doc_id, 'rank' FROM ranks
    )
    GROUP BY doc_id
)
SELECT d.lang, d.publisher, date_trunc('month', d.published_on)::DATE AS month,
       count(*) AS documents,
       count(*) / sum(count(*)) OVER () AS share_of_documents,
       sum(d.char_count)::BIGINT AS characters,
       coalesce(sum(f.numbers), 0)::BIGINT AS numbers,
       coalesce(sum(f.dates), 0)::BIGINT AS dates,
       coalesce(sum(f.document_ids), 0)::BIGINT AS document_ids,
       coalesce(sum(f.ranks), 0)::BIGINT AS ranks,
       sum(d.ambiguities)::BIGINT AS ambiguities,
       count(f.doc_id) / count(*) AS share_with_facts,
       1000 * coalesce(sum(f.facts), 0) / nullif(sum(d.char_count), 0) AS facts_per_1000_characters
FROM documents AS d
LEFT JOIN found AS f USING (doc_id)
GROUP BY ALL
ORDER BY d.lang, d.publisher, month
