-- view: charts
-- place: 5
-- title: Coverage
-- question: How much was read of which language, publisher and month, and how much was found in it?
SELECT lang, publisher, month, documents, characters, numbers, dates, document_ids, ranks, round(100 * share_with_facts, 1) AS percent_with_facts
FROM mart_coverage
ORDER BY documents DESC, lang, publisher, month
