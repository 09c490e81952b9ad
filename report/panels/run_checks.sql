-- view: runs
-- place: 3
-- title: Data checks
-- question: What did the checks of the last run find?
SELECT name, severity, bad_rows, question, examples, run_id
FROM checks
WHERE run_id = (SELECT max(run_id) FROM runs WHERE failure IS NULL)
ORDER BY bad_rows DESC, severity, name
