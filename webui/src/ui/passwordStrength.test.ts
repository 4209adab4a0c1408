import { describe, expect, it } from 'vitest';

import { passwordStrength } from './passwordStrength';

describe('passwordStrength', () => {
  it('says how many characters are missing', () => {
    expect(passwordStrength('')).toEqual({ level: 0, missing: 12 });
    expect(passwordStrength('hillside 12')).toEqual({ level: 0, missing: 1 });
  });

  it('counts characters as people do', () => {
    expect(passwordStrength('🔑'.repeat(11)).missing).toBe(1);
  });

  it.each(['aaaaaaaaaaaaaaaa', '123456789012', 'abcdefghijklmnop', 'abababababababab'])('is not fooled by %s', (password) => {
    expect(passwordStrength(password).level).toBe(1);
  });

  it('does not count what an attacker knows', () => {
    const password = 'ines.muster@example.org';
    expect(passwordStrength(password).level).toBeGreaterThan(1);
    expect(passwordStrength(password, ['Ines', 'Muster', 'ines.muster@example.org']).level).toBe(1);
  });

  it('likes length', () => {
    expect(passwordStrength('vK3$wq9!Lm2z').level).toBeGreaterThanOrEqual(3);
    expect(passwordStrength('copper lantern drives seven quiet boats').level).toBe(4);
  });
});
