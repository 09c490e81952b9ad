-- severity: blocking
-- question: Which dates end before they begin, or have only one end?
SELECT fact_id, edtf, date_start, date_end
FROM dates
WHERE in_scope(run_id) AND (date_end < date_start OR (date_start IS NULL) <> (date_end IS NULL))
