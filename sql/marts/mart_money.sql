-- grain: one row an amount of money
-- question: Which amounts of money do the documents name, in one unit a currency?
-- column: amount: The amount in the currency as written; the lower end of a range.
-- column: amount_max: The upper end of a range.
-- column: currency: ISO 4217 code; IRT is the toman.
-- column: base_amount: The amount in base_currency: ten rials a toman.
-- column: base_currency: The currency to sum and compare in.
-- column: base_billions: The same in billions of base_currency.
-- column: bound: exact, more_than, at_least, less_than, at_most, about.
-- column: counted: What it is for, as in the text.
-- column: period: EDTF of the period that the amount belongs to.
-- column: text: The exact characters of the numeral.
-- column: sentence: The sentence around it.
-- column: source: Source of the document.
-- column: published_on: Day of publication of the document.
-- column: fact_id: The fact.
-- column: doc_id: The document.
SELECT n.value AS amount, n.value_max AS amount_max, n.unit AS currency,
       (n.value * CASE n.unit WHEN 'IRT' THEN 10 ELSE 1 END)::DECIMAL(38, 12) AS base_amount,
       CASE n.unit WHEN 'IRT' THEN 'IRR' ELSE n.unit END AS base_currency,
       n.value::DOUBLE * CASE n.unit WHEN 'IRT' THEN 10 ELSE 1 END / 1e9 AS base_billions,
       n.bound, n.counted, n.period, n.text, n.sentence, d.source, d.published_on, n.fact_id, n.doc_id
FROM numbers AS n
JOIN documents AS d USING (doc_id)
WHERE regexp_full_match(n.unit, '[A-Z]{3}')
ORDER BY base_currency, base_amount DESC, d.source, n.char_start
