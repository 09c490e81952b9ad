-- view: charts
-- title: Timeline
-- question: Which years do the texts speak of? One row a date or period that begins between 1900 and 2100, the latest first.
SELECT date_start AS day, edtf, grain, calendar, text, source, sentence, '#fact-' || fact_id AS link
FROM mart_timeline
WHERE year(date_start) BETWEEN 1900 AND 2100
ORDER BY day DESC, source, link
