// The machines' keys that this browser has seen, as ssh keeps known_hosts: public keys only, in the storage of this
// appliance's own pages. Another browser, and another name of the appliance, has its own list.
export interface Pin {
  key: string; // base64url
  since: number; // Date.now() when it was first seen here
}

export type PinStorage = Pick<Storage, 'getItem' | 'setItem'>;

const itemOf = (machineId: string) => `gatehouse.key.${machineId}`;

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

  private stored(machineId: string): string | null {
    try {
      return this.storage().getItem(itemOf(machineId));
    } catch {
      return null;
    }
  }
}

// A pin as it was stored; nothing for what is none.
export function readPin(stored: string | null): Pin | undefined {
  try {
    const { key, since } = JSON.parse(stored ?? '{}') as Partial<Pin>;
    return typeof key === 'string' && typeof since === 'number' ? { key, since } : undefined;
  } catch {
    return undefined;
  }
}
