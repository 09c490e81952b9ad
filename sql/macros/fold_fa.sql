-- question: How is a Persian text compared, whatever letters, digits, marks and half-spaces it was typed with?
CREATE OR REPLACE MACRO fold_fa(value) AS lower(
    regexp_replace(
        translate(nfc_normalize(value), 'يىكةۀأإٱؤ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'ییکههاااو01234567890123456789'),
        '[\x{064B}-\x{0655}\x{0670}\x{0640}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FEFF}\x{00AD}]', '', 'g'
    )
);
