-- view: conflicts
-- place: 2
-- title: Conflicts
-- question: Where do the texts contradict each other?
SELECT about, thing, period, readings, documents, sources, list_transform(fact_ids, lambda id: '#fact-' || id) AS links
FROM mart_conflicts
