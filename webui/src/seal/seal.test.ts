import { describe, expect, it } from 'vitest';

import vectorFile from '../../../tests/vectors/noise_nk.txt?raw';
import type { LinkEvents } from '../viewer/link';
import { closeCode } from '../wire/reason';
import { fromBase64Url, toBase64Url } from './base64url';
import { framed, MessageReader } from './messages';
import { Cipher, comparisonCode, concat, Initiator, newKeyPair, SealError, type Bytes, type KeyPair } from './noise';
import { sealedLinks } from './sealedLink';

const bytesOf = (hex = ''): Bytes => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (words: string): Bytes => new TextEncoder().encode(words);

// An X25519 private key in PKCS#8 (RFC 8410, section 7).
async function keyPair(hex: string): Promise<KeyPair> {
  const pkcs8 = concat(bytesOf('302e020100300506032b656e04220420'), bytesOf(hex));
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', true, ['deriveBits']);
  const { x } = await crypto.subtle.exportKey('jwk', privateKey);
  return { privateKey, publicKey: fromBase64Url(x!) };
}

const vectors = vectorFile
  .split(/^handshake=/m)
  .slice(1)
  .map((block) => Object.fromEntries(block.split('\n').flatMap((line) => (line.includes('=') ? [line.split('=') as [string, string]] : []))));

async function viewerOf(vector: Record<string, string>): Promise<Initiator> {
  const device = await keyPair(vector.resp_static!);
  return new Initiator(await keyPair(vector.gen_init_ephemeral!), device.publicKey, bytesOf(vector.prologue));
}

describe('the published vectors', () => {
  it('are all there', () => expect(vectors).toHaveLength(4));

  it.each(vectors)('come out, message by message', async (vector) => {
    const viewer = await viewerOf(vector);
    expect(await viewer.begin(bytesOf(vector.msg_0_payload))).toEqual(bytesOf(vector.msg_0_ciphertext));
    expect(await viewer.finish(bytesOf(vector.msg_1_ciphertext))).toEqual(bytesOf(vector.msg_1_payload));
    const ciphers = await viewer.split();
    expect(await ciphers.send.seal(bytesOf(vector.msg_2_payload))).toEqual(bytesOf(vector.msg_2_ciphertext));
    expect(await ciphers.receive.open(bytesOf(vector.msg_3_ciphertext))).toEqual(bytesOf(vector.msg_3_payload));
  });

  it('are refused when a bit is another', async () => {
    const viewer = await viewerOf(vectors[0]!);
    await viewer.begin(bytesOf(vectors[0]!.msg_0_payload));
    const answer = bytesOf(vectors[0]!.msg_1_ciphertext);
    answer[40]! ^= 1;
    await expect(viewer.finish(answer)).rejects.toThrow(SealError);
  });
});

it('a key with which nothing would be secret is refused', async () => {
  const viewer = new Initiator(await newKeyPair(), new Uint8Array(32), new Uint8Array(0));
  await expect(viewer.begin(new Uint8Array(0))).rejects.toThrow(SealError);
});

it('keys are written as the portal writes them', () => {
  const key = Uint8Array.of(251, 255, 190, 0, 1);
  expect(toBase64Url(key)).toBe('-_--AAE');
  expect(fromBase64Url('-_--AAE')).toEqual(key);
});

it('the comparison code is eight letters of the hash', () => {
  expect(comparisonCode(new Uint8Array(32))).toBe('0000-0000');
  expect(comparisonCode(new Uint8Array(32).fill(255))).toBe('ZZZZ-ZZZZ');
});

describe('messages', () => {
  it.each([1, 2, 3, 100])('are cut out of bytes that come by %d', (size) => {
    const stream = concat(framed(bytes('first')), framed(new Uint8Array(0)), framed(bytes('third')));
    const reader = new MessageReader();
    const messages: string[] = [];
    for (let at = 0; at < stream.length; at += size) messages.push(...reader.feed(stream.subarray(at, at + size)).map(text));
    expect(messages).toEqual(['first', '', 'third']);
  });
});

// The machine's side after the vectors' handshake: its ciphers are the viewer's, the other way round.
async function sealedPair() {
  const vector = vectors[0]!;
  const device = await keyPair(vector.resp_static!);
  const heard: string[] = [];
  const wire: Bytes[] = [];
  let below!: LinkEvents;
  let closedBelow: number | undefined;
  let opened!: () => void;
  const isOpen = new Promise<void>((resolve) => (opened = resolve));
  let closed!: (code: number) => void;
  const end = new Promise<number>((resolve) => (closed = resolve));
  const open = sealedLinks(
    (_path, events) => {
      below = events;
      return { send: (data) => wire.push(data.slice()), close: (code) => (closedBelow = code), buffered: 0 };
    },
    {
      ephemeral: await keyPair(vector.gen_init_ephemeral!),
      deviceKey: device.publicKey,
      prologue: bytesOf(vector.prologue),
      payload: bytesOf(vector.msg_0_payload),
    },
  );
  const link = open('/stream', { open: opened, bytes: (data) => heard.push(text(data)), closed });
  below.open?.();
  const answer = framed(bytesOf(vector.msg_1_ciphertext));
  return { vector, link, wire, heard, below, answer, isOpen, end, closedBelow: () => closedBelow };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('a sealed link', () => {
  it('shakes hands, then carries bytes both ways', async () => {
    const pair = await sealedPair();
    const third = framed(bytesOf(pair.vector.msg_3_ciphertext));
    // The answer and what follows it may come in one piece, or cut anywhere.
    const stream = concat(pair.answer, third);
    pair.below.bytes(stream.slice(0, 50));
    pair.below.bytes(stream.slice(50));
    await pair.isOpen;
    pair.link.send(bytesOf(pair.vector.msg_2_payload));
    expect(pair.link.buffered).toBeGreaterThan(0);
    await settle();
    expect(pair.wire).toEqual([framed(bytesOf(pair.vector.msg_0_ciphertext)), framed(bytesOf(pair.vector.msg_2_ciphertext))]);
    expect(pair.heard).toEqual([text(bytesOf(pair.vector.msg_3_payload))]);
    expect(pair.link.buffered).toBe(0);
  });

  it('sends what was said before it was closed', async () => {
    const pair = await sealedPair();
    pair.below.bytes(pair.answer);
    await pair.isOpen;
    pair.link.send(bytes('goodbye'));
    pair.link.close(4001);
    await settle();
    expect(pair.wire).toHaveLength(2);
    expect(pair.closedBelow()).toBe(4001);
  });

  it('gives out what arrived before the end', async () => {
    const pair = await sealedPair();
    pair.below.bytes(concat(pair.answer, framed(bytesOf(pair.vector.msg_3_ciphertext))));
    pair.below.closed(4003);
    expect(await pair.end).toBe(4003);
    expect(pair.heard).toHaveLength(1);
  });

  it.each([
    ['another machine', (answer: Bytes) => answer.map((byte, at) => (at === 3 ? byte ^ 1 : byte))],
    ['nothing sealed', () => framed(bytes('HTTP/1.1 200 OK'))],
    ['a forged message', (answer: Bytes) => concat(answer, framed(new Uint8Array(40)))],
  ])('ends when there is %s on the other side', async (_what, forge) => {
    const pair = await sealedPair();
    pair.below.bytes(forge(pair.answer));
    expect(await pair.end).toBe(closeCode('protocol_error'));
    expect(pair.closedBelow()).toBe(closeCode('protocol_error'));
    expect(pair.heard).toEqual([]);
  });

  it('cuts what is longer than a message', async () => {
    const pair = await sealedPair();
    pair.below.bytes(pair.answer);
    await pair.isOpen;
    pair.link.send(new Uint8Array(150_000));
    await settle();
    expect(pair.wire).toHaveLength(1 + 3);
  });
});

it('counters are taken in the order of the calls', async () => {
  const key = new Uint8Array(32);
  const [one, other] = await Promise.all([Cipher.from(key), Cipher.from(key)]);
  const sealed = await Promise.all(['a', 'b', 'c'].map((words) => one.seal(bytes(words))));
  const opened = await Promise.all(sealed.map((message) => other.open(message)));
  expect(opened.map(text)).toEqual(['a', 'b', 'c']);
});
