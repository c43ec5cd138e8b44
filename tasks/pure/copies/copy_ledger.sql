-- In: tweets (anonymised); compared (distinct_texts.sql); texts, matches (matches.sql); near, in_part (near.py).
-- Out: kept (deduplicated), ledger (copies) and partly_compared.

-- What a text answers, where it begins with a sign of it.
CREATE MACRO answered(plain) AS CASE WHEN contains(plain, chr(31)) THEN split_part(plain, chr(31), 1) ELSE '' END;

-- Each text with the one that is kept for it: itself, the longer, the same without tags, or one near to that.
CREATE TABLE settled AS
SELECT texts.plain, texts.said_by, texts.place, coalesce(near.near_plain, standing.same_plain) AS kept_plain,
    texts.longer IS NOT NULL AS is_beginning,
    CASE
        WHEN texts.longer IS NOT NULL THEN length(texts.plain) / length(texts.longer)
        ELSE coalesce(near.similarity, 1)
    END::DOUBLE AS similarity
FROM texts
JOIN texts AS standing ON standing.plain = coalesce(texts.longer, texts.plain)
    AND standing.said_by = CASE WHEN texts.longer IS NULL THEN texts.said_by ELSE '' END
LEFT JOIN near ON near.plain = standing.same_plain AND answered(near.plain) = answered(near.near_plain);

CREATE TABLE kept_texts AS
SELECT settled.*, leader.tweet_key AS kept_key
FROM settled JOIN texts AS leader ON leader.plain = kept_plain AND leader.said_by = settled.said_by;

-- Another's words with the kept tweet; where short texts are kept apart, the first to say them.
CREATE TABLE found AS
WITH firsts AS (SELECT plain, arg_min(kept_key, place) AS kept_key FROM kept_texts GROUP BY plain)
SELECT matches.plain, matches.is_beginning, firsts.kept_key,
    CASE
        WHEN is_beginning THEN least(1, length(matches.plain) / length(text_plain))
        ELSE coalesce(near.similarity, 1)
    END AS similarity
FROM matches
LEFT JOIN near ON near.plain = matches.plain
JOIN firsts ON firsts.plain = coalesce(text_plain, near_plain);

CREATE TABLE ledger AS
SELECT compared.tweet_key,
    CASE
        WHEN compared.is_copy AND compared.kind <> 'K1' AND found.is_beginning THEN 'K7'
        WHEN compared.is_copy THEN compared.kind
        WHEN kept_texts.is_beginning THEN 'K7'
        WHEN compared.kind = 'K5' THEN 'K5'
        ELSE 'K8'
    END AS kind,
    CASE
        WHEN NOT compared.is_copy THEN kept_texts.kept_key
        WHEN target.is_copy THEN coalesce(target_found.kept_key, found.kept_key)
        ELSE coalesce(target_texts.kept_key, found.kept_key)
    END AS kept_key,
    CASE
        WHEN NOT compared.is_copy THEN kept_texts.similarity
        WHEN compared.retweet_of_key IS NULL THEN found.similarity
    END::DOUBLE AS similarity
FROM compared
LEFT JOIN kept_texts
    ON NOT compared.is_copy AND kept_texts.plain = compared.plain AND kept_texts.said_by = compared.said_by
LEFT JOIN found ON compared.is_copy AND found.plain = compared.plain
LEFT JOIN compared AS target ON target.tweet_key = compared.retweet_of_key
LEFT JOIN kept_texts AS target_texts
    ON NOT target.is_copy AND target_texts.plain = target.plain AND target_texts.said_by = target.said_by
LEFT JOIN found AS target_found ON target.is_copy AND target_found.plain = target.plain
WHERE compared.is_copy OR kept_texts.kept_key <> compared.tweet_key
ORDER BY compared.tweet_key;

-- Everyone whose tweet a kept text stands for.
CREATE TABLE kept AS
SELECT tweet_key, posted_on, month, lang, coalesce(new_text, text) AS text, copies, authors, question
FROM tweets JOIN compared USING (tweet_key) JOIN (
    SELECT kept_key AS tweet_key, count(*) AS copies, nullif(count(DISTINCT author_key), 0) AS authors FROM (
        SELECT kept_key, author_key FROM ledger JOIN compared USING (tweet_key) WHERE kept_key IS NOT NULL
        UNION ALL
        SELECT tweet_key, author_key FROM compared ANTI JOIN ledger USING (tweet_key)
    ) GROUP BY kept_key
) AS counted USING (tweet_key)
ORDER BY compared.sequence, tweet_key;

CREATE TABLE partly_compared AS
SELECT DISTINCT kept_key AS tweet_key FROM kept_texts SEMI JOIN in_part USING (plain) ORDER BY tweet_key;
