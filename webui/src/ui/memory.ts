// What this browser keeps for somebody who signs in here: small things that make the pages theirs. Never a secret, and
// nothing that matters when it is lost. Another person who signs in at this browser has their own.
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'gatehouse.kept.1.'; // another number when what is kept is written differently
const LONGEST = 16_384;

export class Memory {
  // `store` may throw, also when it is asked for: browsers can be told to store nothing.
  constructor(private readonly store: () => Store) {}

  // Anything may stand there, written by an older version or by hand: `read` makes something useful of it. It is given
  // undefined where nothing was kept.
  get<T>(user: string, what: string, read: (kept: unknown) => T): T {
    try {
      const text = this.store().getItem(itemOf(user, what));
      return read(text === null || text.length > LONGEST ? undefined : JSON.parse(text));
    } catch {
      return read(undefined);
    }
  }

  // undefined: keeps nothing any more.
  set(user: string, what: string, value: unknown): void {
    try {
      if (value === undefined) this.store().removeItem(itemOf(user, what));
      else this.store().setItem(itemOf(user, what), JSON.stringify(value));
    } catch {
      // then it holds until the page is left
    }
  }

  // Whatever begins like this, of whomever.
  forget(what: string): void {
    try {
      const store = this.store();
      const items = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
      for (const item of items) if (item.startsWith(PREFIX) && afterUser(item).startsWith(what)) store.removeItem(item);
    } catch {
      // nothing was kept there
    }
  }
}

const itemOf = (user: string, what: string) => `${PREFIX}${encodeURIComponent(user).replaceAll('.', '%2E')}.${what}`;
const afterUser = (item: string) => item.slice(item.indexOf('.', PREFIX.length) + 1);

// Until it is forgotten.
export const memory = new Memory(() => localStorage);
// As long as this tab.
export const tabMemory = new Memory(() => sessionStorage);

// What tells where somebody was, and what they looked for: it goes when they go.
export const TRACES = 'trace.';
export function forgetTraces(): void {
  memory.forget(TRACES);
  tabMemory.forget(TRACES);
}
