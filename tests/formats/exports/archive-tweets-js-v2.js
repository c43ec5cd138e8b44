window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {"initial" : {"editTweetIds" : ["171"]}},
      "retweeted" : false,
      "source" : "<a>",
      "entities" : {"hashtags" : [{"text" : "Care","indices" : ["0","5"]}],"symbols" : [],"user_mentions" : [{"name" : "Odd Sock","screen_name" : "oddsock_y","indices" : ["3","9"],"id_str" : "8","id" : "8"}],"urls" : []},
      "display_text_range" : ["0","10"],
      "favorite_count" : "0",
      "id_str" : "171",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "171",
      "created_at" : "Thu Apr 08 19:34:16 +0000 2021",
      "favorited" : false,
      "full_text" : "RT @oddsock_y: Tea &amp; r #Care",
      "lang" : "en"
    }
  }
]