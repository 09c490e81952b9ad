-- grain: one row a date or period with a known year, in the order of time
-- question: What happened when, according to the documents?
-- column: date_start: First day.
-- column: date_end: Last day, inclusive.
-- column: jalali_start: First day in the Jalali calendar.
-- column: edtf: The value as EDTF.
-- column: grain: day, month, quarter, half, year, decade, century.
-- column: calendar: The calendar that the text uses.
-- column: relative: True where the value needed the document's own date.
-- column: text: The exact characters.
-- column: sentence: The sentence around it.
-- column: speaker: Who says it, where the section has a speaker.
-- column: source: Source of the document.
-- column: published_on: Day of publication of the document.
-- column: fact_id: The fact.
-- column: doc_id: The document.
SELECT t.date_start, t.date_end, jalali(t.date_start) AS jalali_start, t.edtf, t.grain, t.calendar, t.relative, t.text, t.sentence,
       s.speaker, d.source, d.published_on, t.fact_id, t.doc_id
FROM dates AS t
JOIN documents AS d USING (doc_id)
LEFT JOIN sections AS s ON s.doc_id = t.doc_id AND s.section = t.section
WHERE t.date_start IS NOT NULL
ORDER BY t.date_start, t.date_end, d.source, t.char_start
