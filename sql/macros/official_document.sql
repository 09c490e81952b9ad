-- question: By what is an official document told from others? By its number (with its type where the number has none in it), else by its title or name.
CREATE OR REPLACE MACRO official_document(doc_type, doc_number, title, name) AS
    CASE
        WHEN doc_number IS NULL THEN doc_type || ':' || fold_fa(coalesce(title, name))
        WHEN regexp_full_match(doc_number, '[0-9/.-]+') THEN doc_type || ':' || doc_number
        ELSE upper(doc_number)
    END;
