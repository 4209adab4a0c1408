import { describe, expect, it, vi } from 'vitest';

import { Pins, readPin, type PinStorage } from './pins';

function stored(): PinStorage & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return { items, getItem: (name) => items.get(name) ?? null, setItem: (name, text) => void items.set(name, text) };
}

describe('Pins', () => {
  it('know a machine again on another page of this browser, by its number alone', () => {
    const storage = stored();
    expect(new Pins(() => storage).remember('7', 'a key')).toBe(true);
    const later = new Pins(() => storage);
    expect(later.get('7')?.key).toBe('a key');
    expect(later.get('77')).toBeUndefined();
  });

  it('keep the day of the first contact, and begin anew with another key', () => {
    vi.useFakeTimers({ now: 1000 });
    const storage = stored();
    const pins = new Pins(() => storage);
    pins.remember('7', 'a key');
    vi.setSystemTime(2000);
    pins.remember('7', 'a key');
    expect(pins.get('7')).toEqual({ key: 'a key', since: 1000 });
    pins.remember('7', 'another');
    expect(pins.get('7')).toEqual({ key: 'another', since: 2000 });
    vi.useRealTimers();
  });

  it('hold for the page, and say so, where the browser stores nothing', () => {
    const pins = new Pins(() => {
      throw new DOMException('no', 'SecurityError');
    });
    expect(pins.get('7')).toBeUndefined();
    expect(pins.remember('7', 'a key')).toBe(false);
    expect(pins.get('7')?.key).toBe('a key');
  });

  it('let a key be trusted where the old one can be read and nothing written', () => {
    const storage = stored();
    const pins = new Pins(() => storage);
    pins.remember('7', 'old');
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    expect(pins.remember('7', 'new')).toBe(false);
    expect(pins.get('7')?.key).toBe('new');
  });

  it.each([null, '', '{', '[]', 'null', '7', '{"key":7,"since":1}', '{"key":"a"}'])('take %s for no pin', (text) => {
    expect(readPin(text)).toBeUndefined();
  });
});
