#!/bin/sh
# redis.sh NAME: runs one of the Redis servers, as the master if sentinels say so, otherwise as its replica. The first server
# begins as the master.
set -eu
name=$1
master=redis
REDISCLI_AUTH=$(cat /run/secrets/oncegate/password)
export REDISCLI_AUTH
for sentinel in sentinel-1 sentinel-2 sentinel-3; do
	known=$(timeout 2 redis-cli -h "$sentinel" -p 26379 sentinel get-master-addr-by-name oncegate 2>/dev/null | head -n 1)
	case $known in
		redis | redis-2)
			master=$known
			break
			;;
	esac
done
set -- --include /run/secrets/oncegate/replica.conf --replica-announce-ip "$name"
[ "$master" = "$name" ] || set -- "$@" --replicaof "$master" 6379
exec redis-server /etc/redis/redis.conf "$@"
