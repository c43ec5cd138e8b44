-- In: placed, places and merged, as ingest.sql leaves them.
-- Out: ordered, the tweets that are kept with what their other records add, in their order.

CREATE VIEW ordered AS
SELECT placed.* EXCLUDE (place) REPLACE (
    coalesce(merged.text, placed.text) AS text,
    coalesce(merged.author_id, placed.author_id) AS author_id,
    coalesce(merged.handle, placed.handle) AS handle,
    coalesce(merged.display_name, placed.display_name) AS display_name,
    coalesce(merged.profile_location, placed.profile_location) AS profile_location,
    coalesce(merged.posted_at, placed.posted_at) AS posted_at,
    coalesce(merged.lang, placed.lang) AS lang,
    coalesce(merged.is_retweet, placed.is_retweet) AS is_retweet,
    coalesce(merged.retweet_of_id, placed.retweet_of_id) AS retweet_of_id,
    coalesce(merged.original_text, placed.original_text) AS original_text,
    coalesce(merged.hashtags, placed.hashtags) AS hashtags,
    coalesce(merged.other_handles, placed.other_handles) AS other_handles,
    coalesce(merged.other_names, placed.other_names) AS other_names,
    coalesce(merged.other_locations, placed.other_locations) AS other_locations
)
FROM placed
JOIN (SELECT place, row_number() OVER () AS sequence FROM places) AS numbered ON numbered.place = placed.place
LEFT JOIN merged ON merged.place = placed.place
ORDER BY sequence;
