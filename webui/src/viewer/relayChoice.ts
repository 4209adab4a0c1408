import type { Connection } from '../api/client';
import { relayUrl } from './link';

export type Relay = Connection['relays'][number];

// Of one small request from this browser to an origin ('': the appliance's own), in milliseconds. Throws when there is no answer.
export type Measure = (origin: string) => Promise<number>;

// A choice never waits longer than this.
const PATIENCE_MS = 400;
const KEPT_MS = 600_000;
// For so long a relay that did not answer, or broke a session, is not asked again.
const AVOIDED_MS = 60_000;

const APPLIANCE = '';

// By which relay a session goes: the one with the shortest way from the machine to this browser, and the appliance itself
// unless another is known to be shorter. What was measured is remembered, so that the next choice costs nothing.
export class RelayChoice {
  private readonly known = new Map<string, { milliseconds: number | undefined; until: number }>();
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly measure: Measure) {}

  // Nothing: by the appliance.
  async choose({ from_machine_ms, relays }: Connection): Promise<Relay | undefined> {
    const usable = relays.filter((relay) => relayUrl(relay.stream_url, relay.address) !== undefined);
    if (from_machine_ms === null || usable.length === 0) return undefined;
    const toAppliance = this.learn(APPLIANCE);
    const toRelays = Promise.all(usable.map((relay) => this.learn(originOf(relay))));
    // Where no relay is within reach there is nothing to compare: a page that was loaded before they joined may not ask them.
    const isReached = (relay: Relay) => this.roundTrip(originOf(relay)) !== undefined;
    await atMost(PATIENCE_MS, toRelays.then(() => (usable.some(isReached) ? toAppliance : undefined)));

    // Still on its way, it takes at least so long.
    const own = this.roundTrip(APPLIANCE) ?? (this.running.has(APPLIANCE) ? PATIENCE_MS : undefined);
    if (own === undefined) return undefined;
    let chosen: Relay | undefined;
    let shortest = from_machine_ms + own;
    for (const relay of usable) {
      const toRelay = this.roundTrip(originOf(relay));
      if (toRelay === undefined || relay.from_machine_ms === null) continue;
      const whole = relay.from_machine_ms + toRelay;
      if (whole >= shortest) continue;
      shortest = whole;
      chosen = relay;
    }
    return chosen;
  }

  // A session did not get through, or broke.
  avoid(relay: Relay): void {
    this.known.set(originOf(relay), { milliseconds: undefined, until: Date.now() + AVOIDED_MS });
  }

  private roundTrip(origin: string): number | undefined {
    return this.known.get(origin)?.milliseconds;
  }

  private async learn(origin: string): Promise<void> {
    if ((this.known.get(origin)?.until ?? 0) > Date.now()) return;
    this.known.delete(origin);
    let run = this.running.get(origin);
    if (!run) {
      run = this.measure(origin)
        .then((milliseconds) => void this.known.set(origin, { milliseconds, until: Date.now() + KEPT_MS }))
        .catch(() => void this.known.set(origin, { milliseconds: undefined, until: Date.now() + AVOIDED_MS }))
        .finally(() => this.running.delete(origin));
      this.running.set(origin, run);
    }
    await run;
  }
}

const UNANSWERED_MS = 3_000;

// Asks twice and takes the second: the first has the handshakes in it.
export const measureRoundTrip: Measure = async (origin) => {
  const signal = AbortSignal.timeout(UNANSWERED_MS);
  const ask = () => fetch(`${origin}/healthz`, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal });
  await ask();
  const start = performance.now();
  await ask();
  return performance.now() - start;
};

function originOf({ address }: Relay): string {
  return `https://${address}`;
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}
