-- view: charts
-- title: Rank history
-- question: How did each entity's place in an index move over the years? Place 1 is on top.
SELECT coalesce("index", index_text, 'no index named') AS choice, coalesce(entity_text, entity, source) AS entity,
       period_start AS day, period, rank, rank_bound, rank_of, source, sentence, '#fact-' || fact_id AS link
FROM mart_rank_history
WHERE period_start IS NOT NULL
ORDER BY count(*) OVER (PARTITION BY choice) DESC, choice, entity, day, rank, link
