-- question: Which day of the Jalali (Iranian) calendar is a date? As text, 1402-09-09; right for the Jalali years 1178 to 1633.
-- Days are counted from the start of a 33-year cycle; 12053 days are 33 years, 1461 are four.
CREATE OR REPLACE MACRO jalali(day) AS (
    SELECT printf('%04d-%02d-%02d', y, m, d)
    FROM (
        SELECT y,
               CASE WHEN n < 186 THEN 1 + n // 31 ELSE 7 + (n - 186) // 30 END AS m,
               CASE WHEN n < 186 THEN 1 + n % 31 ELSE 1 + (n - 186) % 30 END AS d
        FROM (
            SELECT -1595 + 33 * (n // 12053) + 4 * (n % 12053 // 1461)
                       + CASE WHEN n % 12053 % 1461 > 365 THEN (n % 12053 % 1461 - 1) // 365 ELSE 0 END AS y,
                   CASE WHEN n % 12053 % 1461 > 365 THEN (n % 12053 % 1461 - 1) % 365 ELSE n % 12053 % 1461 END AS n
            FROM (SELECT date_diff('day', DATE '1970-01-01', day::DATE) + 1075195 AS n)
        )
    )
);
