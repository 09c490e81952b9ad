-- grain: one row a fact in a section that has a speaker
-- question: Who said what?
-- column: speaker: Who speaks, as in the text.
-- column: speaker_role: The speaker's office, as in the text.
-- column: recorded: written or recorded, where the by-line says so.
-- column: kind: number, date, document_id or rank.
-- column: text: The exact characters.
-- column: value: The value as text.
-- column: period: EDTF of the period that the fact belongs to.
-- column: sentence: The sentence around it.
-- column: source: Source of the document.
-- column: published_on: Day of publication of the document.
-- column: section: Ordinal of the section in the document.
-- column: char_start: First character.
-- column: fact_id: The fact.
-- column: doc_id: The document.
SELECT f.speaker, s.speaker_role, s.recorded, f.kind, f.text, f.value, f.period, f.sentence,
       f.source, f.published_on, f.section, f.char_start, f.fact_id, f.doc_id
FROM facts AS f
JOIN sections AS s ON s.doc_id = f.doc_id AND s.section = f.section
WHERE f.speaker IS NOT NULL
ORDER BY f.source, f.section, f.char_start
