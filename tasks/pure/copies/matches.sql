-- In: distinct_texts, lookups (distinct_texts.sql), beginnings (beginning, kind, longer). Variables: few_words, longest (letters).
-- Out: texts (a row a distinct text), matches (a row another's words), alike (what may be near).

-- A cut text is the beginning of the longest text that starts with it. Texts that differ in their tags alone are one; the
-- first stands for all.
CREATE TABLE texts AS
SELECT distinct_texts.*, longer,
    CASE WHEN longer IS NULL THEN
        first_value(plain) OVER (PARTITION BY longer IS NULL, bare IS NULL, coalesce(bare, plain), said_by ORDER BY place)
    END AS same_plain
FROM distinct_texts LEFT JOIN (FROM beginnings WHERE kind = 2) AS cut ON cut.beginning = plain;

CREATE TABLE matches AS
SELECT plain, coalesce(text_plain, longer) AS text_plain, text_plain IS NULL AND longer IS NOT NULL AS is_beginning
FROM lookups LEFT JOIN (FROM beginnings WHERE kind = 0) AS searched
    ON text_plain IS NULL AND searched.beginning = begun(plain);

-- In order: the texts that may be kept, then the words for which no text was found. Few words are near by chance, and
-- what is longer than any tweet takes too long to compare.
CREATE TABLE alike AS
SELECT row_number() OVER (ORDER BY is_sought, place, plain) - 1 AS place, plain, is_sought FROM (
    SELECT plain, false AS is_sought, place FROM texts WHERE same_plain = plain AND NOT is_short(plain)
    UNION ALL
    SELECT plain, true, NULL FROM matches WHERE text_plain IS NULL AND NOT is_short(plain)
)
WHERE length(plain) <= getvariable('longest')
ORDER BY place;
