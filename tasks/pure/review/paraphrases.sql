-- In: written (place, tweet_key, text), ingested, anonymised, deduplicated, copies, common_words (word).
-- Variable: shared_words. Out: refused, a row a paraphrase that leads back to its tweet: place, and whether it shares a run.
--
-- The intruder searches a paraphrase for words in a row and for words that hardly anybody says. Copies of a tweet give it
-- no cover, nor do other tweets of its author.

CREATE MACRO spoken(said) AS regexp_extract_all(
    lower(nfc_normalize(regexp_replace(said, '[''’‘`´\p{Cf}]', '', 'g'))), '[\p{L}\p{M}\p{N}_]+');
CREATE MACRO runs(words, length) AS list_distinct(list_transform(
    range(1, len(words) - length + 2), lambda place: array_to_string(words[place : place + length - 1], ' ')));
-- Fewer words in a row than these are not worth a search; a shorter word is not a rare one.
CREATE MACRO few() AS 3;
CREATE MACRO short() AS 4;
-- So many in a row are nobody's but whose tweet they are from, whichever it is.
CREATE MACRO long() AS 6;
CREATE MACRO terms_of(words) AS list_concat(
    runs(words, few()), list_filter(list_distinct(words), lambda word: length(word) >= short()));

CREATE TABLE said AS SELECT place, tweet_key, spoken(text) AS words FROM written;

CREATE TABLE heard AS
SELECT coalesce(copies.kept_key, anonymised.tweet_key) AS tweet_key, spoken(ingested.text) AS words
FROM anonymised JOIN ingested USING (sequence) LEFT JOIN copies USING (tweet_key)
WHERE coalesce(copies.kept_key, anonymised.tweet_key) IN (SELECT tweet_key FROM written);

CREATE TABLE sharing AS
SELECT DISTINCT place FROM said JOIN heard USING (tweet_key)
WHERE list_has_any(runs(said.words, getvariable('shared_words')), runs(heard.words, getvariable('shared_words')))
UNION
SELECT place FROM (SELECT place, unnest(runs(words, long())) AS run FROM said)
SEMI JOIN (SELECT unnest(runs(spoken(text), long())) AS run FROM ingested) USING (run);

CREATE TABLE sought AS
SELECT place, tweet_key, term FROM (SELECT place, tweet_key, unnest(terms_of(words)) AS term FROM said)
WHERE contains(term, ' ') OR term NOT IN (SELECT word FROM common_words);

CREATE TABLE held AS
SELECT tweet_key, author, term
FROM (
    SELECT tweet_key, coalesce(author_key, tweet_key) AS author, unnest(terms_of(spoken(ingested.text))) AS term
    FROM deduplicated JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence)
) SEMI JOIN sought USING (term);

CREATE TABLE alone AS
SELECT DISTINCT place FROM (
    SELECT place FROM sought JOIN held USING (term)
    GROUP BY place, term HAVING count(DISTINCT author) = 1 AND bool_or(held.tweet_key = sought.tweet_key)
);

CREATE TABLE refused AS
SELECT place, place IN (FROM sharing) AS is_sharing FROM (FROM sharing UNION FROM alone) ORDER BY place;
