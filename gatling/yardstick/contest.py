"""What is measured, for which programs, in which order, and which results are wrong."""
import os
import statistics
import time
from dataclasses import dataclass

import report
from measure import measure
from programs import PROJECT, Gateway, Peer, start_peer
from stores import Stores

STAMPEDE = 5000  # requests a second, all for one link
PACE = 0.7  # as a fraction of the median rate of redemptions
LINKS = 20000  # the minimum to issue for each second of redemptions
MANY, BASELINE = "oncegate, many", "baseline"
# As in the gateway's container: objects that survive two collections are not copied again, which shortens pauses.
COLLECTOR = ("-XX:MaxTenuringThreshold=2", "-XX:-G1UseAdaptiveIHOP")
SETTLED = 0.05  # a program is warm once two consecutive rounds differ by no more than this fraction


@dataclass(frozen=True)
class Contest:
    """A comparison of contenders: what they are asked for, how many different requests, and at which rate.

    Without a number of requests, there is one for each redemption.
    """
    contenders: tuple
    asked: str = "redemptions"
    requests: int = 0
    rate: str = ""

    @property
    def spends(self):
        return self.asked == "redemptions"

    @property
    def refuses(self):
        return self.asked in ("refusals", "withdrawn", "dead_pages")


def cost(*contenders, **asked):
    return Contest((*contenders, BASELINE, "oncegate"), rate="cost", **asked)


CONTESTS = {
    "redemptions": Contest(("mvc", "r2dbc", "pipelined", "batch", "echo", "oncegate")),
    "links": Contest(("oncegate", MANY)),
    "openings": Contest(("echo", "oncegate"), "openings", 10000),
    "refusals": Contest(("mvc", "r2dbc", "oncegate"), "refusals", 1000),
    "stampede": Contest(("mvc", "oncegate"), "stampede", 1000, "stampede"),
    "paced": Contest(("mvc", "batch", "oncegate"), rate="paced"),
    "cost of redemptions": cost("mvc", "batch"),
    "cost of refusals": cost("mvc", "r2dbc", asked="refusals", requests=1000),
    "cost of withdrawn links": cost("mvc", "r2dbc", asked="withdrawn", requests=10000),
    "cost of withdrawn links, each several times": cost("r2dbc", asked="withdrawn", requests=1000),
    "cost of dead pages": cost(asked="dead_pages", requests=1),
    "cost of openings": cost("echo", asked="openings", requests=10000),
    "cost of openings, 47 times a day": cost(asked="openings_of_many_times", requests=10000)}
CHOICES = [*(what for what, contest in CONTESTS.items() if what != "links" and contest.rate != "cost"), "cost"]


def chosen(measures):
    """The contests for some choices, in order: first those at full load, because paces are derived from them."""
    return [what for what in CONTESTS if what in measures or "cost" in measures and CONTESTS[what].rate == "cost"]


class Yardstick:
    """Starts the contenders, suspended, runs them in turn, and collects measurements and faults."""

    def __init__(self, options, directory, stack):
        self.options, self.rows, self.faults = options, [], []
        self.stores = Stores(f"{directory}/stores", options.port, stack)
        java = [options.java, "-Xms1g", "-Xmx1g", *COLLECTOR]
        loops = f"-Dreactor.netty.ioWorkerCount={os.cpu_count()}"
        mvc = start_peer("mvc", java, options.port + 2, self.stores, stack)
        reactive = start_peer("reactive", [*java, loops], options.port + 3, self.stores, stack)
        peers = [Peer("mvc", "/redeem", mvc, self.stores)]
        peers += [Peer(name, f"/{name}", reactive, self.stores) for name in ("r2dbc", "pipelined", "batch", "echo")]
        command = [*java, *options.gateway_options.split(), "-jar"]
        jar = os.path.abspath(options.jar or f"{PROJECT}/target/oncegate.jar")
        self.gateways = [Gateway("oncegate", [*command, jar], options.port + 4, self.stores, stack)]
        if options.links:
            stores = Stores(f"{directory}/many", options.port + 6, stack)
            self.gateways.append(Gateway(MANY, [*command, jar], options.port + 8, stores, stack))
        if options.baseline:
            # Its schema may differ.
            stores = Stores(f"{directory}/baseline", options.port + 10, stack)
            self.gateways.append(Gateway(BASELINE, [*java, "-jar", os.path.abspath(options.baseline)],
                                         options.port + 12, stores, stack))
        self.contenders = {contender.name: contender for contender in [*peers, *self.gateways]}

    def run(self):
        if self.options.links:
            self.fill(self.contenders[MANY])
        contests = chosen(self.options.measure)
        at_once = [what for what in contests if not CONTESTS[what].rate]
        at_a_rate = [what for what in contests if CONTESTS[what].rate]
        self.warm_up([what for what in contests if CONTESTS[what].rate in ("", "cost")])
        for number in range(self.options.rounds):
            for connections in self.options.connections:
                for what in at_once:
                    self.hold(what, connections, number)
        for number in range(self.options.rounds):
            for what in at_a_rate:
                self.hold(what, self.connections(what), number)
        for gateway in self.gateways:
            gateway.program.go_on()
            self.faults += gateway.broken()

    def connections(self, what):
        """Costs are measured with the fewest connections, paces with the most."""
        return (min if CONTESTS[what].rate in ("", "cost") else max)(self.options.connections)

    def fill(self, gateway):
        """Issues the many links, which also takes campaigns."""
        gateway.program.go_on()
        began = time.monotonic()
        issued = sum(1 for _ in gateway.issue(gateway.new_calendar(), self.options.links))
        gateway.program.halt()
        print(f"{issued} links that stay live, issued in {time.monotonic() - began:.0f} s", flush=True)

    def warm_up(self, contests):
        """Runs each at full load until two consecutive rounds differ little, for at most --warmups rounds."""
        last, cold = {}, [(what, name) for what in contests for name in self.names(what)]
        for _ in range(self.options.warmups):
            still_cold = []
            for what, name in cold:
                row = self.once(what, self.contenders[name], self.connections(what), 0)
                print(report.line(dict(row, round=-1)), flush=True)
                figure, before = row["cpu_app"], last.get((what, name))
                if before is None or abs(figure - before) > SETTLED * before:
                    still_cold.append((what, name))
                last[what, name] = figure
            cold = still_cold
        for what, name in cold:
            print(f"not settled after {self.options.warmups} rounds: {what}, {name}", flush=True)

    def names(self, what):
        return [name for name in CONTESTS[what].contenders if name in self.contenders]

    def hold(self, what, connections, number):
        for name in self.names(what):
            row = self.once(what, self.contenders[name], connections, self.rate(what, name))
            row["round"] = number
            print(report.line(row), flush=True)
            self.rows.append(row)
            self.faults += [f"{report.line(row)}: {fault}" for fault in self.wrong(row)]

    def rate(self, what, name):
        """The requests a second, or 0 for as many as the connections can carry."""
        rates = dict(stampede=STAMPEDE, cost=self.options.rate)
        if CONTESTS[what].rate == "paced":
            rates["paced"] = PACE * statistics.median(self.carried(name, self.connections(what)))
        return rates.get(CONTESTS[what].rate, 0)

    def carried(self, name, connections=None):
        return [row["per_s"] for row in self.rows if row["what"] == "redemptions" and row["name"] == name
                and connections in (None, row["connections"])]

    def once(self, what, contender, connections, rate):
        contest = CONTESTS[what]
        highest = max(self.carried(contender.name), default=0)
        requests = contest.requests or round((1.2 * rate or max(LINKS, 1.6 * highest)) * self.options.seconds)
        contender.program.go_on()
        sent = getattr(contender, contest.asked)(requests)
        row = dict(what=what, name=contender.name, connections=connections, rate=rate, requests=requests)
        row.update(measure(contender, sent, connections, self.options.seconds, rate, contest.spends))
        contender.program.halt()
        return row

    def wrong(self, row):
        """Yields the faults of a measurement. Only links are counted for peers, which are not under test."""
        contest = CONTESTS[row["what"]]
        if contest.spends and row["name"] != "echo" and row["answers"] >= row["requests"]:
            yield "there were too few links"
        if row["name"] not in (gateway.name for gateway in self.gateways):
            return
        if row["failed"]:
            yield "requests failed"
        created = row["answers"] - row["refused"]
        expected = 0 if contest.refuses else 1 if row["what"] == "stampede" else row["answers"]
        if created != expected:
            yield "other refusals than there should be"
        bookings = created if contest.spends or row["what"] == "stampede" else 0
        # Requests in progress when the load ended may be booked without being answered.
        under_way = row["connections"] if row["what"] in ("redemptions", "links") else 0
        if not bookings <= row["booked"] <= bookings + under_way:
            yield "other bookings than answers"
