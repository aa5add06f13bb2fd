"""Redis and PostgreSQL of a run, on loopback: started here, and removed afterwards. PostgreSQL is durable."""
import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import time

# PostgreSQL refuses to run as root.
AS_POSTGRES = dict(user="postgres", group="postgres", extra_groups=[]) if os.geteuid() == 0 else {}
USER = "yardstick"
HERE = os.path.dirname(os.path.abspath(__file__))


def postgres_bin():
    """The directory of the newest PostgreSQL, which Debian does not put in the PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
    initdb = shutil.which("initdb")
    return found[-1] if found else os.path.dirname(initdb) if initdb else None


def start(command, log, **options):
    """Starts a process out of reach of Ctrl-C, to be stopped when its turn comes."""
    with open(log, "ab") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                                **options)


def stop(process, by=signal.SIGTERM):
    process.send_signal(by)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(true, process, log, seconds=90):
    """Waits until a started process is ready; exits with its log if it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.args[0]} did not start:\n{tail(log)}")
        time.sleep(0.1)


def tail(log):
    with open(log, errors="replace") as lines:
        return "".join(lines.readlines()[-20:])


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Stores:
    """One Redis (database 0 for the peers, 1 for the gateway) and one PostgreSQL (peers, oncegate)."""

    def __init__(self, directory, port, stack):
        self.directory, self.redis_port, self.postgres_port = directory, port, port + 1
        for taken in filter(listens, (self.redis_port, self.postgres_port)):
            raise SystemExit(f"Port {taken} is taken: name a free range with --port")
        os.makedirs(directory)
        if AS_POSTGRES:
            shutil.chown(directory, "postgres", "postgres")
        self.redis = self.start_redis(stack)
        self.postgres = self.start_postgres(stack)
        for database in ("peers", "oncegate"):
            self.sql("postgres", f"create database {database}")

    def start_redis(self, stack):
        log = f"{self.directory}/redis.log"
        redis = start(["redis-server", "--bind", "127.0.0.1", "--port", str(self.redis_port), "--save", "",
                       "--appendonly", "no", "--dir", self.directory], log)
        stack.callback(stop, redis)
        wait_until(lambda: listens(self.redis_port), redis, log)
        return redis

    def start_postgres(self, stack):
        data, log, programs = f"{self.directory}/postgres", f"{self.directory}/postgres.log", postgres_bin()
        subprocess.run([f"{programs}/initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.directory, **AS_POSTGRES)
        settings = dict(listen_addresses="127.0.0.1", port=self.postgres_port, unix_socket_directories="",
                        fsync="on", synchronous_commit="on", max_connections=200, shared_buffers="512MB",
                        # Vacuums and checkpoints take place between rounds, so that these are alike.
                        max_wal_size="16GB", checkpoint_timeout="1h", autovacuum="off")
        command = [f"{programs}/postgres", "-D", data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        postgres = start(command, log, cwd=self.directory, **AS_POSTGRES)
        # After SIGTERM, it would wait for its clients to disconnect.
        stack.callback(stop, postgres, signal.SIGINT)
        wait_until(lambda: self.psql("postgres", "select 1").returncode == 0, postgres, log)
        return postgres

    def psql(self, database, text, **options):
        return subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(self.postgres_port), "-U", USER, "-d", database,
                               "-v", "ON_ERROR_STOP=1", "-XAtqc", text], capture_output=True, text=True, **options)

    def sql(self, database, text):
        result = self.psql(database, text)
        if result.returncode:
            raise SystemExit(f"{text}: {result.stderr}")
        return result.stdout.strip()

    def count(self, database, table="booking"):
        return int(self.sql(database, f"select count(*) from {table}"))

    def settle(self, database):
        """Completes the background work that previous writes caused."""
        self.sql(database, "vacuum (analyze)")
        self.sql(database, "checkpoint")

    def redis_pipe(self, lines):
        subprocess.run(["redis-cli", "-p", str(self.redis_port), "--pipe"], input="\r\n".join([*lines, ""]).encode(),
                       check=True, stdout=subprocess.DEVNULL)

    def versions(self):
        redis = subprocess.run(["redis-server", "--version"], capture_output=True, text=True).stdout.split()
        return f"Redis {redis[2][2:]}, PostgreSQL {self.sql('postgres', 'show server_version').split()[0]}"
