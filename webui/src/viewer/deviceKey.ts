import type { Connection, Machine } from '../api/client';
import { fromBase64Url } from '../seal/base64url';
import { fingerprintOf, keyFingerprint } from '../seal/fingerprint';
import { comparisonCode, type Bytes } from '../seal/noise';
import type { Pins } from './pins';

// The appliance named another key for a machine than this browser knows.
export interface KeyChange {
  machine: Machine;
  known: { fingerprint: string; since: number };
  offered: { fingerprint: string; key: string };
  // It is the key in the appliance's record of the machine, and no other waits to be confirmed there.
  isVouchedFor: boolean;
}

// Thrown before anything is sent to the machine.
export class KeyChangedError extends Error {
  override readonly name = 'KeyChangedError';

  constructor(readonly change: KeyChange) {
    super('the machine has another key than this browser knows');
  }
}

// What a person can check about a session that is sealed.
export interface Seal {
  comparisonCode: string;
  fingerprint: string;
  knownSince: number;
  isFirstContact: boolean;
  // False: this browser stores nothing, and will not notice when the key changes.
  isRemembered: boolean;
}

// Throws KeyChangedError unless the machine's key is the one this browser knows, or it knows none.
export async function checkKey({ client, device_key }: Connection, pins: Pins): Promise<void> {
  const pin = pins.get(client.id);
  if (!pin || pin.key === device_key) return;
  const fingerprint = await keyFingerprint(fromBase64Url(device_key));
  throw new KeyChangedError({
    machine: client,
    known: { fingerprint: await fingerprintOf(pin.key), since: pin.since },
    offered: { fingerprint, key: device_key },
    isVouchedFor: client.device_key_fingerprint === fingerprint && client.offered_device_key_fingerprint === null,
  });
}

// To be called when the machine has proved in the handshake that it has the key: a first contact is remembered then.
export async function sealOf({ client, device_key }: Connection, handshakeHash: Bytes, pins: Pins): Promise<Seal> {
  const isFirstContact = pins.get(client.id) === undefined;
  const isRemembered = pins.remember(client.id, device_key);
  return {
    comparisonCode: comparisonCode(handshakeHash),
    fingerprint: await keyFingerprint(fromBase64Url(device_key)),
    knownSince: pins.get(client.id)?.since ?? Date.now(),
    isFirstContact,
    isRemembered,
  };
}
