-- Which released tweets hold a term: words are compared one by one from each place where a term's first word stands.
CREATE TABLE found AS
SELECT DISTINCT spoken.tweet_key, terms.kind
FROM (
    SELECT tweet_key, string_split(normalised(text), ' ') AS parts, string_split(lower(normalised(text)), ' ') AS small,
        unnest(range(1, len(string_split(normalised(text), ' ')) + 1)) AS place
    FROM tweets
) AS spoken
JOIN terms ON terms.first_word = spoken.small[spoken.place]
WHERE array_to_string(
    CASE WHEN is_as_written THEN parts[place:place + length - 1] ELSE small[place:place + length - 1] END, ' ') = terms.words;
