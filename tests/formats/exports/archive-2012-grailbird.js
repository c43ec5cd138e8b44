Grailbird.data.tweets_2013_08 = 
 [ {
  "source" : "web",
  "entities" : {"user_mentions" : [ ],"media" : [ ],"hashtags" : [ {"text" : "Care","indices" : [ 1, 2 ]} ],"urls" : [ ]},
  "geo" : { },
  "id_str" : "171",
  "text" : "Tea #Care",
  "id" : 171,
  "created_at" : "2013-08-10 09:15:00 +0000",
  "user" : {"name" : "Quiet Kettle","screen_name" : "quietkettle_x","protected" : false,"id_str" : "7","profile_image_url_https" : "x","id" : 7,"verified" : false}
}, {
  "source" : "web",
 "retweeted_status" : {"source":"w","entities":{"user_mentions":[],"hashtags":[]},"id_str":"170","text":"Tea first","user":{"name":"Odd Sock","screen_name":"oddsock_y"}},
 "entities" : {"user_mentions" : [ ],"hashtags" : []},
  "geo" : { },
  "id_str" : "172",
  "text" : "RT @oddsock_y: Tea",
  "created_at" : "2013-08-10 09:15:00 +0000",
  "user" : {"name" : "Quiet Kettle","screen_name" : "quietkettle_x","id_str" : "7"}
} ]