-- Parameters: files and before, the tweets of every file and how many come before each.
-- Out: placed, all tweets, each with its place from 0.

-- Rows are counted file by file: row_number() would read them one after another.
CREATE VIEW placed AS
SELECT *, getvariable('before')[file_index::BIGINT + 1] + file_row_number AS place
FROM read_parquet(getvariable('files'));
