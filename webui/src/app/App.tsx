import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router-dom';

import { makeQueryClient } from '../api/queryClient';
import { theme } from '../theme/theme';
import { routes } from './routes';

export function App() {
  const [queryClient] = useState(makeQueryClient);
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    // Variables and helper classes come from the style sheet (scripts/theme-styles.ts): no <style> element at run time.
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        {/* In small steps: what a click has begun on the network must not wait until the next page is drawn. */}
        <RouterProvider router={router} future={{ v7_startTransition: true }} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
