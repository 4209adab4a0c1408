import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Copyable } from '../../ui/Copyable';
import { groupDigits } from '../../ui/address';
import { Facts } from '../../ui/Facts';
import { Page } from '../../ui/Page';
import { ApiTokens } from './ApiTokens';
import { ChangePassword } from './ChangePassword';
import { KnownKeys } from './KnownKeys';
import { LoginHistory } from './LoginHistory';
import { Logins } from './Logins';
import { MultiFactor } from './MultiFactor';
import classes from './ProfilePage.module.css';
import { words } from './words';

export default function ProfilePage() {
  const { user, organization, roles } = useCurrentUser();
  const mayEdit = useAccess('personal_profile') === 'edit';
  return (
    <Page title={words.title}>
      <div className={classes.grid}>
        <Card title={words.account}>
          <Facts
            rows={[
              [words.name, `${user.first_name} ${user.last_name}`],
              [words.email, user.email],
              [words.organization, organization.name],
              [words.organizationId, <Copyable text={organization.id} />],
              [words.id, <Copyable text={user.address_id} shown={groupDigits(user.address_id)} />],
              [words.alias, <Copyable text={user.alias} />],
              [words.roles, roles.map(({ name }) => name).join(', ')],
            ]}
          />
          <p className={classes.note}>{words.addressHelp}</p>
        </Card>
        {mayEdit && <ChangePassword />}
        <MultiFactor mayEdit={mayEdit} />
        <Logins mayEnd={mayEdit} />
        <LoginHistory />
        <ApiTokens mayEdit={mayEdit} />
        <KnownKeys />
      </div>
    </Page>
  );
}
