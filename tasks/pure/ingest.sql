-- In: tweets (of every file), aside (of every file). Parameters: since_at, until_at (UTC, until excluded), hashtags, pattern.
-- Out: kept (in order, with its sequence), ledger.

CREATE TABLE judged AS
SELECT *,
    row_number() OVER (
        PARTITION BY coalesce(tweet_id, concat_ws(chr(31), 'no id', handle, posted_at::VARCHAR, text))
        ORDER BY length(text) DESC, length(coalesce(original_text, '')) DESC, dump, line
    ) > 1 AS is_again,
    (getvariable('since_at') IS NOT NULL AND coalesce(posted_at < getvariable('since_at'), true))
        OR (getvariable('until_at') IS NOT NULL AND coalesce(posted_at >= getvariable('until_at'), true)) AS is_outside,
    len(getvariable('hashtags')) > 0 AND NOT (
        coalesce(list_has_any(hashtags, getvariable('hashtags')), false)
        OR regexp_matches(lower(text), getvariable('pattern'))
        OR regexp_matches(lower(coalesce(original_text, '')), getvariable('pattern'))
    ) AS is_untagged
FROM tweets;

CREATE TABLE reasoned AS
SELECT *, CASE
    WHEN is_outside AND posted_at IS NULL THEN 'no time to hold against the window'
    WHEN is_outside THEN 'outside the window'
    WHEN is_untagged THEN 'without the hashtag'
    WHEN is_again THEN 'same tweet again'
END AS reason
FROM judged;

CREATE TABLE kept AS
SELECT row_number() OVER (ORDER BY posted_at NULLS LAST, tweet_id NULLS LAST, dump, line) - 1 AS sequence,
    dump, line, format, tweet_id, author_id, handle, display_name, profile_location, text, posted_at, lang,
    is_retweet, retweet_of_id, original_text, hashtags, other_handles, other_names, other_locations
FROM reasoned WHERE reason IS NULL ORDER BY sequence;

CREATE TABLE ledger AS
SELECT dump, line, reason FROM (
    SELECT dump, line, reason FROM aside
    UNION ALL
    SELECT dump, line, reason FROM reasoned WHERE reason IS NOT NULL
) ORDER BY dump, line, reason;
