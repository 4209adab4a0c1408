import { Stack } from '@mantine/core';

import type { Organization, Versioned } from '../../api/client';
import { useOrganization } from '../../api/queries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Copyable } from '../../ui/Copyable';
import { Facts } from '../../ui/Facts';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { AliasForm } from './AliasForm';
import { DeleteOrganization } from './DeleteOrganization';
import { daysInWords } from './periods';
import { RulesForm } from './RulesForm';
import { Webhooks } from './webhooks/Webhooks';
import { words } from './words';

const missing = { title: words.title, text: '' };

export default function OrganizationPage() {
  const query = useOrganization();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(organization) => <Details organization={organization} />}
    </Loaded>
  );
}

function Details({ organization }: { organization: Versioned<Organization> }) {
  const mayEdit = useAccess('organization') === 'edit';
  const isOwner = useCurrentUser().owner;
  return (
    <Page title={words.title} lead={words.lead}>
      <Stack gap="lg">
        <Card title={words.general}>
          <Facts
            rows={[
              [words.name, organization.name],
              [words.id, <Copyable text={organization.id} />],
              [words.community, words.closed],
            ]}
          />
        </Card>
        <Card title={words.aliases}>
          {mayEdit ? <AliasForm organization={organization} /> : <Aliases organization={organization} />}
        </Card>
        <Card title={words.sessions}>
          {mayEdit ? <RulesForm organization={organization} /> : <Rules organization={organization} />}
        </Card>
        <Webhooks mayEdit={mayEdit} />
        {isOwner && <DeleteOrganization name={organization.name} />}
      </Stack>
    </Page>
  );
}

function Aliases({ organization }: { organization: Organization }) {
  return (
    <Facts
      rows={[
        [words.namespace, organization.namespace ? `@${organization.namespace}` : words.none],
        [words.automatic, organization.automatic_alias ? words.on : words.off],
      ]}
    />
  );
}

function Rules({ organization }: { organization: Organization }) {
  return (
    <Facts
      rows={[
        [words.reason, organization.reason_required ? words.on : words.off],
        [words.keepSessions, daysInWords(organization.keep_sessions_days)],
        [words.keepAudit, daysInWords(organization.keep_audit_days)],
      ]}
    />
  );
}
