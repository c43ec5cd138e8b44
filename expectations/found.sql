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

-- Scripts without spaces: names within a run of letters, those of several words with a space between or without. They
-- are looked for where their first two letters stand.
CREATE TABLE unspaced_terms AS
SELECT words, kind, left(replace(words, ' ', ''), 2) AS begins, '^' || replace(words, ' ', ' ?') AS pattern
FROM terms
WHERE is_unspaced(words) AND (kind IN ('USER', 'PERSON', 'PLACE') OR (kind = 'LEDGER' AND words IN (SELECT word FROM told_in_runs)));

CREATE VIEW unspaced AS
SELECT source, tweet_key, shown, unnest(range(1, length(shown))) AS place
FROM (
    SELECT source, tweet_key,
        lower(array_to_string(list_transform(parts, lambda w: CASE WHEN starts_with(w, '#') THEN '|' ELSE w END), ' ')) AS shown
    FROM read WHERE EXISTS (FROM unspaced_terms) AND regexp_matches(array_to_string(parts, ' '), '[\x{0E01}-\x{0E4E}\x{3005}\x{3041}-\x{30FA}\x{30FC}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7A3}]')
);

CREATE TABLE found AS
SELECT source, tweet_key, kind, words FROM begun WHERE length = 1 AND NOT is_as_written
UNION
SELECT source, tweet_key, kind, words
FROM begun JOIN read USING (source, tweet_key)
WHERE (length > 1 OR is_as_written)
    AND CASE WHEN is_as_written THEN array_to_string(parts[place:place + length - 1], ' ') = words
        ELSE lower(array_to_string(parts[place:place + length - 1], ' ')) = words END
UNION
SELECT source, tweet_key, kind, words
FROM unspaced JOIN unspaced_terms ON begins = left(replace(substring(shown, place, 3), ' ', ''), 2)
WHERE regexp_matches(substring(shown, place), pattern);
