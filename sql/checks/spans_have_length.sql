-- severity: blocking
-- question: Which facts have a span that is not as long as their text, or ends after their document?
SELECT s.fact_id, s.char_start, s.char_end, s.text
FROM spans AS s
JOIN documents AS d USING (doc_id)
WHERE in_scope(s.run_id) AND in_scope(d.run_id) AND (s.char_end - s.char_start <> length(s.text) OR s.char_end > d.char_count)
