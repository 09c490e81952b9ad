-- question: In the sentences of which facts does a phrase stand, however it was typed? FROM search_facts('…')
CREATE OR REPLACE MACRO search_facts(phrase) AS TABLE
    SELECT * FROM facts WHERE trim(phrase) <> '' AND regexp_matches(composed(sentence), phrase_pattern(phrase)) ORDER BY source, char_start;
