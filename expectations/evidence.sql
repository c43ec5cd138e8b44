-- The gate's own reading of data/models/evidence.toml: terms straight from the ingested columns and the gazetteer's file.
-- In: ingested, anonymised and replacements (by which the ledger's words are found), common_words (word), given_names (word), places (word), headings. Out: terms (words, first_word, length,
-- kind, is_as_written) and the macro normalised; `plain` comes before, from lookalikes.py.

-- Most texts are plain, and most of their spaces stand alone: what stays as it is is passed over.
CREATE MACRO normalised(words) AS trim(regexp_replace(regexp_replace(regexp_replace(replace(
    plain(CASE WHEN strlen(words) = length(words) THEN words ELSE nfc_normalize(words) END),
    '#', ' #'),
    '\[(USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]', ' | ', 'g'),
    '[^\p{L}\p{M}\p{N}_#\s\p{Z}''’.\-]+', ' | ', 'g'),
    '[\s\p{Z}''’.\-]{2,}|[^\p{L}\p{M}\p{N}_#| ]', ' ', 'g'));

-- Words of a text as de-duplication counts them: without hashtags and placeholders.
CREATE MACRO spoken_words(words) AS len(list_filter(
    string_split(normalised(words), ' '), lambda w: w NOT IN ('', '|') AND NOT starts_with(w, '#')));

-- Every run of so many words, apostrophes left out and punctuation passed over.
CREATE MACRO words_of(words) AS list_filter(
    string_split(lower(normalised(regexp_replace(words, '[''’‘`´]', '', 'g'))), ' '), lambda w: w NOT IN ('', '|'));
CREATE MACRO runs_of(words, length) AS list_transform(
    range(1, len(words) - length + 2), lambda place: array_to_string(words[place:place + length - 1], ' '));
CREATE MACRO runs(words, length) AS runs_of(words_of(words), length);

CREATE MACRO letters(words) AS length(regexp_replace(words, '[^\p{L}]', '', 'g'));

-- Words in scripts that set no space between them: Thai, Chinese, Japanese, Korean.
CREATE MACRO is_unspaced(words) AS regexp_full_match(replace(words, ' ', ''), '[\x{0E01}-\x{0E4E}\x{3005}\x{3041}-\x{30FA}\x{30FC}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7A3}]+');

CREATE TABLE said AS
SELECT 'USER' AS kind, handle AS words FROM ingested
UNION SELECT 'USER', unnest(other_handles) FROM ingested
UNION SELECT 'PERSON', display_name FROM ingested
UNION SELECT 'PERSON', unnest(other_names) FROM ingested
UNION SELECT 'PLACE', profile_location FROM ingested
UNION SELECT 'PLACE', unnest(other_locations) FROM ingested;

-- Names and places, cut where a phrase may not reach across; a location also at /, "and" and "or".
CREATE TABLE pieces AS
SELECT DISTINCT kind, list_filter(string_split(trim(piece), ' '), lambda w: w <> '' AND NOT starts_with(w, '#')) AS parts
FROM (
    SELECT kind, unnest(string_split(
        normalised(CASE kind WHEN 'PLACE' THEN regexp_replace(words, '(?i)/|(^|\s)(and|or)(\s|$)', '|', 'g') ELSE words END),
        '|')) AS piece
    FROM said WHERE kind <> 'USER' AND words IS NOT NULL
);

-- Words of what surely gave way as a person anywhere, by the ledger's places in the texts as ingested. A find that was less
-- than sure says nothing of the word elsewhere: most such words are companies and products.
CREATE TABLE given_way AS
SELECT DISTINCT unnest(string_split(lower(normalised(substring(ingested.text, "start" + 1, "end" - "start"))), ' ')) AS word
FROM replacements JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence)
WHERE replacements.kind = 'PERSON' AND replacements.score >= 0.7;

-- In scripts without spaces a name that a title or a cue told is looked for within other runs of letters.
CREATE TABLE told_in_runs AS
SELECT DISTINCT lower(normalised(substring(ingested.text, "start" + 1, "end" - "start"))) AS word
FROM replacements JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence)
WHERE replacements.kind = 'PERSON' AND replacements.rule = 'context' AND is_unspaced(word) AND letters(word) >= 3;

CREATE TABLE untitled AS
SELECT kind, parts FROM pieces
UNION
SELECT kind, parts[2:] FROM pieces
WHERE lower(parts[1]) IN ('dr', 'doctor', 'prof', 'professor', 'mr', 'mrs', 'ms', 'miss', 'sir', 'dame', 'rev');

CREATE TABLE weighed AS
SELECT kind, parts, len(parts) AS length, list_transform(parts, lambda w: lower(w)) AS small,
    parts[1] IS NOT NULL AND lower(parts[1]) IN (SELECT word FROM given_names) AS is_given,
    list_bool_and(list_transform(parts, lambda w: regexp_matches(w, '^\p{Lu}'))) AS is_capital
FROM untitled WHERE len(parts) BETWEEN 1 AND 6;

CREATE TABLE counting AS
SELECT DISTINCT kind, parts
FROM (SELECT kind, parts, unnest(small) AS word FROM weighed)
WHERE letters(word) >= 3 AND word NOT IN (SELECT word FROM common_words);

CREATE TABLE terms AS
SELECT DISTINCT words, string_split(lower(words), ' ')[1] AS first_word, len(string_split(words, ' ')) AS length, kind,
    is_as_written
FROM (
    SELECT array_to_string(small, ' ') AS words, kind, false AS is_as_written
    FROM weighed SEMI JOIN counting USING (kind, parts)
    WHERE length > 1 OR letters(small[1]) >= 4
    UNION
    SELECT array_to_string(small, ' '), kind, false
    FROM weighed
    WHERE is_unspaced(array_to_string(small, ' ')) AND (letters(array_to_string(small, '')) >= 4
        OR regexp_full_match(array_to_string(small, ''), '[\x{3005}\x{3041}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7A3}]{3}'))
    UNION
    SELECT array_to_string(parts, ' '), kind, true
    FROM weighed ANTI JOIN counting USING (kind, parts)
    WHERE kind = 'PERSON' AND length > 1 AND is_given AND is_capital
    UNION
    SELECT lower(normalised(ltrim(words, '@'))) AS words, 'USER', false
    FROM said WHERE kind = 'USER' AND words IS NOT NULL
        AND length(lower(normalised(ltrim(words, '@')))) >= 4 AND letters(words) >= 3
        AND NOT contains(normalised(ltrim(words, '@')), ' ')
        AND lower(normalised(ltrim(words, '@'))) NOT IN (SELECT word FROM common_words)
    UNION
    SELECT word, 'LEDGER', false FROM given_way WHERE letters(word) >= 4 AND word NOT IN (SELECT word FROM common_words)
    UNION
    SELECT word, 'LEDGER', false FROM told_in_runs
    UNION
    SELECT word, 'GAZETTEER', false FROM places
    UNION
    SELECT '#' || word, 'GAZETTEER', false FROM places WHERE NOT contains(word, ' ')
);
