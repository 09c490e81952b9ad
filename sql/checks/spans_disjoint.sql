-- severity: warn
-- question: Which facts share characters with another one?
SELECT fact_id, text, char_start, before_end
FROM (
    SELECT fact_id, text, char_start, max(char_end) OVER (PARTITION BY doc_id ORDER BY char_start, char_end ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_end
    FROM spans
    WHERE in_scope(run_id)
)
WHERE char_start < before_end
