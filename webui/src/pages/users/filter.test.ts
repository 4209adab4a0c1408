import { expect, it } from 'vitest';

import { filterOf, isFiltered, isNarrowed, readChoice, writeChoice } from './filter';

const read = (query: string) => readChoice(new URLSearchParams(query));

it('reads what it wrote, and writes nothing for the whole list', () => {
  const choice = { search: 'ines', state: 'disabled', role: '7', group: '12', order: 'newest' } as const;
  expect(read(writeChoice(choice).toString())).toEqual(choice);
  expect(writeChoice(read('')).toString()).toBe('');
});

it('takes what is no choice as not chosen', () => {
  expect(read('state=gone&role=x&group=-1&sort=age')).toEqual(read(''));
  expect(read('role=0&group=1e3')).toEqual(read(''));
  expect(read(`search=${'x'.repeat(300)}`).search).toHaveLength(100);
});

it('knows what leaves somebody out', () => {
  expect(isFiltered(read('sort=newest'))).toBe(false);
  expect(isFiltered(read('search=%20'))).toBe(false);
  expect(isFiltered(read('search=a')) && !isNarrowed(read('search=a'))).toBe(true);
  expect(isNarrowed(read('group=3'))).toBe(true);
});

it('asks the appliance for just that', () => {
  expect(filterOf(read('search=%20ines%20&state=ended&role=4'))).toEqual({
    search: 'ines', state: 'ended', role: '4', group: undefined, sort: 'name',
  });
});
