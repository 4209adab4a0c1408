import { describe, expect, it } from 'vitest';

import { returnPathFrom, signInPath } from './returnPath';

describe('the way back after signing in', () => {
  it('leads where one was going', () => {
    const path = signInPath({ pathname: '/sessions', search: '?show=active' });
    expect(path).toBe('/sign-in?to=%2Fsessions%3Fshow%3Dactive');
    expect(returnPathFrom(path.slice(path.indexOf('?')))).toBe('/sessions?show=active');
  });

  it('is short for the first page', () => {
    expect(signInPath({ pathname: '/', search: '' })).toBe('/sign-in');
    expect(returnPathFrom('')).toBe('/');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'never leaves the appliance for %j',
    (to) => {
      expect(returnPathFrom(`?to=${encodeURIComponent(to)}`)).toBe('/');
    },
  );
});
