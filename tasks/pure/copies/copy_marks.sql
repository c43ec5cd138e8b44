-- How a tweet says that its words are another's, and what remains of the words without their markup.
-- The kinds are described, with samples, in kinds.py. RE2 expressions: \w and \b are ASCII, \p{L} is any letter.

CREATE MACRO gap() AS '[\s\p{Z}\p{Cf}\p{M}]*';
CREATE MACRO person() AS '(?:[@＠]\w+|\[(?:USER|PERSON|SERVICE)\])';
CREATE MACRO link() AS
    '(?:\[LINK\]|(?i:https?:|www\.|pic\.twitter\.com/)[^\s…]*|\b(?:[\w-]+\.)+(?i:[a-z]{2,})/[^\s…]*|\b(?i:htt?|https?)…)';
CREATE MACRO tag() AS '[#＃][\p{L}\p{M}\p{N}_]+';

-- Normal forms: without handles, links, placeholders, the study's own tags, case and punctuation. Other tags are words;
-- `untagged` is without those that end a text, which say no more than a word that was added, and `bare` without any.
CREATE MACRO spaced(words) AS trim(regexp_replace(
    regexp_replace(lower(words), '[''’‘`´\p{Cf}]', '', 'g'),
    '[^\p{L}\p{M}\p{N} ][^\p{L}\p{M}\p{N}]*| [^\p{L}\p{M}\p{N}]+', ' ', 'g'));
CREATE MACRO undressed(words) AS regexp_replace(
    words, link() || '|\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|DATE|ID)\]|[@＠]\w+|&#?\w+;', ' ', 'g');
CREATE MACRO has_tag(words) AS contains(words, '#') OR contains(words, '＃');
-- A tag ends where no letter follows, which RE2 cannot look for without taking it.
CREATE MACRO unlabelled(words) AS CASE WHEN getvariable('own_tags') IS NOT NULL AND has_tag(words) THEN regexp_replace(
    words, '[#＃](?i:' || getvariable('own_tags') || ')([^\p{L}\p{M}\p{N}_]|$)', ' \1', 'g') ELSE words END;
CREATE MACRO plain(unlabelled) AS spaced(undressed(unlabelled));
CREATE MACRO untagged(unlabelled) AS plain(regexp_replace(
    unlabelled, '(?:' || link() || '|' || tag() || '|' || person() || '|[^\p{L}\p{M}\p{N}#＃@＠\[])+$', ''));
CREATE MACRO bare(words) AS spaced(regexp_replace(undressed(words), tag(), ' ', 'g'));
-- Cashtags, and words that only hand a tweet on, say nothing new.
CREATE MACRO is_wordless(words) AS
    bare(regexp_replace(words, '\$[A-Za-z]{1,6}\b|\b(?i:via|h/t|ht|cc|rt|mt)\b', ' ', 'g')) = '';
CREATE MACRO is_cut(words) AS regexp_matches(words, '(?:…|\.\.\.)\s*(?:' || link() || '\s*)*$');
-- What is left of words that may be cut within the last of them.
CREATE MACRO begun(normal) AS regexp_replace(normal, ' \S*$', '');
-- Few words are said by many, each for themselves.
CREATE MACRO is_short(normal) AS len(string_split(normal, ' ')) < getvariable('few_words');

-- RT, MT, PRT, QT or RP and a handle; in the middle of a text it takes capitals or a colon to be a retweet. "Retweet" and
-- "repost" in full are common words: they take a colon, and the start.
CREATE MACRO lead() AS
    '(?:(?:非公式|公式)?(?:\b(?i:r/?t|mt|prt|qr?t|rp|re(?:tweet|post)(?:ed|ing)?)\b|♺|🔁|🔄|♻)[\s\p{Z}\p{Cf}\p{M}:.|<>()~,\-"“''‘]*)+'
    || '(?:(?:by|from|via)\s+)?' || person();
CREATE MACRO is_capital(lead) AS regexp_matches(lead, '^(?:[A-Z/]{2,}\b|[^A-Za-z])');
CREATE MACRO is_in_full(lead) AS regexp_matches(lead, '(?i)^re(?:tweet|post)');
CREATE MACRO colon() AS gap() || '[:,\-]?' || gap();
CREATE MACRO credit() AS
    '(?:^|[\s(\[/|–—~-])(?i:via|h/t|ht|hat tip)\b:?\s*' || person() || '(?:[\s,&+]+(?:and\s+)?' || person() || ')*'
    || '[)\].!…\s]*((?:(?:' || link() || '|' || tag() || ')[)\s]*)*)$';
CREATE MACRO uncredited(words) AS CASE
    WHEN regexp_matches(words, credit()) AND NOT is_wordless(regexp_replace(words, credit(), ''))
    THEN regexp_replace(words, credit(), ' \1') ELSE words END;
CREATE MACRO plea() AS
    '(?i)\b(?:please|pls|plz|kindly|to|can you|could you|will you|and|or|would|don''?t)'
    || '(?:\s+(?:rt|retweet|share))?[\s,!:.]*$';
CREATE MACRO may_be_marked(words) AS regexp_matches(
    words,
    '(?i)(?:\b(?:rt|mt|prt|qt|qrt|rp|via|by|from|ht|tip|re(?:tweet|post)(?:ed|ing)?)\b|[hr]/t|[♺🔁🔄♻"“”„«‘''])[^\p{L}\p{N}\[@＠]*'
    || person());

-- "RT @ name:" is "RT @name:", in wide letters too; a program wrote "Retweeted Name (@name):".
CREATE MACRO narrowed(words) AS CASE WHEN contains(words, 'ＲＴ') THEN replace(words, 'ＲＴ', 'RT') ELSE words END;
CREATE MACRO unnamed(words) AS CASE WHEN starts_with(lower(words), 'retweeted ')
    THEN regexp_replace(words, '(?i)^retweeted [^@＠\n]{1,50}\((' || person() || ')\):', 'RT \1:') ELSE words END;
CREATE MACRO joined(words) AS CASE WHEN contains(words, '@ ')
    THEN regexp_replace(unnamed(narrowed(words)), '(?i)(\brt\b[\s:."“]*[@＠]) (\w+:)', '\1\2')
    ELSE unnamed(narrowed(words)) END;

CREATE MACRO retweeted(words) AS regexp_extract(
    words, '(?s)(?:^|[^\w@#$])(' || lead() || ')(' || colon() || ')(.*)$', ['lead', 'colon', 'body']);
CREATE MACRO quoted(words) AS regexp_extract(
    words, '(?s)^(.*?)(["“”„«‘''])' || gap() || person() || gap() || ':(.*)$', ['before', 'opener', 'rest']);
-- The closing quote is often missing: all the rest is quoted then. `after` ends with the quote that was put there for it.
CREATE MACRO quotation(opener, rest) AS CASE
    WHEN opener = '„' THEN regexp_extract(rest || '”', '(?s)^([^“”]*)[“”](.*)$', ['body', 'after'])
    WHEN opener = '«' THEN regexp_extract(rest || '»', '(?s)^([^»]*)»(.*)$', ['body', 'after'])
    WHEN opener IN ('‘', '''') THEN regexp_extract(rest || '''', '(?s)^(.*?)[''’](?:[\s.,!?]+|$)(.*)$', ['body', 'after'])
    WHEN contains(rest, '”') THEN regexp_extract(rest || '”', '(?s)^((?:“[^“”]*”|[^”])*)”(.*)$', ['body', 'after'])
    ELSE regexp_extract(rest || '"', '(?s)^((?:[\s(]"[^"\s][^"]*"|[^"])*)"(.*)$', ['body', 'after'])
END;

-- What stands after a closing quote, without a further retweet in it.
CREATE MACRO behind(quotation) AS
    regexp_replace(left(quotation.after, -1), '(?s)(?:^|[^\w@#$])' || lead() || '.*$', '');
-- A comment without what only parts it from another's words: marks, and brackets and quotes that have no other half; faces stay.
CREATE MACRO halved(words) AS (length(words) - length(replace(words, '"', ''))) % 2 = 1;
CREATE MACRO parted(words) AS CASE
    WHEN regexp_matches(words, '^\s*[:;=][-o'']?[()\[\]]|[:;=][-o'']?[()\[\]]\s*$') THEN trim(words)
    ELSE trim(regexp_replace(regexp_replace(words, '[\s|/>–—:(\[“‘„«-]+$', ''), '^[\s|/>–—:)\]”’»-]+', ''))
END;
CREATE MACRO comment(words) AS CASE
    WHEN NOT halved(words) THEN parted(words)
    WHEN parted(words) LIKE '%"' THEN parted(left(parted(words), -1))
    ELSE parted(regexp_replace(words, '^([^"\p{L}\p{N}]*)"', '\1'))
END;

-- Of (key, words, is_by_hand): those that are marked, with the kind, the words that are their own and the words of another.
-- Own words are null for a plain retweet; another's words are null for a credit, whose words may be either's.
CREATE MACRO marked(source) AS TABLE (
    WITH parts AS MATERIALIZED (
        SELECT key, words, is_by_hand, retweeted(words) AS rt, quoted(words) AS quote
        FROM (SELECT key, joined(words) AS words, is_by_hand FROM query_table(source)) WHERE may_be_marked(words)
    ), ordered AS (
        SELECT *, quotation(quote.opener, quote.rest) AS quotation, contains(rt.colon, ':') AS has_colon,
            left(words, length(words) - length(rt.lead || rt.colon || rt.body)) AS before,
            regexp_extract(rt.lead, '(["“”„«‘''])' || gap() || person() || '$', 1) AS rt_opener,
            rt.lead <> '' AND (quote.opener = '' OR length(before) <= length(quote.before)) AS is_rt_first
        FROM parts
    ), split AS MATERIALIZED (
        SELECT *, rtrim(quote.before) || ' ' || ltrim(behind(quotation)) AS comment,
            -- A retweet in quotes: what follows the closing one is the retweeter's.
            CASE WHEN rt_opener <> '' AND has_colon THEN quotation(rt_opener, rt.body) END AS rt_quotation,
            CASE WHEN NOT is_wordless(behind(rt_quotation)) THEN behind(rt_quotation) END AS remark,
            is_rt_first AND (has_colon OR NOT is_in_full(rt.lead))
                AND is_wordless(CASE WHEN has_colon THEN regexp_replace(before, plea(), '') ELSE before END) AS is_bare_rt,
            -- Words after two slashes are the retweeter's where the platform says that a person wrote the retweet; where it
            -- does not say, they may as well be the original's.
            CASE WHEN has_colon AND is_by_hand AND NOT is_cut(words)
                THEN regexp_extract(rt.body, '(?s)^(.*\S)\s+(?://+|<<+)\s+(.*\S)\s*$', ['body', 'comment'])
            END AS appended,
            is_rt_first AND CASE
                WHEN has_colon THEN NOT is_in_full(rt.lead)
                ELSE is_capital(rt.lead) AND NOT regexp_matches(before, plea())
            END AS is_commented_rt
        FROM ordered
    ), judged AS MATERIALIZED (
        SELECT *, is_bare_rt AND coalesce(bare(appended.comment) LIKE '% %', false) AS is_appended, CASE
            WHEN is_appended OR is_bare_rt AND remark IS NOT NULL THEN 'K3'
            WHEN is_bare_rt AND regexp_matches(rt.lead, '(?i)^(?:mt|prt)') THEN 'K4'
            WHEN is_bare_rt THEN 'K2'
            WHEN is_commented_rt THEN 'K3'
            WHEN NOT is_rt_first AND quote.opener <> '' THEN 'K6'
            WHEN uncredited(words) <> words THEN 'K5'
        END AS kind
        FROM split
    )
    SELECT key, kind,
        CASE if(is_appended, 'appended', kind)
            WHEN 'appended' THEN appended.comment
            WHEN 'K3' THEN nullif(trim(if(is_bare_rt, '', comment(before)) || ' ' || coalesce(comment(remark), '')), '')
            WHEN 'K5' THEN uncredited(words)
            WHEN 'K6' THEN CASE WHEN NOT is_wordless(comment) THEN comment(comment) END
        END AS own,
        CASE if(is_appended, 'appended', kind)
            WHEN 'appended' THEN appended.body
            WHEN 'K5' THEN NULL
            WHEN 'K6' THEN quotation.body
            ELSE regexp_replace(if(remark IS NULL, rt.body, rt_quotation.body), '^(?:' || lead() || colon() || ')+', '')
        END AS body
    FROM judged WHERE kind IS NOT NULL
);
