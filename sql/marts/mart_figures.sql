-- grain: one row a number
-- question: Which figures do the documents give: how many of what, for when, said by whom?
-- column: value: The exact value; the lower end of a range.
-- column: value_max: The upper end of a range.
-- column: out_of: The total, where the text gives one.
-- column: unit: %, pp, point, ISO 4217 currency or UCUM unit.
-- column: counted: What is counted, as in the text.
-- column: period: EDTF of the period that the figure belongs to.
-- column: bound: exact, more_than, at_least, less_than, at_most, about.
-- column: ordinal: True for thirteenth.
-- column: lang: Language of the text.
-- column: speaker: Who says it, where the section has a speaker.
-- column: sentence: The sentence around it.
-- column: source: Source of the document.
-- column: published_on: Day of publication of the document.
-- column: fact_id: The fact.
-- column: doc_id: The document.
SELECT n.value, n.value_max, n.out_of, n.unit, n.counted, n.period, n.bound, n.ordinal, n.lang,
       s.speaker, n.sentence, d.source, d.published_on, n.fact_id, n.doc_id
FROM numbers AS n
JOIN documents AS d USING (doc_id)
LEFT JOIN sections AS s ON s.doc_id = n.doc_id AND s.section = n.section
