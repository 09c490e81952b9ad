-- view: charts
-- place: 2
-- title: Figures by period
-- question: How did a figure go over the years, in the texts that say for when it holds? A line joins figures of the same counted thing. Of the forty commonest things, at most eight figures for a period and the hundred latest of these.
WITH figures AS (
    SELECT concat_ws(', ', coalesce(counted, 'in ' || source), unit) AS choice,
           edtf_start(period) AS day, period, value, bound, counted, lang, speaker, sentence, source, '#fact-' || fact_id AS link
    FROM mart_figures
    WHERE period IS NOT NULL AND NOT ordinal AND coalesce(counted, unit) IS NOT NULL AND edtf_start(period) IS NOT NULL
),
named AS (
    SELECT choice, row_number() OVER (ORDER BY bool_or(counted IS NOT NULL) AND count(DISTINCT period) > 1 DESC, count(DISTINCT period) DESC, count(*) DESC, choice) AS choice_place
    FROM figures
    GROUP BY choice
)
SELECT choice, day, period, value::DOUBLE AS value, bound, counted, lang, speaker, source, sentence, link
FROM (
    FROM figures
    JOIN named USING (choice)
    WHERE choice_place <= 40
    QUALIFY row_number() OVER (PARTITION BY choice, day ORDER BY link) <= 8
)
QUALIFY row_number() OVER (PARTITION BY choice ORDER BY day DESC, value, link) <= 100
ORDER BY choice_place, day, value, link
