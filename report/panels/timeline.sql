-- view: charts
-- place: 3
-- title: Timeline
-- question: Which years do the texts speak of? Dates and periods by the year in which they begin, between 1900 and 2100.
SELECT make_date(year(date_start), 1, 1) AS day, year(date_start) AS year, calendar, count(*) AS dates, count(DISTINCT source) AS documents,
       min_by(text, fact_id) AS example, '#fact-' || min(fact_id) AS link
FROM mart_timeline
WHERE year(date_start) BETWEEN 1900 AND 2100
GROUP BY ALL
ORDER BY day DESC, calendar
