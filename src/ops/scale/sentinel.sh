#!/bin/sh
# sentinel.sh NAME: runs a sentinel. It keeps what it knows in its configuration file, which it writes itself.
set -eu
if [ ! -s /data/sentinel.conf ]; then
	cat /etc/oncegate/sentinel.conf /run/secrets/oncegate/sentinel.conf >/data/sentinel.conf.new
	echo "sentinel announce-ip $1" >>/data/sentinel.conf.new
	mv /data/sentinel.conf.new /data/sentinel.conf
fi
exec redis-server /data/sentinel.conf --sentinel
