import { describe, expect, it } from 'vitest';

import type { Connection } from '../api/client';
import { toBase64Url } from '../seal/base64url';
import { keyFingerprint } from '../seal/fingerprint';
import { checkKey, KeyChangedError, sealOf } from './deviceKey';
import { Pins } from './pins';

const OLD = toBase64Url(new Uint8Array(32).fill(1));
const NEW = toBase64Url(new Uint8Array(32).fill(2));
const NEW_FINGERPRINT = await keyFingerprint(new Uint8Array(32).fill(2));
const HASH = new Uint8Array(32);

function offer(device_key: string, record: { device_key_fingerprint?: string; offered_device_key_fingerprint?: string } = {}) {
  return { device_key, client: { id: '7', offered_device_key_fingerprint: null, ...record } } as Connection;
}

function pinsWith(key?: string): Pins {
  const items = new Map<string, string>();
  const pins = new Pins(() => ({
    length: 0,
    key: () => null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  }));
  if (key) pins.remember('7', key);
  return pins;
}

async function changeOf(connection: Connection, pins: Pins) {
  const error: unknown = await checkKey(connection, pins).catch((thrown: unknown) => thrown);
  if (!(error instanceof KeyChangedError)) throw new Error(`no change, but ${String(error)}`);
  return error.change;
}

describe('the key of a machine', () => {
  it('has the fingerprint that the appliance shows', async () => {
    // As tests/unit/seal/noise_test.cpp has it.
    expect(await keyFingerprint(new Uint8Array(32))).toBe('6668 7aad f862 bd77 6c8f c18b 8e9f 8e20 0897 1485');
  });

  it('is good when this browser knows none, or this one', async () => {
    await checkKey(offer(NEW), pinsWith());
    await checkKey(offer(NEW), pinsWith(NEW));
  });

  it('is remembered only when the machine has proved that it has it', async () => {
    const pins = pinsWith();
    await checkKey(offer(NEW), pins);
    expect(pins.get('7')).toBeUndefined();
    expect(await sealOf(offer(NEW), HASH, pins)).toMatchObject({
      comparisonCode: '0000-0000',
      fingerprint: NEW_FINGERPRINT,
      isFirstContact: true,
      isRemembered: true,
    });
    expect(pins.get('7')?.key).toBe(NEW);
    expect(await sealOf(offer(NEW), HASH, pins)).toMatchObject({ isFirstContact: false });
  });

  it('is shown beside the one this browser knows when it is another', async () => {
    const pins = pinsWith(OLD);
    const change = await changeOf(offer(NEW, { device_key_fingerprint: NEW_FINGERPRINT }), pins);
    expect(change.known.fingerprint).toBe(await keyFingerprint(new Uint8Array(32).fill(1)));
    expect(change.offered).toEqual({ fingerprint: NEW_FINGERPRINT, key: NEW });
    expect(change.isVouchedFor).toBe(true);
    expect(pins.get('7')?.key).toBe(OLD); // nobody has said yes
  });

  it.each([
    ['another than in its record', { device_key_fingerprint: 'ffff ffff' }],
    ['one while another waits there', { device_key_fingerprint: NEW_FINGERPRINT, offered_device_key_fingerprint: 'ffff' }],
    ['one of which the record says nothing', {}],
  ])('is not vouched for when the appliance hands out %s', async (_, record) => {
    expect((await changeOf(offer(NEW, record), pinsWith(OLD))).isVouchedFor).toBe(false);
  });

  it('is another than what this browser stored, whatever that was', async () => {
    expect((await changeOf(offer(NEW), pinsWith('§'))).known.fingerprint).toBe('');
  });
});
