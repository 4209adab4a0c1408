# What SQLite itself needs for what a page of the portal shows: python3 portal_sqlite.py DATABASE SECONDS. A line of JSON for each
# query of the list on standard input (name and SQL, parted by a tab).
import json
import sqlite3
import sys
import time

database, seconds = sys.argv[1], float(sys.argv[2])
store = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
for line in sys.stdin:
    name, sql = line.rstrip("\n").split("\t", 1)
    plan = "; ".join(row[3] for row in store.execute("EXPLAIN QUERY PLAN " + sql))
    times = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        store.execute(sql).fetchall()
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    print(json.dumps({"name": name, "per_s": round(1000 * len(times) / sum(times)), "p99_ms": round(times[len(times) * 99 // 100], 2), "plan": plan}), flush=True)
