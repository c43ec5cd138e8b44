-- In: tweets (anonymised). Variables: few_words; short_texts ('merge' or 'keep'); shown, longest (letters).
-- Out: compared (a row a tweet), texts (a row a distinct text), matches (a row another's words), alike (what may be near).

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

-- Words that stand for a tweet: its own, or another's where it has none of its own.
CREATE TABLE compared AS
WITH worded AS (
    SELECT tweet_key, author_key, sequence, retweet_of_key,
        CASE WHEN is_retweet OR retweet_of_key IS NOT NULL THEN 'K1' ELSE kind END AS kind,
        bodies.key IS NOT NULL AS is_copy,
        CASE WHEN bodies.key IS NULL AND kind IN ('K3', 'K6') THEN own END AS new_text,
        coalesce(bodies.words, uncredited(own), text) AS words
    FROM tweets LEFT JOIN marks ON marks.key = tweet_key LEFT JOIN bodies ON bodies.key = tweet_key
), normal AS (
    SELECT * EXCLUDE (words), is_cut(words) AS is_cut,
        coalesce(nullif(plain(words), ''), trim(regexp_replace(lower(words), '\s+', ' ', 'g'))) AS plain,
        CASE WHEN regexp_matches(words, '[#＃]') THEN bare(words) ELSE plain END AS bare
    FROM worded
)
SELECT * EXCLUDE (bare),
    CASE WHEN NOT is_short(bare) THEN bare END AS bare,
    CASE
        WHEN getvariable('short_texts') = 'keep' AND is_short(plain) THEN coalesce(author_key, tweet_key) ELSE ''
    END AS said_by
FROM normal;

-- An original comes before a tweet that gives credit to another.
CREATE TABLE distinct_texts AS
SELECT plain, said_by, row_number() OVER (ORDER BY first.is_credit, first.sequence, first.tweet_key) AS place,
    first.tweet_key AS tweet_key, first.bare AS bare, is_cut
FROM (
    SELECT plain, said_by, bool_and(is_cut) AS is_cut,
        min({is_credit: kind IS NOT DISTINCT FROM 'K5', sequence: sequence, tweet_key: tweet_key, bare: bare}) AS first
    FROM compared WHERE NOT is_copy GROUP BY plain, said_by
);

-- A cut text is the beginning of the longest text that starts with it.
CREATE TABLE extended AS
SELECT short.plain, arg_max(long.plain, (length(long.plain), -long.place)) AS longer
FROM distinct_texts AS short JOIN distinct_texts AS long
    ON left(short.plain, getvariable('shown')) = left(long.plain, getvariable('shown'))
    AND starts_with(long.plain, short.plain) AND length(long.plain) > length(short.plain)
WHERE short.is_cut AND length(short.plain) >= 2 * getvariable('shown')
GROUP BY short.plain;

-- Texts that differ in their tags alone are one; the first stands for all.
CREATE TABLE texts AS
SELECT distinct_texts.*, longer,
    CASE WHEN longer IS NULL THEN
        first_value(plain) OVER (PARTITION BY longer IS NULL, bare IS NULL, coalesce(bare, plain), said_by ORDER BY place)
    END AS same_plain
FROM distinct_texts LEFT JOIN extended USING (plain);

-- Another's words, found among the texts: equal, equal without tags, or beginning with them.
CREATE TABLE lookups AS
SELECT plain, min(bare) AS bare FROM compared WHERE is_copy AND plain <> '' GROUP BY plain;

CREATE TABLE begun AS
SELECT lookups.plain, arg_max(texts.plain, (length(texts.plain), -texts.place)) AS longer
FROM lookups JOIN texts
    ON left(lookups.plain, getvariable('shown')) = left(texts.plain, getvariable('shown'))
    AND starts_with(texts.plain, regexp_replace(lookups.plain, ' \S*$', ''))
WHERE length(regexp_replace(lookups.plain, ' \S*$', '')) >= getvariable('shown')
GROUP BY lookups.plain;

CREATE TABLE matches AS
SELECT lookups.plain, coalesce(same.plain, untagged.plain, begun.longer) AS text_plain,
    same.plain IS NULL AND untagged.plain IS NULL AND begun.longer IS NOT NULL AS is_beginning
FROM lookups
LEFT JOIN (SELECT DISTINCT plain FROM texts) AS same ON same.plain = lookups.plain
LEFT JOIN (SELECT bare, arg_min(plain, place) AS plain FROM texts WHERE bare IS NOT NULL GROUP BY bare) AS untagged
    ON untagged.bare = lookups.bare
LEFT JOIN begun ON begun.plain = lookups.plain;

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
