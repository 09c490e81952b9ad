-- grain: one row a fact of any kind, without its document
-- question: Where does each fact stand? The cheap part of facts, for checks and counts.
-- column: fact_id: The fact.
-- column: kind: number, date, document_id or rank.
-- column: doc_id: The document.
-- column: section: Ordinal of the section in the document, from 0; null outside.
-- column: char_start: First character, in code points of the document's text, from 0.
-- column: char_end: One past the last character.
-- column: text: The exact characters.
-- column: run_id: The run that wrote the fact.
SELECT fact_id, 'number' AS kind, doc_id, section, char_start, char_end, text, run_id FROM numbers
UNION ALL
SELECT fact_id, 'date', doc_id, section, char_start, char_end, text, run_id FROM dates
UNION ALL
SELECT fact_id, 'document_id', doc_id, section, char_start, char_end, text, run_id FROM document_ids
UNION ALL
SELECT fact_id, 'rank', doc_id, section, char_start, char_end, text, run_id FROM ranks
