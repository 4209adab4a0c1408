import { Button, Group, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';

import { type Approval, useApprovals, useDecide, useEndApproval } from '../../api/approvals';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { Dialog } from '../../ui/Dialog';
import { Form } from '../../ui/Form';
import { fieldErrors } from '../../ui/FormError';
import { Listing } from '../../ui/Listing';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import { approvalWords as words } from './approvalWords';

const columns: Column<Approval>[] = [
  {
    title: words.columns.machine,
    kind: 'lead',
    cell: ({ client_id, client_name }) => <TextLink to={`/clients/${encodeURIComponent(client_id)}`}>{client_name || client_id}</TextLink>,
  },
  { title: words.columns.by, cell: ({ asked_by }) => asked_by },
  { title: words.columns.reason, cell: ({ reason }) => reason },
  { title: words.columns.minutes, cell: ({ minutes }) => words.minutes(minutes) },
  { title: words.columns.asked, cell: ({ asked_at }) => <When iso={asked_at} /> },
  { title: words.columns.state, cell: (approval) => <State approval={approval} /> },
  { title: words.columns.actions, kind: 'action', cell: (approval) => <Actions approval={approval} /> },
];

export default function ApprovalsPage() {
  const query = useApprovals();
  const { rows, more } = listOf(query);
  return (
    <Page title={words.title} lead={words.lead} back={{ to: '/clients', label: words.back }}>
      <Card flush>
        <Listing
          query={query}
          rows={rows}
          empty={
            <EmptyState icon={<IconUserCheck size={24} />} title={words.none}>
              {words.noneText}
            </EmptyState>
          }
        >
          <DataTable label={words.label} columns={columns} rows={rows} rowKey={({ id }) => id} more={more} />
        </Listing>
      </Card>
    </Page>
  );
}

function State({ approval: { state, ends_at, decided_by, ended_by, comment } }: { approval: Approval }) {
  const who = ended_by ?? decided_by;
  return (
    <div>
      <Text span inherit fw={state === 'waiting' || state === 'approved' ? 600 : undefined}>
        {words.states[state]}
      </Text>{' '}
      {(state === 'waiting' || state === 'approved') && (
        <>
          {words.until} <When iso={ends_at} />
        </>
      )}{' '}
      {who && words.by(who)}
      {comment && (
        <Text c="var(--quiet)" size="sm">
          {comment}
        </Text>
      )}
    </div>
  );
}

function Actions({ approval }: { approval: Approval }) {
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {approval.may_decide && (
        <>
          <Decide approval={approval} approve={false} />
          <Decide approval={approval} approve />
        </>
      )}
      {approval.may_end && <End approval={approval} />}
    </Group>
  );
}

function Decide({ approval, approve }: { approval: Approval; approve: boolean }) {
  const [opened, dialog] = useDisclosure(false);
  const { asked_by, client_name } = approval;
  const title = (approve ? words.approveOf : words.declineOf)(asked_by, client_name);
  return (
    <>
      <Button variant={approve ? 'filled' : 'default'} size="xs" aria-label={title} onClick={dialog.open}>
        {approve ? words.approve : words.decline}
      </Button>
      <Dialog opened={opened} title={title} onClose={dialog.close}>
        <DecisionForm approval={approval} approve={approve} onClose={dialog.close} />
      </Dialog>
    </>
  );
}

function DecisionForm({ approval, approve, onClose }: { approval: Approval; approve: boolean; onClose: () => void }) {
  const decide = useDecide();
  const tell = useTell();
  const [comment, setComment] = useState('');
  const submit = () =>
    decide.mutate(
      { id: approval.id, approve, comment: comment.replace(/\s+/g, ' ').trim() },
      {
        onSuccess: () => {
          tell.done(approve ? words.approved : words.declined);
          onClose();
        },
      },
    );
  return (
    <Form error={decide.error} label={approve ? words.approve : words.decline} busy={decide.isPending} onSubmit={submit} onCancel={onClose}>
      <Text>{words.asks(approval.asked_by, words.minutes(approval.minutes), approval.reason)}</Text>
      <Textarea
        label={words.comment}
        description={words.commentHelp}
        data-autofocus
        rows={2}
        maxLength={200}
        value={comment}
        error={fieldErrors(decide.error).comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </Form>
  );
}

function End({ approval: { id, own, asked_by, client_name, state } }: { approval: Approval }) {
  const end = useEndApproval();
  const waits = state === 'waiting';
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.endOf(asked_by, client_name)} onClick={ask}>
          {own ? words.withdraw : words.revoke}
        </Button>
      )}
      title={waits ? words.withdrawTitle(client_name) : words.endTitle(asked_by, client_name)}
      action={own ? words.withdraw : words.revoke}
      mutation={end}
      argument={id}
      done={waits ? words.withdrawn : words.ended}
    >
      {waits ? words.withdrawText : words.endText}
    </AskedAction>
  );
}
