"""One measurement: a load on one program while the others are suspended, what it booked, and what it cost."""
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
    """Sends requests for some seconds: at the given rate, or as many as the connections can carry."""
    paced = [f"{rate:.3f}", str(round(rate * seconds))] if rate else []
    # The last answers to a paced load get some time after it is sent.
    wrk = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds + 2 if rate else seconds}s", "--timeout",
                          "10s", "-s", f"{HERE}/load.lua", f"http://127.0.0.1:{port}", *paced],
                         input="\n".join(requests).encode(), capture_output=True)
    try:
        result = json.loads(wrk.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise SystemExit(f"wrk: {wrk.stdout.decode()}{wrk.stderr.decode()}") from None
    return dict(result, seconds=seconds) if rate else result


def stat(pid):
    """The parent of a process, and the CPU seconds of its children that have ended."""
    with open(f"/proc/{pid}/stat") as fields:
        fields = fields.read().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[13:15])) / TICKS


def clock(pid):
    """The CPU seconds of a process, to the nanosecond, by the kernel's clock for it."""
    return time.clock_gettime(~pid << 3 | 2)


def family(root):
    """A process and its descendants, each with the CPU seconds of its children that have ended."""
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
    """The CPU seconds of a process and its descendants."""
    seconds = 0
    for pid, ended in family(root).items():
        try:
            seconds += ended + clock(pid)
        except OSError:
            continue
    return seconds


def processors():
    """The ticks that all processors were busy, and all ticks, since the machine started."""
    with open("/proc/stat") as lines:
        user, nice, system, idle, waiting, *others = map(int, lines.readline().split()[1:9])
    busy = user + nice + system + sum(others)
    return busy, busy + idle + waiting


class Busy:
    """How busy the processors are in percent, for some seconds from now on."""

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
    """Counts the instructions of a process and its descendants from now on, if the kernel does; otherwise counts 0."""

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
    """Measures one contender. Costs are CPU seconds per 1,000 bookings, or else per 1,000 answers."""
    program, stores = contender.program, contender.stores
    processes = dict(zip(PARTS, (program.process.pid, stores.redis.pid, stores.postgres.pid)))
    booked = contender.booked()
    time.sleep(1)  # for the work that it could not do while it was suspended
    counting = [Instructions(pid) for pid in processes.values()]
    before, busy = {part: cpu(pid) for part, pid in processes.items()}, Busy(seconds)
    result = send(requests, program.port, connections, seconds, rate)
    spent = {part: cpu(pid) - before[part] for part, pid in processes.items()}
    result["busy"] = busy.percent()
    # In thousands, and later divided by the number of single bookings or answers.
    counted = sum(count.stop() for count in counting) / 1000
    time.sleep(1)  # for requests in progress when wrk disconnected
    result["booked"] = contender.booked() - booked
    done = result["booked"] if per_booking and contender.books else result["answers"]
    result["per_s"] = done / result["seconds"]
    for part, cost in spent.items():
        result["cpu_" + part] = 1000 * cost / max(done, 1)
    result["cpu"] = 1000 * sum(spent.values()) / max(done, 1)
    result["instructions"] = counted / max(done, 1)
    return result
