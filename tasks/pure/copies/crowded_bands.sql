-- In: alike (place, plain, is_sought) and bands (place, bucket). Out: crowded, the texts that share a bucket with another.

CREATE TABLE crowded AS
SELECT place, any_value(plain) AS plain, any_value(is_sought) AS is_sought, list(bucket ORDER BY bucket) AS buckets
FROM bands JOIN alike USING (place)
SEMI JOIN (SELECT bucket FROM bands GROUP BY bucket HAVING count(*) > 1) AS shared USING (bucket)
GROUP BY place
ORDER BY place;
