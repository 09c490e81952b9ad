-- severity: warn
-- question: Did the last run find less than half as many facts a document as the one before it?
WITH loads AS (
    SELECT run_id, documents_new + documents_changed AS documents, numbers + dates + document_ids + ranks AS facts FROM runs
    UNION ALL
    SELECT getvariable('run_id')::VARCHAR,
           (SELECT count(*) FROM documents WHERE run_id = getvariable('run_id')::VARCHAR),
           (SELECT count(*) FROM spans WHERE run_id = getvariable('run_id')::VARCHAR)
    WHERE getvariable('run_id') IS NOT NULL
),
compared AS (
    SELECT run_id, facts / documents AS density, lag(facts / documents) OVER (ORDER BY run_id) AS density_before
    FROM loads
    WHERE documents >= 10
    QUALIFY row_number() OVER (ORDER BY run_id DESC) = 1
)
SELECT run_id, density, density_before FROM compared WHERE density < density_before / 2
