-- view: charts
-- place: 1
-- title: Rank history
-- question: How did each entity's place in an index move over the years? Place 1 is on top. Of the ten indices named most often, the twelve entities named most often.
WITH places AS (
    SELECT coalesce("index", index_text, 'no index named') AS choice,
           CASE WHEN entity IS NULL THEN coalesce(entity_text, source) ELSE coalesce(min(entity_text) OVER (PARTITION BY entity), entity) END AS entity,
           period_start AS day, period, rank, rank_bound, rank_of, source, sentence, '#fact-' || fact_id AS link
    FROM mart_rank_history
    WHERE period_start IS NOT NULL
),
choices AS (
    SELECT choice, row_number() OVER (ORDER BY count(*) DESC, choice) AS choice_place FROM places GROUP BY choice
),
entities AS (
    SELECT choice, entity, row_number() OVER (PARTITION BY choice ORDER BY count(*) DESC, entity) AS entity_place
    FROM places
    GROUP BY choice, entity
)
SELECT choice, entity, day, period, rank, rank_bound, rank_of, source, sentence, link
FROM places
JOIN choices USING (choice)
JOIN entities USING (choice, entity)
WHERE choice_place <= 10 AND entity_place <= 12
QUALIFY row_number() OVER (PARTITION BY choice, entity ORDER BY day DESC, rank, link) <= 40
ORDER BY choice_place, entity, day, rank, link
