import type { RouteObject } from 'react-router-dom';

export const routes: RouteObject[] = [
  {
    path: '/connect/:address',
    lazy: async () => ({ Component: (await import('../viewer/ViewerPage')).default }),
  },
];
