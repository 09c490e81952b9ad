-- view: charts
-- place: 4
-- title: Most cited official documents
-- question: Which official documents do the texts lean on most?
SELECT r.document, r.doc_type, r.title, r.citations, r.documents, r.issued_on, first.link
FROM mart_document_registry AS r
JOIN (
    SELECT official_document(doc_type, doc_number, title, text) AS document, '#fact-' || min(fact_id) AS link
    FROM document_ids
    GROUP BY ALL
) AS first USING (document)
ORDER BY r.citations DESC, r.documents DESC, r.document
LIMIT 25
