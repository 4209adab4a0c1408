import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Copyable } from '../../ui/Copyable';
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
              [words.roles, roles.map(({ name }) => name).join(', ')],
            ]}
          />
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
