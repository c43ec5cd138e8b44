-- In: deduplicated (its tweets), codes; withheld and let_out, of which no quote is drawn. Variable: most (tweets a heading).
-- Out: codes_looked_at, tweets_looked_at: of each heading its first tweets by key, which is a sample drawn by lot.

CREATE TABLE codes_looked_at AS
SELECT codes.* FROM codes
ANTI JOIN (SELECT tweet_key FROM withheld UNION ALL SELECT tweet_key FROM let_out) AS odd USING (tweet_key)
WHERE heading <> 'uncoded'
QUALIFY dense_rank() OVER (PARTITION BY heading ORDER BY tweet_key) <= getvariable('most')
ORDER BY heading, tweet_key;

CREATE TABLE tweets_looked_at AS
SELECT * FROM deduplicated SEMI JOIN codes_looked_at USING (tweet_key) ORDER BY tweet_key;
