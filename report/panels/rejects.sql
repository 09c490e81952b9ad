-- view: rejects
-- place: 2
-- title: Rejects
-- question: What did not become a document or a fact, and why?
SELECT source, stage, field, rule, reason, payload, run_id FROM rejects ORDER BY run_id DESC, source, stage
