import { describe, expect, it } from 'vitest';

import { hiddenAtFirst, hideable, readHidden, shownOf } from './columns';

const columns = [{ id: 'name' }, { id: 'state' }, { id: 'seen' }, {}]; // the last: buttons
const ids = (all: { id?: string }[]) => all.map(({ id }) => id ?? '-').join(' ');

it('never hides the first, nor what has no id', () => {
  expect(ids(hideable(columns))).toBe('state seen');
  expect(ids(shownOf(columns, ['name', 'seen']))).toBe('name state -');
  expect(ids(shownOf(columns, []))).toBe('name state seen -');
});

it('hides at first what has to be chosen, until something else was kept', () => {
  const table = [{ id: 'name', extra: true }, { id: 'state' }, { id: 'system', extra: true }, { extra: true }];
  expect(hiddenAtFirst(table)).toEqual(['system']);
  expect(readHidden(undefined, table)).toEqual(['system']);
  expect(readHidden([], table)).toEqual([]);
  expect(readHidden(['state'], table)).toEqual(['state']);
});

describe('what was kept', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, []],
    ['some', ['seen'], ['seen']],
    ['what is not there any more, or must not be hidden', ['name', 'gone', 'state', 'state'], ['state']],
    ['another kind of thing', { state: true }, []],
    ['other types', [1, null, ['state']], []],
    ['a text', 'state', []],
  ])('%s', (_, kept, hidden) => expect(readHidden(kept, columns)).toEqual(hidden));
});
