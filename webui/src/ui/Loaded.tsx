import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { IconMapOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { ApiError } from '../api/problem';
import { Card } from './Card';
import { Page } from './Page';
import { useForgetVisit } from './recent';
import { EmptyState, ErrorState } from './States';

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  title: string; // until it is loaded
  back?: { to: string; label: string };
  missing: { title: string; text: string };
  children: (data: Data) => ReactNode;
}

// The page of one thing: what to show until it is there, when it can't be had, and when there is no such thing.
export function Loaded<Data>({ query, title, back, missing, children }: LoadedProps<Data>) {
  const isMissing = query.error instanceof ApiError && query.error.status === 404; // perhaps only now
  useForgetVisit(isMissing);
  if (query.data !== undefined && !isMissing) return children(query.data);
  return (
    <Page title={isMissing ? missing.title : title} back={back}>
      <Card>
        {isMissing ? (
          <EmptyState icon={<IconMapOff size={24} />} title={missing.title}>
            {missing.text}
          </EmptyState>
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Stack>
            <Skeleton height="1.5rem" width="40%" />
            <Skeleton height="1.5rem" width="60%" />
            <Skeleton height="1.5rem" width="50%" />
          </Stack>
        )}
      </Card>
    </Page>
  );
}
