import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Control } from '../wire/control';
import { SessionChannel, type SessionEnd } from './SessionChannel';
import { fakeLinks } from './testing/FakeLink';

type Controls = Extract<Control, { type: 'controls' }>;

function begin(state: 'starting' | 'open' = 'open') {
  const { links, openLink } = fakeLinks();
  const ends: SessionEnd[] = [];
  const session = new SessionChannel('/stream', openLink, { state: () => {}, screen: () => {}, ended: (end) => ends.push(end) });
  const link = links[0]!;
  link.say({ type: 'state', state, permissions: 63 });
  const { handOver } = session;
  const say = (message: Partial<Controls>) => link.say({ type: 'controls', holder: 'another', name: 'Ada King', waits: false, asking: '', isShared: true, ...message });
  const wishes = () => link.heard.filter(({ type }) => type === 'wish').map((message) => (message as { what: string }).what);
  return { session, link, handOver, ends, say, wishes, now: () => handOver.getSnapshot() };
}

const YOURS = { holder: 'you', name: '' } as const;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the controls', () => {
  it('are nobody’s business before the machine says whose they are', () => {
    expect(begin().now()).toMatchObject({ holder: undefined, waits: false, asking: '', news: undefined });
  });

  it('are asked for, and come', () => {
    const { handOver, say, wishes, now } = begin();
    say({});
    expect(now()).toMatchObject({ holder: 'another', name: 'Ada King', news: undefined });
    handOver.ask();
    say({ waits: true });
    expect(now()).toMatchObject({ waits: true, news: undefined });
    say(YOURS);
    expect(now()).toMatchObject({ holder: 'you', news: { what: 'yours' } });
    expect(wishes()).toEqual(['have']);
  });

  it('are kept by who has them, which is news, and the same news once', () => {
    const { handOver, say, now } = begin();
    say({});
    handOver.ask();
    say({ waits: true });
    say({});
    const { news } = now();
    expect(news).toEqual({ what: 'kept', name: 'Ada King' });
    handOver.ask();
    say({ waits: true });
    expect(now().news).toBe(news);
    say({});
    expect(now().news).toEqual(news);
    expect(now().news).not.toBe(news);
  });

  it('are not asked for any more, which is no news', () => {
    const { handOver, say, wishes, now } = begin();
    say({});
    handOver.ask();
    say({ waits: true });
    handOver.takeBack();
    say({});
    expect(now()).toMatchObject({ waits: false, news: undefined });
    expect(wishes()).toEqual(['have', 'release']);
  });

  it('are wanted by another, who gets them unless told no', () => {
    const { handOver, say, wishes, now } = begin();
    say(YOURS);
    say({ ...YOURS, asking: 'Sam Field' });
    expect(now()).toMatchObject({ asking: 'Sam Field', until: Date.now() + 15_000 });
    vi.advanceTimersByTime(500);
    handOver.keep();
    expect(now().asking).toBe('');
    handOver.keep();
    say(YOURS);
    vi.advanceTimersByTime(5_000);
    say({ ...YOURS, asking: 'Sam Field' });
    expect(now().until).toBe(Date.now() + 15_000);
    handOver.letGo();
    say({ name: 'Sam Field' });
    expect(now()).toMatchObject({ holder: 'another', name: 'Sam Field', asking: '', news: { what: 'lost', name: 'Sam Field' } });
    handOver.letGo();
    expect(wishes()).toEqual(['keep', 'release']);
  });

  it('are neither given nor kept by a click that was on its way when the question came', () => {
    const { handOver, say, wishes, now } = begin();
    say({ ...YOURS, asking: 'Sam Field' });
    vi.advanceTimersByTime(499);
    handOver.give();
    handOver.keep();
    expect(now().asking).toBe('Sam Field');
    say({ ...YOURS, asking: 'Ines Owner' }); // another question
    vi.advanceTimersByTime(1);
    handOver.give();
    expect(wishes()).toEqual([]);
    vi.advanceTimersByTime(499);
    handOver.give();
    expect(wishes()).toEqual(['release']);
  });

  it('give the next one who asks a time of their own', () => {
    const { say, now } = begin();
    say({ ...YOURS, asking: 'Sam Field' });
    vi.advanceTimersByTime(9_000);
    say({ ...YOURS, asking: 'Ines Owner' });
    expect(now()).toMatchObject({ asking: 'Ines Owner', until: Date.now() + 15_000 });
  });

  it('can be nobody’s', () => {
    const { handOver, say, now, wishes } = begin();
    say(YOURS);
    handOver.letGo();
    say({ holder: 'nobody', name: '' });
    expect(now()).toMatchObject({ holder: 'nobody', news: undefined });
    handOver.ask();
    say(YOURS);
    expect(wishes()).toEqual(['release', 'have']);
  });

  it('have nobody else to go to where nobody else is', () => {
    const { say, now } = begin();
    say({ ...YOURS, isShared: false });
    expect(now().isShared).toBe(false);
    say(YOURS);
    expect(now().isShared).toBe(true);
  });

  it('show names in which nothing hides', () => {
    const { say, now } = begin();
    say({ name: 'Ada\u202egniK' });
    expect(now().name).toBe('Ada\ufffdgniK');
  });

  it.each<[string, Control]>([
    ['the controls', { type: 'controls', holder: 'you', name: '', waits: false, asking: '', isShared: true }],
    ['words', { type: 'chat', words: 'Hello' }],
    ['a person', { type: 'person', isThere: true }],
  ])('a machine that tells of %s before it is open breaks the protocol', (_what, message) => {
    const { link, ends } = begin('starting');
    link.say(message);
    expect(ends).toEqual(['protocol_error']);
  });

  it('are not the machine’s to wish for', () => {
    const { link, ends } = begin();
    link.say({ type: 'wish', what: 'have' });
    expect(ends).toEqual(['protocol_error']);
  });
});
