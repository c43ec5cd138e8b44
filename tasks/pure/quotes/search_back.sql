-- In: ingested, anonymised, deduplicated (the tweets of each), sought (tweet_key, text); the macros of copy_marks.sql.
-- Out: asked (a row a word of a text sought), postings (a row an original and a word of those), corpus (one row).
--
-- A motivated intruder has the originals and searches them for the words that are left of a text, in any order. Copies give
-- no cover: only the originals of kept tweets are searched, without the words of another that they repeat.

CREATE MACRO placeholder() AS '\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]';
-- Most texts are plain, and most of their spaces stand alone: what stays as it is is passed over.
CREATE MACRO composed(said) AS CASE WHEN strlen(said) = length(said) THEN said
    ELSE nfc_normalize(regexp_replace(said, '\p{Cf}', '', 'g')) END;
CREATE MACRO spoken(said) AS list_filter(string_split(regexp_replace(lower(composed(said)),
    '[^\p{L}\p{M}\p{N}_ ][^\p{L}\p{M}\p{N}_]*| [^\p{L}\p{M}\p{N}_]+', ' ', 'g'), ' '), lambda word: word <> '');

CREATE TABLE spoken_by AS
SELECT tweet_key AS key, ingested.text AS words,
    anonymised.is_retweet IS NOT NULL AND NOT anonymised.is_retweet AND retweet_of_key IS NULL AS is_by_hand
FROM deduplicated JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence);

CREATE TABLE originals AS
SELECT row_number() OVER (ORDER BY key) - 1 AS original, key AS tweet_key, spoken(coalesce(own, words)) AS words
FROM spoken_by LEFT JOIN marked('spoken_by') USING (key);

CREATE TABLE wanted AS
SELECT DISTINCT tweet_key, unnest(spoken(regexp_replace(text, placeholder(), ' ', 'g'))) AS word FROM sought;

CREATE TABLE vocabulary AS
SELECT word, row_number() OVER (ORDER BY word) - 1 AS number FROM (SELECT DISTINCT word FROM wanted);

CREATE TABLE postings AS
SELECT original::INTEGER AS original, number::INTEGER AS number, length::INTEGER AS length
FROM (SELECT original, len(words) AS length, unnest(list_distinct(words)) AS word FROM originals) JOIN vocabulary USING (word);

CREATE TABLE asked AS
SELECT tweet_key, original, number, coalesce(holders, 0) AS holders
FROM wanted JOIN vocabulary USING (word) JOIN originals USING (tweet_key)
LEFT JOIN (SELECT number, count(*) AS holders FROM postings GROUP BY number) AS held USING (number)
ORDER BY tweet_key, number;

CREATE TABLE corpus AS SELECT count(*) AS originals, coalesce(avg(len(words)), 0) AS mean_length FROM originals;
