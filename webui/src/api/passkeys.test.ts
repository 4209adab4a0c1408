import { describe, expect, it } from 'vitest';

import { isAddress } from './passkeys';

describe('isAddress', () => {
  it('knows an address from a name', () => {
    for (const host of ['192.0.2.1', '[2001:db8::1]', '127.0.0.1']) expect(isAddress(host)).toBe(true);
    for (const host of ['localhost', 'box.example', 'box7', 'box-7.local']) expect(isAddress(host)).toBe(false);
  });
});
