"""One measurement: a load on one program while the others are halted, what it booked, and what it cost."""
import json
import os
import subprocess
import time

from stores import HERE

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("app", "redis", "postgres")


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


def times(pid):
    """The parent of a process, and its CPU seconds with those of its children that have ended."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / TICKS


def cpu(root):
    """The CPU seconds of a process and all that it started."""
    parents, seconds = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(pid)], seconds[int(pid)] = times(pid)
        except OSError:
            continue  # it has ended meanwhile

    def belongs(pid):
        return pid == root or pid in parents and belongs(parents[pid])

    return sum(spent for pid, spent in seconds.items() if belongs(pid))


def measure(contender, requests, connections, seconds, rate, per_booking):
    """Measures one contender; costs are CPU seconds per 1,000 bookings, or else per 1,000 answers."""
    program, stores = contender.program, contender.stores
    processes = dict(zip(PARTS, (program.process.pid, stores.redis.pid, stores.postgres.pid)))
    booked = contender.booked()
    time.sleep(1)  # whatever it put off while it was halted
    before = {part: cpu(pid) for part, pid in processes.items()}
    result = send(requests, program.port, connections, seconds, rate)
    spent = {part: cpu(pid) - before[part] for part, pid in processes.items()}
    time.sleep(1)  # for what was under way when wrk hung up
    result["booked"] = contender.booked() - booked
    done = result["booked"] if per_booking and contender.books else result["answers"]
    result["per_s"] = done / result["seconds"]
    for part, cost in spent.items():
        result["cpu_" + part] = 1000 * cost / max(done, 1)
    result["cpu"] = 1000 * sum(spent.values()) / max(done, 1)
    return result
