"""What is measured, of whom, in which order, and what must not come out."""
import os
import time
from dataclasses import dataclass

import report
from measure import measure
from programs import PROJECT, Gateway, Peer, start_peer
from stores import Stores

STAMPEDE = 5000  # requests a second for one link
PACE = 0.7  # of the highest rate of redemptions
LINKS = 20000  # made for a second of redemptions, at least
MANY = "oncegate, many"


@dataclass(frozen=True)
class Contest:
    """Contenders, what they are asked for, and how many different requests if not one for each redemption."""
    contenders: tuple
    asked: str = "redemptions"
    requests: int = 0

    @property
    def spends(self):
        return self.asked == "redemptions"


CONTESTS = dict(
    redemptions=Contest(("mvc", "r2dbc", "pipelined", "batch", "echo", "oncegate")),
    links=Contest(("oncegate", MANY)),
    openings=Contest(("echo", "oncegate"), "openings", 10000),
    refusals=Contest(("mvc", "r2dbc", "oncegate"), "refusals", 1000),
    stampede=Contest(("mvc", "oncegate"), "stampede", 1000),
    paced=Contest(("mvc", "batch", "oncegate")))
AT_A_RATE = ("stampede", "paced")


class Yardstick:
    """Starts the contenders, halted, lets them run in turn, and keeps what was measured and what was wrong."""

    def __init__(self, options, directory, stack):
        self.options, self.rows, self.faults, self.highest = options, [], [], {}
        self.stores = Stores(f"{directory}/stores", options.port, stack)
        java = [options.java, "-Xms1g", "-Xmx1g"]
        loops = f"-Dreactor.netty.ioWorkerCount={os.cpu_count()}"
        mvc = start_peer("mvc", java, options.port + 2, self.stores, stack)
        reactive = start_peer("reactive", [*java, loops], options.port + 3, self.stores, stack)
        peers = [Peer("mvc", "/redeem", mvc, self.stores)]
        peers += [Peer(name, f"/{name}", reactive, self.stores) for name in ("r2dbc", "pipelined", "batch", "echo")]
        command = [*java, *options.gateway_options.split(), "-jar",
                   os.path.abspath(options.jar or f"{PROJECT}/target/oncegate.jar")]
        self.gateways = [Gateway("oncegate", command, options.port + 4, self.stores, stack)]
        if options.links:
            stores = Stores(f"{directory}/many", options.port + 6, stack)
            self.gateways.append(Gateway(MANY, command, options.port + 8, stores, stack))
        self.contenders = {contender.name: contender for contender in [*peers, *self.gateways]}

    def run(self):
        if self.options.links:
            self.fill(self.gateways[-1])
        for number in range(-self.options.warmups, self.options.rounds):
            self.round(number)
        for gateway in self.gateways:
            gateway.program.go_on()
            self.faults += gateway.broken()

    def fill(self, gateway):
        """Issues the many links, through campaigns too."""
        gateway.program.go_on()
        began = time.monotonic()
        issued = sum(1 for _ in gateway.issue(gateway.new_calendar(), self.options.links))
        gateway.program.halt()
        print(f"{issued} links that stay live, issued in {time.monotonic() - began:.0f} s", flush=True)

    def round(self, number):
        """Measures everything once; rounds before 0 warm up."""
        warms_up = number < 0
        chosen = [what for what in CONTESTS if what in self.options.measure]
        for connections in self.options.connections[:1] if warms_up else self.options.connections:
            for what in chosen:
                if what not in AT_A_RATE:
                    self.hold(number, what, connections)
        for what in chosen:
            if what in AT_A_RATE and not warms_up:
                self.hold(number, what, max(self.options.connections))

    def hold(self, number, what, connections):
        for name in CONTESTS[what].contenders:
            row = self.once(what, self.contenders[name], connections)
            row["round"] = number
            print(report.line(row), flush=True)
            if number >= 0:
                self.rows.append(row)
                self.faults += [f"{report.line(row)}: {fault}" for fault in self.wrong(row)]

    def once(self, what, contender, connections):
        contest, highest = CONTESTS[what], self.highest.get(contender.name, 0)
        rate = dict(stampede=STAMPEDE, paced=PACE * highest).get(what, 0)
        requests = contest.requests or round((1.2 * rate or max(LINKS, 1.6 * highest)) * self.options.seconds)
        contender.program.go_on()
        sent = getattr(contender, contest.asked)(requests)
        row = dict(what=what, name=contender.name, connections=connections, rate=rate, requests=requests)
        row.update(measure(contender, sent, connections, self.options.seconds, rate, contest.spends))
        contender.program.halt()
        if contest.spends and not rate:
            self.highest[contender.name] = max(self.highest.get(contender.name, 0), row["per_s"])
        return row

    def wrong(self, row):
        """Says what must not be; peers may lose count, for they are not what is being tried."""
        if CONTESTS[row["what"]].spends and row["name"] != "echo" and row["answers"] >= row["requests"]:
            yield "there were too few links"
        if row["name"] not in (gateway.name for gateway in self.gateways):
            return
        if row["failed"]:
            yield "requests failed"
        created = row["answers"] - row["refused"]
        expected = dict(refusals=0, stampede=1).get(row["what"], row["answers"])
        if created != expected:
            yield "other refusals than there should be"
        bookings = 0 if row["what"] == "openings" else created
        # What was under way when the load ended is booked, with nobody left to answer.
        under_way = row["connections"] if row["what"] in ("redemptions", "links") else 0
        if not bookings <= row["booked"] <= bookings + under_way:
            yield "other bookings than answers"
