import { Alert, Badge, Radio, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useId } from 'react';

import type { Versioned } from '../../api/client';
import { type UserProviders, useUserProviders } from '../../api/userProviders';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { providerNames } from '../../ui/providers';
import { SwitchToAdmin } from './SwitchToAdmin';
import classes from './userProviders.module.css';
import { words } from './words';

const missing = { title: words.title, text: '' };

export default function UserProvidersPage() {
  const query = useUserProviders();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(providers) => <Providers providers={providers} />}
    </Loaded>
  );
}

type Provider = UserProviders['providers'][number];

function Providers({ providers }: { providers: Versioned<UserProviders> }) {
  const mayEdit = useAccess('organization') === 'edit';
  const [asking, ask] = useDisclosure(false);
  const { active } = providers;
  const isStuck = providers.providers.some((one) => one.active && !one.available);
  return (
    <Page title={words.title} lead={words.lead}>
      <Stack gap="lg">
        {isStuck && (
          <Alert color="lamp" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />}>
            {words.stuck(providerNames[active])}
          </Alert>
        )}
        {/* What is active stays chosen until the appliance says otherwise. */}
        <Radio.Group label={words.choose} value={active} onChange={(value) => value === 'admin' && ask.open()}>
          <Stack gap="md" mt="xs">
            {providers.providers.map((one) => (
              <Choice key={one.provider} provider={one} mayEdit={mayEdit} />
            ))}
          </Stack>
        </Radio.Group>
        {!mayEdit && <Text c="var(--quiet)">{words.mayNot}</Text>}
      </Stack>
      <SwitchToAdmin providers={providers} opened={asking} onClose={ask.close} />
    </Page>
  );
}

function Choice({ provider: { provider, active, available, reason }, mayEdit }: { provider: Provider; mayEdit: boolean }) {
  const id = useId();
  return (
    <Card className={active ? classes.active : undefined}>
      <div className={classes.head}>
        <Radio
          value={provider}
          label={providerNames[provider]}
          disabled={!mayEdit || !(active || available)}
          aria-describedby={id}
          classNames={{ label: classes.name ?? '' }}
        />
        {active && <Badge variant="light">{words.active}</Badge>}
      </div>
      <div id={id}>
        <p className={classes.about}>{words.about[provider]}</p>
        {reason === 'not_in_this_version' && <p className={classes.missing}>{words.missing}</p>}
      </div>
    </Card>
  );
}
