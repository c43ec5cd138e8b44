-- In: ingested, set_aside, anonymised, replacements, deduplicated, copies, withheld, codes, and headings (the codebook, in order).
-- Out: table1, overlap, timeline, authors, flow, removed, tweets, released_codes.

CREATE TABLE primaries AS
SELECT tweet_key, heading, theme FROM codes WHERE is_primary;

-- Table 1: themes in codebook order, headings A-Z inside each, zeros included, Uncoded last.
CREATE TABLE table1 AS
SELECT headings.theme_name AS theme, headings.heading_name AS heading, count(primaries.tweet_key)::BIGINT AS tweets
FROM headings LEFT JOIN primaries ON primaries.heading = headings.heading
GROUP BY headings.theme, headings.theme_name, headings.heading, headings.heading_name
ORDER BY min(headings.theme_position), lower(headings.heading_name), headings.heading;

-- Overlap: how many tweets have a live code in both themes; the diagonal says how many have one in the theme at all.
CREATE TABLE tweet_themes AS
SELECT DISTINCT tweet_key, theme FROM codes WHERE status = 'live' AND theme <> 'uncoded';

CREATE TABLE themes AS
SELECT theme, any_value(theme_name) AS theme_name, min(theme_position) AS theme_position
FROM headings WHERE theme <> 'uncoded' GROUP BY theme;

CREATE TABLE overlap AS
SELECT one.theme_name AS theme, other.theme_name AS other_theme, count(pairs.tweet_key)::BIGINT AS tweets
FROM themes AS one
JOIN themes AS other ON other.theme_position >= one.theme_position
LEFT JOIN (
    SELECT a.theme, b.theme AS other_theme, a.tweet_key
    FROM tweet_themes AS a JOIN tweet_themes AS b USING (tweet_key)
) AS pairs ON pairs.theme = one.theme AND pairs.other_theme = other.theme
GROUP BY one.theme_name, one.theme_position, other.theme_name, other.theme_position
ORDER BY one.theme_position, other.theme_position;

-- Timeline: every day between the first and the last, empty days too; tweets without a time come last.
CREATE TABLE days AS
SELECT unnest(generate_series(min(posted_on), max(posted_on), INTERVAL 1 DAY))::DATE AS posted_on FROM anonymised
UNION ALL
SELECT DISTINCT NULL::DATE FROM anonymised WHERE posted_on IS NULL;

CREATE TABLE timeline AS
SELECT days.posted_on, coalesce(all_tweets.tweets, 0)::BIGINT AS tweets, coalesce(firsts.tweets, 0)::BIGINT AS unique_tweets
FROM days
LEFT JOIN (SELECT posted_on, count(*) AS tweets FROM anonymised GROUP BY posted_on) AS all_tweets
    ON all_tweets.posted_on IS NOT DISTINCT FROM days.posted_on
LEFT JOIN (SELECT posted_on, count(*) AS tweets FROM deduplicated GROUP BY posted_on) AS firsts
    ON firsts.posted_on IS NOT DISTINCT FROM days.posted_on
ORDER BY days.posted_on NULLS LAST;

-- How many different people wrote a theme's distinct texts; one may speak in several themes. A null theme is all of them.
CREATE TABLE authors AS
SELECT theme, authors FROM (
    SELECT any_value(theme_name) AS theme, min(theme_position) AS place, count(DISTINCT author_key)::BIGINT AS authors
    FROM headings LEFT JOIN primaries ON primaries.heading = headings.heading LEFT JOIN anonymised USING (tweet_key)
    GROUP BY headings.theme
    UNION ALL SELECT NULL, 1000000, count(DISTINCT author_key)::BIGINT FROM primaries JOIN anonymised USING (tweet_key)
) ORDER BY place;

-- The flow: each number comes from the table that holds the rows, so that the gate can hold them against each other.
CREATE TABLE flow AS
SELECT stage, outcome, reason, tweets::BIGINT AS tweets FROM (
    SELECT 10 AS place, 'ingest' AS stage, 'read' AS outcome, '' AS reason,
        (SELECT count(*) FROM ingested) + (SELECT count(*) FROM set_aside) AS tweets
    UNION ALL SELECT 11, 'ingest', 'set_aside', reason, count(*) FROM set_aside GROUP BY reason
    UNION ALL SELECT 12, 'ingest', 'kept', '', count(*) FROM ingested
    UNION ALL SELECT 20, 'anonymise', 'read', '', count(*) FROM ingested
    UNION ALL SELECT 22, 'anonymise', 'kept', '', count(*) FROM anonymised
    UNION ALL SELECT 30, 'deduplicate', 'read', '', count(*) FROM anonymised
    UNION ALL SELECT 31, 'deduplicate', 'set_aside', kind, count(*) FROM copies GROUP BY kind
    UNION ALL SELECT 32, 'deduplicate', 'kept', '', count(*) FROM deduplicated
    UNION ALL SELECT 40, 'assign_themes', 'read', '', count(*) FROM deduplicated
    UNION ALL SELECT 41, 'assign_themes', 'kept', 'coded', count(*) FROM primaries WHERE heading <> 'uncoded'
    UNION ALL SELECT 42, 'assign_themes', 'kept', 'uncoded', count(*) FROM primaries WHERE heading = 'uncoded'
) ORDER BY place, reason;

-- What was removed, over all tweets, copies included.
CREATE TABLE removed AS
SELECT kind, count(*)::BIGINT AS spans, count(DISTINCT tweet_key)::BIGINT AS tweets
FROM replacements GROUP BY kind ORDER BY kind;

-- The words of these are released nowhere.
CREATE TABLE held AS SELECT DISTINCT tweet_key, true AS is_held FROM withheld;

-- Ordered by key, which says nothing of when a tweet was posted.
CREATE TABLE tweets AS
SELECT tweet_key, CASE WHEN is_held IS NULL THEN text END AS text, theme, heading, copies, month
FROM deduplicated JOIN primaries USING (tweet_key) LEFT JOIN held USING (tweet_key) ORDER BY tweet_key;

CREATE TABLE released_codes AS
SELECT tweet_key, heading, rule, CASE WHEN is_held IS NULL THEN words END AS words, is_primary
FROM codes LEFT JOIN held USING (tweet_key) WHERE status = 'live' OR heading = 'uncoded' ORDER BY tweet_key, heading;
