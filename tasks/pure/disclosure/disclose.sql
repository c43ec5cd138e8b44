-- How many different people stand behind each count; null authors are nobody's and count for none.
-- In: anonymised, deduplicated, copies, codes, replacements, headings.
-- Out: table1_authors, overlap_authors, timeline_authors, flow_authors, removed_authors.

CREATE VIEW written AS SELECT tweet_key, author_key, posted_on FROM anonymised WHERE author_key IS NOT NULL;

CREATE TABLE table1_authors AS
SELECT theme_name AS theme, heading_name AS heading, count(DISTINCT author_key)::BIGINT AS authors
FROM codes JOIN headings ON headings.heading = codes.heading JOIN written USING (tweet_key)
WHERE is_primary GROUP BY theme_name, heading_name;

CREATE TABLE themes_written AS
SELECT DISTINCT author_key, tweet_key, theme_name AS theme, theme_position
FROM codes JOIN headings ON headings.heading = codes.heading JOIN written USING (tweet_key)
WHERE status = 'live' AND codes.heading <> 'uncoded';

CREATE TABLE overlap_authors AS
SELECT one.theme, other.theme AS other_theme, count(DISTINCT one.author_key)::BIGINT AS authors
FROM themes_written AS one JOIN themes_written AS other USING (tweet_key)
WHERE other.theme_position >= one.theme_position GROUP BY one.theme, other.theme;

CREATE TABLE timeline_authors AS
SELECT posted_on, count(DISTINCT author_key) FILTER (WHERE is_kept)::BIGINT AS first_authors,
    count(DISTINCT author_key) FILTER (WHERE NOT is_kept)::BIGINT AS copying_authors
FROM (
    SELECT anonymised.posted_on, author_key, kept.tweet_key IS NOT NULL AS is_kept
    FROM anonymised LEFT JOIN deduplicated AS kept USING (tweet_key)
) GROUP BY posted_on;

CREATE TABLE flow_authors AS
SELECT kind AS reason, count(DISTINCT author_key)::BIGINT AS authors
FROM copies JOIN written USING (tweet_key) GROUP BY kind;

CREATE TABLE removed_authors AS
SELECT kind, count(DISTINCT author_key)::BIGINT AS authors
FROM replacements JOIN written USING (tweet_key) GROUP BY kind;
