"""Reports measurements as lines and tables."""
import os
import platform
import statistics
import subprocess

from programs import PROJECT

FIGURES = ("per_s", "p50", "p99", "late", "cpu", "cpu_app", "cpu_redis", "cpu_postgres", "instructions", "busy", "booked")
# Which programs the others are compared to in each contest, if they take part.
REFERENCES = {
    "redemptions": ("mvc", "batch"), "links": ("oncegate",), "openings": ("echo",), "refusals": ("mvc", "r2dbc"),
    "stampede": ("mvc",), "paced": ("mvc", "batch"), "cost of redemptions": ("mvc", "batch", "baseline"),
    "cost of refusals": ("mvc", "r2dbc", "baseline"), "cost of withdrawn links": ("mvc", "r2dbc", "baseline"),
    "cost of withdrawn links, each several times": ("r2dbc", "baseline"),
    "cost of openings": ("echo", "baseline")}


def output(*command):
    result = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT)
    return (result.stdout or result.stderr).strip()


def commit():
    if subprocess.run(["git", "rev-parse"], cwd=PROJECT, capture_output=True).returncode:
        return "unknown"
    changed = output("git", "status", "--porcelain", "--untracked-files=no")
    return output("git", "log", "-1", "--format=%h %cs %s") + (", changed" if changed else "")


def about(java, stores):
    """Describes the machine and the versions measured."""
    with open("/proc/cpuinfo") as lines:
        models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    files = output("df", "--output=fstype", stores.directory).split()[-1]
    return "\n".join((
        f"machine  {os.cpu_count()} x {(models or [platform.machine()])[0]}, {memory:.0f} GiB,"
        f" Linux {platform.release()}, stores on {files}",
        f"JDK      {output(java, '-version').splitlines()[1]}",
        f"stores   {stores.versions()}; load from {output('wrk', '-v').split(' Copyright')[0]}",
        f"commit   {commit()}"))


def line(row):
    number = f"round {row['round'] + 1}" if row["round"] >= 0 else "warm-up"
    return (f"{number}  {row['what']:11} {row['connections']:4} {row['name']:14} {row['per_s']:8.0f}/s"
            f"  p50 {row['p50']:7.2f} ms  p99 {row['p99']:7.2f} ms  CPU {row['cpu']:.3f} ({row['cpu_app']:.3f}"
            f" {row['cpu_redis']:.4f} {row['cpu_postgres']:.3f})  busy {row['busy']:.0f} %  booked {row['booked']}")


def table(rows):
    """The medians of each contest, also as multiples of those of the reference programs."""
    groups = {}
    for row in rows:
        groups.setdefault((row["what"], row["connections"]), {}).setdefault(row["name"], []).append(row)
    return "\n\n".join(contest(what, connections, by_name) for (what, connections), by_name in groups.items())


def contest(what, connections, by_name):
    medians = {name: {figure: statistics.median(row[figure] for row in rows) for figure in FIGURES}
               for name, rows in by_name.items()}
    references = [name for name in REFERENCES.get(what, ("baseline",)) if name in by_name]
    lines = [f"{what}, {connections} connections",
             "".join((f"  {'':14} {'per s':>8}", *(f" {'x ' + name:>9}" for name in references),
                      f" {'p50 ms':>8} {'p99 ms':>8} {'late ms':>8}   {'CPU s':>6}",
                      *(f" {'x ' + name:>9}" for name in references),
                      f"   {'app':>6} {'redis':>6} {'postgres':>8} {'k instr.':>8}   {'busy %':>6} {'booked':>8}"))]
    for name, of in medians.items():
        times = {figure: "".join(f" {ratio(of[figure], medians[reference][figure]):>9}" for reference in references)
                 for figure in ("per_s", "cpu")}
        lines.append(f"  {name:14} {of['per_s']:8.0f}{times['per_s']} {of['p50']:8.2f} {of['p99']:8.2f}"
                     f" {of['late']:8.0f}   {of['cpu']:6.3f}{times['cpu']}   {of['cpu_app']:6.3f}"
                     f" {of['cpu_redis']:6.4f} {of['cpu_postgres']:8.3f} {count(of['instructions']):>8}"
                     f"   {of['busy']:6.0f} {of['booked']:8.0f}")
    return "\n".join(lines)


def count(instructions):
    return f"{instructions:.0f}" if instructions else "-"


def ratio(one, other):
    return f"{one / other:.2f}" if other else "-"
