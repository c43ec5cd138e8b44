#!/bin/sh
# Runs a command with the passwords that lie in files; they are in no image, no compose file and no process list.
set -eu
umask 027
secrets=${HUSHTAG_SECRETS:-/run/secrets}
if [ -r "$secrets/database_password" ]; then
    PREFECT_SERVER_DATABASE_PASSWORD=$(cat "$secrets/database_password")
    export PREFECT_SERVER_DATABASE_PASSWORD
fi
if [ -r "$secrets/api_login" ]; then
    PREFECT_SERVER_API_AUTH_STRING=$(cat "$secrets/api_login")
    PREFECT_API_AUTH_STRING=$PREFECT_SERVER_API_AUTH_STRING
    export PREFECT_SERVER_API_AUTH_STRING PREFECT_API_AUTH_STRING
fi
exec "$@"
