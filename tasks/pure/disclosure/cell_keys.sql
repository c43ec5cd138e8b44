-- The key of each count: the keys of the tweets or records that it counts, summed modulo 2^32. Counts that are sums of counts
-- without a common tweet have the sum of their keys.
-- In: anonymised, deduplicated, copies, codes, replacements, set_aside, headings, tweet_keys, aside_keys.
-- Out: table1_keys, themes_authors, overlap_keys, timeline_keys, copies_keys, reasons_keys, removed_keys.

CREATE TABLE table1_keys AS
SELECT theme_name AS theme, heading_name AS heading, (sum(record_key) % 4294967296)::BIGINT AS cell_key
FROM codes JOIN headings ON headings.heading = codes.heading JOIN tweet_keys USING (tweet_key)
WHERE is_primary GROUP BY theme_name, heading_name;

-- A null theme is all of them and Uncoded.
CREATE TABLE themes_authors AS
SELECT theme_name AS theme, count(DISTINCT author_key)::BIGINT AS authors
FROM codes JOIN headings ON headings.heading = codes.heading JOIN anonymised USING (tweet_key)
WHERE is_primary GROUP BY GROUPING SETS ((theme_name), ());

CREATE TABLE themes_found AS
SELECT DISTINCT codes.tweet_key, record_key, theme_name AS theme, theme_position
FROM codes JOIN headings ON headings.heading = codes.heading JOIN tweet_keys ON tweet_keys.tweet_key = codes.tweet_key
WHERE status = 'live' AND codes.heading <> 'uncoded';

CREATE TABLE overlap_keys AS
SELECT one.theme, other.theme AS other_theme, (sum(one.record_key) % 4294967296)::BIGINT AS cell_key
FROM themes_found AS one JOIN themes_found AS other USING (tweet_key)
WHERE other.theme_position >= one.theme_position GROUP BY one.theme, other.theme;

CREATE TABLE timeline_keys AS
SELECT anonymised.posted_on, (coalesce(sum(record_key) FILTER (WHERE kept.tweet_key IS NOT NULL), 0) % 4294967296)::BIGINT AS first_key,
    (coalesce(sum(record_key) FILTER (WHERE kept.tweet_key IS NULL), 0) % 4294967296)::BIGINT AS copying_key
FROM anonymised JOIN tweet_keys USING (tweet_key) LEFT JOIN deduplicated AS kept USING (tweet_key)
GROUP BY anonymised.posted_on;

CREATE TABLE copies_keys AS
SELECT kind AS reason, (sum(record_key) % 4294967296)::BIGINT AS cell_key
FROM copies JOIN tweet_keys USING (tweet_key) GROUP BY kind;

CREATE TABLE reasons_keys AS
SELECT reason, (sum(record_key) % 4294967296)::BIGINT AS cell_key
FROM aside_keys GROUP BY reason;

CREATE TABLE removed_keys AS
SELECT kind, (sum(record_key) % 4294967296)::BIGINT AS cell_key
FROM (SELECT DISTINCT kind, tweet_key FROM replacements) JOIN tweet_keys USING (tweet_key) GROUP BY kind;
