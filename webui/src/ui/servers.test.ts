import { describe, expect, it } from 'vitest';

import { atServer, serversFor } from './servers';

const known = ['box.example:8443', '192.0.2.1:8443'];
const at = (url: string) => serversFor(new URL(url), known);

describe('the servers that other computers are told', () => {
  it.each(['https://box:8443', 'https://192.0.2.2:8443', 'https://[fd00::2]:8443', 'https://localhost.example.org', 'https://[::1:2]'])(
    'are what one sees at %s',
    (url) => expect(at(url)).toEqual([new URL(url).host]),
  );

  it.each(['https://localhost:8443', 'https://127.0.0.1:8443', 'https://127.1.2.3', 'https://[::1]:8443', 'https://box.localhost', 'https://[::ffff:127.0.0.1]'])(
    'are the appliance’s own names at %s',
    (url) => expect(at(url)).toEqual(known),
  );

  it('are none where it has none', () => expect(serversFor(new URL('https://localhost'), [])).toEqual([]));
});

it('an address keeps all but the server', () => {
  expect(atServer('https://localhost:8443/set-password#abc_-1', 'box.example')).toBe('https://box.example/set-password#abc_-1');
});
