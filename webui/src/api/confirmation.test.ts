import { afterEach, expect, it, vi } from 'vitest';

import { api, take } from './client';
import { askConfirmation, registerAsker, wantsConfirmation } from './confirmation';

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ code, detail: 'Show that it is you, then try again.' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

afterEach(() => {
  registerAsker(undefined);
  vi.unstubAllGlobals();
});

it('knows the one refusal', async () => {
  expect(await wantsConfirmation(problem(403, 'confirmation_wanted'))).toBe(true);
  expect(await wantsConfirmation(problem(403, 'not_permitted'))).toBe(false);
  expect(await wantsConfirmation(problem(401, 'confirmation_wanted'))).toBe(false);
  expect(await wantsConfirmation(new Response('<html>', { status: 403 }))).toBe(false);
});

it('asks once for several, and again the next time', async () => {
  let asked = 0;
  registerAsker(async () => {
    asked += 1;
    return true;
  });
  expect(await Promise.all([askConfirmation(), askConfirmation()])).toEqual([true, true]);
  expect(asked).toBe(1);
  await askConfirmation();
  expect(asked).toBe(2);
});

it('says no when there is nobody to ask', async () => {
  expect(await askConfirmation()).toBe(false);
});

const anAddress = 'https://box.example/api/v1';
const remove = (fetch: (request: Request) => Promise<Response>) => {
  vi.stubGlobal('fetch', fetch);
  return take(api.DELETE('/me/logins/{login_id}', { baseUrl: anAddress, fetch, params: { path: { login_id: '7' } } }));
};

it('sends the request again after a yes', async () => {
  registerAsker(async () => true);
  const sent: string[] = [];
  const fetch = vi.fn(async (request: Request) => {
    sent.push(`${request.method} ${request.url}`);
    return sent.length === 1 ? problem(403, 'confirmation_wanted') : new Response(null, { status: 204 });
  });
  await expect(remove(fetch)).resolves.toBeUndefined();
  expect(sent).toEqual([`DELETE ${anAddress}/me/logins/7`, `DELETE ${anAddress}/me/logins/7`]);
});

it('leaves the refusal after a no', async () => {
  registerAsker(async () => false);
  const fetch = vi.fn(async (_: Request) => problem(403, 'confirmation_wanted'));
  await expect(remove(fetch)).rejects.toMatchObject({ code: 'confirmation_wanted' });
  expect(fetch).toHaveBeenCalledTimes(1);
});
