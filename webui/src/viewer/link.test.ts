import { describe, expect, it } from 'vitest';

import { streamUrl } from './link';

const page = { origin: 'https://gatehouse.example:8443' };

describe('streamUrl', () => {
  it('leads to the same appliance', () => {
    expect(streamUrl('/api/v1/connections/42/stream', page)).toBe(
      'wss://gatehouse.example:8443/api/v1/connections/42/stream',
    );
    expect(streamUrl('/s', { origin: 'http://localhost:5173' })).toBe('ws://localhost:5173/s');
  });

  it.each([
    '//elsewhere.example/stream',
    '/\\elsewhere.example/stream',
    '\\\\elsewhere.example/stream',
    'https://elsewhere.example/stream',
    'wss://elsewhere.example/stream',
    'stream',
    '',
    'javascript:alert(1)',
    '//',
  ])('refuses %j', (path) => {
    expect(streamUrl(path, page)).toBeUndefined();
  });
});
