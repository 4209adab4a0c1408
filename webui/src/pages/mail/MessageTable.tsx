import { Button } from '@mantine/core';

import { type MailMessage, useSendMailAgain } from '../../api/mail';
import { useAccess } from '../../app/CurrentUser';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import classes from './mail.module.css';
import { words } from './words';

interface MessageTableProps {
  columns: Column<MailMessage>[];
  messages: MailMessage[] | undefined;
  more: { has: boolean; loading: boolean; load: () => void };
  mailIsSet: boolean;
}

// As far as somebody wants to see them.
export const allColumns: Column<MailMessage>[] = [
  { title: words.columns.to, kind: 'lead', cell: (message) => <To message={message} /> },
  { id: 'kind', title: words.columns.kind, cell: (message) => words.kinds[message.kind] },
  { id: 'state', title: words.columns.state, cell: (message) => <State message={message} /> },
  { id: 'created', title: words.columns.created, cell: (message) => <When iso={message.created_at} /> },
];

const actions: Column<MailMessage> = {
  title: words.columns.actions,
  kind: 'action',
  cell: (message) => <Again message={message} />,
};

export function MessageTable({ columns, messages, more, mailIsSet }: MessageTableProps) {
  const mayEdit = useAccess('organization') === 'edit';
  return (
    <DataTable
      label={words.tableLabel}
      columns={mayEdit && mailIsSet ? [...columns, actions] : columns}
      rows={messages}
      rowKey={({ id }) => id}
      more={more}
    />
  );
}

function To({ message }: { message: MailMessage }) {
  const maySeeUsers = useAccess('users') !== 'none';
  if (message.user_id === null || !maySeeUsers) return <>{message.to}</>;
  return <TextLink to={`/users/${message.user_id}`}>{message.to}</TextLink>;
}

// The state, and why it is not another one.
function State({ message }: { message: MailMessage }) {
  return (
    <div className={classes.state}>
      <span className={message.state === 'failed' ? classes.failed : undefined}>{words.states[message.state]}</span>
      <Why message={message} />
    </div>
  );
}

function Why({ message }: { message: MailMessage }) {
  if (message.state === 'cancelled') return <span className={classes.why}>{words.cancelled}</span>;
  if (message.state === 'sent') return null;
  if (message.problem === '') return <span className={classes.why}>{words.notTried}</span>;
  return (
    <>
      <span className={classes.why}>{message.problem}</span>
      {message.next_try_at !== null && (
        <span className={classes.why}>
          {words.nextTry}: <When iso={message.next_try_at} />
        </span>
      )}
    </>
  );
}

function Again({ message }: { message: MailMessage }) {
  const again = useSendMailAgain();
  const tell = useTell();
  const mayEditUsers = useAccess('users') === 'edit';
  const waits = message.state === 'waiting';
  const invites = message.kind === 'invitation';
  const hasLink = invites || message.kind === 'welcome' || message.kind === 'password';
  if (message.state === 'sent' || (message.kind === 'security' && !waits) || (message.user_id === null && !invites)) return null;
  if (waits ? message.problem === '' : hasLink && !mayEditUsers) return null;
  const send = () =>
    again.mutate(message.id, {
      onSuccess: ({ to }) => tell.done(words.sentAgain(to)),
      onError: (error) => tell.failed(error),
    });
  return (
    <Button
      variant="default"
      size="xs"
      aria-label={waits ? words.nowOf(message.to) : words.againOf(message.to)}
      loading={again.isPending}
      onClick={send}
    >
      {waits ? words.now : words.again}
    </Button>
  );
}
