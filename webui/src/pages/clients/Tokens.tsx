import { Badge, Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';

import type { EnrolmentToken } from '../../api/client';
import { useRevokeEnrolmentToken } from '../../api/mutations';
import { useEnrolmentTokens } from '../../api/queries';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { addWords as words } from './words';

const columns: Column<EnrolmentToken>[] = [
  { title: words.columns.label, kind: 'lead', cell: (token) => token.label },
  {
    title: words.columns.state,
    cell: (token) => (
      <Badge variant="light" color={token.state === 'good' ? 'gate' : 'gray'}>
        {words.states[token.state]}
      </Badge>
    ),
  },
  { title: words.columns.left, kind: 'number', cell: (token) => words.left(token.uses_left, token.uses) },
  { title: words.columns.expires, cell: (token) => <When iso={token.expires_at} /> },
  { title: words.columns.by, minor: true, cell: (token) => token.created_by ?? words.somebody },
  { title: words.columns.actions, kind: 'action', cell: (token) => <Revoke token={token} /> },
];

const none = (
  <EmptyState icon={<IconTicket size={24} />} title={words.none}>
    {words.noneText}
  </EmptyState>
);

export function Tokens() {
  const query = useEnrolmentTokens();
  const { rows, more } = listOf(query);
  return (
    <Card title={words.tokens} flush>
      <Listing query={query} rows={rows} empty={none}>
        <DataTable label={words.tokens} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />
      </Listing>
    </Card>
  );
}

function Revoke({ token }: { token: EnrolmentToken }) {
  const revoke = useRevokeEnrolmentToken();
  if (token.state !== 'good') return null;
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.revokeOne(token.label)} onClick={ask}>
          {words.revoke}
        </Button>
      )}
      title={words.revokeTitle(token.label)}
      action={words.revoke}
      mutation={revoke}
      argument={token.id}
      done={words.revoked(token.label)}
    >
      {words.revokeText}
    </AskedAction>
  );
}
