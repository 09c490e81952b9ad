-- question: Is a row to be checked? Those of one run while it is being published (variable run_id), else all.
-- A range of two constants, not a case of one: so whole row groups of other runs are passed over.
CREATE OR REPLACE MACRO in_scope(run) AS
    run BETWEEN coalesce(getvariable('run_id')::VARCHAR, '') AND coalesce(getvariable('run_id')::VARCHAR, '~');
