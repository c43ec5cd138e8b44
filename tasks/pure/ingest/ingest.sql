-- In: placed (all tweets, each with its place from 0), aside (the ledger so far).
-- Parameters: since_at, until_at (UTC, until excluded), hashtags (folded).
-- Out: places (of the tweets that are kept, in their order), merged (what their other records add), ledger.

-- What does not fit is sorted on disk.
SET memory_limit = '1GB';
-- Every row says its place.
SET preserve_insertion_order = false;

CREATE MACRO tagged(tags, said) AS
    len(getvariable('hashtags')) = 0
    OR coalesce(list_has_any(tags, getvariable('hashtags')), false)
    OR coalesce(list_has_any(said, getvariable('hashtags')), false);

-- Rows are counted file by file: row_number() would read them one after another.
CREATE TABLE narrow AS
SELECT place, tweet_id::UBIGINT AS id, coalesce(edition_of, tweet_id)::UBIGINT AS first_id,
    retweet_of_id::UBIGINT AS original_id, posted_at, tagged(hashtags, said_tags) AS is_tagged
FROM placed;

-- A tweet without id is the same in two files when its author, time and words are. Where author or time of day is
-- unknown, equal rows of one file may be different tweets: the first is matched with the first of other files, and so on.
CREATE VIEW nameless AS
SELECT place, dump, line, concat_ws(chr(31), 'no id', handle, posted_at::VARCHAR, question, text) AS said,
    handle IS NULL OR posted_at IS NULL OR date_trunc('day', posted_at) = posted_at AS is_vague
FROM placed WHERE tweet_id IS NULL;

CREATE TABLE identified AS
SELECT place,
    concat_ws(chr(31), said, CASE WHEN is_vague THEN row_number() OVER (PARTITION BY dump, said ORDER BY line, place) END)
    AS identity
FROM nameless;

CREATE TABLE repeated AS
SELECT place, first_id::VARCHAR AS identity FROM narrow
WHERE first_id IN (SELECT first_id FROM narrow GROUP BY first_id HAVING count(*) > 1)
UNION ALL
SELECT place, identity FROM identified
WHERE identity IN (SELECT identity FROM identified GROUP BY identity HAVING count(*) > 1);

CREATE TABLE ranked AS
SELECT place, identity, tweet_id, row_number() OVER (
    -- Of an edited tweet the last edition is kept, which has the highest id.
    PARTITION BY identity ORDER BY tweet_id::UBIGINT DESC, length(text) DESC, length(coalesce(original_text, '')) DESC, dump, line, place
) AS rank,
    hash(
        tweet_id, text, author_id, handle, display_name, profile_location, posted_at, lang, is_retweet, retweet_of_id, original_text,
        hashtags, other_handles, other_names, other_locations, question
    ) AS said
FROM repeated JOIN placed USING (place);

CREATE TABLE differing AS
SELECT identity FROM ranked GROUP BY identity HAVING min(said) <> max(said);

-- What differing records of one tweet say together: the first that says anything, the longest first.
CREATE TABLE merged AS
SELECT
    arg_min(place, rank) AS place,
    arg_min(text, rank) AS text,
    arg_min(author_id, rank) AS author_id,
    arg_min(handle, rank) AS handle,
    arg_min(display_name, rank) AS display_name,
    arg_min(profile_location, rank) AS profile_location,
    arg_min(posted_at, rank) AS posted_at,
    arg_min(lang, rank) AS lang,
    bool_or(is_retweet) AS is_retweet,
    arg_min(retweet_of_id, rank) AS retweet_of_id,
    arg_min(original_text, rank) AS original_text,
    arg_min(question, rank) AS question,
    list_sort(list_distinct(flatten(list(hashtags) FILTER (hashtags IS NOT NULL)))) AS hashtags,
    list_sort(list_distinct(flatten(list(said_tags) FILTER (said_tags IS NOT NULL)))) AS said_tags,
    list_sort(list_distinct(flatten(list(other_handles) FILTER (other_handles IS NOT NULL)))) AS other_handles,
    list_sort(list_distinct(flatten(list(other_names) FILTER (other_names IS NOT NULL)))) AS other_names,
    list_sort(list_distinct(flatten(list(other_locations) FILTER (other_locations IS NOT NULL)))) AS other_locations
FROM ranked JOIN placed USING (place)
WHERE identity IN (FROM differing)
GROUP BY identity;

CREATE VIEW once AS
FROM narrow ANTI JOIN (SELECT place FROM ranked WHERE rank > 1 UNION ALL SELECT place FROM merged) USING (place)
UNION ALL
SELECT place, id, first_id, merged.retweet_of_id::UBIGINT, merged.posted_at, tagged(merged.hashtags, merged.said_tags)
FROM merged JOIN narrow USING (place);

CREATE TABLE hashtagged AS SELECT id FROM once
WHERE is_tagged AND id IN (SELECT original_id FROM once WHERE NOT is_tagged);

CREATE TABLE left_out AS
SELECT place, reason FROM (
    SELECT place, CASE
        WHEN is_outside AND posted_at IS NULL THEN 'no time to hold against the window'
        WHEN is_outside THEN 'outside the window'
        WHEN NOT is_tagged AND coalesce(original_id NOT IN (FROM hashtagged), true) THEN 'without the hashtag'
    END AS reason
    FROM (
        SELECT *,
            (getvariable('since_at') IS NOT NULL AND coalesce(posted_at < getvariable('since_at'), true))
                OR (getvariable('until_at') IS NOT NULL AND coalesce(posted_at >= getvariable('until_at'), true))
            AS is_outside
        FROM once
    )
) WHERE reason IS NOT NULL;

SET preserve_insertion_order = true;

-- Files are named A to Z, and their rows lie in the order of their lines.
CREATE VIEW places AS
SELECT place FROM once ANTI JOIN left_out USING (place) ORDER BY posted_at NULLS LAST, id NULLS LAST, place;

CREATE VIEW ledger AS
SELECT dump, line, reason FROM (
    SELECT dump, line, reason FROM aside
    UNION ALL
    SELECT dump, line, reason FROM left_out JOIN placed USING (place)
    UNION ALL
    SELECT placed.dump, placed.line, coalesce(
        reason, CASE WHEN ranked.tweet_id <> longest.tweet_id THEN 'earlier edition' ELSE 'same tweet again' END
    )
    FROM ranked JOIN placed USING (place)
    JOIN ranked AS longest ON longest.identity = ranked.identity AND longest.rank = 1
    LEFT JOIN left_out ON left_out.place = longest.place
    WHERE ranked.rank > 1
) ORDER BY dump, line, reason;
