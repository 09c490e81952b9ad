-- question: Is a row to be checked? Those of one run while it is being published (variable run_id), else all.
CREATE OR REPLACE MACRO in_scope(run) AS coalesce(run = getvariable('run_id')::VARCHAR, true);
