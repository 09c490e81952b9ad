-- severity: blocking
-- question: Which documents, facts or sections are there twice?
SELECT 'document ' || source AS key, count(*) AS times
FROM documents SEMI JOIN (FROM documents WHERE in_scope(run_id)) AS scoped USING (source)
GROUP BY source HAVING count(*) > 1
UNION ALL
SELECT 'fact ' || fact_id, count(*) FROM spans WHERE in_scope(run_id) GROUP BY fact_id HAVING count(*) > 1
UNION ALL
SELECT 'section ' || doc_id || ' ' || section, count(*) FROM sections WHERE in_scope(run_id) GROUP BY doc_id, section HAVING count(*) > 1
