import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { api } from '../api/client';
import { beginVisit, takeVisit } from './visits';

// The real one takes its time on another thread, which fake timers don't wait for.
vi.mock('../seal/noise', async (original) => ({
  ...(await original<typeof import('../seal/noise')>()),
  newKeyPair: async () => ({ publicKey: new Uint8Array(32) }),
}));

const client = new QueryClient();
const post = vi.spyOn(api, 'POST');
type Call = [path: string, options: { body: { address: string } }];
const asked = async () => {
  await vi.advanceTimersByTimeAsync(0);
  return post.mock.calls.map((call) => (call as unknown as Call)[1].body.address);
};

beforeEach(() => {
  vi.useFakeTimers();
  post.mockReset().mockReturnValue(new Promise(() => {}) as never); // the appliance never decides
});
afterEach(() => {
  takeVisit('', client).leave(); // nothing is left for the next test
  vi.useRealTimers();
});

describe('visits', () => {
  it('asks in the click, and the page takes what was asked for', async () => {
    beginVisit('7', client);
    const visit = takeVisit('7', client);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await asked()).toEqual(['7']);
    const heard = vi.fn();
    visit.subscribe(heard);
    visit.disconnect();
    expect(heard).toHaveBeenCalled();
    expect(visit.getSnapshot().phase).toMatchObject({ kind: 'ended', end: 'ended_by_viewer' });
  });

  it('is taken once, and for its own address only', async () => {
    beginVisit('7', client);
    takeVisit('8', client);
    takeVisit('7', client);
    takeVisit('7', client);
    expect(await asked()).toEqual(['7', '8', '7', '7']);
  });

  it('is given up when no page takes it', async () => {
    beginVisit('7', client);
    await vi.advanceTimersByTimeAsync(5_000);
    takeVisit('7', client);
    expect(await asked()).toEqual(['7', '7']);
  });

  it('is given up for a newer one', async () => {
    beginVisit('7', client);
    beginVisit('8', client);
    takeVisit('8', client);
    expect(await asked()).toEqual(['7', '8']);
  });
});
