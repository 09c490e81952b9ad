-- view: runs
-- place: 1
-- title: Run health
-- question: What became of what each of the last runs read? A run that rejects more than the others, or finds all changed, is worth a look.
SELECT run_id, documents_new AS new, documents_changed AS changed, documents_unchanged AS unchanged, rejects AS rejected,
       numbers + dates + document_ids + ranks AS facts_loaded
FROM runs
ORDER BY run_id DESC
LIMIT 25
