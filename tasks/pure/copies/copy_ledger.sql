-- In: tweets (anonymised); compared, comments, plains (distinct_texts.sql); texts, matches (matches.sql); near, in_part (near.py).
-- Out: kept (deduplicated), ledger (copies) and partly_compared.

-- What a text answers, where it begins with a sign of it.
CREATE MACRO answered(words) AS CASE WHEN contains(words, chr(31)) THEN split_part(words, chr(31), 1) ELSE '' END;

CREATE TABLE near_ones AS
SELECT plains.plain, other.plain AS near_plain, similarity, answered(plains.words) = answered(other.words) AS is_same_answer
FROM near JOIN plains ON plains.words = near.plain JOIN plains AS other ON other.words = near_plain;

-- Each text with the one that is kept for it: itself, the longer, the same without tags, or one near to that.
CREATE TABLE settled AS
SELECT texts.plain, texts.said_by, texts.place, texts.turn, coalesce(near_ones.near_plain, standing.same_plain) AS kept_plain,
    texts.longer IS NOT NULL AS is_beginning,
    CASE
        WHEN texts.longer IS NOT NULL THEN texts.letters / standing.letters
        ELSE coalesce(near_ones.similarity, 1)
    END::DOUBLE AS similarity
FROM texts
JOIN texts AS standing ON standing.plain = coalesce(texts.longer, texts.plain)
    AND standing.said_by = CASE WHEN texts.longer IS NULL THEN texts.said_by ELSE '' END
LEFT JOIN near_ones ON near_ones.plain = standing.same_plain AND is_same_answer;

CREATE TABLE kept_texts AS
SELECT settled.*, leader.turn AS kept_turn
FROM settled JOIN settled AS leader ON leader.plain = settled.kept_plain AND leader.said_by = settled.said_by;

-- Another's words with the kept tweet; where short texts are kept apart, the first to say them.
CREATE TABLE found AS
WITH firsts AS (SELECT plain, arg_min(kept_turn, place) AS kept_turn FROM kept_texts GROUP BY plain)
SELECT matches.plain, matches.is_beginning, firsts.kept_turn,
    CASE
        WHEN is_beginning THEN least(1, plains.letters / longer.letters)
        ELSE coalesce(near_ones.similarity, 1)
    END AS similarity
FROM matches JOIN plains USING (plain)
LEFT JOIN plains AS longer ON longer.plain = matches.text_plain
LEFT JOIN near_ones ON near_ones.plain = matches.plain
JOIN firsts ON firsts.plain = coalesce(text_plain, near_plain);

-- Each tweet with the one that is kept for its words; a retweet, by the platform's word, goes where its original went.
CREATE TABLE resolved AS
SELECT compared.* EXCLUDE (plain, said_by), kept_turn, is_beginning, similarity
FROM compared LEFT JOIN kept_texts USING (plain, said_by) WHERE NOT is_copy
UNION ALL
SELECT compared.* EXCLUDE (plain, said_by), kept_turn, is_beginning, similarity
FROM compared LEFT JOIN found USING (plain) WHERE is_copy;

CREATE TABLE copied AS
WITH named AS (SELECT turn, retweet_of_key AS tweet_key FROM resolved WHERE retweet_of_key IS NOT NULL),
    targets AS (SELECT named.turn, kept_turn AS target_turn FROM named JOIN resolved USING (tweet_key))
SELECT turn, tweet_key, author_key, coalesce(target_turn, kept_turn) AS kept_turn,
    CASE
        WHEN is_beginning AND (NOT is_copy OR kind <> 'K1') THEN 'K7'
        WHEN is_copy OR kind = 'K5' THEN kind
        ELSE 'K8'
    END AS kind,
    CASE WHEN retweet_of_key IS NULL THEN similarity END AS similarity
FROM resolved LEFT JOIN targets USING (turn)
WHERE is_copy OR kept_turn <> turn;

CREATE TABLE ledger AS
SELECT copied.tweet_key, copied.kind, compared.tweet_key AS kept_key, similarity
FROM copied LEFT JOIN compared ON compared.turn = copied.kept_turn
ORDER BY copied.tweet_key;

-- Everyone whose tweet a kept text stands for.
CREATE TABLE kept AS
WITH standing AS (SELECT * FROM resolved ANTI JOIN copied USING (turn)),
    followed AS (SELECT kept_turn AS turn, author_key FROM copied WHERE kept_turn IS NOT NULL),
    counted AS (
        SELECT turn, count(*) AS copies, count(DISTINCT author_key) AS authors
        FROM (FROM followed UNION ALL SELECT turn, author_key FROM standing SEMI JOIN followed USING (turn))
        GROUP BY turn
    )
SELECT tweets.tweet_key, posted_on, month, lang, coalesce(new_text, text) AS text, coalesce(copies, 1) AS copies,
    nullif(coalesce(authors, (standing.author_key IS NOT NULL)::BIGINT), 0) AS authors, question
FROM tweets JOIN standing USING (tweet_key) LEFT JOIN counted USING (turn) LEFT JOIN comments USING (saying)
ORDER BY turn;

CREATE TABLE partly_compared AS
SELECT DISTINCT compared.tweet_key
FROM kept_texts JOIN compared ON compared.turn = kept_turn
SEMI JOIN (SELECT plains.plain FROM in_part JOIN plains ON plains.words = in_part.plain) AS partly ON partly.plain = kept_texts.plain
ORDER BY tweet_key;
