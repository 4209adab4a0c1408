// API tokens as a table, and the button that revokes one.
import { Badge, Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';

import type { ApiToken } from '../api/apiTokens';
import { AskedAction } from '../ui/AskedAction';
import { Ago, When } from '../ui/Clock';
import { type Column, DataTable } from '../ui/DataTable';
import { summary } from './levels';
import { tokenWords as words } from './tokenWords';

interface TokenTableProps {
  label: string;
  rows: ApiToken[] | undefined;
  more: { has: boolean; loading: boolean; load: () => void };
  // Nothing: they can only be looked at.
  revoke?: UseMutationResult<unknown, Error, string> | undefined;
}

export function TokenTable({ label, rows, more, revoke }: TokenTableProps) {
  const columns: Column<ApiToken>[] = [
    { title: words.columns.name, kind: 'lead', cell: (token) => token.name },
    { title: words.columns.scope, cell: ({ scope }) => summary(scope) },
    {
      title: words.columns.expires,
      cell: ({ expired, expires_at }) =>
        expired ? (
          <Badge variant="light" color="gray">
            {words.expired}
          </Badge>
        ) : (
          <When iso={expires_at} />
        ),
    },
    {
      title: words.columns.used,
      cell: ({ last_used_at, last_used_address }) =>
        last_used_at === null ? (
          words.never
        ) : (
          <>
            <Ago iso={last_used_at} /> {words.from(last_used_address ?? '')}
          </>
        ),
    },
  ];
  if (revoke) columns.push({ title: words.columns.actions, kind: 'action', cell: (token) => <Revoke token={token} revoke={revoke} /> });
  return <DataTable label={label} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />;
}

function Revoke({ token, revoke }: { token: ApiToken; revoke: UseMutationResult<unknown, Error, string> }) {
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.revokeOne(token.name)} onClick={ask}>
          {words.revoke}
        </Button>
      )}
      title={words.revokeTitle(token.name)}
      action={words.revoke}
      mutation={revoke}
      argument={token.id}
      done={words.revoked(token.name)}
    >
      {words.revokeText}
    </AskedAction>
  );
}
