import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router-dom';

type Load = () => Promise<{ default: ComponentType }>;

const loads: Load[] = [];

// The files of a page could not be had: the appliance is away, or was updated and has others now.
export class NotFetched extends Error {}

// A page that is fetched when somebody goes there, or ahead of that.
export function page(load: Load): Pick<RouteObject, 'lazy'> {
  loads.push(load);
  return {
    lazy: async () => {
      try {
        return { Component: (await load()).default };
      } catch (cause) {
        throw new NotFetched('The page could not be fetched', { cause });
      }
    },
  };
}

// Then going from page to page waits for data only, and works while the appliance is away.
export function fetchPagesAhead(): void {
  for (const load of loads) void load().catch(() => {}); // tried again, and reported, when it is needed
}
