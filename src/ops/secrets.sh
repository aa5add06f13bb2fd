#!/bin/sh
# Generates the secrets of this installation once, and gives each service a copy of only those that it needs.
# POSIX sh; run by the service `secrets` in docker-compose.yml, as root with no capability but CHOWN: the files belong to
# root, and are readable by one group.
set -eu
umask 077
root=${1:-/secrets}

# 32 characters without special meaning in a shell, a URL or a configuration file.
fresh() {
	head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'
}

# keep FILE VALUE: writes it, unless it exists already.
keep() {
	[ -s "$root/$1" ] && return
	printf '%s\n' "$2" >"$root/$1.new"
	mv "$root/$1.new" "$root/$1"
}

# share DIRECTORY GROUP: lets the group read its contents.
share() {
	chgrp "$2" "$root/$1" "$root/$1"/*
	chmod 0750 "$root/$1"
	chmod 0440 "$root/$1"/*
}

# The gateway's secrets are named like its settings (a Spring Boot configuration tree).
keep gateway/spring.r2dbc.password "$(fresh)"
keep gateway/spring.data.redis.password "$(fresh)"
keep gateway/oncegate.link-secret "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"
# The owner may replace the key, so this is only the first one. It once had another name.
[ -s "$root/gateway/oncegate.api-key" ] && mv "$root/gateway/oncegate.api-key" "$root/gateway/oncegate.first-api-key"
keep gateway/oncegate.first-api-key "og_$(fresh)"

keep postgres/password "$(cat "$root/gateway/spring.r2dbc.password")"
keep redis/password "$(cat "$root/gateway/spring.data.redis.password")"
keep redis/redis.conf "requirepass $(cat "$root/redis/password")"
# For src/ops/scale.
keep postgres/replication-password "$(fresh)"
keep redis/replica.conf "masterauth $(cat "$root/redis/password")"
keep redis/sentinel.conf "requirepass $(cat "$root/redis/password")
sentinel auth-pass oncegate $(cat "$root/redis/password")"
keep grafana/password "$(fresh)"
keep load/oncegate.api-key "$(cat "$root/gateway/oncegate.first-api-key")"

share gateway 10001
share postgres 999
share redis 999
share grafana 0
share load 10001
