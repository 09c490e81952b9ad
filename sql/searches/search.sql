-- question: In which documents does a phrase stand, however it was typed (diacritics of Latin letters count), and where first? FROM search('…')
CREATE OR REPLACE MACRO search(phrase) AS TABLE
    SELECT doc_id, source, title, published_on, lang,
           len(regexp_extract_all(said, phrase_pattern(phrase))) AS times,
           regexp_extract(said, '(?s).{0,80}' || phrase_pattern(phrase) || '.{0,80}') AS around
    FROM (SELECT doc_id, source, title, published_on, lang, composed(text) AS said FROM documents)
    WHERE trim(phrase) <> '' AND regexp_matches(said, phrase_pattern(phrase))
    ORDER BY times DESC, source;
