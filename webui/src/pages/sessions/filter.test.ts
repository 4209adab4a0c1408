import { describe, expect, it } from 'vitest';

import { exportPath, filterOf, isNarrowed, readChoice, writeChoice } from './filter';

describe('the choice of sessions', () => {
  it('comes back from the address that it was written to', () => {
    const choice = { search: 'ada', show: 'active', authorizedBy: 'api_token', client: '123456789', from: '2026-01-31', to: '2026-02-01' } as const;
    expect(readChoice(writeChoice(choice))).toEqual(choice);
  });

  it('leaves out what is no choice', () => {
    const choice = readChoice(new URLSearchParams('show=nothing&authorized=guess&client=-1&from=2026-02-30&to=x'));
    expect(choice).toEqual({ search: '', show: 'all', authorizedBy: '', client: '', from: '', to: '' });
    expect(writeChoice(choice).size).toBe(0);
    expect(isNarrowed(choice)).toBe(false);
  });

  it('is narrowed by a machine', () => {
    const choice = readChoice(new URLSearchParams('client=123456789'));
    expect(isNarrowed(choice)).toBe(true);
    expect(filterOf(choice).clientId).toBe('123456789');
  });

  it('is narrowed by how sessions were authorized', () => {
    const choice = readChoice(new URLSearchParams('authorized=api_token'));
    expect(isNarrowed(choice)).toBe(true);
    expect(exportPath(choice, 'csv')).toBe('/session-export?format=csv&authorized_by=api_token');
  });

  it.each(['', '0', '1e3', '12345678901234567', '../me', '1 2'])('knows no machine “%s”', (client) =>
    expect(readChoice(new URLSearchParams({ client })).client).toBe(''),
  );

  it('includes the last day', () => {
    const { from, to } = filterOf(readChoice(new URLSearchParams('from=2026-01-31&to=2026-01-31')));
    expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000);
  });

  it('is what an export asks for', () => {
    const path = exportPath(readChoice(new URLSearchParams('search=a+b&client=123456789&show=active')), 'json');
    expect(path).toBe('/session-export?format=json&search=a+b&client_id=123456789&active=true');
  });
});
