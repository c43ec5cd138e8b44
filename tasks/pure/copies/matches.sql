-- In: plains, distinct_texts, lookups (distinct_texts.sql), beginnings (beginning, kind, longer). Variables: few_words, longest (letters).
-- Out: texts (a row a distinct text), matches (a row another's words), alike (what may be near).

CREATE TABLE longer AS
SELECT beginning, kind, plain AS longer FROM beginnings JOIN plains ON words = beginnings.longer;

-- A cut text is the beginning of the longest text that starts with it. A text that ends in tags is one with the same words
-- without them, where somebody said these.
CREATE TABLE texts AS
WITH told AS (
    SELECT distinct_texts.*, words, letters, is_short, longer
    FROM distinct_texts JOIN plains USING (plain) LEFT JOIN (FROM longer WHERE kind = 2) AS cut ON cut.beginning = words
), bare AS (SELECT words, said_by, plain FROM told WHERE untagged IS NULL AND longer IS NULL)
SELECT told.* EXCLUDE (untagged, is_cut),
    CASE WHEN told.longer IS NULL THEN coalesce(bare.plain, told.plain) END AS same_plain
FROM told LEFT JOIN bare ON bare.words = told.untagged AND bare.said_by = told.said_by;

CREATE TABLE matches AS
SELECT plain, coalesce(text_plain, longer) AS text_plain, text_plain IS NULL AND longer IS NOT NULL AS is_beginning
FROM lookups JOIN plains USING (plain) LEFT JOIN (FROM longer WHERE kind = 0) AS searched
    ON text_plain IS NULL AND searched.beginning = begun(words);

-- In order: the texts that may be kept, then the words for which no text was found. Few words are near by chance, and
-- what is longer than any tweet takes too long to compare.
CREATE TABLE alike AS
SELECT row_number() OVER (ORDER BY is_sought, place, words) - 1 AS place, plain, words, is_sought FROM (
    SELECT plain, words, false AS is_sought, place, letters, is_short FROM texts WHERE same_plain = plain
    UNION ALL
    SELECT plain, words, true, NULL, letters, is_short FROM matches JOIN plains USING (plain) WHERE text_plain IS NULL
)
WHERE NOT is_short AND letters <= getvariable('longest')
ORDER BY place;
