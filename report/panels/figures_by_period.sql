-- view: charts
-- title: Figures by period
-- question: How did a figure go over the years, in the texts that say for when it holds?
WITH figures AS (
    SELECT concat_ws(', ', coalesce(counted, 'in ' || source), unit) AS choice,
           edtf_start(period) AS day, period, value, bound, lang, speaker, sentence, source, '#fact-' || fact_id AS link
    FROM mart_figures
    WHERE period IS NOT NULL AND NOT ordinal AND coalesce(counted, unit) IS NOT NULL AND edtf_start(period) IS NOT NULL
)
SELECT choice, day, period, value::DOUBLE AS value, bound, lang, speaker, source, sentence, link
FROM figures
ORDER BY count(DISTINCT period) OVER (PARTITION BY choice) DESC, count(*) OVER (PARTITION BY choice) DESC, choice, day, value, link
