import { describe, expect, it } from 'vitest';

import type { AddressEntry } from '../api/addressBooks';
import { keyOf } from './choices';
import { entryFound } from './found';
import type { Piece } from './match';

const shown = (pieces: Piece[] = []) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');
const entry: AddressEntry = {
  id: '7',
  nickname: 'Till 3',
  address: '123456789',
  comment: '',
  tags: ['Berlin', 'shop'],
  client: null,
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
};

describe('an entry that was found', () => {
  it.each<[string, Partial<AddressEntry>, string, string]>([
    ['till', {}, '[Till] 3', '123\u00a0456\u00a0789'],
    ['123 45', {}, 'Till 3', '[123\u00a045]6\u00a0789'],
    ['door', { comment: 'By the door' }, 'Till 3', '123\u00a0456\u00a0789 · By the [door]'],
    ['berl', {}, 'Till 3', '123\u00a0456\u00a0789 · [Berl]in'], // the tag that tells why
    ['till@', { address: 'till@shop' }, 'Till 3', '[till@]shop'],
  ])('by %s', (typed, given, name, note) => {
    const found = entryFound({ ...entry, ...given }, typed);
    expect([shown(found.name), shown(found.note)]).toEqual([name, note]);
  });

  it('is shown in the book by its address', () => {
    expect(entryFound(entry, 'x').to).toBe('/address-books/personal?search=123456789');
    expect(entryFound({ ...entry, address: 'a&b=c@d' }, 'x').to).toBe('/address-books/personal?search=a%26b%3Dc%40d');
  });

  it('is told from others by its key', () => {
    const keys = ['a.b@c', 'a_b@c', 'a-b@c'].map((address) => keyOf('entries', entryFound({ ...entry, address }, 'x')));
    expect(new Set(keys).size).toBe(keys.length);
    keys.forEach((key) => expect(key).toMatch(/^[\w-]+$/));
  });
});
