"""The programs that are measured: the peers and the gateway. Each prepares its requests, and counts its bookings."""
import http.client
import itertools
import json
import os
import re
import signal
import subprocess
import time
from datetime import date, timedelta

from stores import HERE, USER, listens, start, stop, tail, wait_until

PROJECT = os.path.dirname(os.path.dirname(HERE))
API_KEY = "yardstick-0123456789abcdef"
SECRET = "eWFyZHN0aWNrLXlhcmRzdGljay15YXJkc3RpY2stMTI="
# The most links per campaign.
CAMPAIGN = 1_000_000
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INVITEE = '{{"name":"Ada Lovelace","email":"ada.lovelace{}@example.com","timeZone":"Europe/London"}}'


def build(gateway):
    for folder in (f"{HERE}/peers/mvc", f"{HERE}/peers/reactive", *([PROJECT] if gateway else [])):
        subprocess.run(["mvn", "-q", "-DskipTests", "package"], cwd=folder, check=True)


class Program:
    """A Java process. It is suspended while others are measured, so that its background work does not disturb them."""

    def __init__(self, command, port, environment, stores, is_ready, stack):
        if listens(port):
            raise SystemExit(f"Port {port} is taken: name a free range with --port")
        self.port, self.log = port, f"{stores.directory}/{port}.log"
        self.process = start(command, self.log, cwd=stores.directory,
                             env=dict(os.environ, SERVER_PORT=str(port), **environment))
        stack.callback(stop, self.process)
        stack.callback(self.go_on)
        wait_until(is_ready, self.process, self.log)
        self.halt()

    def halt(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)


def start_peer(name, command, port, stores, stack):
    """Starts the program that implements one or more peers."""
    environment = dict(REDIS_PORT=str(stores.redis_port), POSTGRES_PORT=str(stores.postgres_port))
    return Program([*command, "-jar", f"{HERE}/peers/{name}/target/{name}.jar"], port, environment, stores,
                   lambda: listens(port), stack)


class Peer:
    """One way to redeem. The peers share a table, and database 0 of Redis."""

    def __init__(self, name, path, program, stores):
        self.name, self.path, self.program, self.stores, self.books = name, path, program, stores, name != "echo"

    def redemptions(self, count, state="A"):
        """Requests that spend many fresh tokens once each; creates the tokens and an empty table."""
        with open(f"{HERE}/schema.sql") as schema:
            self.stores.sql("peers", schema.read())
        self.stores.redis_pipe(["FLUSHDB", *(f"SET t:{n:012d} {state}" for n in range(count))])
        self.stores.settle("peers")
        return [f'{self.path}\t{{"token":"t:{n:012d}","slot":{n % 100000},'
                f'"name":"Ada Lovelace","email":"ada.lovelace{n}@example.com"}}' for n in range(count)]

    openings = redemptions

    def refusals(self, count):
        """A request for one token that is already spent."""
        return self.redemptions(1, "spent")

    def withdrawn(self, count):
        """Requests for many tokens that are already spent."""
        return self.redemptions(count, "spent")

    def stampede(self, count):
        """A request that spends one fresh token."""
        return self.redemptions(1)

    def booked(self):
        return self.stores.count("peers")


class Gateway:
    """The gateway, used through its API, with a new calendar and campaign for each measurement."""

    def __init__(self, name, command, port, stores, stack):
        self.name, self.stores, self.port, self.calendars = name, stores, port, itertools.count(1)
        environment = dict(
            MANAGEMENT_SERVER_PORT=str(port + 1), ONCEGATE_PUBLIC_URL=f"http://127.0.0.1:{port}",
            ONCEGATE_API_KEY=API_KEY, ONCEGATE_LINK_SECRET=SECRET, ONCEGATE_RATE_LIMIT="off",
            SPRING_DATA_REDIS_HOST="127.0.0.1", SPRING_DATA_REDIS_PORT=str(stores.redis_port),
            SPRING_DATA_REDIS_DATABASE="1", SPRING_R2DBC_USERNAME=USER, SPRING_R2DBC_PASSWORD="-",
            SPRING_R2DBC_URL=f"r2dbc:postgresql://127.0.0.1:{stores.postgres_port}/oncegate")
        self.program = Program(command, port, environment, stores, self.is_ready, stack)

    books = True

    def is_ready(self):
        try:
            return self.management("/actuator/health/readiness").status == 200
        except OSError:
            return False

    def management(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port + 1, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()

    def call(self, method, path, body=None, accept="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None,
                           {"Authorization": "Bearer " + API_KEY, "Content-Type": "application/json", "Accept": accept})
        answer = connection.getresponse()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.read(500)}\n{tail(self.program.log)}")
        return answer

    def new_calendar(self, days=WEEK, hours=("00:00", "23:30"), seats=1000):
        """Creates a calendar, by default with 47 times a day of 1,000 seats each, and returns its id."""
        number = next(self.calendars)
        return json.load(self.call("POST", "/calendars", dict(
            name=f"Yardstick {number}", slug=f"yardstick-{number}", timeZone="UTC", durationMinutes=30,
            seatsPerSlot=seats, minimumNoticeMinutes=0, horizonDays=60,
            weeklyHours={day: [{"from": hours[0], "to": hours[1]}] for day in days})))["id"]

    def starts(self, token):
        """The times that a link offers within 50 days."""
        since = date.today() + timedelta(days=1)
        slots = json.load(self.call("GET", f"/links/{token}/slots?from={since}&to={since + timedelta(days=50)}"))
        return [slot["start"] for slot in slots["slots"]]

    def issue(self, calendar, count):
        """Issues links through campaigns; yields their tokens."""
        for done in range(0, count, CAMPAIGN):
            yield from self.campaign(calendar, min(CAMPAIGN, count - done))[1]

    def campaign(self, calendar, count):
        """Creates a campaign, and returns its address and the tokens of its links."""
        rows = self.call("POST", f"/calendars/{calendar}/campaigns", dict(name="yardstick", count=count),
                         "application/x-ndjson")
        return rows.headers["Location"], (json.loads(row)["url"].rsplit("/", 1)[-1] for row in rows)

    def redemptions(self, count):
        """Requests that spend many fresh links once each."""
        tokens = list(self.issue(self.new_calendar(), count))
        starts = self.starts(tokens[0])
        self.stores.settle("oncegate")
        return [f'/api/v1/links/{token}/redemptions\t{{"start":"{starts[n % len(starts)]}",'
                f'"invitee":{INVITEE.format(n)}}}' for n, token in enumerate(tokens)]

    def openings(self, count):
        """Requests that open many fresh links to a typical calendar."""
        return self.openings_of(self.new_calendar(WEEK[:5], ("09:00", "17:00"), 1), count)

    def openings_of_many_times(self, count):
        """The same for a calendar with 47 times a day."""
        return self.openings_of(self.new_calendar(), count)

    def openings_of(self, calendar, count):
        tokens = list(self.issue(calendar, count))
        self.stores.settle("oncegate")
        return [f"/l/{token}" for token in tokens]

    def dead_pages(self, count):
        """A request that opens a spent link."""
        path = self.refusals(1)[0].split("\t")[0]
        return [path.replace("/api/v1/links/", "/l/").removesuffix("/redemptions")]

    def withdrawn(self, count):
        """Requests to redeem the links of a revoked campaign."""
        address, tokens = self.campaign(self.new_calendar(), count)
        requests = [f'/api/v1/links/{token}/redemptions\t{{"start":"2100-01-01T09:00:00Z",'
                    f'"invitee":{INVITEE.format(n)}}}' for n, token in enumerate(tokens)]
        self.call("POST", f"{address[address.index('/campaigns'):]}/revoke")
        self.stores.settle("oncegate")
        return requests

    def stampede(self, count):
        """Requests to redeem one fresh link, each for a different invitee."""
        path, body = self.redemptions(1)[0].split("\t")
        start = json.loads(body)["start"]
        return [f'{path}\t{{"start":"{start}","invitee":{INVITEE.format(n)}}}' for n in range(count)]

    def refusals(self, count):
        """Requests to redeem a spent link."""
        requests = self.stampede(count)
        path, body = requests[0].split("\t")
        self.call("POST", path.removeprefix("/api/v1"), json.loads(body))
        return requests

    def booked(self):
        return self.stores.count("oncegate")

    def broken(self):
        """The faults in the books, according to the gateway's own auditor and meters, and to the tables."""
        time.sleep(7)  # the auditor examines bookings that are over five seconds old
        meters = self.management("/actuator/prometheus").read().decode()
        violations = sum(map(float, re.findall(r"(?m)^oncegate_invariant_violations(?:\{.*?\})? (\S+)", meters)))
        redeemed = sum(map(float, re.findall(
            r'(?m)^oncegate_redemption_seconds_count\{[^}]*outcome="redeemed"[^}]*\} (\S+)', meters)))
        questions = {
            "links booked twice": "select count(*) from (select from booking where link_id is not null"
                                  " and status = 'confirmed' group by link_id having count(*) > 1) as twice",
            "times overbooked": "select count(*) from (select from booking b join calendar c on c.id = b.calendar_id"
                                " where status = 'confirmed' group by c.id, c.owner_id, start_at"
                                " having count(*) > seats_per_slot) as full_up"}
        found = {question: int(self.stores.sql("oncegate", sql)) for question, sql in questions.items()}
        found["oncegate_invariant_violations"] = int(violations)
        found["bookings that were not answered, or the reverse"] = self.booked() - int(redeemed)
        return [f"{self.name}: {question}: {count}" for question, count in found.items() if count]
