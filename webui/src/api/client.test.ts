import { describe, expect, it } from 'vitest';

import { take } from './client';
import { keysForTopic } from './keys';
import { ApiError, isSignedOut, messageFor, NetworkError } from './problem';

const answer = (status: number, parts: { data?: unknown; error?: unknown }) =>
  Promise.resolve({ ...parts, response: new Response(null, { status }) });

describe('take', () => {
  it('hands over the data', async () => {
    await expect(take(answer(200, { data: { a: 1 } }))).resolves.toEqual({ a: 1 });
  });

  it('knows an answer without content', async () => {
    await expect(take(answer(204, {}))).resolves.toBeUndefined();
  });

  it('keeps what a problem document says', async () => {
    const problem = { detail: 'Not now.', code: 'locked', fields: { email: 'Too long.' }, retry_after: 30 };
    const error = await take(answer(429, { error: problem })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 429, code: 'locked', retryAfter: 30, fields: { email: 'Too long.' } });
    expect(messageFor(error)).toBe('Not now.');
  });

  it.each([undefined, '', '<html>', null])('has words for a failure without a document: %j', async (body) => {
    const error = await take(answer(502, { error: body })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(messageFor(error)).toContain('502');
  });

  it('tells a lost network from a refusal', async () => {
    const error = await take(Promise.reject(new TypeError('Failed to fetch'))).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NetworkError);
  });

  it('sees that nobody is signed in any more', async () => {
    const error = await take(answer(401, {})).catch((reason: unknown) => reason);
    expect(isSignedOut(error)).toBe(true);
    expect(isSignedOut(new NetworkError())).toBe(false);
  });
});

describe('keysForTopic', () => {
  it('refreshes what hangs on a topic', () => {
    expect(keysForTopic('sessions')).toEqual(['sessions', 'clients', 'dashboard', 'license']);
  });

  it.each(['builds', 'constructor', '__proto__'])('does nothing for %s', (topic) => {
    expect(keysForTopic(topic)).toEqual([]);
  });
});
