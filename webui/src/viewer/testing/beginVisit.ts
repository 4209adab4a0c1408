import { vi } from 'vitest';

import type { Connection } from '../../api/client';
import type { KeyChange } from '../deviceKey';
import type { Relay } from '../relayChoice';
import { ViewerSession, type Way } from '../ViewerSession';
import { fakeLinks } from './FakeLink';

export const change = { machine: { id: '77', name: 'desk-7' }, isVouchedFor: true } as KeyChange;
export const connection = { session_id: '7', client: { id: '77', name: 'desk-7' }, stream_path: '/stream/7' } as Connection;

export const relay = { name: 'Berlin', stream_url: 'wss://berlin.example/stream/7?key=k' } as Relay;

// A visit whose portal and machine are the test’s; its clock has to be as well.
export function beginVisit(connect = vi.fn(async (_address: string) => connection), nearest?: Relay) {
  const { links, openLink } = fakeLinks();
  const trust = vi.fn();
  const avoid = vi.fn();
  const ways: Way[] = [];
  const session = new ViewerSession('reception', {
    connect: async (address, _sealed, way) => {
      ways.push(way);
      return { connection: await connect(address), openLink, relay: way === 'shortest' ? nearest : undefined };
    },
    avoid,
    trust,
  });
  const phases: string[] = [];
  session.subscribe(() => {
    const { phase } = session.getSnapshot();
    const words = phase.kind === 'ended' ? `ended:${phase.end}` : phase.kind;
    if (phases.at(-1) !== words) phases.push(words);
  });
  session.start();
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const link = () => links.at(-1)!;
  const open = () => {
    const newest = link();
    newest.say({ type: 'state', state: 'open', permissions: 63 });
    session.screenShown();
    return newest;
  };
  return { session, connect, trust, avoid, ways, links, phases, settle, link, open, phase: () => session.getSnapshot().phase };
}
