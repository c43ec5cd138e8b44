-- In: distinct_texts, lookups (distinct_texts.sql), beginnings (beginning, kind, longer). Variables: few_words, longest (letters).
-- Out: texts (a row a distinct text), matches (a row another's words), alike (what may be near).

-- A cut text is the beginning of the longest text that starts with it. A text that ends in tags is one with the same words
-- without them, where somebody said these.
CREATE TABLE texts AS
WITH told AS (
    SELECT distinct_texts.*, longer
    FROM distinct_texts LEFT JOIN (FROM beginnings WHERE kind = 2) AS cut ON cut.beginning = plain
)
SELECT told.*, CASE WHEN told.longer IS NULL THEN coalesce(without.plain, told.plain) END AS same_plain
FROM told LEFT JOIN told AS without
    ON without.plain = told.untagged AND without.said_by = told.said_by AND without.untagged IS NULL AND without.longer IS NULL;

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
