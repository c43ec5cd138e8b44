-- Which texts hold a term. In: searched (source, tweet_key, text), terms. Words are compared one by one from each place where a term's first word stands.
CREATE TABLE read AS
SELECT source, tweet_key, string_split(normalised(text), ' ') AS parts FROM searched;

-- Texts are left behind while words are looked up: most places begin no term. Many names begin with the same word, so that
-- of longer terms the first two are.
CREATE VIEW spoken AS
SELECT source, tweet_key, generate_subscripts(parts, 1) AS place, lower(unnest(parts)) AS word,
    lower(unnest(list_append(parts[2:], ''))) AS next_word
FROM read;

CREATE TABLE begun AS
SELECT source, tweet_key, place, words, length, kind, is_as_written
FROM spoken JOIN terms ON terms.first_word = spoken.word WHERE length = 1
UNION ALL
SELECT source, tweet_key, place, words, length, kind, is_as_written
FROM spoken JOIN terms ON terms.first_word = spoken.word AND string_split(lower(terms.words), ' ')[2] = spoken.next_word
WHERE length > 1;

CREATE TABLE found AS
SELECT source, tweet_key, kind, words FROM begun WHERE length = 1 AND NOT is_as_written
UNION
SELECT source, tweet_key, kind, words
FROM begun JOIN read USING (source, tweet_key)
WHERE (length > 1 OR is_as_written)
    AND CASE WHEN is_as_written THEN array_to_string(parts[place:place + length - 1], ' ') = words
        ELSE lower(array_to_string(parts[place:place + length - 1], ' ')) = words END;
