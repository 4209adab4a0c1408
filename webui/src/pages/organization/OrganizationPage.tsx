import { Stack } from '@mantine/core';

import type { Organization, Versioned } from '../../api/client';
import { useOrganization } from '../../api/queries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { DeleteOrganization } from './DeleteOrganization';
import { General } from './General';
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
        <General organization={organization} mayEdit={mayEdit} />
        <Webhooks mayEdit={mayEdit} />
        {isOwner && <DeleteOrganization name={organization.name} />}
      </Stack>
    </Page>
  );
}
