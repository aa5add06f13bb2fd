#!/usr/bin/env python3
"""Measures the gateway next to bare programs that only claim and insert, in turn, on stores of its own.

Needs wrk, redis-server, postgresql, Maven and a JDK. See README.md for what the figures mean.
"""
import argparse
import contextlib
import glob
import json
import os
import shutil
import signal
import sys
import tempfile

sys.dont_write_bytecode = True

import report  # noqa: E402
from contest import CHOICES, Yardstick  # noqa: E402
from programs import PROJECT, build  # noqa: E402
from stores import postgres_bin  # noqa: E402

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def parse():
    java = sorted(glob.glob("/usr/lib/jvm/*25*/bin/java"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="the figures are medians of so many (3)")
    parser.add_argument("--warmups", type=int, default=6, metavar="N",
                        help="rounds before, that do not count, until two in a row differ by less than 5 %%: at most (6)")
    parser.add_argument("--seconds", type=int, default=10, metavar="S", help="how long each measurement takes (10)")
    parser.add_argument("--connections", default="64,256", metavar="N,...", help="keep-alive connections (64,256)")
    parser.add_argument("--measure", default=",".join(CHOICES), metavar="WHAT,...", help=", ".join(CHOICES))
    parser.add_argument("--rate", type=int, default=2000, metavar="N", help="requests a second for the costs (2000)")
    parser.add_argument("--links", type=int, default=0, metavar="N",
                        help="measure redemptions, too, beside so many live links, on stores of their own")
    parser.add_argument("--java", default=java[-1] if java else "java", help="of JDK 25, if it is under /usr/lib/jvm")
    parser.add_argument("--gateway-options", default="", metavar="OPTIONS", help="options of the gateway's JVM")
    parser.add_argument("--jar", help="the gateway (target/oncegate.jar)")
    parser.add_argument("--baseline", metavar="JAR", help="another build of the gateway, whose costs are measured beside")
    parser.add_argument("--no-build", action="store_true", help="take the jars that are there")
    parser.add_argument("--port", type=int, default=19400, help="the first of fourteen free ports (19400)")
    parser.add_argument("--json", nargs="?", const=f"{PROJECT}/target/yardstick.json", metavar="FILE",
                        help="write every round to a file (target/yardstick.json)")
    options = parser.parse_args()
    options.connections = [int(number) for number in options.connections.split(",")]
    options.measure = options.measure.split(",") if options.measure else []
    if not set(options.measure) <= set(CHOICES):
        parser.error("--measure takes some of " + ",".join(CHOICES))
    if options.baseline and "cost" not in options.measure:
        parser.error("a baseline is measured for its costs: --measure cost")
    if "paced" in options.measure and "redemptions" not in options.measure:
        parser.error("the pace is that of the redemptions: --measure redemptions,paced")
    options.measure += ["links"] if options.links else []
    return options


def look_for_tools(java):
    packages = {"wrk": "wrk", "redis-server": "redis-server", "redis-cli": "redis-tools", "psql": "postgresql-client",
                "mvn": "maven", java: "a JDK"}
    missing = [package for tool, package in packages.items() if not shutil.which(tool)]
    if not postgres_bin():
        missing.append("postgresql")
    if missing:
        raise SystemExit(f"Missing: {', '.join(missing)}. On Debian: apt-get install -y redis-server postgresql wrk")


def measure(options):
    """Measures on temporary stores, which are removed afterwards in any case."""
    with contextlib.ExitStack() as stack:
        directory = tempfile.mkdtemp(prefix="yardstick-")
        stack.callback(shutil.rmtree, directory, ignore_errors=True)
        os.chmod(directory, 0o711)  # for PostgreSQL, which does not run as root
        try:
            yardstick = Yardstick(options, directory, stack)
            about = report.about(options.java, yardstick.stores)
            print(about, flush=True)
            yardstick.run()
        finally:
            # A second Ctrl-C must not prevent the cleanup.
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
    return about, yardstick


def interrupt(number, frame):
    raise SystemExit(128 + number)


def main():
    options = parse()
    look_for_tools(options.java)
    for number in SIGNALS:
        signal.signal(number, interrupt)
    if not options.no_build:
        build(gateway=options.jar is None)
    about, yardstick = measure(options)
    print(f"\n{about}\n\n{report.table(yardstick.rows)}")
    if options.json:
        os.makedirs(os.path.dirname(os.path.abspath(options.json)), exist_ok=True)
        with open(options.json, "w") as file:
            json.dump(dict(about=about, rounds=yardstick.rows, faults=yardstick.faults), file, indent=1)
    for fault in yardstick.faults:
        print("WRONG:", fault)
    sys.exit(1 if yardstick.faults else 0)


if __name__ == "__main__":
    main()
