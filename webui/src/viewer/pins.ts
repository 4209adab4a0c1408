// The machines' keys that this browser has seen, as ssh keeps known_hosts: public keys only, in the storage of this
// appliance's own pages. Another browser, and another name of the appliance, has its own list.
export interface Pin {
  key: string; // base64url
  since: number; // Date.now() when it was first seen here
}

export type PinStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'gatehouse.key.';
const itemOf = (machineId: string) => PREFIX + machineId;

export class Pins {
  // What was remembered on this page: all there is where the browser stores nothing.
  private readonly here = new Map<string, Pin>();

  // `storage` may throw, also when it is asked for: browsers can be told to store nothing.
  constructor(private readonly storage: () => PinStorage) {}

  // Nothing: this browser has not seen a key of this machine.
  get(machineId: string): Pin | undefined {
    return this.here.get(machineId) ?? readPin(this.stored(machineId));
  }

  // From now on this is the machine's key. One that is known already keeps its date. False: only until the page is left.
  remember(machineId: string, key: string): boolean {
    const known = this.get(machineId);
    const pin = known?.key === key ? known : { key, since: Date.now() };
    const text = JSON.stringify(pin);
    try {
      if (this.stored(machineId) !== text) this.storage().setItem(itemOf(machineId), text);
      this.here.delete(machineId);
      return true;
    } catch {
      this.here.set(machineId, pin);
      return false;
    }
  }

  // Of every machine, the latest first.
  all(): { machineId: string; pin: Pin }[] {
    const machines = [...new Set([...this.here.keys(), ...this.storedMachines()])];
    return machines
      .flatMap((machineId) => {
        const pin = this.get(machineId);
        return pin ? [{ machineId, pin }] : [];
      })
      .sort((one, other) => other.pin.since - one.pin.since);
  }

  // As if this browser had never been at this machine. Throws where the browser lets nothing be changed.
  forget(machineId: string): void {
    this.here.delete(machineId);
    if (this.stored(machineId) !== null) this.storage().removeItem(itemOf(machineId));
  }

  private storedMachines(): string[] {
    try {
      const storage = this.storage();
      const items = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
      return items.filter((item) => item.startsWith(PREFIX)).map((item) => item.slice(PREFIX.length));
    } catch {
      return [];
    }
  }

  private stored(machineId: string): string | null {
    try {
      return this.storage().getItem(itemOf(machineId));
    } catch {
      return null;
    }
  }
}

const LAST_DAY = 8.64e15; // that a Date can hold

// A pin as it was stored; nothing for what is none.
export function readPin(stored: string | null): Pin | undefined {
  try {
    const { key, since } = JSON.parse(stored ?? '{}') as Partial<Pin>;
    return typeof key === 'string' && typeof since === 'number' && Math.abs(since) <= LAST_DAY ? { key, since } : undefined;
  } catch {
    return undefined;
  }
}

// This browser's.
export const knownKeys = new Pins(() => localStorage);
