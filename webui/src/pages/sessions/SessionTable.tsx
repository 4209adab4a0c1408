import { applianceWords } from '../../api/applianceWords';
import type { Session } from '../../api/client';
import { useAccess } from '../../app/CurrentUser';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { formatBytes } from '../../ui/format';
import { SessionStatus, SessionTime } from '../../ui/Status';
import { TextLink } from '../../ui/TextLink';
import { EndSession } from './EndSession';
import { MachineOf } from './MachineOf';
import { authorizationInShort, profileOf } from './rights';
import classes from './SessionTable.module.css';
import { words } from './words';

const user: Column<Session> = {
  title: words.columns.user,
  kind: 'lead',
  cell: (session) => <Who session={session} />,
};
const machine: Column<Session> = { id: 'machine', title: words.columns.machine, cell: (session) => <MachineOf session={session} /> };
const state: Column<Session> = { id: 'state', title: words.columns.state, cell: (session) => <SessionStatus session={session} /> };
const started: Column<Session> = {
  id: 'started',
    title: words.columns.started,
  cell: (session) => (
    <TextLink to={`/sessions/${encodeURIComponent(session.id)}`}>
      <When iso={session.started_at} />
    </TextLink>
  ),
};
const duration: Column<Session> = {
  id: 'duration',
    title: words.columns.duration,
  kind: 'number',
  cell: (session) => <SessionTime session={session} />,
};
const data: Column<Session> = {
  id: 'data',
    title: words.columns.data,
  kind: 'number',
  cell: (session) => formatBytes(session.bytes_to_viewer + session.bytes_to_client),
};
const ended: Column<Session> = { id: 'ended', title: words.columns.ended, cell: (session) => applianceWords.said(session.close_words) };
// Of interest now and then; the session's page has them.
const profile: Column<Session> = { id: 'profile', title: words.columns.profile, extra: true, cell: profileOf };
const authorized: Column<Session> = {
  id: 'authorized',
  title: words.columns.authorized,
  extra: true,
  cell: authorizationInShort,
};
const actions: Column<Session> = {
  title: words.columns.actions,
  kind: 'action',
  cell: (session) => <EndSession session={session} />,
};

// The Sessions page has all of them, as far as somebody wants to see them.
export const allColumns = [user, machine, state, started, duration, data, profile, authorized, ended];
// machine: the history of one machine; brief: the dashboard.
const layouts = {
  machine: [user, state, started, duration, data, ended],
  brief: [user, machine, state, started, duration],
};

// With why, and what was noted: that is what one looks for in a list.
function Who({ session }: { session: Session }) {
  const note = session.comment || session.reason;
  return (
    <span className={classes.who}>
      <span>{session.user_name || words.unknownUser}</span>
      {note && <span className={classes.note}>{note}</span>}
    </span>
  );
}

interface SessionTableProps {
  layout?: keyof typeof layouts;
  columns?: Column<Session>[]; // in place of a layout
  label: string;
  sessions: Session[] | undefined;
  more?: { has: boolean; loading: boolean; load: () => void };
}

export function SessionTable({ layout = 'machine', columns = layouts[layout], label, sessions, more }: SessionTableProps) {
  const mayEnd = useAccess('sessions') === 'edit';
  const isAnyRunning = sessions?.some(({ state }) => state !== 'ended');
  const all = layout !== 'brief' && mayEnd && isAnyRunning ? [...columns, actions] : columns;
  return <DataTable label={label} columns={all} rows={sessions} rowKey={({ id }) => id} more={more} />;
}
