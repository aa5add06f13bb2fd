"""One measurement: a load on one program while the others are halted, what it booked, and what it cost."""
import functools
import json
import os
import shutil
import signal
import subprocess
import threading
import time

from stores import HERE

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("app", "redis", "postgres")
EVENT = "instructions:u"


def send(requests, port, connections, seconds, rate):
    """Sends requests for some seconds: as many as the connections carry, or with a rate just so many."""
    paced = [f"{rate:.3f}", str(round(rate * seconds))] if rate else []
    # When all of a paced load is sent, the last answers still have time.
    wrk = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds + 2 if rate else seconds}s", "--timeout",
                          "10s", "-s", f"{HERE}/load.lua", f"http://127.0.0.1:{port}", *paced],
                         input="\n".join(requests).encode(), capture_output=True)
    try:
        result = json.loads(wrk.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise SystemExit(f"wrk: {wrk.stdout.decode()}{wrk.stderr.decode()}") from None
    return dict(result, seconds=seconds) if rate else result


def stat(pid):
    """The parent of a process, and the CPU seconds of those of its children that have ended."""
    with open(f"/proc/{pid}/stat") as fields:
        fields = fields.read().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[13:15])) / TICKS


def clock(pid):
    """The CPU seconds of a process, to the nanosecond: the kernel has a clock for each."""
    return time.clock_gettime(~pid << 3 | 2)


def family(root):
    """A process and all that it started, each with the CPU seconds of its children that have ended."""
    parents, ended = {}, {}
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        try:
            parents[pid], ended[pid] = stat(pid)
        except OSError:
            continue  # it has ended meanwhile

    def belongs(pid):
        return pid == root or pid in parents and belongs(parents[pid])

    return {pid: seconds for pid, seconds in ended.items() if belongs(pid)}


def cpu(root):
    """The CPU seconds of a process and all that it started."""
    seconds = 0
    for pid, ended in family(root).items():
        try:
            seconds += ended + clock(pid)
        except OSError:
            continue
    return seconds


def processors():
    """The ticks that all processors were busy, and those that there were."""
    with open("/proc/stat") as lines:
        user, nice, system, idle, waiting, *others = map(int, lines.readline().split()[1:9])
    busy = user + nice + system + sum(others)
    return busy, busy + idle + waiting


class Busy:
    """How busy the processors are in the seconds that begin now, in percent."""

    def __init__(self, seconds):
        self.began, self.ended = processors(), None
        self.timer = threading.Timer(seconds, self.end)
        self.timer.start()

    def end(self):
        self.ended = processors()

    def percent(self):
        self.timer.join()
        busy, there = (end - begin for begin, end in zip(self.began, self.ended))
        return 100 * busy / max(there, 1)


@functools.cache
def counts_instructions():
    """Tells whether the kernel counts instructions; many virtual machines do not."""
    if not shutil.which("perf"):
        return False
    tried = subprocess.run(["perf", "stat", "-x,", "-e", EVENT, "true"], capture_output=True, text=True)
    return tried.returncode == 0 and tried.stderr.split(",")[0].isdigit()


class Instructions:
    """Counts what some processes and their children execute, from its creation on, where the kernel offers that."""

    def __init__(self, root):
        pids = ",".join(map(str, family(root)))
        self.perf = subprocess.Popen(["perf", "stat", "-x,", "-e", EVENT, "-p", pids], stderr=subprocess.PIPE,
                                     text=True) if counts_instructions() else None

    def stop(self):
        if not self.perf:
            return 0
        self.perf.send_signal(signal.SIGINT)
        counted = self.perf.communicate()[1].strip().split("\n")[-1].split(",")[0]
        return int(counted) if counted.isdigit() else 0


def measure(contender, requests, connections, seconds, rate, per_booking):
    """Measures one contender; costs are CPU seconds for 1,000 bookings, or else for 1,000 answers."""
    program, stores = contender.program, contender.stores
    processes = dict(zip(PARTS, (program.process.pid, stores.redis.pid, stores.postgres.pid)))
    booked = contender.booked()
    time.sleep(1)  # whatever it put off while it was halted
    counting = [Instructions(pid) for pid in processes.values()]
    before, busy = {part: cpu(pid) for part, pid in processes.items()}, Busy(seconds)
    result = send(requests, program.port, connections, seconds, rate)
    spent = {part: cpu(pid) - before[part] for part, pid in processes.items()}
    result["busy"] = busy.percent()
    # Of one: thousands.
    counted = sum(count.stop() for count in counting) / 1000
    time.sleep(1)  # for what was under way when wrk hung up
    result["booked"] = contender.booked() - booked
    done = result["booked"] if per_booking and contender.books else result["answers"]
    result["per_s"] = done / result["seconds"]
    for part, cost in spent.items():
        result["cpu_" + part] = 1000 * cost / max(done, 1)
    result["cpu"] = 1000 * sum(spent.values()) / max(done, 1)
    result["instructions"] = counted / max(done, 1)
    return result
