import { describe, expect, it } from 'vitest';

import { requestsFor, reversed, type TagChange } from './tagChanges';

const change = (client_id: string, added: string[], removed: string[] = []): TagChange => ({ client_id, added, removed });

describe('tags of many machines', () => {
  it.each([
    [0, []],
    [1, [1]],
    [500, [500]],
    [501, [500, 1]],
    [1200, [500, 500, 200]],
  ])('%d are %j at once', (machines, sizes) => {
    const ids = [...Array(machines).keys()].map(String);
    const requests = requestsFor(ids, ['a'], ['b']);
    expect(requests.map(({ clients }) => clients.length)).toEqual(sizes);
    expect(requests.flatMap(({ clients }) => clients)).toEqual(ids);
    for (const { add, remove } of requests) expect([add, remove]).toEqual([['a'], ['b']]);
  });

  it('are brought back as each had them', () => {
    expect(reversed([change('1', ['a'], ['Old']), change('2', ['a'], ['Old']), change('3', ['a'])])).toEqual([
      { clients: ['3'], add: [], remove: ['a'] },
      { clients: ['2', '1'], add: ['Old'], remove: ['a'] },
    ]);
    // Its own spelling.
    expect(reversed([change('1', [], ['old']), change('2', [], ['Old'])])).toHaveLength(2);
    expect(reversed([])).toEqual([]);
  });
});
