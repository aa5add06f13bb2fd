#!/bin/sh
# postgres.sh NAME COMMAND...: runs one of three PostgreSQL servers.
# If another one is the primary, this one follows it: with its own data if it is a standby's, otherwise with a copy of the
# primary's. If no other one is, it goes on as what it was. Nothing here promotes a standby.
set -eu
name=$1
shift
# For the role `replication`, here and in the server.
PGPASSWORD=$(cat /run/secrets/oncegate/replication-password)
export PGPASSWORD
primary="host=postgres,postgres-2,postgres-3 user=replication target_session_attrs=read-write connect_timeout=3"

another_is_primary() {
	psql "$primary dbname=postgres" --command='select 1' >/dev/null 2>&1
}

copy() {
	rm -rf "$PGDATA.new"
	pg_basebackup --dbname="$primary" --pgdata="$PGDATA.new" --checkpoint=fast
	touch "$PGDATA.new/standby.signal"
	# What a former primary had, in case the new one lacks any of it.
	[ ! -e "$PGDATA" ] || mv "$PGDATA" "$PGDATA.$(date +%Y%m%dT%H%M%S)"
	mv "$PGDATA.new" "$PGDATA"
	echo "$name: copied the primary's data"
}

begin() {
	# Does nothing to existing data. Without the server's settings, because its commits would wait for a standby.
	docker-ensure-initdb.sh
	# Not during the setup above, because the data can be from before there were standbys.
	postgres --single postgres >/dev/null <<-END
		drop role if exists replication
		create role replication replication login password '$PGPASSWORD'
	END
}

while [ ! -e "$PGDATA/standby.signal" ]; do
	if another_is_primary; then
		copy
	# Only the first server may set up a database.
	elif [ -s "$PGDATA/PG_VERSION" ] || [ "$name" = postgres ]; then
		begin
		break
	else
		echo "$name: waits for a primary"
		sleep 1
	fi
done
exec "$@" -c config_file=/etc/oncegate/postgres.conf -c cluster_name="$name"
