-- In: tweets (of every file), aside (of every file). Parameters: since_at, until_at (UTC, until excluded), hashtags, pattern.
-- Out: kept (in order, with its sequence), ledger.

CREATE TABLE numbered AS SELECT *, row_number() OVER () AS place FROM tweets;

-- A tweet without id is the same in two files when its author, time and words are. Where author or time of day is
-- unknown, equal rows of one file may be different tweets: the first is matched with the first of other files, and so on.
CREATE TABLE nameless AS
SELECT place, concat_ws(
    chr(31), 'no id', handle, posted_at::VARCHAR, text,
    CASE WHEN handle IS NULL OR posted_at IS NULL OR date_trunc('day', posted_at) = posted_at
        THEN row_number() OVER (PARTITION BY dump, handle, posted_at, text ORDER BY line, place)
    END
) AS identity
FROM numbered WHERE tweet_id IS NULL;

CREATE TABLE identified AS
SELECT place, dump, line, coalesce(tweet_id, identity) AS identity, length(text) AS letters,
    length(coalesce(original_text, '')) AS original_letters
FROM numbered LEFT JOIN nameless USING (place);

CREATE TABLE ranked AS
SELECT place, identity,
    row_number() OVER (PARTITION BY identity ORDER BY letters DESC, original_letters DESC, dump, line, place) AS rank
FROM identified
WHERE identity IN (SELECT identity FROM identified GROUP BY identity HAVING count(*) > 1);

-- What the records of one tweet say together: the first that says anything, the longest first.
CREATE TABLE together AS
SELECT
    first(place ORDER BY rank) AS place,
    first(author_id ORDER BY rank) FILTER (author_id IS NOT NULL) AS author_id,
    first(handle ORDER BY rank) FILTER (handle IS NOT NULL) AS handle,
    first(display_name ORDER BY rank) FILTER (display_name IS NOT NULL) AS display_name,
    first(profile_location ORDER BY rank) FILTER (profile_location IS NOT NULL) AS profile_location,
    first(posted_at ORDER BY rank) FILTER (posted_at IS NOT NULL) AS posted_at,
    first(lang ORDER BY rank) FILTER (lang IS NOT NULL) AS lang,
    bool_or(is_retweet) AS is_retweet,
    first(retweet_of_id ORDER BY rank) FILTER (retweet_of_id IS NOT NULL) AS retweet_of_id,
    first(original_text ORDER BY rank) FILTER (original_text IS NOT NULL) AS original_text,
    list_sort(list_distinct(flatten(list(hashtags) FILTER (hashtags IS NOT NULL)))) AS hashtags,
    list_sort(list_distinct(flatten(list(other_handles) FILTER (other_handles IS NOT NULL)))) AS other_handles,
    list_sort(list_distinct(flatten(list(other_names) FILTER (other_names IS NOT NULL)))) AS other_names,
    list_sort(list_distinct(flatten(list(other_locations) FILTER (other_locations IS NOT NULL)))) AS other_locations
FROM ranked JOIN numbered USING (place)
GROUP BY identity;

CREATE VIEW once AS
SELECT * FROM numbered WHERE place NOT IN (SELECT place FROM ranked)
UNION ALL BY NAME
SELECT together.*, dump, line, format, tweet_id, text
FROM together JOIN (SELECT place, dump, line, format, tweet_id, text FROM numbered) USING (place);

CREATE TABLE judged AS
SELECT place, tweet_id, retweet_of_id, posted_at, dump, line,
    (getvariable('since_at') IS NOT NULL AND coalesce(posted_at < getvariable('since_at'), true))
        OR (getvariable('until_at') IS NOT NULL AND coalesce(posted_at >= getvariable('until_at'), true)) AS is_outside,
    len(getvariable('hashtags')) = 0
        OR coalesce(list_has_any(hashtags, getvariable('hashtags')), false)
        OR regexp_matches(lower(text), getvariable('pattern'))
        OR regexp_matches(lower(coalesce(original_text, '')), getvariable('pattern')) AS is_tagged
FROM once;

CREATE VIEW tagged AS SELECT tweet_id FROM judged WHERE is_tagged AND tweet_id IS NOT NULL;

CREATE TABLE reasoned AS
SELECT place, tweet_id, posted_at, dump, line, CASE
    WHEN is_outside AND posted_at IS NULL THEN 'no time to hold against the window'
    WHEN is_outside THEN 'outside the window'
    WHEN NOT is_tagged AND coalesce(retweet_of_id NOT IN (SELECT tweet_id FROM tagged), true) THEN 'without the hashtag'
END AS reason
FROM judged;

CREATE TABLE sequenced AS
SELECT place, row_number() OVER (ORDER BY posted_at NULLS LAST, tweet_id NULLS LAST, dump, line, place) - 1 AS sequence
FROM reasoned WHERE reason IS NULL;

CREATE VIEW kept AS
SELECT sequence, dump, line, format, tweet_id, author_id, handle, display_name, profile_location, text, posted_at, lang,
    is_retweet, retweet_of_id, original_text, hashtags, other_handles, other_names, other_locations
FROM once JOIN sequenced USING (place) ORDER BY sequence;

CREATE VIEW verdicts AS
SELECT identity, reasoned.place AS kept_place, reason FROM reasoned JOIN identified USING (place);

CREATE VIEW ledger AS
SELECT dump, line, reason FROM (
    SELECT dump, line, reason FROM aside
    UNION ALL
    SELECT dump, line, coalesce(reason, 'same tweet again')
    FROM identified JOIN verdicts USING (identity)
    WHERE reason IS NOT NULL OR place <> kept_place
) ORDER BY dump, line, reason;
