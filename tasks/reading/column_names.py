"""The names that tables give to a tweet's columns, the commonest first, in English and six other languages."""

from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "full_text", "tweet", "content", "message", "body", "tweet_text"),
    "posted_at": ("created_at", "date", "time", "timestamp", "datetime", "posted", "posted_at", "published", "created", "at"),
    "tweet_id": ("tweet_id", "id_str", "status_id", "id", "tweetid", "url", "permalink", "link"),
    "handle": ("screen_name", "username", "handle", "user_screen_name", "from_user", "user", "author", "name"),
    "display_name": ("display_name", "name", "real_name", "fullname", "user_name", "author_name"),
    "profile_location": ("location", "user_location", "profile_location", "author_location", "city"),
    "author_id": ("user_id", "author_id", "from_user_id", "userid"),
    "lang": ("lang", "language"),
    "hashtags": ("hashtags", "hashtag", "tags", "tag", "hash_tags", "entities_hashtags"),
    "is_retweet": ("is_retweet", "isretweet", "is_rt", "retweet", "tweet_type"),
    "retweet_of_id": ("retweeted_status_id", "retweeted_status", "retweet_id", "retweet_of_id", "retweeted_id"),
}
# What Spanish, French, German, Portuguese, Italian and Dutch tables call the same, without accents.
ABROAD: Mapping[str, str] = {
    "text": "texto texte testo tekst inhalt inhoud contenido contenu conteudo contenuto mensaje mensagem messaggio "
    "nachricht bericht",
    "posted_at": "fecha fecha_hora data data_ora data_hora datum zeit zeitpunkt heure date_heure hora ora tijd uhrzeit erstellt "
    "erstellt_am creado publicado veroffentlicht cree_le publie_le geplaatst",
    "tweet_id": "id_tweet tweet_nummer identificador identifiant kennung enlace lien enlaces url_tweet",
    "handle": "usuario utilisateur nutzer nutzername benutzer benutzername utilizador utente nome_utente gebruiker "
    "gebruikersnaam autor auteur autore nombre_usuario nombre_de_usuario nom_utilisateur pseudo cuenta compte konto",
    "display_name": "nombre nom nome naam anzeigename nombre_completo nom_complet nome_completo nom_affiche weergavenaam",
    "profile_location": "ubicacion lugar localidad localizacion lieu localisation emplacement ville ort standort wohnort "
    "localizacao local localidade luogo localita posizione locatie plaats woonplaats",
    "author_id": "id_usuario id_utilisateur nutzer_id benutzer_id id_utente gebruiker_id",
    "lang": "idioma lengua langue sprache lingua lingua_tweet taal",
}
