-- question: Which (Gregorian) date is a day of the Jalali calendar? Right for the Jalali years 1178 to 1633.
CREATE OR REPLACE MACRO from_jalali(y, m, d) AS
    DATE '1970-01-01' + (
        365 * (y + 1595) + (y + 1595) // 33 * 8 + ((y + 1595) % 33 + 3) // 4
        + d + CASE WHEN m < 7 THEN (m - 1) * 31 ELSE (m - 7) * 30 + 186 END - 1075196
    )::INTEGER;
