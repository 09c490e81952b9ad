-- question: In which documents does a phrase stand, however its letters, digits and half-spaces were typed? FROM search('…')
CREATE OR REPLACE MACRO search(phrase) AS TABLE
    SELECT doc_id, source, title, published_on, lang,
           substr(text, greatest(strpos(fold_fa(text), fold_fa(phrase)) - 80, 1), length(phrase) + 160) AS around
    FROM documents
    WHERE contains(fold_fa(text), fold_fa(phrase));
