-- severity: warn
-- question: Which ranks are beyond the number of places?
SELECT fact_id, rank, rank_of, sentence FROM ranks WHERE in_scope(run_id) AND rank > rank_of
