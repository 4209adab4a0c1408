import { Alert, Badge } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useParams } from 'react-router-dom';

import type { User } from '../../api/client';
import { useUser } from '../../api/peopleQueries';
import { useAccess, useCurrentUser, useFeature } from '../../app/CurrentUser';
import { lastDayInWords } from '../../rights/days';
import { nameOf } from '../../rights/Person';
import { words as rightsWords } from '../../rights/words';
import { Card } from '../../ui/Card';
import { When } from '../../ui/Clock';
import { Copyable } from '../../ui/Copyable';
import { groupDigits } from '../../ui/address';
import { Facts } from '../../ui/Facts';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { AccessTable } from './AccessTable';
import { EditUser } from './EditUser';
import { UserGroups } from './UserGroups';
import { UserOptions } from './UserOptions';
import { UserRoles } from './UserRoles';
import classes from './users.module.css';
import { UserState } from './UserState';
import { UserTokens } from './UserTokens';
import { words } from './words';

const back = { to: '/users', label: words.back };

export default function UserPage() {
  const { id = '' } = useParams();
  const query = useUser(id);
  return (
    <Loaded query={query} title={words.oneUser} back={back} missing={{ title: words.missing, text: words.missingText }}>
      {(user) => <Details user={user} />}
    </Loaded>
  );
}

function Details({ user }: { user: User }) {
  const me = useCurrentUser();
  const hasGroups = useFeature('groups');
  const isMe = me.user.id === user.id;
  const mayEdit = useAccess('users') === 'edit';
  const mayChange = mayEdit && user.may_change;
  return (
    <Page
      title={nameOf(user)}
      lead={
        <span className={classes.name}>
          <UserState user={user} />
          {isMe && <Badge variant="light">{rightsWords.you}</Badge>}
        </span>
      }
      visited
      back={back}
      actions={
        <>
          {mayChange && <EditUser user={user} />}
          <UserOptions user={user} mayChange={mayChange} />
        </>
      }
    >
      <div className={classes.grid}>
        {mayEdit && !user.may_change && (
          <Alert className={classes.wide} variant="light" color="gray" icon={<IconLock size={20} aria-hidden />}>
            {words.moreThanYours}
          </Alert>
        )}
        <Card title={words.about} className={classes.wide}>
          <Facts
            rows={[
              [words.facts.email, <Copyable text={user.email} />],
              [words.facts.id, <Copyable text={user.address_id} shown={groupDigits(user.address_id)} />],
              [words.facts.alias, <Copyable text={user.alias} />],
              [words.facts.created, <When iso={user.created_at} />],
              [words.facts.factor, user.second_factor ? words.factorOn : words.factorOff],
              [words.facts.ends, user.expires_at && lastDayInWords(user.expires_at)],
            ]}
          />
          {isMe && mayEdit && <p className={classes.note}>{words.yourself}</p>}
        </Card>
        <UserRoles user={user} mayChange={mayChange} />
        {hasGroups && <UserGroups user={user} mayChange={mayChange} />}
        <UserTokens user={user} mayChange={mayChange} />
        <AccessTable user={user} />
      </div>
    </Page>
  );
}
