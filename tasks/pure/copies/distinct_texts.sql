-- In: tweets (anonymised). Variables: few_words; short_texts ('merge' or 'keep'); shown (letters); own_tags.
-- Out: compared (a row a tweet), distinct_texts (a row a distinct text), lookups (a row another's words), opened.

CREATE TABLE spoken AS
SELECT tweet_key AS key, text AS words, is_retweet IS NOT NULL AND NOT is_retweet AND retweet_of_key IS NULL AS is_by_hand
FROM tweets;

CREATE TABLE marks AS FROM marked('spoken');

-- Another's words may be marked themselves: a retweet of a comment, a retweet of a quotation.
CREATE TABLE repeated AS
SELECT tweet_key AS key, coalesce(original_text, body, text) AS words, false AS is_by_hand
FROM tweets LEFT JOIN marks ON marks.key = tweet_key
WHERE is_retweet OR retweet_of_key IS NOT NULL OR (own IS NULL AND body IS NOT NULL);

CREATE TABLE bodies AS
SELECT repeated.key, coalesce(own, body, words) AS words
FROM repeated LEFT JOIN marked('repeated') AS inner_marks USING (key);

-- The same words in answer to another question are another text: they begin with a sign of what they answer.
CREATE MACRO asked(question) AS coalesce(left(md5(question), 8) || chr(31), '');

-- Words that stand for a tweet: its own, or another's where it has none of its own.
CREATE TABLE compared AS
WITH worded AS (
    SELECT tweet_key, author_key, sequence, retweet_of_key, asked(question) AS asked,
        CASE WHEN is_retweet OR retweet_of_key IS NOT NULL THEN 'K1' ELSE kind END AS kind,
        bodies.key IS NOT NULL AS is_copy,
        CASE WHEN bodies.key IS NULL AND kind IN ('K3', 'K6') THEN own END AS new_text,
        coalesce(bodies.words, uncredited(own), text) AS words
    FROM tweets LEFT JOIN marks ON marks.key = tweet_key LEFT JOIN bodies ON bodies.key = tweet_key
), normal AS (
    SELECT * EXCLUDE (words, asked), is_cut(words) AS is_cut,
        asked || coalesce(nullif(plain(words), ''), trim(regexp_replace(lower(words), '\s+', ' ', 'g'))) AS plain,
        CASE WHEN regexp_matches(words, '[#＃]') THEN asked || untagged(words) END AS untagged
    FROM worded
)
SELECT * EXCLUDE (untagged),
    CASE WHEN untagged <> plain AND NOT is_short(untagged) THEN untagged END AS untagged,
    CASE
        WHEN getvariable('short_texts') = 'keep' AND is_short(plain) THEN coalesce(author_key, tweet_key) ELSE ''
    END AS said_by
FROM normal;

-- An original comes before a tweet that gives credit to another.
CREATE TABLE distinct_texts AS
SELECT plain, said_by, row_number() OVER (ORDER BY first.is_credit, first.sequence, first.tweet_key) AS place,
    first.tweet_key AS tweet_key, first.untagged AS untagged, is_cut
FROM (
    SELECT plain, said_by, bool_and(is_cut) AS is_cut,
        min({is_credit: kind IS NOT DISTINCT FROM 'K5', sequence: sequence, tweet_key: tweet_key, untagged: untagged}) AS first
    FROM compared WHERE NOT is_copy GROUP BY plain, said_by
);

-- Another's words, found among the texts: equal, with tags behind them, or without those that the text ends with.
CREATE TABLE lookups AS
WITH others AS (SELECT plain, min(untagged) AS untagged FROM compared WHERE is_copy AND plain <> '' GROUP BY plain),
    same AS (SELECT DISTINCT plain FROM distinct_texts),
    tagged AS (SELECT untagged, arg_min(plain, place) AS plain FROM distinct_texts WHERE untagged IS NOT NULL GROUP BY untagged)
SELECT others.plain, coalesce(same.plain, less.plain, more.plain) AS text_plain
FROM others
LEFT JOIN same ON same.plain = others.plain
LEFT JOIN same AS less ON less.plain = others.untagged
LEFT JOIN tagged AS more ON more.untagged = others.plain;

-- What may be the beginning of a text: words of another that were found nowhere, less the last, which may be cut; a text
-- that was cut. Beside them the texts that begin with as many letters, in the order that beginnings.py needs.
CREATE TABLE asked AS
SELECT DISTINCT begun(plain) AS plain, 0 AS kind, 0 AS place FROM lookups
WHERE text_plain IS NULL AND length(begun(plain)) >= getvariable('shown')
UNION
SELECT plain, 2, 0 FROM distinct_texts WHERE is_cut AND length(plain) >= 2 * getvariable('shown');

CREATE TABLE opened AS
SELECT plain, kind, place FROM asked
UNION ALL
SELECT plain, 1, place FROM distinct_texts
SEMI JOIN (SELECT left(plain, getvariable('shown')) AS shown FROM asked) AS openings
    ON openings.shown = left(plain, getvariable('shown'))
ORDER BY plain, kind, place;
