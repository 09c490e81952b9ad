-- question: Which is the first day of an EDTF value? Null where its year is unknown.
CREATE OR REPLACE MACRO edtf_start(edtf) AS (
    SELECT CASE
        WHEN length(part) = 10 THEN try_cast(part AS DATE)
        WHEN length(part) = 4 THEN try_cast(replace(part, 'X', '0') || '-01-01' AS DATE)
        WHEN code BETWEEN 1 AND 12 THEN make_date(year, code, 1)
        WHEN code BETWEEN 33 AND 36 THEN make_date(year, (code - 33) * 3 + 1, 1)
        WHEN code BETWEEN 40 AND 41 THEN make_date(year, (code - 40) * 6 + 1, 1)
    END
    FROM (
        SELECT part, try_cast(left(part, 4) AS INTEGER) AS year, try_cast(substr(part, 6, 2) AS INTEGER) AS code
        FROM (SELECT CASE WHEN starts_with(edtf, 'XX') THEN NULL ELSE split_part(edtf, '/', 1) END AS part)
    )
);
