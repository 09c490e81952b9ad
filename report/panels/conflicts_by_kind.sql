-- view: conflicts
-- place: 1
-- title: Conflicts by kind
-- question: What do the texts contradict each other about, and how often?
SELECT replace(about, '_', ' ') AS about, count(*) AS conflicts, sum(len(readings))::BIGINT AS readings
FROM mart_conflicts
GROUP BY ALL
ORDER BY conflicts DESC, about
