-- view: runs
-- place: 2
-- title: Time and rows
-- question: What did each run read and find, and how long did each stage take?
SELECT run_id, command, started_at, failure, documents_read, documents_new, documents_changed, documents_unchanged, rejects,
       numbers, dates, document_ids, ranks, seconds_read, seconds_extract, seconds_load, seconds_check, raqam_version, rules_version
FROM runs
ORDER BY run_id DESC
LIMIT 50
