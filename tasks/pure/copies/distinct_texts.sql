-- In: tweets (anonymised). Variables: few_words; short_texts ('merge' or 'keep'); shown (letters); own_tags.
-- Out: compared (a row a tweet), comments (new words beside another's), plains (a row a normal form), distinct_texts,
-- lookups (a row another's words), opened.

-- What is said again is read once: a saying is the same words, of which the platform tells the same. Sayings, normal forms
-- (plain) and tweets in their order (turn) are numbers from here on.
CREATE VIEW given AS
SELECT * REPLACE (coalesce(text, '') AS text), is_retweet IS NOT NULL AND NOT is_retweet AND retweet_of_key IS NULL AS is_by_hand,
    coalesce(is_retweet, false) OR retweet_of_key IS NOT NULL AS is_flagged
FROM tweets;

CREATE TABLE sayings AS
SELECT row_number() OVER () AS saying, *
FROM (SELECT DISTINCT text, is_flagged, is_by_hand, original_text, question FROM given);

CREATE TABLE turns AS
SELECT row_number() OVER (ORDER BY sequence, tweet_key) AS turn, tweet_key, author_key, retweet_of_key, saying
FROM given JOIN sayings ON sayings.text = given.text
    AND sayings.is_flagged = given.is_flagged AND sayings.is_by_hand = given.is_by_hand
    AND sayings.original_text IS NOT DISTINCT FROM given.original_text
    AND sayings.question IS NOT DISTINCT FROM given.question;

CREATE VIEW spoken AS SELECT saying AS key, text AS words, is_by_hand FROM sayings;

CREATE TABLE marks AS FROM marked('spoken');

-- Another's words may be marked themselves: a retweet of a comment, a retweet of a quotation.
CREATE TABLE repeated AS
SELECT saying AS key, coalesce(original_text, body, text) AS words, false AS is_by_hand
FROM sayings LEFT JOIN marks ON marks.key = saying
WHERE is_flagged OR (own IS NULL AND body IS NOT NULL);

CREATE TABLE bodies AS
SELECT repeated.key, coalesce(own, body, words) AS words
FROM repeated LEFT JOIN marked('repeated') AS inner_marks USING (key);

-- The same words in answer to another question are another text: they begin with a sign of what they answer. Surveys wrap and
-- indent a question otherwise from file to file: white space counts as one blank.
CREATE MACRO asked(question) AS
    coalesce(left(md5(trim(regexp_replace(question, '[\s\pZ]+', ' ', 'g'))), 8) || chr(31), '');

-- Words that stand for a saying: its own, or another's where it has none of its own.
CREATE TABLE worded AS
WITH chosen AS (
    SELECT saying, asked(question) AS asked, if(is_flagged, 'K1', kind) AS kind, bodies.key IS NOT NULL AS is_copy,
        CASE WHEN bodies.key IS NULL AND kind IN ('K3', 'K6') THEN own END AS new_text,
        coalesce(bodies.words, uncredited(own), text) AS words
    FROM sayings LEFT JOIN marks ON marks.key = saying LEFT JOIN bodies ON bodies.key = saying
), ours AS MATERIALIZED (SELECT *, unlabelled(words) AS unlabelled FROM chosen)
SELECT saying, kind, is_copy, new_text, is_cut(words) AS is_cut,
    asked || coalesce(nullif(plain(unlabelled), ''), trim(regexp_replace(lower(words), '\s+', ' ', 'g'))) AS words,
    CASE WHEN has_tag(unlabelled) THEN asked || untagged(unlabelled) END AS untagged
FROM ours;

CREATE TABLE plains AS
SELECT row_number() OVER () AS plain, words, length(words) AS letters, is_short(words) AS is_short
FROM (SELECT DISTINCT words FROM worded);

CREATE TABLE normal AS
SELECT saying, kind, is_copy, new_text, is_cut, plain, is_short,
    CASE WHEN untagged <> words AND NOT is_short(untagged) THEN untagged END AS untagged
FROM worded JOIN plains USING (words);

-- Words take memory, and are not asked for again.
DROP TABLE sayings;
DROP TABLE marks;
DROP TABLE repeated;
DROP TABLE bodies;
DROP TABLE worded;

CREATE TABLE comments AS SELECT saying, new_text FROM normal WHERE new_text IS NOT NULL;

CREATE TABLE compared AS
SELECT turn, tweet_key, author_key, retweet_of_key, saying, kind, is_copy, plain,
    CASE WHEN getvariable('short_texts') = 'keep' AND is_short THEN coalesce(author_key, tweet_key) ELSE '' END AS said_by
FROM turns JOIN normal USING (saying);

-- An original comes before a tweet that gives credit to another.
CREATE MACRO later() AS 1::BIGINT << 40;

CREATE TABLE distinct_texts AS
WITH firsts AS (
    SELECT compared.plain, said_by, bool_and(is_cut) AS is_cut, min(if(normal.kind = 'K5', later(), 0) + turn) AS first
    FROM compared JOIN normal USING (saying) WHERE NOT normal.is_copy GROUP BY compared.plain, said_by
)
SELECT firsts.plain, said_by, row_number() OVER (ORDER BY first) AS place, turn, untagged, firsts.is_cut
FROM firsts JOIN turns ON turn = first % later() JOIN normal USING (saying);

-- Another's words, found among the texts: equal, with tags behind them, or without those that the text ends with.
CREATE TABLE lookups AS
WITH others AS (SELECT plain, min(untagged) AS untagged FROM normal WHERE is_copy GROUP BY plain),
    same AS (SELECT DISTINCT plain, words FROM distinct_texts JOIN plains USING (plain)),
    tagged AS (
        SELECT untagged, arg_min(plain, place) AS plain FROM distinct_texts WHERE untagged IS NOT NULL GROUP BY untagged
    )
SELECT plains.plain, coalesce(same.plain, less.plain, more.plain) AS text_plain
FROM others JOIN plains ON plains.plain = others.plain AND plains.words <> ''
LEFT JOIN same ON same.plain = others.plain
LEFT JOIN same AS less ON less.words = others.untagged
LEFT JOIN tagged AS more ON more.untagged = plains.words;

-- What may be the beginning of a text: words of another that were found nowhere, less the last, which may be cut; a text
-- that was cut. Beside them the texts that begin with as many letters, in the order that beginnings.py needs.
CREATE TABLE asked AS
SELECT DISTINCT begun(words) AS words, 0 AS kind, 0 AS place FROM lookups JOIN plains USING (plain)
WHERE text_plain IS NULL AND length(begun(words)) >= getvariable('shown')
UNION
SELECT words, 2, 0 FROM distinct_texts JOIN plains USING (plain) WHERE is_cut AND letters >= 2 * getvariable('shown');

CREATE TABLE opened AS
SELECT words, kind, place FROM asked
UNION ALL
SELECT words, 1, place FROM distinct_texts JOIN plains USING (plain)
SEMI JOIN (SELECT left(words, getvariable('shown')) AS shown FROM asked) AS openings
    ON openings.shown = left(words, getvariable('shown'))
ORDER BY words, kind, place;
