-- severity: warn
-- question: Which dates have days that are not those of their EDTF value?
SELECT fact_id, edtf, date_start, date_end
FROM dates
WHERE in_scope(run_id) AND (edtf_start(edtf) <> date_start OR edtf_end(edtf) <> date_end)
