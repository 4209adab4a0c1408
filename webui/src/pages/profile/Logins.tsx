import { Badge, Button } from '@mantine/core';

import type { Login } from '../../api/client';
import { useEndLogin, useEndOtherLogins } from '../../api/mutations';
import { useLogins } from '../../api/queries';
import { AskedAction } from '../../ui/AskedAction';
import { Card } from '../../ui/Card';
import { Ago, When } from '../../ui/Clock';
import { type Column, DataTable } from '../../ui/DataTable';
import { describeBrowser } from '../../ui/format';
import { Listing } from '../../ui/Listing';
import { listOf } from '../../ui/pages';
import { useTell } from '../../ui/Toasts';
import classes from './ProfilePage.module.css';
import { words } from './words';

const shown: Column<Login>[] = [
  {
    title: words.columns.place,
    kind: 'lead',
    cell: (login) => (
      <span className={classes.place} title={login.user_agent}>
        {describeBrowser(login.user_agent)}
        {login.current && <Badge variant="light">{words.thisOne}</Badge>}
      </span>
    ),
  },
  { title: words.columns.address, cell: (login) => login.address },
  { title: words.columns.since, cell: (login) => <When iso={login.created_at} /> },
  { title: words.columns.seen, cell: (login) => <Ago iso={login.last_seen_at} /> },
];
const ending: Column<Login> = {
  title: words.columns.actions,
  kind: 'action',
  cell: (login) => !login.current && <EndLogin login={login} />,
};

export function Logins({ mayEnd }: { mayEnd: boolean }) {
  const query = useLogins();
  const { rows, more } = listOf(query);
  return (
    <Card
      title={words.logins}
      aside={mayEnd && rows && rows.length > 1 && <EndOthers />}
      flush
      className={classes.wide}
    >
      <Listing query={query} rows={rows} empty={null}>
        <DataTable
          label={words.loginsLabel}
          columns={mayEnd && rows?.some(({ current }) => !current) ? [...shown, ending] : shown}
          rows={rows}
          rowKey={({ id }) => id}
          more={more}
        />
      </Listing>
    </Card>
  );
}

function EndLogin({ login }: { login: Login }) {
  const end = useEndLogin();
  const tell = useTell();
  return (
    <Button
      variant="default"
      size="xs"
      loading={end.isPending}
      aria-label={words.endOf(describeBrowser(login.user_agent), login.address)}
      onClick={() => end.mutate(login.id, { onSuccess: () => tell.done(words.ended), onError: tell.failed })}
    >
      {words.end}
    </Button>
  );
}

function EndOthers() {
  const end = useEndOtherLogins();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" onClick={ask}>
          {words.endOthers}
        </Button>
      )}
      title={words.endOthersTitle}
      action={words.endOthers}
      mutation={end}
      argument={undefined}
      done={words.endedOthers}
    >
      {words.endOthersText}
    </AskedAction>
  );
}
