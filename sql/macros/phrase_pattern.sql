-- question: Which regular expression finds a phrase however its letters, digits, vowel marks, half-spaces and line ends were typed?
-- A half-space may be a space or nothing. Twenty times as fast as folding the texts, and it finds the place in the text as it was read.
CREATE OR REPLACE MACRO phrase_pattern(phrase) AS
    '(?i)' || array_to_string(
        list_transform(
            string_split(regexp_replace(trim(fold_fa(replace(phrase, chr(8204), ' '))), '\s+', ' ', 'g'), ''),
            lambda letter: CASE
                WHEN letter = 'ی' THEN '[یيى]'
                WHEN letter = 'ک' THEN '[کك]'
                WHEN letter = 'ه' THEN '[هةۀ]'
                WHEN letter = 'ا' THEN '[اأإٱ]'
                WHEN letter = 'و' THEN '[وؤ]'
                WHEN letter = 'آ' THEN '(?:آ|ا\x{0653})'
                WHEN letter = 'ئ' THEN '(?:ئ|[یيى]\x{0654})'
                WHEN letter = ' ' THEN '\s*'
                WHEN letter BETWEEN '0' AND '9' THEN '[' || letter || chr(1632 + letter::INTEGER) || chr(1776 + letter::INTEGER) || ']'
                ELSE regexp_escape(letter)
            END
        ),
        '[\x{064B}-\x{0655}\x{0670}\x{0640}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FEFF}\x{00AD}]*'
    );
