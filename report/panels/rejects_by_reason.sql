-- view: rejects
-- place: 1
-- title: Rejects by reason
-- question: Which reasons are the commonest? What a reason quotes stands as ….
SELECT regexp_replace(reason, '''[^'']*''', '…', 'g') AS reason, stage, count(*) AS rejects, min(source) AS example
FROM rejects
GROUP BY ALL
ORDER BY rejects DESC, reason, stage
LIMIT 25
