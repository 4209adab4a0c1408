import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Versioned } from '../../api/client';
import { type Team, useTeam } from '../../api/license';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Copyable } from '../../ui/Copyable';
import { Facts } from '../../ui/Facts';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { DeleteOrganization } from '../organization/DeleteOrganization';
import { Webhooks } from '../organization/webhooks/Webhooks';
import { DescriptionForm } from './DescriptionForm';
import { words } from './words';

const missing = { title: words.title, text: '' };

// In place of the organization's page, where the license makes a team.
export default function TeamPage() {
  const query = useTeam();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(team) => <Details team={team} />}
    </Loaded>
  );
}

function Details({ team }: { team: Versioned<Team> }) {
  const mayEdit = useAccess('organization') === 'edit';
  const isOwner = useCurrentUser().owner;
  return (
    <Page title={words.title} lead={words.lead}>
      <Stack gap="lg">
        <Card title={words.about}>
          <Stack>
            <Facts
              rows={[
                [words.name, <Fixed text={team.name} help={words.nameFixed} />],
                [words.id, <Fixed text={<Copyable text={team.id} />} help={words.idHelp} />],
                [words.description, !mayEdit && (team.description || words.noDescription)],
              ]}
            />
            {mayEdit && <DescriptionForm team={team} />}
          </Stack>
        </Card>
        <Webhooks mayEdit={mayEdit} />
        {isOwner && <DeleteOrganization name={team.name} say={words.deletion} />}
      </Stack>
    </Page>
  );
}

function Fixed({ text, help }: { text: ReactNode; help: string }) {
  return (
    <>
      {text}
      <Text c="var(--quiet)" fz="sm">
        {help}
      </Text>
    </>
  );
}
