import { describe, expect, it } from 'vitest';

import { addressOf, calledExactly, connectPath, groupDigits, normalizeAddress } from './address';

describe('addresses', () => {
  it.each([
    ['123456789', '123\u00a0456\u00a0789'],
    ['1234567890', '1\u00a0234\u00a0567\u00a0890'],
    ['12', '12'],
    ['desk@example', 'desk@example'],
    ['', ''],
  ])('groups %s', (id, shown) => {
    expect(groupDigits(id)).toBe(shown);
  });

  it.each([
    [' 123 456 789 ', '123456789'],
    ['123\u00a0456\u00a0789', '123456789'],
    ['123-456.789', '123456789'],
    ['  reception desk ', 'reception desk'],
    ['lab-4', 'lab-4'],
    ['   ', ''],
  ])('reads %j as typed', (typed, address) => {
    expect(normalizeAddress(typed)).toBe(address);
  });

  it('reads back what it shows', () => {
    expect(normalizeAddress(groupDigits('482193075'))).toBe('482193075');
  });

  it('prefers the alias', () => {
    expect(addressOf({ id: '482193075', alias: 'desk@example' })).toBe('desk@example');
  });

  it('tells machines of one name apart', () => {
    expect(calledExactly({ id: '482193075', alias: 'desk@example', name: 'Till' })).toBe('Till (desk@example)');
    expect(calledExactly({ id: '12', alias: null, name: '' })).toBe('12');
  });

  it('keeps an address inside one part of the path', () => {
    expect(connectPath('../x?y#z')).toBe('/connect/..%2Fx%3Fy%23z');
  });
});
