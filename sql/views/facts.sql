-- grain: one row a fact of any kind
-- question: What do the documents say in figures, dates, official documents and ranks, and where exactly?
-- column: fact_id: The fact; the same in the table of its kind.
-- column: kind: number, date, document_id or rank.
-- column: doc_id: The document.
-- column: source: Source of the document.
-- column: title: Title of the document.
-- column: published_on: Day of publication of the document.
-- column: year: Year of publication of the document.
-- column: lang: Language of the text around the fact.
-- column: section: Ordinal of the section in the document, from 0; null outside.
-- column: speaker: Who speaks in the section, as in the text.
-- column: char_start: First character, in code points of the document's text, from 0.
-- column: char_end: One past the last character.
-- column: text: The exact characters.
-- column: value: The value as text: a decimal with its bound and unit, EDTF, type and number, or a position.
-- column: period: EDTF of the period that the fact belongs to; for a date its own value.
-- column: sentence: The sentence around the fact, as evidence.
-- column: rule: The rule that produced the fact.
-- column: run_id: The run that wrote the fact.
-- column: link: Address of the fact in report.html, which lies beside the warehouse: open it to see the sentence.
SELECT f.fact_id, f.kind, f.doc_id, d.source, d.title, d.published_on, year(d.published_on) AS year, f.lang, f.section, s.speaker,
       f.char_start, f.char_end, f.text, f.value, f.period, f.sentence, f.rule, f.run_id,
       'report.html#fact-' || f.fact_id AS link
FROM (
    SELECT fact_id, 'number' AS kind, doc_id, lang, section, char_start, char_end, text,
           concat_ws(' ', replace(nullif(bound, 'exact'), '_', ' '), concat_ws('..', plain(value), plain(value_max)), 'of ' || plain(out_of), unit)
               AS value, period, sentence, rule, run_id
    FROM numbers
    UNION ALL
    SELECT fact_id, 'date', doc_id, lang, section, char_start, char_end, text, edtf, edtf, sentence, rule, run_id
    FROM dates
    UNION ALL
    SELECT fact_id, 'document_id', doc_id, lang, section, char_start, char_end, text,
           concat_ws(' ', doc_type, coalesce(doc_number, title)), issued_on, sentence, rule, run_id
    FROM document_ids
    UNION ALL
    SELECT fact_id, 'rank', doc_id, lang, section, char_start, char_end, text,
           concat_ws(' ', coalesce("index", index_text), nullif(rank_bound, 'exact'), rank), period, sentence, rule, run_id
    FROM ranks
) AS f
JOIN documents AS d USING (doc_id)
LEFT JOIN sections AS s ON s.doc_id = f.doc_id AND s.section = f.section
