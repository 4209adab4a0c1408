import type { LoginEvent } from '../../api/client';
import { useLoginHistory } from '../../api/queries';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { describeBrowser } from '../../ui/format';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { historyWords as words } from './historyWords';
import classes from './ProfilePage.module.css';

const columns: Column<LoginEvent>[] = [
  { title: words.columns.what, kind: 'lead', cell: ({ action, how }) => what(action, how) },
  { title: words.columns.when, cell: ({ at }) => <When iso={at} /> },
  {
    title: words.columns.browser,
    cell: ({ user_agent: agent }) => <span title={agent}>{agent === '' ? words.unknown : describeBrowser(agent)}</span>,
  },
  { title: words.columns.address, cell: ({ address }) => address },
];

// What the audit log keeps of one's own account, so that one sees when it was somebody else.
export function LoginHistory() {
  const query = useLoginHistory();
  const { rows, more } = listOf(query);
  return (
    <Card title={words.title} flush className={classes.wide}>
      <p className={classes.lead}>{words.lead}</p>
      <Listing query={query} rows={rows} empty={null}>
        <DataTable label={words.title} columns={columns} rows={rows} rowKey={(event) => event.at + event.action + event.address} more={more} />
      </Listing>
    </Card>
  );
}

function what(action: string, how: string): string {
  const done = words.actions[action] ?? action;
  return how === '' ? done : `${done} (${words.how[how] ?? how})`;
}
