-- In: ingested, anonymised, deduplicated (the tweets of each), sought (tweet_key, text); the macros of copy_marks.sql.
-- Out: search_back (a row a text sought), and runs, of which it is made.
--
-- The motivated intruder: searches for what is left of a text, as phrases, and looks at what comes back. Copies give no
-- cover: only the originals of kept tweets are searched, without the words of another that they repeat.

CREATE MACRO placeholder() AS '\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]';
-- Fewer words than these are not worth a search; where the rarest phrase is in more originals than this, nobody reads them all.
CREATE MACRO few() AS 3;
CREATE MACRO many() AS 50;
CREATE MACRO spoken(said) AS regexp_extract_all(
    lower(nfc_normalize(regexp_replace(said, '\p{Cf}', '', 'g'))), '[\p{L}\p{M}\p{N}_]+');
CREATE MACRO phrases(words) AS
    list_transform(range(1, len(words) - few() + 2), lambda place: hash(array_to_string(words[place : place + few() - 1], ' ')));
CREATE MACRO padded(words) AS ' ' || array_to_string(words, ' ') || ' ';

CREATE TABLE spoken_by AS
SELECT tweet_key AS key, ingested.text AS words,
    anonymised.is_retweet IS NOT NULL AND NOT anonymised.is_retweet AND retweet_of_key IS NULL AS is_by_hand
FROM deduplicated JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence);

CREATE TABLE originals AS
SELECT key AS tweet_key, spoken(coalesce(own, words)) AS words FROM spoken_by LEFT JOIN marked('spoken_by') USING (key);

CREATE TABLE held AS SELECT tweet_key, unnest(list_distinct(phrases(words))) AS phrase FROM originals;

CREATE TABLE holders AS SELECT phrase, count(*) AS holders, min(tweet_key) AS holder FROM held GROUP BY phrase;

CREATE TABLE left_over AS
SELECT tweet_key, run, words FROM (
    SELECT tweet_key, generate_subscripts(pieces, 1) AS run, spoken(unnest(pieces)) AS words
    FROM (SELECT tweet_key, regexp_split_to_array(text, placeholder()) AS pieces FROM sought)
) WHERE len(words) >= few();

-- A run is as rare as its rarest phrase, and may be rarer.
CREATE TABLE rarest AS
SELECT tweet_key, run, min({holders: holders, phrase: phrase}) AS rarest
FROM (SELECT tweet_key, run, unnest(phrases(words)) AS phrase FROM left_over) JOIN holders USING (phrase)
WHERE holders > 1 OR holder = tweet_key
GROUP BY tweet_key, run;

CREATE TABLE read AS
SELECT rarest.tweet_key, rarest.run, count(*) AS holders
FROM rarest JOIN left_over USING (tweet_key, run)
JOIN held ON held.phrase = rarest.rarest.phrase
JOIN originals ON originals.tweet_key = held.tweet_key AND contains(padded(originals.words), padded(left_over.words))
WHERE rarest.rarest.holders BETWEEN 2 AND many()
GROUP BY rarest.tweet_key, rarest.run
HAVING bool_or(held.tweet_key = rarest.tweet_key);

CREATE TABLE runs AS
SELECT tweet_key, run, len(words) AS words, coalesce(read.holders, rarest.rarest.holders) AS holders
FROM left_over JOIN rarest USING (tweet_key, run) LEFT JOIN read USING (tweet_key, run);

CREATE TABLE search_back AS
SELECT tweet_key,
    coalesce(max(words) FILTER (holders = 1), 0)::BIGINT AS longest_run,
    coalesce(min(holders) = 1, false) AS is_singled_out,
    coalesce(1 / min(holders), 0)::DOUBLE AS score
FROM sought LEFT JOIN runs USING (tweet_key)
GROUP BY tweet_key ORDER BY tweet_key;
