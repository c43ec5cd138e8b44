-- In: ingested, anonymised, replacements. Out: ledger (word): the words of what gave way as a person, a place or a handle
-- anywhere in the dump, small; of one or two letters none, for they name nobody.
CREATE TABLE ledger AS
SELECT DISTINCT word FROM (
    SELECT unnest(regexp_extract_all(lower(nfc_normalize(substring(ingested.text, "start" + 1, "end" - "start"))),
        '[\p{L}\p{M}\p{N}_]+')) AS word
    FROM replacements JOIN anonymised USING (tweet_key) JOIN ingested USING (sequence)
    WHERE replacements.kind IN ('PERSON', 'PLACE', 'USER')
) WHERE length(word) > 2 ORDER BY word;
