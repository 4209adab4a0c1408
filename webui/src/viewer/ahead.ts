import type { QueryClient } from '@tanstack/react-query';

let visits: typeof import('./visits') | undefined;

// Fetches what a session needs before somebody asks for one. Nothing is lost when it fails: the page fetches it again.
export function fetchViewerAhead(): void {
  void Promise.all([
    import('./visits').then((module) => (visits = module)),
    import('./ViewerPage'),
    import('./RemoteScreen'),
  ]).catch(() => {});
}

// To be called in the click that leads to the viewer's page.
export function connectAhead(address: string, queryClient: QueryClient): void {
  visits?.beginVisit(address, queryClient);
}
