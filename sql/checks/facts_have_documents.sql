-- severity: blocking
-- question: Which facts or sections have no document, or are of another run than it?
SELECT 'fact ' || s.fact_id AS row_id, s.doc_id FROM spans AS s LEFT JOIN documents AS d USING (doc_id, run_id) WHERE in_scope(s.run_id) AND d.source IS NULL
UNION ALL
SELECT 'section ' || s.section, s.doc_id FROM sections AS s LEFT JOIN documents AS d USING (doc_id, run_id) WHERE in_scope(s.run_id) AND d.source IS NULL
