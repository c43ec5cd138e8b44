-- Which texts hold a term. In: searched (source, tweet_key, text), terms. Words are compared one by one from each place where a term's first word stands.
CREATE TABLE read AS
SELECT source, tweet_key, string_split(normalised(text), ' ') AS parts FROM searched;

-- Texts are left behind while first words are looked up: most places begin no term.
CREATE TABLE begun AS
SELECT spoken.source, spoken.tweet_key, spoken.place, terms.words, terms.length, terms.kind, terms.is_as_written
FROM (SELECT source, tweet_key, lower(unnest(parts)) AS word, generate_subscripts(parts, 1) AS place FROM read) AS spoken
JOIN terms ON terms.first_word = spoken.word;

CREATE TABLE found AS
SELECT source, tweet_key, kind, words FROM begun WHERE length = 1 AND NOT is_as_written
UNION
SELECT source, tweet_key, kind, words
FROM begun JOIN read USING (source, tweet_key)
WHERE (length > 1 OR is_as_written)
    AND CASE WHEN is_as_written THEN array_to_string(parts[place:place + length - 1], ' ') = words
        ELSE lower(array_to_string(parts[place:place + length - 1], ' ')) = words END;
