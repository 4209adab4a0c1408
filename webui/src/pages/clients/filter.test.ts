import { describe, expect, it } from 'vitest';

import { type Choice, filterOf, isFiltered, isNarrowed, readChoice, writeChoice } from './filter';

const read = (query: string) => readChoice(new URLSearchParams(query));
const all = read('');

describe('the address of the list', () => {
  it('is empty for the whole list', () => {
    expect(writeChoice(all).toString()).toBe('');
    expect(isFiltered(all)).toBe(false);
  });

  it.each<Partial<Choice>>([
    { search: 'Büro 2' },
    { presence: 'offline' },
    { platform: 'linux-aarch64' },
    { tags: ['Kasse 1', 'Büro & Lager', '100%'] },
    { help: true },
    { changedKey: true },
    { order: 'seen' },
    { search: 'x', presence: 'online', platform: 'linux-x86_64', tags: ['a'], help: true, changedKey: true, order: 'name' },
  ])('brings back %o', (chosen) => {
    const choice = { ...all, ...chosen };
    expect(readChoice(new URLSearchParams(writeChoice(choice).toString()))).toEqual(choice);
  });

  it('is what the dashboard links to', () => {
    expect(read('key=changed')).toEqual({ ...all, changedKey: true });
    expect(read('help=requested')).toEqual({ ...all, help: true });
  });

  it.each(['state=perhaps', 'sort=size', 'help=1', 'key=', 'other=x', 'state=&platform=', 'tag=', 'tag=%20,;', 'tags=a'])('%s chooses nothing', (query) => {
    expect(read(query)).toEqual(all);
  });

  it('holds no more than the appliance takes', () => {
    const long = read(`search=${'x'.repeat(500)}&platform=${'y'.repeat(500)}`);
    expect([long.search.length, long.platform.length]).toEqual([100, 64]);
    const tags = read(`tag=${'z'.repeat(500)}&tag=a&tag=A&${[...Array(40).keys()].map((tag) => `tag=${tag}`).join('&')}`).tags;
    expect([tags.length, tags[0]?.length, tags.slice(1, 3)]).toEqual([20, 32, ['a', '0']]);
  });
});

describe('a choice', () => {
  it('asks for all that is chosen, together', () => {
    expect(filterOf(read('search=123 456 789&state=offline&platform=linux-x86_64&tag=Till&tag=berlin&help=requested&key=changed&sort=seen'))).toEqual({
      search: '123456789',
      online: false,
      platform: 'linux-x86_64',
      tags: ['Till', 'berlin'],
      help: true,
      changedKey: true,
      sort: 'seen',
    });
    expect(filterOf(all).online).toBeUndefined();
  });

  it('leaves machines out by all but the order', () => {
    expect(isFiltered(read('sort=seen'))).toBe(false);
    expect([isFiltered(read('search=a')), isNarrowed(read('search=a'))]).toEqual([true, false]);
    expect(isFiltered(read('search=%20'))).toBe(false);
    for (const query of ['state=online', 'platform=x', 'tag=x', 'help=requested', 'key=changed']) expect(isNarrowed(read(query))).toBe(true);
  });
});
