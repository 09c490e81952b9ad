-- grain: one row an official document that is cited
-- question: Which official documents are cited, what do the texts say of each, and how often and where is it cited?
-- column: document: The number, or type and number or name where the number alone would not tell.
-- column: doc_type: Type that most citations give.
-- column: doc_number: Canonical number.
-- column: title: Title given most often.
-- column: issued_on: EDTF dates of issue that the texts give; more than one is a contradiction.
-- column: issuers: Issuing bodies that the texts give.
-- column: citations: How often it is cited.
-- column: documents: How many documents cite it.
-- column: sources: The sources of these documents.
-- column: first_cited_on: First day of publication of a document that cites it.
-- column: last_cited_on: Last day of publication of a document that cites it.
SELECT official_document(c.doc_type, c.doc_number, c.title, c.text) AS document,
       first(c.doc_type ORDER BY c.type_count DESC, c.doc_type) AS doc_type,
       any_value(c.doc_number) AS doc_number,
       first(c.title ORDER BY c.title_count DESC, c.title) FILTER (c.title IS NOT NULL) AS title,
       coalesce(list_sort(list(DISTINCT c.issued_on) FILTER (c.issued_on IS NOT NULL)), []) AS issued_on,
       coalesce(list_sort(list(DISTINCT c.issuer) FILTER (c.issuer IS NOT NULL)), []) AS issuers,
       count(*) AS citations,
       count(DISTINCT c.doc_id) AS documents,
       list_sort(list(DISTINCT d.source)) AS sources,
       min(d.published_on) AS first_cited_on,
       max(d.published_on) AS last_cited_on
FROM (
    SELECT *,
           count(*) OVER (PARTITION BY official_document(doc_type, doc_number, title, text), doc_type) AS type_count,
           count(*) OVER (PARTITION BY official_document(doc_type, doc_number, title, text), title) AS title_count
    FROM document_ids
) AS c
JOIN documents AS d USING (doc_id)
GROUP BY ALL
ORDER BY citations DESC, document
