-- question: How is a text compared whose Latin letters and their marks were typed apart (Unicode NFD)? With composed letters (NFC); any other as it is.
CREATE OR REPLACE MACRO composed(value) AS
    CASE WHEN regexp_matches(value, '[\x{0300}-\x{036F}]') THEN nfc_normalize(value) ELSE value END;
