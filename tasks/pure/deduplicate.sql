-- In: tweets (tweet_key, author_key, sequence, posted_on, month, lang, text, is_retweet, retweet_of_key, original_text).
-- Out: kept (deduplicated) and ledger (copies).
-- Kinds: K1 the platform's flag, K2 RT @u:, K3 comment then RT (the comment is new text), K4 MT or PRT, K5 via @u at the
-- end, K6 quoted, K7 cut at the end, K8 equal after handles, links, tags, case and punctuation are gone.

CREATE MACRO lead_in() AS '^(?:[\s.\"“”''‘’>|]*(?:RT|MT|PRT|♺|Rt)\s*:?\s*(?:[@＠]\w+|\[USER\])\s*[:,-]?\s*)+';
CREATE MACRO normalised(words) AS trim(regexp_replace(
    regexp_replace(lower(words), '\[(user|person|place|service|contact|link)\]|https?:\S*|[@＠#＃][\p{L}\p{N}_]+|&[a-z]+;', ' ', 'g'),
    '[^\p{L}\p{N}]+', ' ', 'g'));
-- "Please RT @u and tell them" asks for retweets and is none.
CREATE MACRO asks_for_retweets(words) AS regexp_matches(lower(words), '\b(please|pls|plz|kindly|to|can you|could you|and|or)[\s,]*$');
CREATE MACRO wordless(words) AS NOT regexp_matches(words, '[\p{L}\p{N}]');

-- What stands before a retweet in the middle, and what stands after a quotation at the start.
CREATE TABLE parsed AS
SELECT *,
    regexp_extract(text, '(?is)^(.*?)(?:^|[\s\"“”(|/:;,.!?…-])(?:\bRT|\bMT|\bPRT|♺)\s*:?\s*(?:[@＠]\w+|\[USER\])\s*[:,-]?\s*(.*)$', ['before', 'body']) AS rt,
    regexp_extract(text, '(?is)^(.*?)[\"“”«]\s*(?:[@＠]\w+|\[USER\])\s*:\s*([^\"”»]*)[\"”»]?(.*)$', ['before', 'body', 'after']) AS quoted,
    regexp_extract(text, '(?is)^(.*?)[\s(]*\b(?:via|h/t|ht)\s*:?\s*(?:[@＠]\w+|\[USER\])[\s).…]*$', 1) AS via_body,
    regexp_matches(text, '(?s)^[\s.\"“”''‘’>|]*(?:MT|PRT)\s*:?\s*(?:[@＠]\w+|\[USER\])') AS is_modified
FROM tweets;

CREATE TABLE judged AS
SELECT *,
    CASE
        WHEN is_retweet OR retweet_of_key IS NOT NULL THEN 'K1'
        WHEN is_modified THEN 'K4'
        WHEN rt.body <> '' AND wordless(rt.before) THEN 'K2'
        WHEN rt.body <> '' AND NOT asks_for_retweets(rt.before) THEN 'K3'
        WHEN quoted.body <> '' AND wordless(quoted.before) AND wordless(quoted.after) THEN 'K6'
        WHEN quoted.body <> '' THEN 'K6 with comment'
        WHEN via_body <> '' THEN 'K5'
    END AS marked
FROM parsed;

CREATE TABLE worded AS
SELECT * EXCLUDE (rt, quoted, via_body, is_modified, text),
    CASE marked
        WHEN 'K3' THEN trim(rt.before, ' "“”:|/-(')
        WHEN 'K6 with comment' THEN trim(quoted.before || ' ' || quoted.after)
        ELSE text
    END AS text,
    CASE marked
        WHEN 'K1' THEN coalesce(original_text, regexp_replace(text, lead_in(), ''))
        WHEN 'K2' THEN regexp_replace(rt.body, lead_in(), '')
        WHEN 'K4' THEN regexp_replace(text, lead_in(), '')
        WHEN 'K5' THEN via_body
        WHEN 'K6' THEN quoted.body
    END AS body,
    coalesce(marked, '') IN ('K1', 'K2', 'K4', 'K6') AS is_marked_copy
FROM judged;

CREATE TABLE compared AS
SELECT *,
    coalesce(nullif(normalised(text), ''), lower(trim(text))) AS plain,
    nullif(normalised(body), '') AS plain_body,
    regexp_matches(coalesce(body, ''), '(?:…|\.\.\.)\s*(?:https?:\S*|\[LINK\])?\s*$') AS is_cut
FROM worded;

-- The earliest tweet of each text that is not itself marked as a copy.
CREATE TABLE originals AS
SELECT plain, arg_min(tweet_key, sequence) AS kept_key, min(sequence) AS sequence
FROM compared WHERE NOT is_marked_copy GROUP BY plain;

-- A cut body matches the longest original that begins with it.
CREATE TABLE cut AS
SELECT compared.tweet_key, arg_max(originals.kept_key, (length(originals.plain), -originals.sequence)) AS kept_key
FROM compared JOIN originals
    ON left(compared.plain_body, 16) = left(originals.plain, 16) AND starts_with(originals.plain, compared.plain_body)
WHERE is_cut AND length(plain_body) >= 24
GROUP BY compared.tweet_key;

CREATE TABLE matched AS
SELECT compared.*,
    by_key.tweet_key AS flagged_key, by_body.kept_key AS body_key, cut.kept_key AS cut_key, by_text.kept_key AS text_key
FROM compared
LEFT JOIN compared AS by_key ON by_key.tweet_key = compared.retweet_of_key AND NOT by_key.is_marked_copy
LEFT JOIN originals AS by_body ON by_body.plain = compared.plain_body
LEFT JOIN cut ON cut.tweet_key = compared.tweet_key
LEFT JOIN originals AS by_text ON by_text.plain = compared.plain AND NOT compared.is_marked_copy;

CREATE TABLE settled AS
SELECT *,
    CASE
        WHEN is_marked_copy THEN marked
        WHEN marked = 'K5' AND coalesce(body_key, cut_key) <> tweet_key THEN 'K5'
        WHEN text_key <> tweet_key THEN 'K8'
    END AS kind,
    CASE
        WHEN is_marked_copy THEN coalesce(flagged_key, body_key, cut_key)
        WHEN marked = 'K5' AND coalesce(body_key, cut_key) <> tweet_key THEN coalesce(body_key, cut_key)
        WHEN text_key <> tweet_key THEN text_key
    END AS first_key
FROM matched;

-- A tweet that another is a copy of may be one itself: the chain is followed to the tweet that is kept.
CREATE TABLE chained AS
WITH RECURSIVE chain(tweet_key, kept_key, steps) AS (
    SELECT tweet_key, first_key, 0 FROM settled WHERE kind IS NOT NULL
    UNION ALL
    SELECT chain.tweet_key, settled.first_key, steps + 1
    FROM chain JOIN settled ON settled.tweet_key = chain.kept_key AND settled.kind IS NOT NULL
    WHERE steps < 8
)
SELECT tweet_key, arg_max(kept_key, steps) AS kept_key FROM chain GROUP BY tweet_key;

CREATE TABLE ledger AS
SELECT settled.tweet_key, kind, chained.kept_key,
    CASE WHEN chained.kept_key IS NOT NULL AND kind <> 'K1' THEN 1.0 END::DOUBLE AS similarity
FROM settled JOIN chained USING (tweet_key)
ORDER BY settled.tweet_key;

-- Everyone whose tweet a kept text stands for.
CREATE TABLE members AS
SELECT tweet_key AS kept_key, author_key FROM settled WHERE kind IS NULL
UNION ALL
SELECT ledger.kept_key, author_key FROM ledger JOIN settled USING (tweet_key) WHERE ledger.kept_key IS NOT NULL;

CREATE TABLE kept AS
SELECT tweet_key, posted_on, month, lang, text, copies, authors
FROM settled JOIN (
    SELECT kept_key, count(*) AS copies, nullif(count(DISTINCT author_key), 0) AS authors FROM members GROUP BY kept_key
) AS counted ON counted.kept_key = settled.tweet_key
ORDER BY sequence;
