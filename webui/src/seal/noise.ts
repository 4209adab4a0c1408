// Noise_NK_25519_AESGCM_SHA256 (The Noise Protocol Framework, revision 34) with the browser's own cryptography, as
// appliance/seal/noise.h has it: the viewer is the initiator and knows the machine's static key.
export type Bytes = Uint8Array<ArrayBuffer>;

export const KEY_SIZE = 32;
export const TAG_SIZE = 16;
export const MESSAGE_CAP = 65_535; // of a Noise message, section 3
export const PLAIN_CAP = MESSAGE_CAP - TAG_SIZE;

const PROTOCOL = 'Noise_NK_25519_AESGCM_SHA256';
const NONCE_SIZE = 12;
const EMPTY = new Uint8Array(0);

// The other side is not who it should be, or its bytes are not what was sent.
export class SealError extends Error {
  override readonly name = 'SealError';
}

export interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: Bytes;
}

export async function newKeyPair(): Promise<KeyPair> {
  const pair = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
  return { privateKey: pair.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

// AES-256-GCM with a counter (section 5.1). Messages may be sealed and opened without waiting for those before: their
// counters are taken when the functions are called.
export class Cipher {
  private counter = 0;

  private constructor(private readonly key: CryptoKey) {}

  static async from(key: Bytes): Promise<Cipher> {
    return new Cipher(await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']));
  }

  async seal(plain: Bytes, associated = EMPTY): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(this.next(associated), this.key, plain));
  }

  // Throws SealError when it is not what the other side sealed as its next message.
  async open(sealed: Bytes, associated = EMPTY): Promise<Bytes> {
    const parameters = this.next(associated);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, this.key, sealed));
    } catch {
      throw new SealError('a sealed message was not what was sent');
    }
  }

  private next(associated: Bytes): AesGcmParams {
    const iv = new Uint8Array(NONCE_SIZE);
    new DataView(iv.buffer).setBigUint64(NONCE_SIZE - 8, BigInt(this.counter));
    this.counter += 1;
    return { name: 'AES-GCM', iv, additionalData: associated };
  }
}

// What a finished handshake leaves.
export interface Ciphers {
  readonly send: Cipher;
  readonly receive: Cipher;
  // The same on both sides and unique to this session (section 11.2).
  readonly handshakeHash: Bytes;
}

export class Initiator {
  private hash: Bytes;
  private chainingKey: Bytes;
  private cipher: Cipher | undefined;

  // `ephemeral` must be new for every handshake.
  constructor(
    private readonly ephemeral: KeyPair,
    private readonly responder: Bytes,
    private readonly prologue: Bytes,
  ) {
    this.hash = new Uint8Array(KEY_SIZE);
    this.hash.set(new TextEncoder().encode(PROTOCOL)); // 28 bytes: short enough to be taken as it is
    this.chainingKey = this.hash;
  }

  // The first message: -> e, es.
  async begin(payload: Bytes): Promise<Bytes> {
    await this.mixHash(this.prologue);
    await this.mixHash(this.responder);
    await this.mixHash(this.ephemeral.publicKey);
    await this.mixKey(this.responder);
    return concat(this.ephemeral.publicKey, await this.encryptAndHash(payload));
  }

  // Reads the second one, <- e, ee; its payload. Throws SealError when the owner of the responder's key did not make it
  // for this handshake.
  async finish(message: Bytes): Promise<Bytes> {
    if (message.length < KEY_SIZE + TAG_SIZE) throw new SealError('the answer to the handshake is too short');
    const theirs = message.slice(0, KEY_SIZE);
    await this.mixHash(theirs);
    await this.mixKey(theirs);
    return this.decryptAndHash(message.slice(KEY_SIZE));
  }

  async split(): Promise<Ciphers> {
    const [first, second] = await derive(this.chainingKey, EMPTY);
    const [send, receive] = await Promise.all([Cipher.from(first), Cipher.from(second)]);
    return { send, receive, handshakeHash: this.hash };
  }

  private async mixHash(data: Bytes): Promise<void> {
    this.hash = new Uint8Array(await crypto.subtle.digest('SHA-256', concat(this.hash, data)));
  }

  private async mixKey(peer: Bytes): Promise<void> {
    const [chainingKey, key] = await derive(this.chainingKey, await agree(this.ephemeral.privateKey, peer));
    this.chainingKey = chainingKey;
    this.cipher = await Cipher.from(key);
  }

  private async encryptAndHash(plain: Bytes): Promise<Bytes> {
    const sealed = await this.cipher!.seal(plain, this.hash);
    await this.mixHash(sealed);
    return sealed;
  }

  private async decryptAndHash(sealed: Bytes): Promise<Bytes> {
    const plain = await this.cipher!.open(sealed, this.hash);
    await this.mixHash(sealed);
    return plain;
  }
}

const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// What two people read to each other to be sure that nobody sits between them: forty bits of the handshake hash.
export function comparisonCode(handshakeHash: Bytes): string {
  let bits = 0n;
  for (const byte of handshakeHash.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from({ length: 8 }, (_, at) => CODE_LETTERS[Number((bits >> BigInt(5 * (7 - at))) & 31n)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

// RFC 7748, section 6.1. Throws SealError for a key with which the result would not be a secret.
async function agree(own: CryptoKey, peer: Bytes): Promise<Bytes> {
  try {
    const key = await crypto.subtle.importKey('raw', peer, 'X25519', false, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: key }, own, KEY_SIZE * 8));
  } catch {
    throw new SealError("the other side's key is not a good one");
  }
}

// HKDF with two outputs (section 4.3).
async function derive(chainingKey: Bytes, input: Bytes): Promise<[Bytes, Bytes]> {
  const temporary = await hmac(chainingKey, input);
  const first = await hmac(temporary, Uint8Array.of(1));
  return [first, await hmac(temporary, concat(first, Uint8Array.of(2)))];
}

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
