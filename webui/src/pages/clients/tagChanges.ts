// Tags of many machines, in requests of as many as the appliance takes at once. Pure.
import type { components } from '../../api/schema';

type Request = components['schemas']['ClientTagsRequest'];
export type TagChange = components['schemas']['ClientTagsResult']['changes'][number];

const MOST_AT_ONCE = 500;

export function requestsFor(clients: readonly string[], add: string[], remove: string[]): Request[] {
  const requests: Request[] = [];
  for (let at = 0; at < clients.length; at += MOST_AT_ONCE)
    requests.push({ clients: clients.slice(at, at + MOST_AT_ONCE), add, remove });
  return requests;
}

// What brings back the tags that each had: a machine that had one of those that were added before keeps it. The latest first.
export function reversed(changes: readonly TagChange[]): Request[] {
  const alike = new Map<string, { clients: string[]; change: TagChange }>();
  for (const change of [...changes].reverse()) {
    const key = JSON.stringify([change.added, change.removed]);
    const group = alike.get(key);
    if (group) group.clients.push(change.client_id);
    else alike.set(key, { clients: [change.client_id], change });
  }
  return [...alike.values()].flatMap(({ clients, change }) => requestsFor(clients, change.removed, change.added));
}
