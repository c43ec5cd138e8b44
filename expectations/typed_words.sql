-- Which typed texts repeat a tweet. In: typed_words (tweet_key, text, is_phrase), ingested, anonymised, copies.
-- Out: retold (tweet_key).
--
-- Six words in a row are a tweet's; a phrase of the codebook may have nine, for it is there to find tweets, and its own words
-- may stand anywhere. What ten authors say in texts of their own leads to none of them.
CREATE MACRO in_a_row() AS 6;
CREATE MACRO in_a_phrase() AS 10;
CREATE MACRO many() AS 10;
CREATE MACRO spoken_words_of(said) AS regexp_extract_all(
    lower(nfc_normalize(regexp_replace(plain(said), '[''’‘`´\p{Cf}]', '', 'g'))), '[\p{L}\p{M}\p{N}_]+');
CREATE MACRO spoken_runs(words, length) AS list_distinct(list_transform(
    range(1, len(words) - length + 2), lambda place: array_to_string(words[place : place + length - 1], ' ')));

CREATE TABLE typed_runs AS
SELECT tweet_key, is_phrase, len(words) < in_a_phrase() AS is_short, unnest(spoken_runs(words, in_a_row())) AS run
FROM (SELECT tweet_key, is_phrase, spoken_words_of(text) AS words FROM typed_words);

CREATE TABLE typed_sought AS
SELECT tweet_key, run FROM typed_runs WHERE NOT is_phrase AND run NOT IN (SELECT run FROM typed_runs WHERE is_phrase AND is_short)
UNION ALL
SELECT tweet_key, unnest(spoken_runs(spoken_words_of(text), in_a_phrase())) FROM typed_words WHERE is_phrase;

CREATE TABLE tweet_runs AS
SELECT DISTINCT owner, run FROM (
    SELECT owner, unnest(list_concat(spoken_runs(words, in_a_row()), spoken_runs(words, in_a_phrase()))) AS run
    FROM (
        SELECT coalesce(copies.kept_key, anonymised.tweet_key) AS owner, spoken_words_of(said) AS words
        FROM (SELECT sequence, text AS said FROM ingested UNION ALL SELECT sequence, original_text FROM ingested
            UNION ALL SELECT sequence, question FROM ingested)
        JOIN anonymised USING (sequence) LEFT JOIN copies USING (tweet_key)
        WHERE said IS NOT NULL AND (SELECT count(*) FROM typed_sought) > 0
    )
) SEMI JOIN typed_sought USING (run);

CREATE TABLE retold AS
SELECT DISTINCT typed_sought.tweet_key FROM typed_sought SEMI JOIN (
    SELECT run FROM tweet_runs LEFT JOIN anonymised ON anonymised.tweet_key = tweet_runs.owner
    GROUP BY run HAVING count(DISTINCT coalesce(author_key, owner)) < many()
) USING (run);
