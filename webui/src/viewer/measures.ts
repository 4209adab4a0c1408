const LASTS_MS = 1000;
const CAP = 240;

// What was measured within the last second.
export class Recent {
  private values: { at: number; value: number }[] = [];

  add(value: number, now: number): void {
    this.values = [...this.values.slice(1 - CAP).filter(({ at }) => now - at < LASTS_MS), { at: now, value }];
  }

  median(now: number): number | undefined {
    return median(this.values.filter(({ at }) => now - at < LASTS_MS).map(({ value }) => value));
  }
}

const REST_MS = 250;
const PATIENCE_MS = 2000;
const KEPT = 5;

// How long it takes from a key or a click to the next picture. Measured only where the screen was at rest before: what else moves
// there would answer for it.
export class Reaction {
  private since: number | undefined;
  private drawnAt = -Infinity;
  private taken: number[] = [];

  acted(now: number): void {
    if (this.since !== undefined && now - this.since < PATIENCE_MS) return;
    this.since = now - this.drawnAt < REST_MS ? undefined : now;
  }

  drawn(now: number): void {
    if (this.since !== undefined && now - this.since < PATIENCE_MS) this.taken = [...this.taken.slice(1 - KEPT), now - this.since];
    this.since = undefined;
    this.drawnAt = now;
  }

  // Of the last few; nothing: there was none.
  get median(): number | undefined {
    return median(this.taken);
  }
}

function median(values: number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
