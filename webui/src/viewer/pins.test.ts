import { describe, expect, it, vi } from 'vitest';

import { Pins, readPin, type PinStorage } from './pins';

function stored(): PinStorage & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  };
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

  it('are listed, the latest first, and nothing else that is stored', () => {
    const storage = stored();
    storage.setItem('gatehouse.view', '{}');
    storage.setItem('gatehouse.key.5', 'damaged');
    storage.setItem('gatehouse.key.6', JSON.stringify({ key: 'six', since: 1 }));
    storage.setItem('gatehouse.key.7', JSON.stringify({ key: 'seven', since: 2 }));
    expect(new Pins(() => storage).all()).toEqual([
      { machineId: '7', pin: { key: 'seven', since: 2 } },
      { machineId: '6', pin: { key: 'six', since: 1 } },
    ]);
  });

  it('are forgotten one by one, and met anew after that', () => {
    const storage = stored();
    const pins = new Pins(() => storage);
    pins.remember('6', 'six');
    pins.remember('7', 'seven');
    pins.forget('7');
    pins.forget('8');
    expect([...storage.items.keys()]).toEqual(['gatehouse.key.6']);
    expect(pins.get('7')).toBeUndefined();
  });

  it('that hold for the page alone are listed and forgotten, too', () => {
    const pins = new Pins(() => {
      throw new DOMException('no', 'SecurityError');
    });
    pins.remember('7', 'a key');
    expect(pins.all().map(({ machineId }) => machineId)).toEqual(['7']);
    pins.forget('7');
    expect(pins.all()).toEqual([]);
  });

  it('say it when they can’t be forgotten', () => {
    const storage = stored();
    const pins = new Pins(() => storage);
    pins.remember('7', 'a key');
    storage.removeItem = () => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(() => pins.forget('7')).toThrow();
    expect(pins.get('7')?.key).toBe('a key');
  });

  it.each([null, '', '{', '[]', 'null', '7', '{"key":7,"since":1}', '{"key":"a"}', '{"key":"a","since":1e300}'])('take %s for no pin', (text) => {
    expect(readPin(text)).toBeUndefined();
  });
});
