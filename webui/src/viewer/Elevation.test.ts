import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Control } from '../wire/control';
import { CHANNEL } from '../wire/frames';
import type { TerminalEnd } from './Elevation';
import { hasGoneWrong, jobEndWords } from './jobEndWords';
import { SessionChannel, type SessionEnd } from './SessionChannel';
import { fakeLinks } from './testing/FakeLink';

const SIZE = { columns: 80, rows: 24 };
const NOTHING = new Uint8Array();
const bytes = (text: string) => new TextEncoder().encode(text);

function begin() {
  const { links, openLink } = fakeLinks();
  const ends: SessionEnd[] = [];
  const session = new SessionChannel('/stream', openLink, { state: () => {}, screen: () => {}, ended: (end) => ends.push(end) });
  const link = links[0]!;
  const { elevation } = session;
  const say = (state: 'off' | 'asking' | 'checking' | 'on', why: Extract<Control, { type: 'elevation' }>['why'] = 'none', wait = 0) =>
    link.say({ type: 'elevation', state, why, wait });
  const states: string[] = [];
  elevation.subscribe(() => states.push(elevation.getSnapshot().state));
  const open = (action: 'shell' | 'update' = 'shell') => {
    const seen = { text: '', ends: [] as TerminalEnd[] };
    const run = elevation.open(action, '', SIZE, {
      output: (some) => (seen.text += new TextDecoder().decode(some)),
      ended: (end) => seen.ends.push(end),
    });
    return { run, seen };
  };
  return { session, link, elevation, ends, say, states, open, now: () => elevation.getSnapshot() };
}

function beginOpen() {
  const begun = begin();
  begun.link.say({ type: 'state', state: 'open', permissions: 1 | (1 << 20) });
  return begun;
}

function beginElevated() {
  const begun = beginOpen();
  begun.elevation.askPerson();
  begun.say('on');
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

describe('asking for administrator’s rights', () => {
  it('lets the person at the machine name an administrator', () => {
    const { elevation, link, say, states } = beginOpen();
    elevation.askPerson();
    expect(link.heard).toContainEqual({ type: 'elevate', mode: 'person', user: '', password: NOTHING });
    say('asking');
    say('checking');
    say('on');
    expect(states).toEqual(['asking', 'asking', 'checking', 'on']);
  });

  it('transmits a name and a password, once', () => {
    const { elevation, link, say } = beginOpen();
    elevation.transmit('root', 'pässword');
    elevation.transmit('root', 'another');
    elevation.askPerson();
    const asked = link.heard.filter(({ type }) => type === 'elevate');
    expect(asked).toEqual([{ type: 'elevate', mode: 'viewer', user: 'root', password: bytes('pässword') }]);
    say('asking');
    say('checking');
    say('on');
    elevation.transmit('root', 'again');
    expect(link.heard.filter(({ type }) => type === 'elevate')).toHaveLength(1);
  });

  it('leaves no password behind in what it sent', () => {
    const sent: Uint8Array[] = [];
    const { elevation, link } = beginOpen();
    vi.spyOn(link, 'send').mockImplementation((frame) => sent.push(frame));
    elevation.transmit('root', 'secret');
    expect(sent.length).toBe(1);
    expect(sent[0]!.every((byte) => byte === 0)).toBe(true);
  });

  it('says why not, and from when on it may be tried again', () => {
    const { elevation, say, now } = beginOpen();
    elevation.transmit('root', 'wrong');
    say('off', 'wait', 30);
    expect(now()).toEqual({ state: 'off', why: 'wait', from: Date.now() + 30_000 });
    elevation.transmit('root', 'right');
    expect(now().state).toBe('checking');
  });

  it('gives them back only when it has them', () => {
    const { elevation, link, say, now } = beginOpen();
    elevation.giveBack();
    expect(link.heard.filter(({ type }) => type === 'elevate')).toEqual([]);
    elevation.askPerson();
    say('on');
    elevation.giveBack();
    expect(link.heard.at(-1)).toEqual({ type: 'elevate', mode: 'back', user: '', password: NOTHING });
    expect(now().state).toBe('on'); // the machine says when they are gone
    say('off');
    expect(now()).toMatchObject({ state: 'off', why: 'none' });
  });

  it('asks no more when told to', () => {
    const { elevation, link, say, now } = beginOpen();
    elevation.askPerson();
    say('asking');
    elevation.giveBack();
    expect(link.heard.at(-1)).toMatchObject({ type: 'elevate', mode: 'back' });
    say('off');
    expect(now()).toMatchObject({ state: 'off', why: 'none' });
  });

  it('has none when the session is over', () => {
    const { elevation, link, session, now } = beginElevated();
    session.close('ended_by_viewer');
    expect(now().state).toBe('off');
    const before = link.heard.length;
    elevation.askPerson();
    elevation.transmit('root', 'x');
    expect(link.heard.length).toBe(before);
  });

  it.each([
    ['before the session is open', begin, (t: ReturnType<typeof begin>) => t.say('on')],
    ['in the viewer’s own words', beginOpen, (t: ReturnType<typeof begin>) => t.link.say({ type: 'elevate', mode: 'person', user: '', password: NOTHING })],
  ])('is a breach of the protocol %s', (_what, start, act) => {
    const t = start();
    act(t);
    expect(t.ends).toEqual(['protocol_error']);
  });
});

describe('the terminal', () => {
  it('carries what is typed and what is shown', () => {
    const { link, open } = beginElevated();
    const { run, seen } = open();
    expect(link.terminal).toEqual([{ type: 'open', action: 'shell', argument: '', ...SIZE }]);
    run.input(bytes('id -u\r'));
    run.resize({ columns: 100, rows: 30 });
    link.sayTerminal({ type: 'bytes', bytes: bytes('0\r\n') });
    expect(link.terminal.slice(1)).toEqual([
      { type: 'bytes', bytes: bytes('id -u\r') },
      { type: 'resize', columns: 100, rows: 30 },
    ]);
    link.sayTerminal({ type: 'ended', status: 3 });
    expect(seen).toEqual({ text: '0\r\n', ends: [3] });
    run.input(bytes('late'));
    run.close();
    expect(link.terminal).toHaveLength(3);
  });

  it('cuts what is pasted', () => {
    const { link, open } = beginElevated();
    open().run.input(new Uint8Array(10_000));
    const sizes = link.terminal.slice(1).map((message) => message.type === 'bytes' && message.bytes.length);
    expect(sizes).toEqual([4096, 4096, 1808]);
  });

  it('gives the next one nothing that is left of the one before', () => {
    const { link, open } = beginElevated();
    const first = open();
    first.run.close();
    const second = open('update');
    second.run.resize({ columns: 90, rows: 20 });
    second.run.input(bytes('y'));
    link.sayTerminal({ type: 'bytes', bytes: bytes('of the first') });
    expect(link.terminal.map(({ type }) => type)).toEqual(['open', 'close']);
    link.sayTerminal({ type: 'ended', status: 255 });
    expect(link.terminal.at(-1)).toEqual({ type: 'open', action: 'update', argument: '', columns: 90, rows: 20 });
    link.sayTerminal({ type: 'bytes', bytes: bytes('of the second') });
    expect([first.seen, second.seen]).toEqual([
      { text: '', ends: [] },
      { text: 'of the second', ends: [] },
    ]);
  });

  it('ends with the rights, and what was on its way is ignored', () => {
    const { link, open, say, ends } = beginElevated();
    const { seen } = open();
    say('off', 'ended');
    link.sayTerminal({ type: 'bytes', bytes: bytes('late') });
    link.sayTerminal({ type: 'ended', status: 255 });
    expect(seen).toEqual({ text: '', ends: ['rights'] });
    expect(ends).toEqual([]);
  });

  it('ends with the session', () => {
    const { link, open } = beginElevated();
    const { seen } = open();
    link.events.closed(4026);
    expect(seen.ends).toEqual(['session']);
  });

  it('does not begin without the rights', async () => {
    const { link, open, say } = beginElevated();
    say('off');
    const { run, seen } = open();
    await Promise.resolve();
    run.input(bytes('x'));
    expect(seen.ends).toEqual(['rights']);
    expect(link.terminal).toEqual([]);
  });

  it.each([
    ['without the rights', beginOpen, Uint8Array.of(2, 65)],
    ['opened by the machine', beginElevated, Uint8Array.of(4)],
    ['of no kind', beginElevated, Uint8Array.of(9)],
    ['before the session is open', begin, Uint8Array.of(2, 65)],
  ])('is a breach of the protocol %s', (_what, start, payload) => {
    const { link, ends } = start();
    link.sayBytes(CHANNEL.terminal, payload);
    expect(ends).toEqual(['protocol_error']);
  });
});

describe('what became of a job', () => {
  it.each([
    ['shell', 0, 'The terminal has ended.'],
    ['shell', 130, 'The terminal has ended.'],
    ['shell', 255, 'It could not be started, or was stopped.'],
    ['update', 0, 'The updates are installed.'],
    ['update', 100, 'It went wrong: the program ended with status 100.'],
    ['restart_service', 0, 'The service was restarted.'],
    ['restart_machine', 1, 'It went wrong: the program ended with status 1.'],
    ['shell', 'rights', 'It ended with the administrator’s rights.'],
    ['update', 'session', 'It ended with the session.'],
    ['update', undefined, ''],
  ] as const)('%s, %s', (action, end, said) => {
    expect(jobEndWords({ action, end })).toBe(said);
    expect(hasGoneWrong({ action, end })).toBe(!/^$|^The /.test(said));
  });
});
