-- severity: blocking
-- question: Which facts are not the characters of their document at their span?
-- Long texts are cut into pieces first: counting to an offset anew for every fact would be quadratic.
WITH scoped AS (
    SELECT s.fact_id, s.doc_id, s.char_start, s.text FROM spans AS s WHERE in_scope(s.run_id)
),
pieces AS MATERIALIZED (
    SELECT doc_id, unnest(cut) AS piece, unnest(range(len(cut))) AS place
    FROM (SELECT doc_id, regexp_extract_all(text, '(?s).{1,200}') AS cut FROM documents WHERE in_scope(run_id) AND char_count > 20000)
),
found AS (
    SELECT s.fact_id, s.text, substr(d.text, s.char_start + 1, 200) AS there
    FROM scoped AS s
    JOIN documents AS d ON d.doc_id = s.doc_id AND d.char_count <= 20000 AND in_scope(d.run_id)
    UNION ALL
    SELECT s.fact_id, s.text, substr(a.piece || coalesce(b.piece, ''), s.char_start % 200 + 1, 200)
    FROM scoped AS s
    JOIN pieces AS a ON a.doc_id = s.doc_id AND a.place = s.char_start // 200
    LEFT JOIN pieces AS b ON b.doc_id = s.doc_id AND b.place = s.char_start // 200 + 1
)
SELECT s.fact_id, s.text, f.there
FROM scoped AS s
LEFT JOIN found AS f USING (fact_id)
WHERE f.there IS NULL OR NOT starts_with(f.there, left(s.text, 200))
