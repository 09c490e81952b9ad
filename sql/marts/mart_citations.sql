-- grain: one row a document, official document that it cites, and month of publication
-- question: Which documents cite which official documents, how often and when?
-- column: doc_id: The citing document.
-- column: source: Source of the citing document.
-- column: month: First day of the month in which it was published, where that is known.
-- column: document: The cited document, as in mart_document_registry.
-- column: doc_type: Type of the cited document.
-- column: doc_number: Number of the cited document.
-- column: citations: How often it is cited there.
-- column: locators: Articles, clauses and points that are cited.
SELECT d.doc_id, d.source, date_trunc('month', d.published_on)::DATE AS month,
       official_document(c.doc_type, c.doc_number, c.title, c.text) AS document,
       min(c.doc_type) AS doc_type, any_value(c.doc_number) AS doc_number,
       count(*) AS citations,
       coalesce(list_sort(list(DISTINCT c.locator) FILTER (c.locator IS NOT NULL)), []) AS locators
FROM document_ids AS c
JOIN documents AS d USING (doc_id)
GROUP BY ALL
ORDER BY citations DESC, document, source
