-- Parameters: files and before, the tweets of every file and how many come before each.
-- In: orders, the files whose days and months are read in the other order.
-- Out: placed, all tweets, each with its place from 0.

-- Rows are counted file by file: row_number() would read them one after another.
CREATE VIEW placed AS
SELECT * REPLACE (
        CASE WHEN posted_other IS NOT NULL AND (dump, format) IN (SELECT (dump, format) FROM orders WHERE is_other)
            THEN posted_other ELSE posted_at END AS posted_at
    ),
    getvariable('before')[file_index::BIGINT + 1] + file_row_number AS place
FROM read_parquet(getvariable('files'));
