import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { bytesTooMany } from './Chat';
import { shownLine, shownText } from './shownText';
import { AT_ONCE, EVERY_MS } from './Talk';
import { beginVisit } from './testing/beginVisit';

async function begin() {
  const t = beginVisit();
  await t.settle();
  const link = t.open();
  const { chat } = t.session;
  const said = () => t.links.flatMap(({ heard }) => heard.flatMap((message) => (message.type === 'chat' ? [message.words] : [])));
  const list = () => chat.getSnapshot().messages.map(({ from, words, state }) => `${from}, ${state}: ${words}`);
  const wait = async (seconds: number) => {
    for (let second = 1; second <= seconds; second++) {
      link.say({ type: 'ping', opaque: 0n });
      await vi.advanceTimersByTimeAsync(EVERY_MS);
    }
  };
  return { ...t, link, chat, said, list, wait };
}

async function beginWithPerson() {
  const begun = await begin();
  begun.link.say({ type: 'person', isThere: true });
  return begun;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the chat', () => {
  it('goes both ways', async () => {
    const { chat, link, said, list } = await beginWithPerson();
    expect(chat.send(' Can you see it?\r\nThe printer \n')).toBe(true);
    link.say({ type: 'chat', words: 'Yes.' });
    expect(said()).toEqual(['Can you see it?\nThe printer']);
    expect(list()).toEqual(['viewer, sent: Can you see it?\nThe printer', 'person, sent: Yes.']);
  });

  it('is not for nobody', async () => {
    const { chat, link, said } = await begin();
    expect(chat.send('Hello?')).toBe(false);
    link.say({ type: 'person', isThere: true });
    link.say({ type: 'person', isThere: false });
    expect(chat.send('Hello?')).toBe(false);
    expect(said()).toEqual([]);
  });

  it('takes neither nothing nor too much, by bytes', async () => {
    const { chat, said } = await beginWithPerson();
    expect(chat.send(' \n ')).toBe(false);
    expect(bytesTooMany('ü'.repeat(500))).toBe(0);
    expect(bytesTooMany(`${'ü'.repeat(500)}\n`)).toBe(0);
    expect(bytesTooMany('ü'.repeat(501))).toBe(2);
    expect(chat.send('ü'.repeat(501))).toBe(false);
    expect(chat.send('ü'.repeat(500))).toBe(true);
    expect(said()).toHaveLength(1);
  });

  it('never says more than the machine bears, whatever the network does', async () => {
    const { chat, said, list, wait } = await beginWithPerson();
    let taken = 0;
    while (chat.send(`${taken}`)) taken += 1;
    expect(taken).toBeLessThan(40);
    expect(said()).toHaveLength(AT_ONCE);
    expect(list()[AT_ONCE]).toBe(`viewer, waiting: ${AT_ONCE}`);
    // In sixteen seconds of silence the session ends.
    await wait(16);
    expect(said()).toHaveLength(20);
    await wait(30);
    expect(said()).toEqual(Array.from({ length: taken }, (_, n) => `${n}`));
    expect(list().every((line) => line.startsWith('viewer, sent'))).toBe(true);
    await wait(60);
    for (let n = 0; n < 10; n++) chat.send('again');
    expect(said()).toHaveLength(taken + AT_ONCE);
  });

  it('lets wishes for the controls pass', async () => {
    const { session, chat, link } = await beginWithPerson();
    for (let n = 0; n < 30; n++) chat.send('words');
    session.getSnapshot().handOver!.ask();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(link.heard.at(-1)).toEqual({ type: 'wish', what: 'have' });
  });

  it('says what was not sent any more', async () => {
    const { chat, link, list } = await beginWithPerson();
    for (let n = 0; n <= AT_ONCE; n++) chat.send(`${n}`);
    link.say({ type: 'person', isThere: false });
    expect(list().at(-1)).toBe(`viewer, lost: ${AT_ONCE}`);
    expect(list().at(-2)).toBe(`viewer, sent: ${AT_ONCE - 1}`);
  });

  it('goes on in a session that is fetched back, and not in another one', async () => {
    const t = await beginWithPerson();
    for (let n = 0; n <= AT_ONCE; n++) t.chat.send(`${n}`);
    t.link.events.closed(1006);
    expect(t.chat.getSnapshot()).toMatchObject({ isConnected: false, isThere: false });
    expect(t.list().at(-1)).toBe(`viewer, lost: ${AT_ONCE}`);
    await vi.advanceTimersByTimeAsync(600);
    const link = t.open();
    expect(t.chat.getSnapshot()).toMatchObject({ isConnected: true, isThere: false });
    link.say({ type: 'person', isThere: true });
    expect(t.chat.send('back')).toBe(true);
    expect(t.list()).toHaveLength(AT_ONCE + 2);
    t.session.disconnect();
    expect(t.chat.getSnapshot().isConnected).toBe(false);
    expect(t.list()).toHaveLength(AT_ONCE + 2);
    t.session.start();
    expect(t.list()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps what a page can hold', async () => {
    const { chat, link, list } = await beginWithPerson();
    for (let n = 0; n < 700; n++) link.say({ type: 'chat', words: `${n}` });
    expect(list()).toHaveLength(500);
    expect(chat.getSnapshot().messages.at(-1)!.words).toBe('699');
  });
});

describe('what others wrote', () => {
  it.each([
    ['plain\r\nwords\tand 日本', 'plain\nwords and 日本'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['a\u202eb\u2066c\u0000\u001b[1m', 'a\ufffdb\ufffdc\ufffd\ufffd[1m'],
    ['pass\u200bword\u00ad', 'pass\ufffdword\ufffd'],
    ['\ud83d\udc68\u200d\ud83d\udc69', '\ud83d\udc68\u200d\ud83d\udc69'],
    ['ad\u200dmin', 'ad\ufffdmin'],
    ['\u06cc\u200c\u06cc', '\u06cc\u200c\u06cc'],
    ['end\u200d', 'end\ufffd'],
    ['a\n\n\n\n\nb', 'a\n\nb'],
    ['\u{e0041}tag', '\ufffdtag'],
  ])('%j is shown as %j', (text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  it('is cut by whole characters', () => {
    expect(shownLine('one\n two\n\nthree', 80)).toBe('one two three');
    expect(shownLine('😀😀😀😀', 3)).toBe('😀😀…');
    expect(shownLine('😀😀😀', 3)).toBe('😀😀😀');
  });
});
