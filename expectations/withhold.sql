-- Where the texts that break a rule break it. In: deduplicated, broken (place, rule, kind, pattern, tweet_key), found,
-- allowed (text_sha256, rule, by, reason). Out: withheld and let_out, by tweet_key, rules in the gate's order.

CREATE MACRO unseen() AS '{UNSEEN}';

-- A rule names a pattern, or words that the dump or the gazetteer knows, between which a reader sees white space or joiners.
CREATE TABLE sought AS
SELECT DISTINCT broken.place, broken.rule, tweet_key, deduplicated.text, coalesce(pattern,
    '(?i)' || array_to_string(list_transform(string_split(found.words, ' '), lambda word: regexp_escape(word)),
    '[\s\p{Z}''’.\-]+')) AS pattern
FROM broken JOIN deduplicated USING (tweet_key) LEFT JOIN found ON found.tweet_key = broken.tweet_key AND found.kind = broken.kind;

CREATE TABLE seen AS
SELECT place, rule, tweet_key, text, regexp_extract(plain(text), pattern) AS words, strpos(plain(text), words) AS first,
    list_filter(range(1, length(text) + 1), lambda letter: NOT regexp_matches(substring(text, letter, 1), unseen())) AS shown
FROM sought;

-- A reader sees fewer letters than there are. Where the words were not found again, the whole text is meant.
CREATE TABLE placed AS
SELECT place, rule, tweet_key, text,
    CASE WHEN first = 0 OR words = '' THEN 0 ELSE shown[first + length(words) - length(ltrim(words))] - 1 END::BIGINT AS start,
    CASE WHEN first = 0 OR words = '' THEN length(text) ELSE shown[first + length(rtrim(words)) - 1] END::BIGINT AS "end"
FROM seen;

CREATE TABLE first_placed AS
SELECT place, rule, tweet_key, sha256(any_value(text)) AS text_sha256, unnest(min(struct_pack(start := start, "end" := "end")))
FROM placed GROUP BY place, rule, tweet_key;

CREATE TABLE withheld AS
SELECT tweet_key, rule, start, "end" FROM first_placed ANTI JOIN allowed USING (text_sha256, rule) ORDER BY tweet_key, place;

CREATE TABLE let_out AS
SELECT tweet_key, rule, start, "end", "by", reason FROM first_placed JOIN allowed USING (text_sha256, rule) ORDER BY tweet_key, place;
