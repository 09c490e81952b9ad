-- severity: warn
-- question: In which languages has more than half of the documents (of ten or more) no fact at all?
SELECT d.lang, count(*) AS documents, count(*) - count(s.doc_id) AS without_facts
FROM documents AS d
LEFT JOIN (SELECT DISTINCT doc_id FROM spans WHERE in_scope(run_id)) AS s USING (doc_id)
WHERE in_scope(d.run_id)
GROUP BY d.lang
HAVING count(*) >= 10 AND 2 * count(s.doc_id) < count(*)
