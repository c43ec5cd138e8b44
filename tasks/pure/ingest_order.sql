-- In: tweets (of every file), places (ingest.sql). Out: ordered, the tweets that are kept, in their order, with their place.

CREATE VIEW ordered AS
SELECT placed.*
FROM (SELECT *, row_number() OVER () - 1 AS place FROM tweets) AS placed
JOIN (SELECT place, row_number() OVER () AS sequence FROM places) AS numbered USING (place)
ORDER BY sequence;
